"""Trees: the entries of an old group, and the records of an index in the new notation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..record import Unreadable
from .opened import Opened

_DEPTH = 32
_CIRCLE = "An index of the HDF5 file leads back to itself."
_PREFIX, _CHECKSUM = 6, 4


class Entry(NamedTuple):
    """An entry of an old group: where its name is, and its object; no object for a name of another name."""

    name: int
    header: int | None


def entries(file: Opened, tree: int) -> Iterator[Entry]:
    """All entries of an old group, in order. Raises ``Unreadable``."""
    waiting, seen = [tree], set[int]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            raise Unreadable(_CIRCLE, offset=file.base + address)
        seen.add(address)
        file.record.items()
        if file.read(address, 4).data == b"SNOD":
            yield from _node(file, address)
        else:
            waiting += reversed(_children(file, address))


def _children(file: Opened, address: int) -> list[int]:
    head = file.signed(address, b"TREE", 8 + 2 * file.offsets)
    kind, _, used = head.uint(1), head.uint(1), head.uint(2)
    if kind:
        raise Unreadable("A group of the HDF5 file has the index of an array.", offset=head.place)
    keys = file.read(address + len(head.data), used * (file.lengths + file.offsets))
    found = []
    for _ in range(used):
        keys.raw(file.lengths)
        child = file.address(keys)
        if child is None:
            raise Unreadable("An index of the HDF5 file leads nowhere.", offset=keys.place)
        found.append(child)
    return found


def _node(file: Opened, address: int) -> Iterator[Entry]:
    head = file.signed(address, b"SNOD", 8)
    head.raw(2)
    number = head.uint(2)
    body = file.read(address + 8, number * (2 * file.offsets + 24))
    for _ in range(number):
        file.record.items()
        yield Entry(body.uint(file.offsets), file.address(body))
        body.raw(24)


class Node(NamedTuple):
    """A node of an index: where it is, how many records it has, how many levels are below it."""

    address: int
    records: int
    depth: int


def records(file: Opened, address: int, kind: int) -> Iterator[bytes]:
    """All records of an index of this kind. Raises ``Unreadable``."""
    head = file.signed(address, b"BTHD", 16 + file.offsets + 2 + file.lengths)
    head.raw(1)
    said, size, wide, depth = head.uint(1), head.uint(4), head.uint(2), head.uint(2)
    head.raw(2)
    root, number = file.address(head), head.uint(2)
    if said != kind or not wide or depth > _DEPTH or size < _PREFIX + _CHECKSUM + wide:
        raise Unreadable("An index of the HDF5 file is none that it can be.", offset=head.place)
    if root is None:
        return
    counts = _counts(file, size, wide, depth)
    waiting, seen = [Node(root, number, depth)], set[int]()
    while waiting:
        node = waiting.pop()
        if node.address in seen:
            raise Unreadable(_CIRCLE, offset=file.base + node.address)
        seen.add(node.address)
        file.record.items(1 + node.records)
        cursor = file.signed(node.address, b"BTIN" if node.depth else b"BTLF", size)
        cursor.raw(2)
        for _ in range(node.records):
            yield cursor.raw(wide)
        if node.depth:
            below = counts[node.depth - 1] if node.depth > 1 else 0
            for _ in range(node.records + 1):
                child, inside = file.address(cursor), cursor.uint(counts[0])
                cursor.raw(below)
                if child is None:
                    raise Unreadable("An index of the HDF5 file leads nowhere.", offset=cursor.place)
                waiting.append(Node(child, inside, node.depth - 1))


def _counts(file: Opened, size: int, wide: int, depth: int) -> list[int]:
    """How many bytes the number of records takes: of a leaf, then of all that is below a node of each level."""
    most = (size - _PREFIX - _CHECKSUM) // wide
    sizes, all_below, own = [width(most)], most, width(most)
    for level in range(1, depth + 1):
        pointer = file.offsets + own + (sizes[level - 1] if level > 1 else 0)
        most = max(0, (size - _PREFIX - _CHECKSUM - pointer) // (wide + pointer))
        all_below = (most + 1) * all_below + most
        sizes.append(width(all_below))
    return sizes


def width(most: int) -> int:
    """How many bytes a number takes that is ``most`` at the highest."""
    return max(1, -(-most.bit_length() // 8))
