"""What loaders do differently from ``pickle.load``."""

from __future__ import annotations

import re
from math import prod

from .facts import Pair
from .source import Source
from .state import STREAM, TELLING, Context, Malformed
from .values import Call, Global, Grown, Value, items_of

_KEYS = frozenset(("shape", "dtype", "order", "numpy_array_alignment_bytes")) | TELLING
_CODE = re.compile(r"[<>|=]?([?bBhHiIlLqQuefdgcFDGmMSUVO])(\d{0,9})\Z")
# The sizes of data types whose code has no digits.
_SIZES = dict(zip("?bBhHiIlLqQefdgFDG", (1, 1, 1, 2, 2, 4, 4, 8, 8, 8, 8, 2, 4, 8, 16, 8, 16, 32), strict=True))
_HAS_OBJECTS = 1


def _joblib_array(made: Call, source: Source, offset: int) -> int | None:
    """After the state of an array's wrapper stand the array's bytes, or a stream of its objects."""
    if not _is_wrapper(made):
        return None
    state = made.state
    if type(state) is not Grown or state.odd or not state.kept:
        raise Malformed("an array whose shape and data type are not in the file")
    kept = state.kept
    size = _item_size(kept.get("dtype"))
    if size is None:
        return STREAM
    shape = items_of(kept.get("shape"))
    if shape is None or not all(type(item) is int and item >= 0 for item in shape):
        raise Malformed("an array whose shape is not in the file")
    if kept.get("numpy_array_alignment_bytes") is not None:
        padding = source.read(offset, 1)
        offset += 1 + int.from_bytes(padding, "little")
    return offset + prod(shape) * size


def _is_wrapper(made: Call) -> bool:
    named = [made.target, *(items_of(made.args) or ())[:1]]
    return any(type(value) is Global and value.pairs[0].name.endswith("NumpyArrayWrapper") for value in named)


def _item_size(dtype: Value) -> int | None:
    """The bytes of one item; None where an array holds objects. Malformed where that cannot be told for sure."""
    args = items_of(dtype.args) if type(dtype) is Call else None
    given = items_of(dtype.state) if type(dtype) is Call else None
    if not args or given is None or len(given) < 8 or type(dtype.target) is not Global:
        raise Malformed("an array whose data type is not in the file")
    if dtype.target.pairs[0] != Pair("numpy", "dtype"):
        raise Malformed("an array whose data type is of an unknown kind")
    match = _CODE.match(args[0]) if type(args[0]) is str else None
    length, flags = given[5], given[7]
    if match is None or type(flags) is not int or type(length) is not int:
        raise Malformed("an array whose data type cannot be read")
    code, digits = match.groups()
    objects = bool(flags & _HAS_OBJECTS)
    if objects != (code == "O") and not (code == "V" and given[3] is not None):
        raise Malformed("an array whose data type contradicts itself")
    if objects:
        return None
    if code in "SUV":
        if length < 0:
            raise Malformed("an array whose items have no length")
        return length
    return int(digits) if digits else _SIZES.get(code, 1)


JOBLIB = Context(keys=_KEYS, after_build=_joblib_array)
"""``joblib.load``: arrays stand between opcodes. Other loaders take the same bytes for opcodes."""
