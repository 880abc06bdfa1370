"""What the facts of a pickle mean: which of them do harm, and which nobody has looked at."""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec.structs import replace

from ....formats.pickles import MISREAD, Argument, Fact, Kind, Opaque, Pair
from ....formats.pickles.lists import allowed, harmful
from ..deed import Deed, Tier, cut
from .calls import CALLS, GETATTR, harmless, is_known, methods_of
from .standard_library import MODULES

_HASHED = "hashed"
# Kinds of which one is as bad as the other, with what the file does then.
_ALWAYS = {
    Kind.COMPUTED_GLOBAL: (Tier.CRITICAL, "imports something whose name is only put together while it is loaded"),
    Kind.EXTENSION: (Tier.REVIEW, "asks Python's extension registry for something that the file does not name"),
    Kind.ODD_TYPE: (Tier.CRITICAL, "makes an array that takes bytes of the file for the addresses of objects"),
    Kind.ODD_INTEGER: (Tier.REVIEW, "holds a number written so that loaders read it differently"),
    Kind.MEMO_CARRY_OVER: (Tier.REVIEW, "uses a value of an earlier part of the file, which only some loaders do"),
    Kind.PROTOCOL_SWITCH: (Tier.REVIEW, "changes the pickle protocol on the way"),
    Kind.ENDLESS: (Tier.REVIEW, "lets something run through an iterator that may have no end"),
    Kind.ALLOCATION: (Tier.REVIEW, "makes its loader reserve memory that the file does not need"),
}
# Attributes that mean something to Python itself; other names with underscores are a class's own business.
_SPECIAL = frozenset(
    """
    abs add aenter aexit aiter and anext annotations await bases bool bytes builtins buffer cached call class
    class_getitem closure code complex contains copy deepcopy defaults del delattr delete delitem delslice dir
    divmod enter eq exit file float floor floordiv format fspath func ge get getattr getattribute getinitargs
    getitem getnewargs getnewargs_ex getslice getstate globals gt hash iadd iand idiv import index init
    init_subclass instancecheck int invert ior isub iter kwdefaults le len length_hint loader long lshift lt matmul
    metaclass mod mro mul name ne neg new next nonzero object or path pos pow prepare qualname radd reduce reduce_ex
    release_buffer repr reversed rmul ror round rshift rsub rxor self set set_name setattr setitem setslice setstate
    sizeof slots spec str sub subclasscheck subclasses subclasshook truediv trunc type_params unicode weakref
    wrapped xor array array_finalize array_function array_interface array_prepare array_priority array_struct
    array_ufunc array_wrap torch_function torch_dispatch cuda_array_interface dlpack
    """.split()
)
_MODULE = 4  # values of the id of a class
_ALLOCATED = 1 << 28  # items that a call may reserve room for
_PERSISTENT = "persistent id"
# Listed functions that call a class they are given, and which argument that is.
_CALLED = {"copyreg._reconstructor": 1, "torch._tensor._rebuild_from_type_v2": 0}
# Objects that honest files call: what they make of the classes that they are given are classes.
_CALLED_OBJECTS = frozenset((Pair("torch_geometric.data.batch", "DynamicInheritanceGetter"),))
# The family of names with which functions are pickled by value. What they make runs when the model is used, unless the
# file calls it itself; the types that they look up are called on the way.
_MAKES_FUNCTIONS = "makes functions"
_TYPES = ("_load_type", "_builtin_type")
_UNNAMED = frozenset(("extension", "computed name"))
# Names of types that an archive of TorchScript defines itself: no such module can be imported.
_COMPILED = "__torch__"
# Modules whose listed names make mappings: what they make may set any attribute.
_OF_MAPPINGS = frozenset(("builtins", "__builtin__", "collections", "copyreg", "copy_reg", "types"))


def deeds(facts: tuple[Fact, ...]) -> Iterator[Deed]:
    """What a pickle does, in the order in which it does it; not what is on the list of names of honest files."""
    are_torchs = all(_is_torchs(fact) for fact in facts if fact.kind is Kind.PERSISTENT_ID)
    quiet = harmless(facts)
    methods = methods_of(facts)
    for fact in facts:
        if quiet and not quiet.isdisjoint(fact.pairs) and fact.kind in (Kind.GLOBAL, Kind.CALL):
            if fact.kind is Kind.CALL and GETATTR in fact.pairs and not is_known(fact):
                name = cut(str(fact.arguments[1]))
                yield replace(_deed(fact, Tier.REVIEW, f"takes {name} of an object that it makes"), name="")
        elif fact.kind in (Kind.GLOBAL, Kind.CALL):
            yield from _named(fact, methods)
        elif fact.kind in _ALWAYS:
            tier, does = _ALWAYS[fact.kind]
            yield _deed(fact, tier, does)
        else:
            yield from _other(fact, are_torchs)


