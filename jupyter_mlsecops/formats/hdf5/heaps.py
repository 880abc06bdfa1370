"""Heaps: the names of an old group, and the texts of any length of a whole file."""

from __future__ import annotations

from collections.abc import Iterator

from ..record import Unreadable
from .opened import Opened

_NAMES = 16 << 20
_CHUNK = 1 << 20
_MARK = b"GCOL\1\0\0\0"


class LocalHeap:
    """The names of a group, or of the files that a dataset is in."""

    def __init__(self, file: Opened, address: int) -> None:
        head = file.signed(address, b"HEAP", 8 + 2 * file.lengths + file.offsets)
        head.raw(4)
        size = file.length(head)
        head.raw(file.lengths)
        begin = file.address(head)
        if begin is None or size > _NAMES:
            raise Unreadable("The names of a group of the HDF5 file cannot be read.", offset=head.place)
        self._names = file.read(begin, size)

    def name(self, offset: int) -> str:
        """The name at an offset. Raises ``Unreadable``."""
        if offset >= len(self._names.data):
            raise Unreadable("A name of the HDF5 file is not where it should be.", offset=self._names.place)
        self._names.at = offset
        return self._names.text().decode("utf-8", "replace")


class GlobalHeaps:
    """The collections of a file in which texts stand, each read once."""

    def __init__(self, file: Opened) -> None:
        self._file = file
        self._known: dict[int, dict[int, tuple[int, int]]] = {}

    def entry(self, address: int, index: int) -> tuple[int, int]:
        """The address and the size of an entry of a collection. Raises ``Unreadable``."""
        if address not in self._known:
            self._known[address] = dict(self.entries(address))
        found = self._known[address].get(index)
        if found is None:
            raise Unreadable("A text of the HDF5 file is not where it should be.", offset=self._file.base + address)
        return found

    def entries(self, address: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """All entries of a collection: index, address and size. The last of an index counts."""
        file = self._file
        head = file.signed(address, b"GCOL", 8 + file.lengths)
        head.raw(4)
        size = file.length(head)
        at, end = address + head.at, address + size
        wide = 8 + file.lengths
        while at + wide <= end:
            file.record.items()
            entry = file.read(at, wide)
            index = entry.uint(2)
            entry.raw(6)
            length = file.length(entry)
            if index:
                yield index, (at + wide, length)
                at += wide + -(-length // 8) * 8
            elif length < wide:
                raise Unreadable("A heap of the HDF5 file never ends.", offset=entry.place)
            else:
                at += length

    def everywhere(self) -> Iterator[int]:
        """The addresses of all collections, found by their mark."""
        file, at = self._file, 0
        tail = b""
        while piece := file.up_to(at, _CHUNK).data:
            both = tail + piece
            place = both.find(_MARK)
            while place >= 0:
                yield at - len(tail) + place
                place = both.find(_MARK, place + 1)
            at += len(piece)
            tail = both[-len(_MARK) + 1 :]
