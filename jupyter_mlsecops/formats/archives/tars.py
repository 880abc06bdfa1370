"""Tar archives: old, POSIX and GNU, read on where readers stop, since others do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..fact import Kind
from ..paths import escapes
from ..pickles import Source
from .members import Member, Missing, Strange, Walked
from .room import Room

_BLOCK = 512
_LONGEST = 1 << 20
_LOOK = 256 << 10
_LINKS = {b"1": "a hard link", b"2": "a symbolic link"}
_DEVICES = {b"3": "a character device", b"4": "a block device", b"6": "a named pipe"}


class _Header(NamedTuple):
    name: str
    kind: bytes
    size: int
    link: str


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes of something are a tar header: its checksum is right."""
    return len(head) >= _BLOCK and _header(head[:_BLOCK]) is not None


def walk(source: Source, room: Room) -> Iterator[Walked]:
    """All members of a tar archive."""
    at, gap, ended = 0, 0, False
    long: dict[str, str] = {}
    while True:
        block = source.read(at, _BLOCK)
        if len(block) < _BLOCK:
            if block.strip(b"\0") or not ended:
                yield Missing("", "no end record: the archive is cut off", offset=at)
            return
        if not room.header(_BLOCK):
            yield Missing("", room.why(f"more than {room.limits.header_bytes >> 20:,} MiB of headers"))
            return
        if not any(block):
            ended = True
            size = _zeros(source, at)
            if not room.search(size):
                yield Missing("", room.why(f"more than {room.limits.searched_bytes >> 20:,} MiB of zeros"))
                return
            at += size
            continue
        header = _header(block)
        if header is None:
            if not gap:
                yield Missing("", "bytes that are no member's header", offset=at)
            gap += _BLOCK
            if not room.search(_BLOCK):
                yield Missing("", room.why(f"more than {room.limits.searched_bytes >> 20:,} MiB that are no member"))
                return
            at += _BLOCK
            continue
        if not room.member():
            yield Missing("", room.why(f"more than {room.limits.members:,} members"))
            return
        begin = at + _BLOCK
        if header.kind in (b"L", b"K", b"x", b"g", b"X"):
            if header.size > _LONGEST or not room.header(header.size):
                yield Missing(header.name, f"a header of {header.size:,} bytes")
            else:
                long.update(_extended(header.kind, source.read(begin, header.size)))
            at = begin + _padded(header.size)
            continue
        if header.kind == b"S":
            begin += _sparse_headers(source, block, begin)
        name, link = long.pop("path", header.name), long.pop("linkpath", header.link)
        size = _number(long.pop("size", ""), header.size)
        long.clear()
        if ended:
            yield Strange(Kind.ZIP_TAMPER, name, at, "a member after the end of the archive")
        yield from _remarks(at, header.kind, name, link)
        if header.kind in _LINKS or header.kind in _DEVICES or header.kind == b"5":
            at = begin
            if size:  # readers differ about whether bytes follow
                yield Member(name, source.window(begin, size), begin, doubtful=True)
            continue
        if size:
            if not source.holds(begin + size):
                yield Missing(name, "the archive ends within it")
            yield Member(name, source.window(begin, size), begin)
        at = begin + _padded(size)


def _remarks(at: int, kind: bytes, name: str, link: str) -> Iterator[Walked]:
    if escapes(name):
        yield Strange(Kind.PATH_ESCAPE, name, at)
    if kind in _LINKS:
        yield Strange(Kind.PATH_ESCAPE, name, at, f"{_LINKS[kind]} to {link}")
    if kind in _DEVICES:
        yield Strange(Kind.PATH_ESCAPE, name, at, _DEVICES[kind])


def _header(block: bytes) -> _Header | None:
    """A header whose checksum is right, counted with or without signs; None for other bytes."""
    claimed = _octal(block[148:156])
    if claimed is None or claimed <= 0:
        return None
    plain = sum(block) - sum(block[148:156]) + 8 * 32
    if claimed != plain:
        high = sum(1 for byte in block[:148] + block[156:] if byte > 127)
        if claimed != plain - 256 * high:
            return None
    size = _octal(block[124:136])
    if size is None or size < 0:
        return None
    name = _text(block[:100])
    if block[257:262] == b"ustar" and block[263:265] != b" \0" and block[345]:
        name = _text(block[345:500]) + "/" + name
    kind = block[156:157]
    if kind in (b"0", b"\0", b"7") and name.endswith("/"):
        kind = b"5"
    return _Header(name, kind, size, _text(block[157:257]))


def _zeros(source: Source, at: int) -> int:
    """How many bytes of blocks are zeros from here on, as far as one look goes."""
    part = source.read(at, _LOOK)
    return max(_BLOCK, (len(part) - len(part.lstrip(b"\0"))) // _BLOCK * _BLOCK)


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8", "replace")


def _octal(field: bytes) -> int | None:
    if field[0] in (0x80, 0xFF):
        value = int.from_bytes(field[1:], "big")
        return value if field[0] == 0x80 else value - (1 << 8 * (len(field) - 1))
    text = field.partition(b"\0")[0].strip()
    try:
        return int(text or b"0", 8)
    except ValueError:
        return None


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else otherwise


def _extended(kind: bytes, body: bytes) -> dict[str, str]:
    """What a header about the next member says: its name, what it links to, its size."""
    if kind in (b"L", b"K"):
        return {"path" if kind == b"L" else "linkpath": _text(body)}
    found: dict[str, str] = {}
    at = 0
    while at < len(body):
        space = body.find(b" ", at, at + 20)
        if space < 0 or not body[at:space].isdigit():
            break
        length = int(body[at:space])
        key, equal, value = body[space + 1 : at + length - 1].partition(b"=")
        if not equal or length <= 0:
            break
        word = key.decode("utf-8", "replace")
        word = {"GNU.sparse.name": "path"}.get(word, word)
        if word in ("path", "linkpath", "size"):
            found[word] = value.decode("utf-8", "replace")
        at += length
    return found


def _sparse_headers(source: Source, block: bytes, begin: int) -> int:
    """How many bytes of further headers an old GNU sparse member has."""
    more, size = block[482], 0
    while more and size < _LONGEST:
        part = source.read(begin + size, _BLOCK)
        size += _BLOCK
        more = part[504] if len(part) == _BLOCK else 0
    return size
