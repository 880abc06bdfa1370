"""Zip archives, read as every loader may read them: by any directory, and by the headers before the members.

Checksums and sizes are not believed and flags not obeyed; where two readings of a member differ, both are yielded.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ..fact import Kind
from ..paths import escapes
from ..pickles import Source
from . import decoders
from .decoded import Decoded, Unpacked
from .members import Member, Missing, Strange, Walked
from .room import Room
from .views import Part
from .zipentries import CENTRAL, DESCRIPTOR, LOCAL, Directory, Entry, directories, entries, local

_SEARCH = 256 << 10
_DESCRIPTOR = 24  # a data descriptor at its longest
_LZMA_HEADER = 4


def walk(source: Source, room: Room) -> Iterator[Walked]:
    """All members of a zip archive whose bytes may begin before and end after it. Its source must know its size."""
    source = Part(source, 0)  # what an archive says of places in it may be anything
    found = directories(source)
    spans: list[tuple[int, int]] = []
    seen: dict[tuple[int, int, int], str] = {}
    names: dict[str, tuple[int, int, int]] = {}
    for number, directory in enumerate(found):
        if number and any(begin <= directory.record < end for begin, end in spans):
            continue  # the directory of an archive within this one
        listings = _listed(source, directory, room)
        if not listings and directory.members and not number:
            yield Missing("", "the end record points to no directory")
        if listings and (number or len(listings) > 1):
            yield Strange(Kind.ZIP_TAMPER, "directory", directory.record, "more than one")
        for begin, listed in listings:
            if not number and len(listed) < directory.members != 0xFFFF:
                yield Missing("", f"a directory of {directory.members:,} members lists {len(listed):,}")
            for entry in listed:
                if not room.member():
                    yield Missing("", room.why(f"more than {room.limits.members:,} members"))
                    return
                yield from _member(source, entry, room, spans, seen, names)
            spans.append((begin, directory.end))
        if not listings:
            spans.append((directory.record, directory.end))
    if not found:
        yield Missing("", "no directory at the end: the archive is cut off, or no archive")
    if room.headers > room.limits.header_bytes or room.out_of_time:
        yield Missing("", room.why(f"more than {room.limits.header_bytes >> 20:,} MiB of headers"))
        return
    yield from _between(source, room, spans, seen, names)


def behind(source: Source, room: Room) -> int | None:
    """Where the directory of an archive stands that other bytes come before; None where no directory leads to one."""
    source = Part(source, 0)
    for directory in directories(source):
        for begin, listed in _listed(source, directory, room):
            if any(source.read(entry.header, 4) == LOCAL for entry in listed[:8]):
                return begin
    return None


def _listed(source: Source, directory: Directory, room: Room) -> list[tuple[int, list[Entry]]]:
    """Where a directory may begin, and its entries: all readings that lead to members, or else the longest."""
    found = []
    for begin, shift in directory.places:
        if listed := list(islice(entries(source, begin, shift, room), room.limits.members + 1)):
            right = sum(1 for entry in listed[:8] if source.read(entry.header, 4) == LOCAL)
            found.append((right, len(listed), begin, listed))
    leading = [(begin, listed) for right, _, begin, listed in found if right]
    if leading or not found:
        return leading
    return [max(found, key=lambda each: each[1])[2:]]


def _member(
    source: Source,
    entry: Entry,
    room: Room,
    spans: list[tuple[int, int]],
    seen: dict[tuple[int, int, int], str],
    names: dict[str, tuple[int, int, int]],
) -> Iterator[Walked]:
    """One entry of a directory, and what its local header says where that is something else."""
    yield from _remarks(entry)
    there = local(source, entry.header)
    if there is None:
        if not entry.name.endswith("/") or entry.packed:
            yield Missing(entry.name, "no member stands where the directory says")
        return
    key = (there.data, entry.method, entry.packed)
    if names.setdefault(entry.name, key) != key:
        yield Strange(Kind.ZIP_TAMPER, entry.name, entry.header, "two members of the same name")
    if there.raw != entry.raw:
        yield Strange(Kind.ZIP_TAMPER, entry.name, entry.header, f"named {there.name!r} by its own header")
        yield from _remarks(there)
    if b"\0" in entry.raw:
        yield Strange(Kind.ZIP_TAMPER, entry.name, entry.header, "a name with a NUL in it")
    if entry.packed and source.size is not None and there.data + entry.packed > source.size:
        yield Missing(entry.name, "the archive ends within it")
    end = there.data + entry.packed
    if there.flags & 8 and source.read(end, 4) == DESCRIPTOR:
        end += 16 if _header_follows(source, end + 16) else _DESCRIPTOR
    elif there.flags & 8 and not _header_follows(source, end):
        end += next((size for size in (12, 20) if _header_follows(source, end + size)), 0)
    spans.append((entry.header, end))
    if key in seen:
        if seen[key] != entry.name:
            yield Strange(Kind.ZIP_TAMPER, entry.name, entry.header, f"the same bytes as {seen[key]!r}")
        return
    seen[key] = entry.name
    if entry.packed:
        yield from _opened(source, entry._replace(data=there.data, flags=entry.flags | there.flags & 0x41), room)
    untold = there.flags & 8 and not there.packed
    if there.method != entry.method or (there.packed != entry.packed and not untold):
        yield Strange(Kind.ZIP_TAMPER, entry.name, entry.header, "another method or size by its own header")
        if there.packed or there.method:
            size = there.packed or entry.packed
            yield from _opened(source, there._replace(name=entry.name, packed=size), room, doubtful=True)


def _header_follows(source: Source, at: int) -> bool:
    return source.read(at, 4) in (LOCAL, CENTRAL)


def _remarks(entry: Entry) -> Iterator[Walked]:
    if escapes(entry.name):
        yield Strange(Kind.PATH_ESCAPE, entry.name, entry.header)
    if entry.linked:
        yield Strange(Kind.PATH_ESCAPE, entry.name, entry.header, "a symbolic link")


def _opened(source: Source, entry: Entry, room: Room, *, doubtful: bool = False) -> Iterator[Walked]:
    """The bytes of a member, by what its header says of them."""
    packed = source.window(entry.data, entry.packed)
    otherwise = ""
    if entry.encrypted:
        doubtful, otherwise = True, "encrypted"
    method = entry.method
    if method == 0:
        opened = packed
    elif method == 8:
        opened = Unpacked(Decoded(lambda: decoders.inflate(packed), room), entry.packed)
    elif method == 12:
        opened = Unpacked(Decoded(lambda: decoders.bunzip(packed), room), entry.packed)
    elif method == 14:
        opened = _lzma(packed, room)
    elif method in (20, 93):
        opened = Unpacked(Decoded(lambda: decoders.unzstd(packed, room.limits.memory), room), entry.packed)
    elif doubtful:
        if otherwise:
            yield Missing(entry.name, otherwise)
        return
    else:
        yield Missing(entry.name, f"packed by method {method}, which no loader of models reads")
        return
    yield Member(entry.name, opened, entry.header, doubtful, otherwise)


def _lzma(packed: Source, room: Room) -> Source:
    """Zip's LZMA: a header of its own, then what the older lzma format has after its header."""
    head = packed.read(0, _LZMA_HEADER + 5)
    size = int.from_bytes(head[2:4], "little")
    body = packed.window(_LZMA_HEADER + size, max(0, (packed.size or 0) - _LZMA_HEADER - size))
    header = head[4:9] + b"\xff" * 8
    return Unpacked(
        Decoded(lambda: decoders.unlzma(body, room.limits.memory, alone=True, prefix=header), room), packed.size or 0
    )


