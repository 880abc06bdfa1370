"""What a state makes of the object that takes it, beyond its attributes: data types, texts that are run, methods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .facts import Kind, Pair
from .instances import made_of, owner
from .lists.allowed import allowed
from .state import TELLING, State
from .values import Blob, Call, Frozen, Global, Grown, Unknown, Value, items_of

_DTYPE = Pair("numpy", "dtype")
_HAS_OBJECTS = 1
_FLAGS = 7
_DEEPEST, _MOST = 8, 1_000
# Opcodes call these on objects, and an attribute of an object comes before the method of its class.
_PLAIN = frozenset("bool bytes complex float int str".split())
_TABLES = frozenset("pandas polars xarray dask geopandas".split())
_OF_OPCODES = ("append", "extend", "add")
_RUN = "_parse_arg_template"
_RUN_LENGTH = 4096
_SHAPES = r"(?:[A-Za-z]\w*, ?)*"
_PLACES = r"loc=0(?:, scale=1)?"
_GIVEN = r"loc(?:, (?:scale|1))?"
# The text from which scipy makes the methods of a distribution, and which it runs when one is unpickled.
_TEMPLATE = re.compile(
    rf"\ndef _parse_args\(self, {_SHAPES} ?{_PLACES}\):\n    return \({_SHAPES}\), {_GIVEN}\n"
    rf"\ndef _parse_args_rvs\(self, {_SHAPES} ?{_PLACES}, size=None\):\n"
    rf"    return self\._argcheck_rvs\({_SHAPES} ?{_GIVEN}, size=size\)\n"
    rf"\ndef _parse_args_stats\(self, {_SHAPES} ?{_PLACES}, moments='mv'\):\n"
    rf"    return \({_SHAPES}\), {_GIVEN}, moments\n\Z"
)


def data_type(state: State, pos: int, target: Call, given: Value) -> None:
    """Tell a data type that numpy would take for one without objects although it has some.

    An array of such a type takes the bytes of the file for the addresses of its objects.
    """
    items = items_of(given)
    if made_of(target) != (_DTYPE,) or items is None or len(items) <= _FLAGS:
        return
    flags = items[_FLAGS]
    if type(flags) is not int or (not flags & _HAS_OBJECTS and any(map(_is_object, _within(target, items)))):
        state.tell_once(Kind.ODD_TYPE, pos)


def _is_object(made: Call) -> bool:
    code = (items_of(made.args) or (None,))[0]
    if type(code) is Global:  # any class that is no number is one of objects
        pair = code.pairs[-1]
        return pair.name not in _PLAIN if pair.module != "numpy" else pair.name.startswith("object")
    return not isinstance(code, str) or code.lstrip("<>|=").startswith("O")


def _within(target: Call, given: Sequence[Value]) -> Iterator[Call]:
    """A data type and those that its state is made of."""
    open_ends: list[tuple[Value, int]] = [(target, 0), *((item, 1) for item in given)]
    for _ in range(_MOST):
        if not open_ends:
            return
        value, level = open_ends.pop()
        if type(value) is Call and made_of(value) == (_DTYPE,):
            yield value
            value = value.state if level else None
        if level < _DEEPEST:
            parts = value.items if type(value) is Frozen else value.parts if isinstance(value, Grown) else None
            open_ends += [(part, level + 1) for part in parts or ()]


def keys(state: State, pos: int, part: Grown, half: str, target: Value) -> None:
    """Tell the keys of a state that mean something to Python, or to the class that takes them."""
    for key, value in (part.kept or {}).items():
        if key.startswith("__"):
            state.tell_once(Kind.DUNDER_STATE, pos, f"{half}: {key}")
        elif key in _OF_OPCODES:
            if type(value) in (Global, Call, Unknown):
                state.tell_once(Kind.COMPUTED_STATE, pos, f"{half}: {key}")
        elif key in TELLING and not (key == _RUN and _is_own(state, value)):
            if owner(target):
                state.tell_once(Kind.TELLING_STATE, pos, key, made_of(target))
            else:
                state.tell_once(Kind.COMPUTED_STATE, pos, f"{half}: {key}")
    if part.odd:
        state.tell_once(Kind.COMPUTED_STATE, pos, f"{half}: key")


def items_called(state: State, pos: int, target: Call, named: Sequence[Value]) -> None:
    """Tell keys that a table calls when an item is set: pandas asks them for the place."""
    maker = made_of(target)
    if maker and maker[-1].module.partition(".")[0] in _TABLES and any(type(key) in (Global, Call) for key in named):
        state.tell_once(Kind.COMPUTED_STATE, pos, "item")


def form(state: State, pos: int, target: Call, given: Value) -> None:
    """Tell a state that is not spelled out as a mapping, for a class that does more with some keys of it."""
    entry = allowed(pairs[-1]) if (pairs := owner(target)) else None
    if entry is None or not entry.unless:
        return
    first = (items_of(given) or (given,))[0]
    if not (type(first) is Grown and first.kind == "dict"):
        state.tell_once(Kind.COMPUTED_STATE, pos, "dict: form")


def _is_own(state: State, value: Value) -> bool:
    """Whether a text that is run is the one that scipy writes."""
    if type(value) is Blob and value.kind == "text" and value.length <= _RUN_LENGTH:
        raw = state.source.read(value.offset, value.length)
        state.source.forget()
        return _TEMPLATE.match(raw.decode("utf-8", "replace")) is not None
    return isinstance(value, str) and _TEMPLATE.match(value) is not None
