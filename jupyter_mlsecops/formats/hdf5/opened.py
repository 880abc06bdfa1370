"""An HDF5 file as addresses: where it begins, how wide its numbers are, and bytes that are paid for."""

from __future__ import annotations

from typing import NamedTuple

from ..pickles.source import Source
from ..record import Record, Unreadable

MAGIC = b"\x89HDF\r\n\x1a\n"
_FIRST = 512
_WIDTHS = (2, 4, 8)


class Cursor:
    """Numbers and bytes of a structure, one after the other. Raises ``Unreadable`` past its end."""

    __slots__ = ("at", "data", "place")

    def __init__(self, data: bytes, place: int, at: int = 0) -> None:
        self.data = data
        self.place = place  # of the data in the source
        self.at = at

    def raw(self, size: int) -> bytes:
        """The next bytes."""
        begin, self.at = self.at, self.at + size
        if self.at > len(self.data):
            raise Unreadable("A structure of the HDF5 file is cut short.", offset=self.place + begin)
        return self.data[begin : self.at]

    def uint(self, size: int) -> int:
        """The next number."""
        begin = self.at
        self.at = end = begin + size
        if end > len(self.data):
            raise Unreadable("A structure of the HDF5 file is cut short.", offset=self.place + begin)
        return int.from_bytes(self.data[begin:end], "little")

    def part(self, begin: int, size: int) -> Cursor:
        """A part of the same bytes."""
        return Cursor(self.data[begin : begin + size], self.place + begin)

    def text(self) -> bytes:
        """The bytes up to the next NUL, which is passed over; up to the end where there is none."""
        end = self.data.find(b"\0", self.at)
        end = len(self.data) if end < 0 else end
        found = self.data[self.at : end]
        self.at = end + 1
        return found


class Root(NamedTuple):
    """Where the root group is: its header, and the symbol table that the superblock keeps beside it, if it does."""

    header: int
    tree: int | None
    heap: int | None


class Opened:
    """A file. Addresses count from ``base``, where its superblock stands; None is said for an undefined one."""

    def __init__(self, source: Source, record: Record, base: int) -> None:
        self.source = source
        self.record = record
        self.base = base
        self.offsets = self.lengths = 8
        self.root, self.extension = self._superblock()

    def read(self, address: int, size: int) -> Cursor:
        """So many bytes. Raises ``Unreadable`` where there are fewer."""
        place = self.base + address
        if not self.source.holds(place + size):
            raise Unreadable("An address of the HDF5 file leads past its end.", offset=place)
        self.record.read(size)
        return Cursor(self.source.read(place, size), place)

    def up_to(self, address: int, size: int) -> Cursor:
        """So many bytes, or as many as there are."""
        found = self.source.read(self.base + address, size)
        self.record.read(len(found))
        return Cursor(found, self.base + address)

    def signed(self, address: int, mark: bytes, size: int) -> Cursor:
        """A structure with its mark and the version that all have so far, both passed over."""
        found = self.read(address, size)
        if found.raw(4) != mark:
            raise Unreadable(f"There is no {mark.decode()} where the HDF5 file says so.", offset=found.place)
        return found

    def address(self, cursor: Cursor) -> int | None:
        """The next address."""
        found = cursor.uint(self.offsets)
        return None if found == (1 << 8 * self.offsets) - 1 else found

    def length(self, cursor: Cursor) -> int:
        """The next length."""
        return cursor.uint(self.lengths)

    def _superblock(self) -> tuple[Root, int | None]:
        cursor = self.up_to(0, 128)
        version = cursor.data[8] if len(cursor.data) > 8 else -1
        if not 0 <= version <= 3:
            raise Unreadable("Its HDF5 superblock is of a version that is not known.", offset=cursor.place + 8)
        cursor.at = 13 if version < 2 else 9
        self.offsets, self.lengths = cursor.uint(1), cursor.uint(1)
        if self.offsets not in _WIDTHS or self.lengths not in _WIDTHS:
            raise Unreadable("The numbers of the HDF5 file have a width that is not read.", offset=cursor.place)
        if version >= 2:
            cursor.raw(1 + self.offsets)
            extension = self.address(cursor)
            cursor.raw(self.offsets)
            return self._rooted(self.address(cursor)), extension
        cursor.raw(9 if version == 0 else 13)
        cursor.raw(3 * self.offsets)
        if self.address(cursor) is not None:
            self.record.gap("The HDF5 file asks for a driver of its own: parts of it may stand in other files.")
        cursor.raw(self.offsets)
        header, cached = self.address(cursor), cursor.uint(4)
        cursor.raw(4)
        if cached != 1:
            return self._rooted(header), None
        return self._rooted(header)._replace(tree=self.address(cursor), heap=self.address(cursor)), None

    def _rooted(self, header: int | None) -> Root:
        if header is None:
            raise Unreadable("The HDF5 file has no root group.")
        return Root(header, None, None)


def superblock(source: Source) -> int | None:
    """Where the superblock of an HDF5 file stands: at its beginning, or at 512 bytes doubled any number of times.

    None where there is none.
    """
    at = 0
    while source.size is not None and at + len(MAGIC) <= source.size:
        if source.read(at, len(MAGIC)) == MAGIC:
            return at
        at = 2 * at or _FIRST
    return None