def _named(fact: Fact, methods: set[Pair]) -> Iterator[Deed]:
    verb = "calls" if fact.kind is Kind.CALL else "imports"
    told = (_of_pair(pair, verb, fact.opcode, bool(fact.arguments), pair in methods) for pair in fact.pairs)
    worst = max(told, key=lambda one: one[0], default=None)
    if fact.detail == MISREAD and (worst is None or worst[0] < Tier.CRITICAL):
        return  # a name that only loaders meet that fail at such a file
    if worst is not None and worst[0] > Tier.NOTE:
        meant = fact.pairs[-1] if len(fact.pairs) > 1 else None
        also = f" (as {cut(str(meant))})" if meant is not None and str(meant) not in worst[1] else ""
        yield _deed(fact, worst[0], worst[1] + also)
    if fact.kind is Kind.CALL:
        yield from _arguments(fact)


def _of_pair(pair: Pair, verb: str, opcode: str, given: bool, is_method: bool) -> tuple[Tier, str]:
    """How bad a name is, and what a file that names it does with this opcode."""
    name = cut(str(pair))
    entry = allowed(pair)
    if entry is not None and entry.kind == "instance" and verb == "calls" and (opcode in CALLS or given):
        return Tier.REVIEW, f"{verb} {name} with arguments, which honest files make objects of without any"
    if entry is not None or pair.module.split(".")[0] == _COMPILED:
        return Tier.NOTE, ""
    harm = harmful(pair)
    if harm == _MAKES_FUNCTIONS and pair.name == _TYPES[0]:
        return Tier.NOTE, ""  # what it looks up is told where it is called
    if harm == _MAKES_FUNCTIONS:
        return Tier.REVIEW, f"{verb} {name}, which {harm} of code that the file holds"
    if harm is not None:
        return Tier.CRITICAL, f"{verb} {name}, which {harm}"
    if _wanders(pair.name) and not _is_of_listed(pair) and not (is_method and _is_of_class(pair)):
        return Tier.CRITICAL, f"{verb} {name}, which leads through another module or a private attribute"
    return Tier.REVIEW, f"{verb} {name}, which is on no list of names that were looked at"


def _is_of_listed(pair: Pair) -> bool:
    """Whether a name is a private method of a listed class, and none of Python's own."""
    owner, _, method = pair.name.rpartition(".")
    entry = allowed(Pair(pair.module, owner))
    return entry is not None and entry.kind in ("class", "instance") and not method.startswith("__")


def _is_of_class(pair: Pair) -> bool:
    """Whether a dotted name may be a method of a class at the top of a library's module: classes may be in small
    letters, and the methods that make their objects private."""
    owner, *rest = pair.name.split(".")
    if owner.startswith("_") or owner in MODULES or pair.module.partition(".")[0] in MODULES:
        return False
    return len(rest) == 1 and not rest[0].startswith("__")


def _wanders(name: str) -> bool:
    """Whether a dotted name goes through anything but classes: these are written in capitals, and not private."""
    parts = name.split(".")
    if len(parts) == 1:
        return False
    ways = parts[:-1]
    return any(part.startswith("_") for part in parts) or not all(part[:1].isupper() for part in ways)


def _arguments(fact: Fact) -> Iterator[Deed]:
    """What a listed name is given that it calls in turn, and what it reserves memory for.

    What another call made is not told: that call has been judged, and honest files hand such objects on.
    """
    entry = allowed(fact.pairs[0]) if fact.pairs else None
    called = next((_CALLED[str(pair)] for pair in fact.pairs if str(pair) in _CALLED), -1)
    for position in entry.allocates if entry is not None else ():
        if position < len(fact.arguments) and _size(fact.arguments[position]) > _ALLOCATED:
            yield _deed(fact, Tier.REVIEW, "makes its loader reserve memory that the file does not need")
    for position in entry.calls if entry is not None else ():
        given: Argument = fact.arguments[position] if position < len(fact.arguments) else None
        if position == called and isinstance(given, Pair) and (inner := allowed(given)) and inner.kind == "instance":
            yield _deed(fact, Tier.REVIEW, f"lets {cut(str(fact.pairs[0]))} call {cut(str(given))}")
        if isinstance(given, Opaque) and given.kind in _UNNAMED:
            yield _deed(
                fact, Tier.CRITICAL, f"lets {cut(str(fact.pairs[0]))} call something that the file does not name"
            )


