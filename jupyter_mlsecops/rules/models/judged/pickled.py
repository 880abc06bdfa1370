"""What the facts of a pickle mean: which of them do harm, and which nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterator

from ....formats.pickles import Argument, Fact, Kind, Opaque, Pair
from ....formats.pickles.lists import allowed, harmful
from ..deed import Deed, Tier, cut

_HASHED = "hashed"
# Kinds of which one is as bad as the other, with what the file does then.
_ALWAYS = {
    Kind.COMPUTED_GLOBAL: (Tier.CRITICAL, "imports something whose name is only put together while it is loaded"),
    Kind.EXTENSION: (Tier.REVIEW, "asks Python's extension registry for something that the file does not name"),
    Kind.ODD_INTEGER: (Tier.REVIEW, "holds a number written so that loaders read it differently"),
    Kind.MEMO_CARRY_OVER: (Tier.REVIEW, "uses a value of an earlier part of the file, which only some loaders do"),
    Kind.PROTOCOL_SWITCH: (Tier.REVIEW, "changes the pickle protocol on the way"),
    Kind.ALLOCATION: (Tier.REVIEW, "makes its loader reserve memory that the file does not need"),
}
_INERT_STATE = frozenset(("__dict__", "__fields_set__", "__private_attribute_values__", "__doc__", "__module__"))
_INERT_STARTS = ("__pydantic_", "__attrs_", "__slotnames__", "__orig_class__")
_MOST_PARTS = 20
_MODULE = 4  # values of the id of a class
_PERSISTENT = "persistent id"
_UNNAMED = frozenset(("extension", "computed name"))
# Names of types that an archive of TorchScript defines itself: no such module can be imported.
_COMPILED = "__torch__"
# Modules whose listed names make mappings: what they make may set any attribute.
_OF_MAPPINGS = frozenset(("builtins", "__builtin__", "collections", "copyreg", "copy_reg", "types"))


def deeds(facts: tuple[Fact, ...]) -> Iterator[Deed]:
    """What a pickle does, in the order in which it does it; not what is on the list of names of honest files."""
    are_torchs = all(_is_torchs(fact) for fact in facts if fact.kind is Kind.PERSISTENT_ID)
    for fact in facts:
        if fact.kind in (Kind.GLOBAL, Kind.CALL):
            yield from _named(fact)
        elif fact.kind in _ALWAYS:
            tier, does = _ALWAYS[fact.kind]
            yield _deed(fact, tier, does)
        else:
            yield from _other(fact, are_torchs)


def _named(fact: Fact) -> Iterator[Deed]:
    verb = "calls" if fact.kind is Kind.CALL else "imports"
    worst = max((_of_pair(pair, verb) for pair in fact.pairs), key=lambda one: one[0], default=None)
    if worst is not None and worst[0] > Tier.NOTE:
        meant = fact.pairs[-1] if len(fact.pairs) > 1 else None
        also = f" (as {cut(str(meant))})" if meant is not None and str(meant) not in worst[1] else ""
        yield _deed(fact, worst[0], worst[1] + also)
    if fact.kind is Kind.CALL:
        yield from _arguments(fact)


def _of_pair(pair: Pair, verb: str) -> tuple[Tier, str]:
    """How bad a name is, and what a file that names it does."""
    name = cut(str(pair))
    if allowed(pair) is not None or pair.module.split(".")[0] == _COMPILED:
        return Tier.NOTE, ""
    if pair.module.count(".") + pair.name.count(".") > _MOST_PARTS:
        return Tier.CRITICAL, f"{verb} {name}, a name of more parts than any honest one"
    harm = harmful(pair)
    if harm is not None:
        return Tier.CRITICAL, f"{verb} {name}, which {harm}"
    if _wanders(pair.name):
        return Tier.CRITICAL, f"{verb} {name}, which leads through another module or a private attribute"
    return Tier.REVIEW, f"{verb} {name}, which is on no list of names that were looked at"


def _wanders(name: str) -> bool:
    """Whether a dotted name goes through anything but classes: these are written in capitals, and not private."""
    parts = name.split(".")
    if len(parts) == 1:
        return False
    ways = parts[:-1]
    return any(part.startswith("_") for part in parts) or not all(part[:1].isupper() for part in ways)


def _arguments(fact: Fact) -> Iterator[Deed]:
    """What a listed name is given that it calls in turn.

    What another call made is not told: that call has been judged, and honest files hand such objects on.
    """
    entry = allowed(fact.pairs[0]) if fact.pairs else None
    for position in entry.calls if entry is not None else ():
        given: Argument = fact.arguments[position] if position < len(fact.arguments) else None
        if isinstance(given, Opaque) and given.kind in _UNNAMED:
            yield _deed(
                fact, Tier.CRITICAL, f"lets {cut(str(fact.pairs[0]))} call something that the file does not name"
            )


def _other(fact: Fact, are_torchs: bool) -> Iterator[Deed]:
    if fact.kind is Kind.CALL_ON_VALUE and fact.detail == _PERSISTENT:
        # PyTorch makes of its ids the storages and classes that they name, and those names are judged by themselves.
        if not are_torchs:
            yield _deed(fact, Tier.REVIEW, "calls what its loader makes of a value")
    elif fact.kind is Kind.CALL_ON_VALUE:
        made = f" that {cut(str(fact.pairs[0]))} made" if fact.pairs else ""
        yield _deed(fact, Tier.CRITICAL, f"calls a value{made}")
    elif fact.kind is Kind.MUTATION:
        what = cut(str(fact.pairs[0])) if fact.pairs else "something that the file does not name"
        yield _deed(fact, Tier.CRITICAL, f"changes {what} in place, for the whole process")
    elif fact.kind is Kind.MALFORMED_NAME:
        yield _deed(fact, Tier.REVIEW, "imports a name with characters that no name has")
    elif fact.kind is Kind.DUNDER_STATE:
        key = fact.detail.rpartition(" ")[2]
        if key not in _INERT_STATE and not key.startswith(_INERT_STARTS):
            yield _deed(fact, Tier.REVIEW, f"sets {cut(key)} on an object")
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
