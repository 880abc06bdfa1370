"""How many bytes one element of a numpy array takes, and whether it is a Python object, from a pickled dtype."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..pickles import Call, Frozen, Global, Grown, items_of

_SPELLED = re.compile(r"[<>=|]?([?bBhHiIlLqQpPefdgFDGSUVOMmcu])(\d{0,9})(?:\[[^\]]{0,40}\])?\Z")
_SIZES = {"?": 1, "b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "p": 8, "P": 8}
_SIZES |= {"e": 2, "f": 4, "d": 8, "g": 16, "F": 8, "D": 16, "G": 32, "M": 8, "m": 8, "S": 0, "U": 0, "V": 0, "c": 1}
_NAMES = {"bool": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "float16": 2, "int32": 4, "uint32": 4}
_NAMES |= {"float32": 4, "int64": 8, "uint64": 8, "float64": 8, "complex64": 8, "complex128": 16, "float": 8, "int": 8}
_NAMES |= {"longdouble": 16, "float128": 16, "complex256": 32, "double": 8, "single": 4, "half": 2}
_EXTENDED = "SUV"
_DEPTH = 20
_FLAGS, _SIZE, _FIELDS, _PART = 7, 5, 4, 2


class Layout(NamedTuple):
    """What is known of a dtype: the bytes of one element, and whether elements are or hold objects.

    ``objects`` is None where what the pickle says of it contradicts itself.
    """

    size: int
    objects: bool | None


def layout(value: Any, depth: int = 0) -> Layout | None:
    """The layout of a dtype as the pickle machine has it; None where it cannot be told."""
    if depth > _DEPTH or type(value) is not Call or type(value.target) is not Global:
        return None
    if not any(pair.name.rpartition(".")[2] == "dtype" for pair in value.target.pairs):
        return None
    args = items_of(value.args)
    if not args or type(args[0]) is not str:
        return None
    spelled = _spelled(args[0])
    state = items_of(value.state)
    if state is None or spelled is None:
        return spelled if value.state is None else None
    if len(state) < _SIZE + 1:
        return None
    size, objects = spelled
    if type(state[_SIZE]) is int and state[_SIZE] >= 0 and _kind(args[0]) in _EXTENDED:
        size = state[_SIZE]
    inner = _inner(state, depth)
    held = None if inner is None else bool(objects) or inner
    flags = state[_FLAGS] if len(state) > _FLAGS else None
    if type(flags) is not int:
        return Layout(size, held)
    flagged = bool(flags & 1)
    return Layout(size, flagged if held is flagged else None)


def _kind(text: str) -> str:
    found = _SPELLED.match(text)
    return found[1] if found else ""


def _spelled(text: str) -> Layout | None:
    found = _SPELLED.match(text)
    if found is None:
        if text in ("object", "object_", "O"):
            return Layout(8, True)
        return Layout(_NAMES[text], False) if text in _NAMES else None
    kind, digits = found.groups()
    if kind == "O":
        return Layout(8, True)
    size = int(digits) if digits else _SIZES.get(kind)
    if size is None:
        return None
    return Layout(4 * size if kind == "U" else size, False)


def _inner(state: Any, depth: int) -> bool | None:
    """Whether any field, or what a sub-array is of, holds objects; None where that cannot be told."""
    found = False
    parts: list[Any] = []
    fields = state[_FIELDS]
    if isinstance(fields, Grown):
        parts += fields.parts or ()
        if fields.weight != 1 + sum(1 + part.weight for part in parts):
            return None  # it holds other things than fields, or has taken them in in an unusual way
    elif fields is not None:
        return None
    if state[_PART] is not None:
        parts.append(state[_PART])
    for part in parts:
        items = part.items if type(part) is Frozen else items_of(part)
        known = layout(items[0], depth + 1) if items else None
        if known is None or known.objects is None:
            return None
        found |= known.objects
    return found
