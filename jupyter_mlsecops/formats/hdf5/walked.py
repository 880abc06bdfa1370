"""Every object of a file, once: its attributes, its links, and where a dataset keeps its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..record import Spent, Unreadable
from .attributes import Attribute, attributes
from .headers import DATASPACE, DATATYPE, DRIVER, EXTERNAL_FILES, LAYOUT, Message, messages, resolved
from .heaps import LocalHeap
from .links import Link, links, old_links
from .opened import Opened
from .values import Datatype, datatype, extent

_COMPACT, _CONTIGUOUS, _CHUNKED, _VIRTUAL = 0, 1, 2, 3
_LONGEST = 150


class Stored(NamedTuple):
    """How a dataset is stored: its type, how many elements, the place in the source where all stand in one piece.

    ``place`` is None where they do not, or where there are none.
    """

    kind: Datatype
    elements: int
    place: int | None
    is_virtual: bool
    files: tuple[str, ...]


class Item(NamedTuple):
    """An object by its path: an empty one is the root group. ``stored`` is None for what is no dataset."""

    path: str
    attributes: tuple[Attribute, ...]
    links: tuple[Link, ...]
    stored: Stored | None


def walk(file: Opened) -> Iterator[Item]:
    """Every object that links lead to. What cannot be read is a gap; raises ``Spent``."""
    if file.extension is not None:
        _extension(file, file.extension)
    seen: set[int] = set()
    waiting: list[tuple[str, int]] = [("", file.root.header)]
    while waiting:
        path, address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        try:
            found = messages(file, address)
        except Spent:
            raise
        except Unreadable as error:
            file.record.gap(f"{error} It is {path or '/'}.", offset=error.offset)
            continue
        item = Item(path, tuple(attributes(file, found)), tuple(_linked(file, path, found)), _stored(file, path, found))
        yield item
        for link in reversed(item.links):
            if link.address is not None:
                waiting.append((f"{path}/{link.name}"[-_LONGEST:], link.address))


def _extension(file: Opened, address: int) -> None:
    """What the superblock says in more words: only that parts are in other files is of interest."""
    try:
        if any(message.kind == DRIVER for message in messages(file, address)):
            file.record.gap("The HDF5 file asks for a driver of its own: parts of it may stand in other files.")
    except Spent:
        raise
    except Unreadable as error:
        file.record.gap(str(error), offset=error.offset)


def _linked(file: Opened, path: str, found: list[Message]) -> Iterator[Link]:
    try:
        yield from links(file, found)
        if not path and file.root.tree is not None and file.root.heap is not None:
            yield from old_links(file, file.root.tree, file.root.heap)
    except Spent:
        raise
    except Unreadable as error:
        file.record.gap(f"{error} It is in {path or '/'}.", offset=error.offset)


def _stored(file: Opened, path: str, found: list[Message]) -> Stored | None:
    by_kind = {message.kind: message for message in reversed(found)}
    if LAYOUT not in by_kind:
        return None
    try:
        kind = datatype(resolved(file, by_kind[DATATYPE]).cursor())
        number = extent(file, resolved(file, by_kind[DATASPACE]).cursor())
        place, is_virtual = _layout(file, by_kind[LAYOUT])
        names = tuple(_outside(file, by_kind[EXTERNAL_FILES])) if EXTERNAL_FILES in by_kind else ()
        return Stored(kind, number, place, is_virtual, names)
    except Spent:
        raise
    except KeyError:
        file.record.gap(f"A dataset of the HDF5 file has no type or no size. It is {path or '/'}.")
    except Unreadable as error:
        file.record.gap(f"{error} It is {path or '/'}.", offset=error.offset)
    return None


def _layout(file: Opened, message: Message) -> tuple[int | None, bool]:
    """Where values stand in one piece, and whether they are those of other datasets."""
    cursor = message.cursor()
    version = cursor.uint(1)
    if version in (1, 2):
        rank, kind = cursor.uint(1), cursor.uint(1)
        cursor.raw(5)
        begin = None if kind == _COMPACT else file.address(cursor)
        if kind == _COMPACT:
            cursor.raw(4 * rank + 4)
    elif version in (3, 4, 5):
        kind = cursor.uint(1)
        begin = None
        if kind == _COMPACT:
            cursor.raw(2)
        elif kind == _CONTIGUOUS:
            begin = file.address(cursor)
    else:
        raise Unreadable("A dataset of the HDF5 file is stored in an unknown way.", offset=cursor.place)
    if kind > _VIRTUAL:
        raise Unreadable("A dataset of the HDF5 file is stored in an unknown way.", offset=cursor.place)
    if kind == _COMPACT:
        return cursor.place + cursor.at, False
    return (file.base + begin if kind == _CONTIGUOUS and begin is not None else None), kind == _VIRTUAL


def _outside(file: Opened, message: Message) -> Iterator[str]:
    """The names of the files that hold the values of a dataset."""
    cursor = message.cursor()
    version = cursor.uint(1)
    if version != 1:
        raise Unreadable("The files of a dataset are told in an unknown way.", offset=cursor.place)
    cursor.raw(5)
    used = cursor.uint(2)
    heap = file.address(cursor)
    if heap is None:
        raise Unreadable("The files of a dataset have no names.", offset=cursor.place)
    names = LocalHeap(file, heap)
    for _ in range(used):
        yield names.name(file.length(cursor))
        cursor.raw(2 * file.lengths)
