"""What a group holds: names of objects here, and of such in other files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..record import Unreadable
from .fractal import FractalHeap
from .headers import LINK, LINK_INFO, SYMBOL_TABLE, Message
from .heaps import LocalHeap
from .opened import Cursor, Opened
from .trees import entries, records

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
    cursor.raw(1)
    flags = cursor.uint(1)
    cursor.raw(8 if flags & 1 else 0)
    heap, by_name = file.address(cursor), file.address(cursor)
    by_order = file.address(cursor) if flags & 2 else None
    if heap is None:
        return
    held = FractalHeap(file, heap)
    seen: set[bytes] = set()
    for index, kind, skipped in ((by_name, _BY_NAME, 4), (by_order, _BY_ORDER, 8)):
        for record in records(file, index, kind) if index is not None else ():
            identifier = record[skipped : skipped + 7]
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