def _size(given: Argument) -> int:
    """How many items an integer or a shape stands for."""
    if isinstance(given, tuple) and not isinstance(given, (Pair, Opaque)):
        return math.prod(_size(each) for each in given)
    return abs(given) if isinstance(given, int) else 0


def _other(fact: Fact, are_torchs: bool) -> Iterator[Deed]:
    if fact.kind is Kind.CALL_ON_VALUE and fact.detail == _PERSISTENT:
        # PyTorch makes of its ids the storages and classes that they name, and those names are judged by themselves.
        if not are_torchs:
            yield _deed(fact, Tier.REVIEW, "calls what its loader makes of a value")
    elif fact.kind is Kind.CALL_ON_VALUE and not _CALLED_OBJECTS.isdisjoint(fact.pairs):
        return
    elif fact.kind is Kind.CALL_ON_VALUE:
        made = f" that {cut(str(fact.pairs[0]))} made" if fact.pairs else ""
        of_type = bool(fact.pairs) and fact.pairs[0].name in _TYPES and harmful(fact.pairs[0]) == _MAKES_FUNCTIONS
        yield _deed(fact, Tier.REVIEW if of_type else Tier.CRITICAL, f"calls a value{made}")
    elif fact.kind is Kind.MUTATION:
        what = cut(str(fact.pairs[0])) if fact.pairs else "something that the file does not name"
        yield _deed(fact, Tier.CRITICAL, f"changes {what} in place, for the whole process")
    elif fact.kind is Kind.MALFORMED_NAME:
        yield _deed(fact, Tier.REVIEW, "imports a name with characters that no name has")
    elif fact.kind is Kind.DUNDER_STATE:
        key = fact.detail.rpartition(" ")[2]
        if key.endswith("__") and key.strip("_") in _SPECIAL:
            yield _deed(fact, Tier.REVIEW, f"sets {cut(key)} on an object")
    elif fact.kind is Kind.TELLING_STATE:
        entry = allowed(fact.pairs[-1]) if fact.pairs else None
        if entry is not None and fact.detail in entry.unless:
            yield _deed(fact, Tier.REVIEW, f"makes a {cut(str(fact.pairs[-1]))}, which {entry.why}")
    elif fact.kind is Kind.COMPUTED_STATE:
        maker = fact.pairs[0] if fact.pairs else None
        is_plain = maker is not None and maker.module not in _OF_MAPPINGS and allowed(maker) is not None
        if not is_plain and not fact.detail.endswith("key"):
            yield _deed(fact, Tier.REVIEW, "gives an object a state that the file does not spell out")
    elif fact.kind is Kind.EXPANSION:
        tier = Tier.CRITICAL if _HASHED in fact.detail else Tier.REVIEW
        yield _deed(fact, tier, "unfolds a small structure into a huge one")
    elif fact.kind is Kind.PERSISTENT_ID and not _is_torchs(fact):
        yield _deed(fact, Tier.REVIEW, "hands its loader a value to make something of")
    elif fact.kind is Kind.TRAILING:
        yield _deed(fact, Tier.NOTE, "leaves bytes behind its end that no loader of pickles reads")


def _is_torchs(fact: Fact) -> bool:
    """Whether a persistent id is one that PyTorch writes: a tensor's bytes, or a class with its source text."""
    given = fact.arguments[0] if fact.arguments else None
    if not isinstance(given, tuple) or isinstance(given, (Pair, Opaque)) or len(given) < _MODULE:
        return False
    tag, named, *rest = given
    if not isinstance(named, Pair):
        return False
    if tag == "module":
        return len(given) == _MODULE
    key, location, count = (*rest, None)[:3]
    return tag == "storage" and isinstance(key, str) and isinstance(location, str) and isinstance(count, int)


def _deed(fact: Fact, tier: Tier, does: str) -> Deed:
    name = str(fact.pairs[0]) if fact.pairs else ""
    return Deed(tier, does, name, fact.offset, fact.opcode, _member(fact.path))


def _member(path: tuple[str, ...]) -> str:
    """The way into a file, as the other readers write it: members of archives, payloads by their offsets."""
    return "!".join(path)
