"""Calls whose answer is told by their arguments: attributes of names, functions by their names, and partials."""

from __future__ import annotations

from .facts import Pair
from .instances import made_of
from .lists.allowed import allowed
from .values import Call, Frozen, Global, Grown, Value, items_of

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


def held(target: Call) -> bool:
    """Whether a partial is as picklers write it, and whoever calls it later calls a listed name, or a listed method of
    an object that is made here: nothing that calls its arguments or reserves memory for them.

    Not Python's own functions, which take functions to call by name.
    """
    first, state = items_of(target.args), items_of(target.state)
    if first is None or state is None or len(first) != 1 or len(state) != 4 or state[0] is not first[0]:
        return False
    pair = _of_method(first[0]) if type(first[0]) is Call else _pairs(first[0])[-1:]
    entry = allowed(pair[0]) if pair else None
    if entry is None or entry.kind not in ("class", "function", "ufunc") or entry.calls or entry.allocates:
        return False
    if entry.kind == "function" and pair[0].module == "builtins":
        return False
    named = state[2]
    return items_of(state[1]) is not None and type(named) is Grown and named.kind == "dict" and state[3] is None


def _of_method(made: Call) -> tuple[Pair, ...]:
    """The name of a method that ``getattr`` takes of an object of a class; nothing for any other call."""
    args = items_of(made.args) or ()
    if _pairs(made.target)[-1:] != (GETATTR,) or len(args) != 2 or type(args[1]) is not str:
        return ()
    return tuple(Pair(pair.module, f"{pair.name}.{args[1]}") for pair in made_of(args[0])[-1:])


def _pairs(value: Value) -> tuple[Pair, ...]:
    return value.pairs if type(value) is Global else ()


def _together(held: object, given: object) -> Value:
    return Frozen("tuple", [*(items_of(held) or ()), *(items_of(given) or ())])