def _between(
    source: Source,
    room: Room,
    spans: list[tuple[int, int]],
    seen: dict[tuple[int, int, int], str],
    names: dict[str, tuple[int, int, int]],
) -> Iterator[Walked]:
    """What stands before, between and after the members: members that no directory names, and other bytes."""
    spans.sort()
    size = source.size or 0
    at = 0
    for begin, end in [*spans, (size, size)]:
        if begin > at:
            yield from _gap(source, at, min(begin, size), room, seen, names)
        elif begin < at and begin < end:
            yield Strange(Kind.ZIP_TAMPER, "members", begin, "overlap")
        at = max(at, end)


def _gap(
    source: Source,
    begin: int,
    end: int,
    room: Room,
    seen: dict[tuple[int, int, int], str],
    names: dict[str, tuple[int, int, int]],
) -> Iterator[Walked]:
    """Bytes that belong to no member that a directory names."""
    first, at = -1, begin
    while at < end:
        if not room.search(min(_SEARCH, end - at)):
            yield Missing("", room.why(f"more than {room.limits.searched_bytes >> 20:,} MiB that belong to no member"))
            return
        part = source.read(at, min(_SEARCH, end - at) + 3)
        place = part.find(LOCAL)
        if place < 0 or at + place >= end:
            if not part:
                break
            at += max(1, len(part) - 3)
            continue
        there = local(source, at + place)
        if there is None or (there.method and not there.packed and not there.flags & 8):
            at += place + 4
            continue
        if first < 0:
            first = at + place
        if not room.member():
            yield Missing("", room.why(f"more than {room.limits.members:,} members"))
            return
        packed = there.packed or (end - there.data if there.flags & 8 else 0)
        key = (there.data, there.method, packed)
        at = there.data + there.packed
        if key in seen or packed <= 0:
            continue
        seen[key] = there.name
        yield Strange(Kind.ZIP_TAMPER, there.name, there.header, "a member that the directory does not name")
        if names.setdefault(there.name, key) != key:
            yield Strange(Kind.ZIP_TAMPER, there.name, there.header, "two members of the same name")
        yield from _remarks(there)
        yield from _opened(source, there._replace(packed=min(packed, max(0, end - there.data))), room)
    stop = first if first >= 0 else end
    if stop > begin and source.read(begin, min(stop - begin, _SEARCH)).strip(b"\0"):
        where = "@before" if begin == 0 else f"@{begin}"
        yield Strange(Kind.ZIP_TAMPER, where, begin, f"{stop - begin:,} bytes that belong to no member")
        yield Member(where, source.window(begin, stop - begin), begin, doubtful=True)
