"""What an object is an instance of, whatever makes it, and what it can therefore not be."""

from __future__ import annotations

from .facts import Pair
from .lists.allowed import allowed
from .values import Call, Global, Value, items_of

_CLASSES = ("class", "instance")
_TEXTS = frozenset(("str", "unicode", "basestring"))


def made_of(value: Value) -> tuple[Pair, ...]:
    """The names of what made a value: a class that is made by another name's call, else what is called; or nothing.

    ``copyreg._reconstructor(Net, object, None)`` makes a Net, as ``Net.__new__(Net)`` does.
    """
    for _ in range(100):
        if type(value) is not Call:
            break
        made = _made(value)
        if type(made) is Global:
            return made.pairs
        value = value.target
    return value.pairs if type(value) is Global else ()


def owner(value: Value) -> tuple[Pair, ...]:
    """The names of the class that a value is an instance of, where that is sure: it may still be on no list."""
    pairs = made_of(value)
    entry = allowed(pairs[-1]) if pairs else None
    return pairs if entry is None or entry.kind in _CLASSES else ()


def never_text(value: Value) -> bool:
    """Whether a value cannot be a text, whatever a loader makes of it: a listed name, or an instance of a listed class.

    No class but those of texts makes them; functions may.
    """
    if type(value) is Global:
        return _is_listed(value)
    return type(value) is Call and type(value.target) is Global and _is_plain_class(_made(value) or value.target)


def _made(call: Call) -> Value:
    """The class that a function makes an instance of; None where what is called is no such function."""
    if type(call.target) is not Global:
        return None
    entry = allowed(call.target.pairs[-1])
    if entry is None or entry.kind != "function" or not entry.calls:
        return None
    args = items_of(call.args) or ()
    return args[entry.calls[0]] if entry.calls[0] < len(args) else None


def _is_listed(value: Global) -> bool:
    return all(allowed(pair) is not None for pair in value.pairs[-1:])


def _is_plain_class(value: Value) -> bool:
    if type(value) is not Global or any(pair.name in _TEXTS for pair in value.pairs):
        return False
    return all((entry := allowed(pair)) is not None and entry.kind in _CLASSES for pair in value.pairs[-1:])
