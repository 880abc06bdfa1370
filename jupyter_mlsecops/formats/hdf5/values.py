"""Types and sizes of values, and the texts and bytes among them with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..record import Unreadable
from .heaps import GlobalHeaps
from .opened import Cursor, Opened

INTEGER, STRING, OPAQUE, VARIABLE, ARRAY = 0, 3, 5, 9, 10
_NESTED = 8


class Datatype(NamedTuple):
    """A type: its class, bytes an element, whether it is a text of any length, and the type that it is made of."""

    kind: int
    size: int
    is_text: bool = False
    base: Datatype | None = None
    elements: int = 1


class Value(NamedTuple):
    """One element: its bytes and where they stand in the source; ``ends`` says that readers stop at its first NUL."""

    raw: bytes
    place: int
    ends: bool = False


def datatype(cursor: Cursor, depth: int = 0) -> Datatype:
    """A type. Raises ``Unreadable``."""
    if depth > _NESTED:
        raise Unreadable("A type of the HDF5 file is nested too deeply.", offset=cursor.place)
    head, bits, size = cursor.uint(1), cursor.uint(3), cursor.uint(4)
    kind, version = head & 15, head >> 4
    if kind == VARIABLE:
        return Datatype(kind, size, bits & 15 == 1, datatype(cursor, depth + 1))
    if kind == ARRAY:
        rank, count = cursor.uint(1), 1
        cursor.raw(3 if version < 3 else 0)
        for _ in range(rank):
            count *= cursor.uint(4)
        cursor.raw(4 * rank if version < 3 else 0)
        return Datatype(kind, size, False, datatype(cursor, depth + 1), count)
    return Datatype(kind, size, kind == STRING)


def extent(file: Opened, cursor: Cursor) -> int:
    """How many elements a dataspace has. Raises ``Unreadable``."""
    version, rank = cursor.uint(1), cursor.uint(1)
    cursor.raw(1)
    if version == 1:
        cursor.raw(5)
    elif version != 2:
        raise Unreadable("A dataspace of the HDF5 file is of an unknown version.", offset=cursor.place)
    elif cursor.uint(1) == 2:
        return 0
    found = 1
    for _ in range(rank):
        found *= file.length(cursor)
    return found


def values(file: Opened, heaps: GlobalHeaps, kind: Datatype, number: int, data: bytes, place: int) -> Iterator[Value]:
    """The elements that are bytes or texts. All of a type of single bytes is one. Raises ``Unreadable``."""
    while kind.kind == ARRAY and kind.base is not None:
        kind, number = kind.base, number * kind.elements
    if kind.kind == INTEGER and kind.size == 1:
        kind, number = Datatype(OPAQUE, number), 1
    if kind.kind not in (STRING, OPAQUE, VARIABLE) or not kind.size:
        return
    if number * kind.size > len(data):
        raise Unreadable("A value of the HDF5 file is cut short.", offset=place)
    for index in range(number):
        file.record.items()
        begin = index * kind.size
        if kind.kind != VARIABLE:
            yield Value(data[begin : begin + kind.size], place + begin)
            continue
        cursor = Cursor(data, place, begin)
        length, address, entry = cursor.uint(4), file.address(cursor), cursor.uint(4)
        if not address or not entry:
            continue
        at, size = heaps.entry(address, entry)
        said = length * (kind.base.size if kind.base else 1)
        if said > size:
            raise Unreadable("A text of the HDF5 file is longer than what holds it.", offset=place + begin)
        yield Value(file.read(at, said).data, file.base + at, kind.is_text)
