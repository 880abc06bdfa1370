"""Zip directories and local headers: what each says of its members, believed by nobody yet."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ..pickles import Source
from .room import Room

LOCAL, CENTRAL, END, DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"
_END64, _LOCATOR = b"PK\x06\x06", b"PK\x06\x07"
_LARGEST_TAIL = (64 << 10) + 22
_ENDS = 16
_U8 = struct.Struct("<Q").unpack_from


class Entry(NamedTuple):
    """What one header says. ``header`` is where the local header stands, ``data`` where its bytes begin if known."""

    name: str
    flags: int
    method: int
    packed: int
    unpacked: int
    header: int
    attributes: int = 0
    data: int = -1
    raw: bytes = b""

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & 0x41)

    @property
    def linked(self) -> bool:
        """Whether it is a symbolic link, for tools that make such."""
        return (self.attributes >> 16) & 0o170000 == 0o120000


class Directory(NamedTuple):
    """One end record and what it may mean: where its directory may begin, and what is added to offsets in it."""

    end: int  # of the record, comment included
    record: int  # where the directory's end is
    places: tuple[tuple[int, int], ...]
    members: int


def directories(source: Source) -> list[Directory]:
    """Every end record in the tail of a file, the last one first."""
    size = source.size or 0
    begin = max(0, size - _LARGEST_TAIL)
    tail = source.read(begin, size - begin)
    found: list[Directory] = []
    at = len(tail)
    while len(found) < _ENDS and (at := tail.rfind(END, 0, at)) >= 0:
        if at + 22 <= len(tail):
            found.append(_directory(source, begin + at, tail[at : at + 22]))
    return found


def _directory(source: Source, at: int, record: bytes) -> Directory:
    _, _, _, count, length, offset, comment = struct.unpack_from("<HHHHIIH", record, 4)
    stop = at
    places = []
    locator = source.read(at - 20, 20) if at >= 20 else b""
    if locator[:4] == _LOCATOR:
        (far,) = _U8(locator, 8)
        for place in (at - 76, far):
            end64 = source.read(place, 56) if place >= 0 else b""
            if len(end64) == 56 and end64[:4] == _END64:
                count64, length64, offset64 = struct.unpack_from("<QQQ", end64, 32)
                for begin in (place - length64, offset64):
                    if begin >= 0:
                        places.append((begin, begin - offset64))
                count, stop = max(count, count64), min(stop, place)
    for begin in (stop - length, offset):
        if begin >= 0:
            places.append((begin, begin - offset))
    return Directory(at + 22 + comment, stop, tuple(dict.fromkeys(places)), count)


def entries(source: Source, begin: int, shift: int, room: Room) -> Iterator[Entry]:
    """The entries of a directory, as long as there are any and room for them."""
    at = begin
    while True:
        head = source.read(at, 46)
        if len(head) < 46 or head[:4] != CENTRAL:
            return
        flags, method = struct.unpack_from("<HH", head, 8)
        packed, unpacked, name_size, extra_size, comment_size = struct.unpack_from("<IIHHH", head, 20)
        attributes, header = struct.unpack_from("<II", head, 38)
        size = 46 + name_size + extra_size + comment_size
        if not room.header(size):
            return
        rest = source.read(at + 46, name_size + extra_size)
        raw = rest[:name_size]
        wide = _wide(rest[name_size:])
        if wide is not None:
            values = iter(wide)
            unpacked = next(values, unpacked) if unpacked == 0xFFFFFFFF else unpacked
            packed = next(values, packed) if packed == 0xFFFFFFFF else packed
            header = next(values, header) if header == 0xFFFFFFFF else header
        yield Entry(_named(raw, flags), flags, method, packed, unpacked, header + shift, attributes, raw=raw)
        at += size


def local(source: Source, at: int) -> Entry | None:
    """The local header at an offset; None where there is none."""
    head = source.read(at, 30) if at >= 0 else b""
    if len(head) < 30 or head[:4] != LOCAL:
        return None
    flags, method = struct.unpack_from("<HH", head, 6)
    packed, unpacked, name_size, extra_size = struct.unpack_from("<IIHH", head, 18)
    rest = source.read(at + 30, name_size + extra_size)
    raw = rest[:name_size]
    wide = _wide(rest[name_size:])
    if wide is not None:
        values = iter(wide)
        unpacked = next(values, unpacked) if unpacked == 0xFFFFFFFF else unpacked
        packed = next(values, packed) if packed == 0xFFFFFFFF else packed
    data = at + 30 + name_size + extra_size
    return Entry(_named(raw, flags), flags, method, packed, unpacked, at, data=data, raw=raw)


def _wide(extra: bytes) -> tuple[int, ...] | None:
    """The 64-bit values of an extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            body = extra[at + 4 : at + 4 + size]
            return struct.unpack_from(f"<{len(body) // 8}Q", body)
        at += 4 + size
    return None


def _named(raw: bytes, flags: int) -> str:
    """A name as Python's zipfile has it: up to a NUL."""
    raw = raw.partition(b"\0")[0]
    if flags & 0x800:
        return raw.decode("utf-8", "replace")
    return raw.decode("ascii") if raw.isascii() else raw.decode("cp437")
