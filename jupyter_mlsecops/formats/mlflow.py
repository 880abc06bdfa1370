"""MLflow's ``MLmodel``: which module loads the model, and which code and pickles lie beside it."""

from __future__ import annotations

from typing import TypeAlias

import yaml

from .fact import Kind, Part
from .paths import escapes, is_address
from .pickles.source import Source
from .record import Record, Unreadable

Yaml: TypeAlias = "dict[str, Yaml] | list[Yaml] | str | None"

_LONGEST = 1 << 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FILES = frozenset("pickled_model python_model data model_path code artifacts_path serialized_model".split())


def read(source: Source, record: Record) -> None:
    """Read an ``MLmodel`` file."""
    raw = source.read(0, _LONGEST + 1)
    if len(raw) > _LONGEST:
        raise Unreadable(f"Its YAML is longer than {_LONGEST:,} bytes, which no description of a model is.")
    record.read(len(raw))
    try:
        value = _value(raw.decode("utf-8-sig"), record)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable("It is not valid YAML.") from error
    flavors = value.get("flavors") if isinstance(value, dict) else None
    if not isinstance(flavors, dict):
        raise Unreadable("It has no flavors.")
    for flavor, entry in flavors.items():
        if isinstance(entry, dict):
            _flavor(flavor, entry, record)


def _flavor(flavor: str, entry: dict[str, Yaml], record: Record) -> None:
    module = entry.get("loader_module")
    if isinstance(module, str):
        record.fact(Kind.MLFLOW_LOADER, module, detail=flavor)
    for key in _FILES & entry.keys():
        path = entry[key]
        if isinstance(path, str) and path:
            _file(key, path, flavor, record)
    code = entry.get("model_code_path")
    if isinstance(code, str) and code:
        record.fact(Kind.CODE_FILE, code, detail=flavor)
        record.part(Part("python", sibling=code.rpartition("/")[2]))


def _file(key: str, path: str, flavor: str, record: Record) -> None:
    if is_address(path):
        record.fact(Kind.FETCH, path, detail=f"{flavor}/{key}")
    elif escapes(path):
        record.fact(Kind.PATH_ESCAPE, path, detail=f"{flavor}/{key}")
    elif key == "code":
        record.fact(Kind.CODE_FILE, path, detail=flavor)
        record.part(Part("folder", sibling=path))
    else:
        record.fact(Kind.NAMED_FILE, path, detail=f"{flavor}/{key}")
        record.part(Part("unknown", sibling=path))


def _value(text: str, record: Record) -> Yaml:
    """The first document: mappings, lists and texts. What an alias names is not copied."""
    root: list[Yaml] = []
    stack: list[tuple[list[Yaml] | dict[str, Yaml], list[str]]] = [(root, [])]

    def put(value: Yaml) -> None:
        holder, key = stack[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif key:
            holder[key.pop()] = value
        else:
            key.append(value if isinstance(value, str) else "")

    anchors: dict[str, str] = {}
    for event in yaml.parse(text, Loader=_LOADER):
        record.items()
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                anchors[event.anchor] = event.value
            put(event.value)
        elif isinstance(event, yaml.AliasEvent):
            put(anchors.get(event.anchor or ""))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) > record.limits.depth:
                raise Unreadable("Its YAML is nested too deeply.")
            made: list[Yaml] | dict[str, Yaml] = {} if isinstance(event, yaml.MappingStartEvent) else []
            put(made)
            stack.append((made, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
    return root[0] if root else None
