"""The heap in which groups and objects keep many links and attributes: blocks of growing size, in rows."""

from __future__ import annotations

from ..record import Unreadable
from .opened import Opened
from .trees import records, width

_HUGE_KIND, _HUGE_DIRECT = 1, 3
_MANAGED, _HUGE, _TINY = 0, 1, 2
_LEVELS = 64


class FractalHeap:
    """A heap. Its objects are asked for by the identifiers that an index has of them."""

    def __init__(self, file: Opened, address: int) -> None:
        self._file = file
        self._address = address
        lengths, offsets = file.lengths, file.offsets
        head = file.signed(address, b"FRHP", 22 + 12 * lengths + 3 * offsets)
        head.raw(1)
        self._identifier, filters = head.uint(2), head.uint(2)
        if filters:
            raise Unreadable("Links or attributes of the HDF5 file are compressed.", offset=head.place)
        head.raw(1)
        longest = head.uint(4)
        head.raw(lengths)
        self._huge_index = file.address(head)
        head.raw(lengths + offsets + 8 * lengths)
        self._width, self._start, largest = head.uint(2), head.uint(lengths), head.uint(lengths)
        bits = head.uint(2)
        head.raw(2)
        self._root = file.address(head)
        self._rows = head.uint(2)
        powers = (self._width, self._start, largest)
        if any(one < 1 or one & (one - 1) for one in powers) or largest < self._start or bits > 64:
            raise Unreadable("A heap of the HDF5 file has sizes that it cannot have.", offset=head.place)
        self._offset_size = -(-bits // 8)
        self._length_size = min(-(-(largest.bit_length() - 1 or 1) // 8), width(longest))
        self._direct_rows = largest.bit_length() - self._start.bit_length() + 2
        self._huge: dict[int, tuple[int | None, int]] | None = None

    def get(self, identifier: bytes) -> tuple[bytes, int]:
        """The bytes of an object, and their place in the source. Raises ``Unreadable``."""
        head = identifier[0]
        kind = head >> 4 & 3
        body = identifier[1 : self._identifier]
        if kind == _MANAGED:
            end = self._offset_size + self._length_size
            offset = int.from_bytes(body[: self._offset_size], "little")
            return self._managed(offset, int.from_bytes(body[self._offset_size : end], "little"))
        if kind == _HUGE:
            return self._large(body)
        if kind == _TINY and self._identifier <= 17:
            return body[: (head & 15) + 1], self._file.base + self._address
        raise Unreadable("An object in a heap of the HDF5 file is of an unknown kind.", offset=self._address)

    def _managed(self, offset: int, size: int) -> tuple[bytes, int]:
        """An object in a block: the way leads from the root through indirect blocks to a direct one."""
        file, block, rows, begin = self._file, self._root, self._rows, 0
        head = 5 + file.offsets + self._offset_size
        for _ in range(_LEVELS):
            file.record.items()
            if block is None:
                break
            if not rows:
                return self._in_block(block, begin, offset, size)
            row, column, start, length = self._place(offset - begin)
            if row >= rows:
                break
            index = row * self._width + column
            block = file.address(file.read(block + head + index * file.offsets, file.offsets))
            begin += start
            rows = 0 if row < self._direct_rows else max(1, (length // (self._start * self._width)).bit_length())
        raise Unreadable("An object is not in its heap of the HDF5 file.", offset=file.base + self._address)

    def _in_block(self, block: int, begin: int, offset: int, size: int) -> tuple[bytes, int]:
        """An object in a direct block, whose own word on where it begins is what the library goes by."""
        file = self._file
        head = file.signed(block, b"FHDB", 5 + file.offsets + self._offset_size)
        head.raw(1 + file.offsets)
        if head.uint(self._offset_size) != begin:
            raise Unreadable("A block of a heap contradicts the HDF5 file about its place.", offset=head.place)
        found = file.read(block + offset - begin, size)
        return found.data, found.place

    def _place(self, offset: int) -> tuple[int, int, int, int]:
        """Row, column, beginning and size of the block in which an offset is, within an indirect block."""
        first = self._start * self._width
        if offset < first:
            return 0, offset // self._start, offset - offset % self._start, self._start
        row = (offset // first).bit_length()
        size = self._start << (row - 1)
        start = first << (row - 1)
        column = (offset - start) // size
        return row, column, start + column * size, size

    def _large(self, body: bytes) -> tuple[bytes, int]:
        """An object that stands by itself: its identifier has its address and size, or a number of the index."""
        file = self._file
        if file.offsets + file.lengths <= self._identifier - 1:
            address: int | None = int.from_bytes(body[: file.offsets], "little")
            size = int.from_bytes(body[file.offsets : file.offsets + file.lengths], "little")
        else:
            key = int.from_bytes(body[: min(8, self._identifier - 1)], "little")
            address, size = self._numbered().get(key, (None, 0))
        if address is None:
            raise Unreadable("An object is not in its heap of the HDF5 file.", offset=file.base + self._address)
        found = file.read(address, size)
        return found.data, found.place

    def _numbered(self) -> dict[int, tuple[int | None, int]]:
        if self._huge is None:
            self._huge = {}
            for record in records(self._file, self._huge_index, _HUGE_KIND) if self._huge_index is not None else ():
                wide = self._file.offsets
                address = int.from_bytes(record[:wide], "little")
                size = int.from_bytes(record[wide : wide + self._file.lengths], "little")
                self._huge[int.from_bytes(record[wide + self._file.lengths :], "little")] = (address, size)
        return self._huge
