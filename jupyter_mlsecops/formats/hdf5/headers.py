"""Headers of objects: lists of messages, in several blocks, in the old notation and the new one."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

from ..record import Spent, Unreadable
from .opened import Cursor, Opened

DATASPACE, LINK_INFO, DATATYPE, LINK, EXTERNAL_FILES, LAYOUT = 1, 2, 3, 6, 7, 8
ATTRIBUTE, CONTINUATION, SYMBOL_TABLE, DRIVER, ATTRIBUTE_INFO = 12, 16, 17, 20, 21
_OLD, _NEW = Struct("<HHB"), Struct("<BHB")
_SHARED = 2
_TABLE = 1
_USUAL = 512  # bytes that most headers do not exceed


class Message(NamedTuple):
    """A message: its kind, its bytes, and the place of these in the source."""

    kind: int
    data: bytes
    place: int
    shared: bool = False

    def cursor(self) -> Cursor:
        """Its bytes from the first."""
        return Cursor(self.data, self.place)


def messages(file: Opened, address: int) -> list[Message]:
    """All messages of an object, up to the first that cannot be read, which is a gap. Raises ``Unreadable``."""
    head = file.up_to(address, _USUAL)
    new = head.data[:4] == b"OHDR"
    if new:
        first = _first_new(file, head, address)
        order = 2 if head.data[5] & 4 else 0
    elif head.data[:1] == b"\1":
        head.at = 8
        first, order = (address + 16, head.uint(4)), 0
    else:
        raise Unreadable("There is no object where the HDF5 file says so.", offset=head.place)
    found: list[Message] = []
    try:
        for message in _in_blocks(file, head, address, first, new, order):
            found.append(message)
    except Spent:
        raise
    except Unreadable as error:
        file.record.gap(str(error), offset=error.offset)
    return found


def _in_blocks(
    file: Opened, head: Cursor, address: int, first: tuple[int, int], new: bool, order: int
) -> Iterator[Message]:
    """The messages of the first block, whose beginning has been read, and of those that go on from it."""
    blocks, seen = [first], set[int]()
    while blocks:
        begin, size = blocks.pop(0)
        if begin in seen:
            raise Unreadable("A header of the HDF5 file leads back to itself.", offset=file.base + begin)
        seen.add(begin)
        file.record.items()
        inside = address + len(head.data) - begin
        block = head.part(begin - address, size) if begin >= address and size <= inside else file.read(begin, size)
        for message in _of_block(file, block, 4 if new else 8, order):
            if message.kind == CONTINUATION:
                blocks.append(_continued(file, message, new))
            else:
                yield message


def resolved(file: Opened, message: Message) -> Message:
    """A message, or the one that it stands for. Raises ``Unreadable``."""
    if not message.shared:
        return message
    return fetched(file, message.kind, message.cursor())


def fetched(file: Opened, kind: int, cursor: Cursor) -> Message:
    """The message of another object that a shared message stands for. Raises ``Unreadable``."""
    version, where = cursor.uint(1), cursor.uint(1)
    if version == 1:
        cursor.raw(6 + file.lengths)
    elif version == 3 and where == _TABLE:
        raise Unreadable("A message of the HDF5 file stands in a table that objects share.", offset=cursor.place)
    elif version not in (2, 3):
        raise Unreadable("A shared message of the HDF5 file is of an unknown version.", offset=cursor.place)
    address = file.address(cursor)
    if address is not None:
        for message in messages(file, address):
            if message.kind == kind and not message.shared:
                return message
    raise Unreadable("A shared message of the HDF5 file is not where it should be.", offset=cursor.place)


def _first_new(file: Opened, head: Cursor, address: int) -> tuple[int, int]:
    head.at = 5
    flags = head.uint(1)
    head.raw((16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0))
    size = head.uint(1 << (flags & 3))
    return address + head.at, size


def _continued(file: Opened, message: Message, new: bool) -> tuple[int, int]:
    cursor = message.cursor()
    begin, size = file.address(cursor), file.length(cursor)
    if begin is None or (new and (size < 8 or file.read(begin, 4).data != b"OCHK")):
        raise Unreadable("A header of the HDF5 file goes on where there is none.", offset=message.place)
    return (begin + 4, size - 8) if new else (begin, size)


def _of_block(file: Opened, block: Cursor, wide: int, order: int) -> Iterator[Message]:
    """The messages of one block. A rest that is too short for one is a gap that the format allows."""
    data, at, unpack = block.data, block.at, (_OLD if wide == 8 else _NEW).unpack_from
    file.record.items(1 + len(data) // 32)
    while (begin := at + wide + order) <= len(data):
        kind, size, flags = unpack(data, at)
        at = begin + size
        if at > len(data):
            reason = "A message of the HDF5 file is longer than what holds it."
            raise Unreadable(reason, offset=block.place + begin)
        if kind:
            yield Message(kind, data[begin:at], block.place + begin, bool(flags & _SHARED))
