"""npy: a magic, a header that is a Python literal, the values. One file may hold several, one after the other."""

from __future__ import annotations

import ast
import math
import re
from typing import NamedTuple

from ...core.python.magics import quiet
from ..fact import Kind, Part
from ..pickles.source import Source
from ..record import Record, Unreadable
from .descr import BadType, Type, type_of

MAGIC = b"\x93NUMPY"
_LONGEST = 64 << 10  # numpy itself refuses headers over 10,000 bytes unless told to trust the file
_PYTHON_2 = re.compile(r"(?<=[0-9])L")


class Header(NamedTuple):
    """What stands before the values. ``end`` is the offset of the first value."""

    type: Type
    shape: tuple[int, ...]
    end: int


def recognise(head: bytes) -> bool:
    """Whether bytes begin like an array."""
    return head.startswith(MAGIC)


def read(source: Source, record: Record, member: str = "") -> None:
    """Read all arrays of a file, and hand on the pickle of one that has objects."""
    at, size = 0, source.size
    while True:
        record.items()
        header = _header(source, at, record)
        if header.type.odd:
            record.fact(Kind.ODD_TYPE, header.type.odd, at, member)
        if header.type.is_object:
            record.fact(Kind.OBJECT_ARRAY, f"shape {header.shape}", header.end, member)
            record.part(Part("pickle", member, header.end))
            return
        if header.type.size is None or size is None:
            return
        end = header.end + math.prod(header.shape) * header.type.size
        if end > size:
            where = f"ends at {end:,} of {size:,} bytes" if end < 1 << 80 else "ends far behind the file"
            record.fact(Kind.BOUNDS, "values", header.end, member, where)
            return
        if end == size:
            return
        if not source.read(end, len(MAGIC)).startswith(MAGIC):
            # A second call of numpy.load reads what has no magic as a pickle.
            record.fact(Kind.TRAILING, f"{size - end:,} bytes", end, member)
            record.part(Part("unknown", member, end))
            return
        at = end


def _header(source: Source, at: int, record: Record) -> Header:
    start = source.read(at, 12)
    if not start.startswith(MAGIC):
        raise Unreadable("It does not begin like an array of numpy.", offset=at)
    version = start[6] if len(start) > 6 else 0
    width = {1: 2, 2: 4, 3: 4}.get(version)
    if width is None or len(start) < 8 + width:
        raise Unreadable(f"Version {version} of an array is not known.", offset=at + 6)
    length = int.from_bytes(start[8 : 8 + width], "little")
    if length > _LONGEST:
        raise Unreadable(f"The header of an array is longer than {_LONGEST:,} bytes.", offset=at + 8)
    record.read(length)
    begin = at + 8 + width
    raw = source.read(begin, length)
    if len(raw) < length:
        raise Unreadable("It ends within the header of an array.", offset=begin)
    try:
        text = raw.decode("utf-8" if version == 3 else "latin-1")
        match _literal(text):
            case {"descr": descr, "fortran_order": bool(), "shape": tuple(shape), **more} if not more:
                if len(shape) > 1000 or not all(type(n) is int and 0 <= n < 1 << 63 for n in shape):
                    raise Unreadable("The shape of an array is not one.", offset=begin)
                return Header(type_of(descr), shape, begin + length)
    except (UnicodeDecodeError, BadType) as error:
        raise Unreadable("The header of an array is not one.", offset=begin) from error
    raise Unreadable("The header of an array is not one.", offset=begin)


def _literal(text: str) -> object:
    """A Python literal. Long integers of Python 2 are read as numpy reads them."""
    for attempt in (text, _PYTHON_2.sub("", text)):
        try:
            with quiet():
                return ast.literal_eval(attempt.lstrip(" \t"))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
    return None
