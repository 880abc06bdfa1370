"""skops: a zip with a tree of nodes as JSON, and arrays. What the tree would import and call is told."""

from __future__ import annotations

from .fact import Kind, Part
from .jsons import Json, member_of, read_json, text_of, walk
from .numpy import npy
from .pickles.source import Source
from .record import Record, Unreadable
from .zips import Archive

_SCHEMA = "schema.json"
_PROTOCOL = 2
_CALLABLES = frozenset({"FunctionNode", "MethodNode", "OperatorFuncNode", "PartialNode"})
_NODES = _CALLABLES | frozenset(
    "BytearrayNode BytesNode CachedNode ConstructorFromReduceNode DTypeNode DefaultDictNode DictNode JsonNode ListNode "
    "MaskedArrayNode NdArrayNode ObjectNode QuantileForestNode RandomGeneratorNode RandomStateNode ReduceNode "
    "SGDNode SetNode SliceNode SparseMatrixNode TreeNode TupleNode TypeNode _DictWithDeprecatedKeysNode "
    "DatetimeNode LossNode UfuncNode OldQuantileRegressionForestNode CyLossFunctionNode".split()
)


def recognise(names: frozenset[str]) -> bool:
    """Whether an archive with these members is a skops file."""
    return _SCHEMA in names


def read(source: Source, record: Record) -> None:
    """Read the tree, and the arrays beside it."""
    archive = Archive(source, record)
    schema = archive.named(_SCHEMA)
    if schema is None:
        raise Unreadable(f"It has no {_SCHEMA}.")
    try:
        value, twice = read_json(schema.source, record, _SCHEMA)
    except Unreadable as error:
        record.gap(str(error), _SCHEMA, error.offset, error.cure)
        return
    for key in twice:
        record.fact(Kind.DUPLICATE_KEY, key, member=_SCHEMA)
    protocol = member_of(value, "protocol")
    if isinstance(protocol, int) and protocol > _PROTOCOL:
        record.gap(f"Protocol {protocol} is newer than those that are known.", _SCHEMA)
    for pointer, node in walk(value):
        if isinstance(node, dict):
            record.items()
            _node(node, pointer, record)
    for member in archive.members:
        if member.name == _SCHEMA:
            continue
        try:
            content = member.source
            if npy.recognise(content.read(0, 8)):
                npy.read(content, record, member.name)
            else:
                record.part(Part("unknown", member.name))
        except Unreadable as error:
            record.gap(str(error), member.name, error.offset, error.cure)


def _node(node: dict[str, Json], pointer: str, record: Record) -> None:
    loader = node.get("__loader__")
    if loader is None and "__class__" not in node:
        return
    kind = text_of(loader)
    if kind not in _NODES:
        record.fact(Kind.SKOPS_NODE, kind or "no loader", member=_SCHEMA, detail=pointer)
    named = _named(node)
    if kind == "MethodNode":
        function = text_of(member_of(node, "content", "func"))
        owner = member_of(node, "content", "obj")
        own = _named(owner) if isinstance(owner, dict) else named
        record.once(Kind.SKOPS_CALLABLE, f"{own}.{function}", member=_SCHEMA, detail=kind)
        if own != named:
            record.once(Kind.SKOPS_CALLABLE, f"{named}.{function}", member=_SCHEMA, detail=kind)
    elif kind == "PartialNode":
        function_node = member_of(node, "content", "func")
        own = _named(function_node) if isinstance(function_node, dict) else "?"
        record.once(Kind.SKOPS_CALLABLE, own, member=_SCHEMA, detail=kind)
    elif kind == "FunctionNode" and isinstance(node.get("content"), dict):
        # Protocol 0 names the function in its content.
        module = text_of(member_of(node, "content", "module_path"))
        record.once(Kind.SKOPS_CALLABLE, f"{module}.{text_of(member_of(node, 'content', 'function'))}",
                    member=_SCHEMA, detail=kind)  # fmt: skip
    elif kind in _CALLABLES:
        record.once(Kind.SKOPS_CALLABLE, named, member=_SCHEMA, detail=kind)
    elif kind not in ("JsonNode", "CachedNode"):
        record.once(Kind.SKOPS_CLASS, named, member=_SCHEMA, detail=pointer)


def _named(node: dict[str, Json]) -> str:
    return f"{text_of(node.get('__module__'))}.{text_of(node.get('__class__'))}"
