"""Attributes of an object: in its header, or in a heap where they are many or large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..record import Spent, Unreadable
from .dense import indexed
from .headers import ATTRIBUTE, ATTRIBUTE_INFO, DATASPACE, DATATYPE, Message, fetched
from .heaps import GlobalHeaps
from .opened import Cursor, Opened
from .values import Datatype, Value, datatype, extent, values

_BY_NAME, _BY_ORDER = 8, 9
_SHARED_TYPE, _SHARED_SPACE = 1, 2


class Attribute(NamedTuple):
    """An attribute: its name, its type, how many elements it has, their bytes, and where these stand."""

    name: str
    kind: Datatype
    elements: int
    data: bytes
    place: int

    def values(self, file: Opened, heaps: GlobalHeaps) -> Iterator[Value]:
        """Its elements that are bytes or texts. Raises ``Unreadable``."""
        return values(file, heaps, self.kind, self.elements, self.data, self.place)


def attributes(file: Opened, found: list[Message]) -> Iterator[Attribute]:
    """All attributes of an object with these messages. What cannot be read is a gap each; ``Spent`` is raised."""
    for message in found:
        try:
            if message.kind == ATTRIBUTE:
                if message.shared:
                    raise Unreadable("An attribute of the HDF5 file is shared by objects.", offset=message.place)
                yield _attribute(file, message.cursor())
            elif message.kind == ATTRIBUTE_INFO:
                yield from _dense(file, message.cursor())
        except Spent:
            raise
        except Unreadable as error:
            file.record.gap(str(error), offset=error.offset, cure=error.cure)


def _dense(file: Opened, cursor: Cursor) -> Iterator[Attribute]:
    seen: set[bytes] = set()
    for _, record, held in indexed(file, cursor, 2, (_BY_NAME, _BY_ORDER)):
        identifier = record[:8]
        if identifier in seen or len(record) < 9:
            continue
        seen.add(identifier)
        try:
            if record[8] & 2:
                raise Unreadable("An attribute of the HDF5 file is shared by objects.", offset=cursor.place)
            yield _attribute(file, Cursor(*held.get(identifier)))
        except Spent:
            raise
        except Unreadable as error:
            file.record.gap(str(error), offset=error.offset, cure=error.cure)


def _attribute(file: Opened, cursor: Cursor) -> Attribute:
    version, flags = cursor.uint(1), cursor.uint(1)
    if version not in (1, 2, 3):
        raise Unreadable("An attribute of the HDF5 file is of an unknown version.", offset=cursor.place)
    sizes = [cursor.uint(2) for _ in range(3)]
    cursor.raw(1 if version == 3 else 0)
    flags = 0 if version == 1 else flags
    name, kind, space = (_padded(cursor, size, version) for size in sizes)
    if flags & _SHARED_TYPE:
        kind = fetched(file, DATATYPE, kind).cursor()
    if flags & _SHARED_SPACE:
        space = fetched(file, DATASPACE, space).cursor()
    number = extent(file, space)
    if not name.data.endswith(b"\0"):  # some versions of the library take the last byte for the end, others go on
        file.record.gap("A name of an attribute has no end.", offset=name.place)
    title = name.data[:-1].partition(b"\0")[0].decode("utf-8", "replace")
    return Attribute(title, datatype(kind), number, cursor.data[cursor.at :], cursor.place + cursor.at)


def _padded(cursor: Cursor, size: int, version: int) -> Cursor:
    """A part of an attribute; in the first version each is filled up to eight bytes."""
    place = cursor.place + cursor.at
    found = Cursor(cursor.raw(size), place)
    if version == 1:
        cursor.raw(-size % 8)
    return found
