"""Links and attributes that are many: they stand in a heap, and indexes by name and by order tell where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from .fractal import FractalHeap
from .opened import Cursor, Opened
from .trees import records

Record: TypeAlias = tuple[int, bytes, FractalHeap]


def indexed(file: Opened, cursor: Cursor, counter: int, kinds: tuple[int, int]) -> Iterator[Record]:
    """The records of the indexes that a message tells of, by name and then by order: the kind of the index, the record,
    and the heap that it points into.

    ``counter`` is how many bytes the message gives to its counter, where it has one; ``kinds`` are those of the
    indexes. Raises ``Unreadable``.
    """
    cursor.raw(1)
    flags = cursor.uint(1)
    cursor.raw(counter if flags & 1 else 0)
    heap, by_name = file.address(cursor), file.address(cursor)
    by_order = file.address(cursor) if flags & 2 else None
    if heap is None:
        return
    held = FractalHeap(file, heap)
    for index, kind in zip((by_name, by_order), kinds, strict=True):
        for record in records(file, index, kind) if index is not None else ():
            yield kind, record, held
