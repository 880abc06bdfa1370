"""Iterators of the standard library: what they are made of, and who would run through them while a file is loaded.

They are harmless to keep. But some have no end, and whoever makes a list of one never returns.
"""

from __future__ import annotations

from .facts import OF_VALUES, Kind, Pair
from .state import State
from .values import LEAVES, Call, Frozen, Global, Grown, Unknown, Value, items_of

_ITER = Pair("builtins", "iter")
_RANGE = Pair("builtins", "range")
LAZY = frozenset((_ITER, *(Pair("itertools", name) for name in "chain count cycle islice repeat".split())))
"""Names that make iterators, and call nothing as long as these are made of values."""

_VALUES = (LEAVES - {Global, Unknown}) | {tuple, Frozen, Grown}
_MOST = 1_000


def is_lazy(value: Value) -> bool:
    """Whether a value is such an iterator."""
    return _maker(value) in LAZY


def iterates(state: State, pairs: tuple[Pair, ...], args: Value) -> str:
    """The detail of a call: of such an iterator that it is made of values, containers, and iterators of these, so that
    no method of an object is called for it. With a second argument ``iter`` calls the first one."""
    pair = pairs[-1] if pairs else None
    if pair not in LAZY:
        return ""
    state.lazy = True
    items = items_of(args)
    if items is None or (pair == _ITER and len(items) != 1):
        return ""
    plain = all(type(item) in _VALUES or is_lazy(item) or _maker(item) == _RANGE for item in items)
    return OF_VALUES if plain else ""


def run_through(state: State, pos: int, target: Value, *given: Value) -> None:
    """Tell that something takes what has such an iterator in it, and may run through that."""
    if state.lazy and not is_lazy(target) and any(map(_has_lazy, given)):
        state.tell_once(Kind.ENDLESS, pos)


def _maker(value: Value) -> Pair | None:
    return value.target.pairs[-1] if type(value) is Call and type(value.target) is Global else None


def _has_lazy(given: Value) -> bool:
    """Whether one is in a value or in its parts, or may be: there are too many of them to look at."""
    open_ends: list[Value] = [given]
    seen: set[int] = set()
    while open_ends:
        value = open_ends.pop()
        if is_lazy(value) or len(seen) > _MOST:
            return True
        if id(value) in seen:
            continue
        if type(value) is Frozen:
            open_ends += value.items
        elif isinstance(value, Grown):
            open_ends += value.parts or ()
            if type(value) is Call:
                open_ends += (value.args, value.state)
        else:
            continue
        seen.add(id(value))
    return False
