"""What a group holds: names of objects here, and of such in other files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..record import Unreadable
from .dense import indexed
from .headers import LINK, LINK_INFO, SYMBOL_TABLE, Message
from .heaps import LocalHeap
from .opened import Cursor, Opened
from .trees import entries

_HARD, _SOFT, _EXTERNAL = 0, 1, 64
_BY_NAME, _BY_ORDER = 5, 6


class Link(NamedTuple):
    """A name in a group: the address of its object, or the file that it is in; neither for a name of another name."""

    name: str
    address: int | None = None
    file: str | None = None


def links(file: Opened, found: list[Message]) -> Iterator[Link]:
    """All links of an object with these messages; none if it is no group. Raises ``Unreadable``."""
    for message in found:
        cursor = message.cursor()
        if message.kind == SYMBOL_TABLE:
            tree, heap = file.address(cursor), file.address(cursor)
            if tree is not None and heap is not None:
                yield from old_links(file, tree, heap)
        elif message.kind == LINK:
            yield _link(file, cursor)
        elif message.kind == LINK_INFO:
            yield from _dense(file, cursor)


def old_links(file: Opened, tree: int, heap: int) -> Iterator[Link]:
    """The links of a group in the old notation."""
    names = LocalHeap(file, heap)
    for entry in entries(file, tree):
        yield Link(names.name(entry.name), entry.header)


def _dense(file: Opened, cursor: Cursor) -> Iterator[Link]:
    seen: set[bytes] = set()
    for kind, record, held in indexed(file, cursor, 8, (_BY_NAME, _BY_ORDER)):
        before = 4 if kind == _BY_NAME else 8  # the hash of the name, or the number in the order
        identifier = record[before : before + 7]
        if identifier and identifier not in seen:
            seen.add(identifier)
            yield _link(file, Cursor(*held.get(identifier)))


def _link(file: Opened, cursor: Cursor) -> Link:
    version, flags = cursor.uint(1), cursor.uint(1)
    if version != 1:
        raise Unreadable("A link of the HDF5 file is of an unknown version.", offset=cursor.place)
    kind = cursor.uint(1) if flags & 8 else _HARD
    cursor.raw((8 if flags & 4 else 0) + (1 if flags & 16 else 0))
    name = cursor.raw(cursor.uint(1 << (flags & 3))).partition(b"\0")[0].decode("utf-8", "replace")
    if kind == _HARD:
        return Link(name, file.address(cursor))
    if kind == _SOFT:
        return Link(name)
    if kind != _EXTERNAL:
        raise Unreadable("A link of the HDF5 file is of a kind that a program defines.", offset=cursor.place)
    inside = Cursor(cursor.raw(cursor.uint(2)), cursor.place)
    inside.raw(1)
    return Link(name, file=inside.text().decode("utf-8", "replace"))
