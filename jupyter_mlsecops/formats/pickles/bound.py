"""Calls whose answer is told by their arguments: attributes of names, functions by their names, and partials."""

from __future__ import annotations

from .facts import Pair
from .lists.allowed import allowed
from .values import Call, Frozen, Global, Value, items_of

GETATTR = Pair("builtins", "getattr")
PARTIAL = Pair("functools", "partial")
_MAKER = "__new__"
_BY_NAME = (Pair("numpy.core", "_ufunc_reconstruct"), Pair("numpy._core", "_ufunc_reconstruct"))


def answered(made: Call) -> Global | None:
    """The name that a call answers: ``getattr`` of a name and a text, or numpy's functions by module and name.

    Not where it is how a class makes its objects, which only partials call.
    """
    if type(made.target) is not Global or type(made.args) is not tuple or len(made.args) != 2:
        return None
    first, name = made.args
    if type(name) is not str:
        return None
    if made.target.pairs[-1] == GETATTR and type(first) is Global and name != _MAKER:
        return Global(tuple(Pair(pair.module, f"{pair.name}.{name}") for pair in first.pairs))
    if made.target.pairs[-1] in _BY_NAME and type(first) is str:
        return Global((Pair(first, name),))
    return None


def bound(target: Call, args: Value) -> tuple[Global, Value] | None:
    """What a partial calls when it is called with these arguments, and all arguments; None if it is not as picklers
    write them: for classes whose objects want arguments by name, and for functions that are listed as such."""
    if type(target.target) is not Global or target.target.pairs[-1] != PARTIAL:
        return None
    first, state, given = items_of(target.args), items_of(target.state), items_of(args)
    if first is None or state is None or given is None or len(first) != 1 or len(state) != 4 or state[3] is not None:
        return None
    maker, held = state[0], items_of(state[1])
    if held is None or (first[0] is not maker and _pairs(first[0]) != _pairs(maker)):
        return None
    if type(maker) is Global:
        entry = allowed(maker.pairs[-1])
        return (maker, _together(held, given)) if entry is not None and entry.bound else None
    made = items_of(maker.args) if type(maker) is Call and _pairs(maker.target)[-1:] == (GETATTR,) else None
    if made is None or len(made) != 2 or made[1] != _MAKER or not held or not _pairs(made[0]):
        return None
    if _pairs(made[0]) != _pairs(held[0]):
        return None
    return held[0], _together(held[1:], given)


def _pairs(value: Value) -> tuple[Pair, ...]:
    return value.pairs if type(value) is Global else ()


def _together(held: object, given: object) -> Value:
    return Frozen("tuple", [*(items_of(held) or ()), *(items_of(given) or ())])
