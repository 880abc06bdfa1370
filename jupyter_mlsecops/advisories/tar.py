"""Tar archives, read forwards within a budget. Formats: POSIX ustar and pax, and the long names of GNU tar.

The module of the standard library keeps what headers say in memory, however much that is, and its headers have been a
way in before; all that is wanted here are the names and bytes of regular files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .budget import Budget, Unpacked
from .refusal import Refused

_BLOCK = 512
_LONGEST_HEADER = 65_536
_FILES = b"0\0" + b"7"
_WITHOUT_CONTENT = b"123456"  # links, devices, folders, pipes
_DAMAGED = "The tar archive is damaged or was cut off. Get it anew from its source."


class Member(NamedTuple):
    """A regular file of an archive: its path as it stands there, and its content."""

    name: str
    content: bytes


def is_tar(start: bytes) -> bool:
    """Whether a file that begins so (512 bytes) is a tar archive."""
    return len(start) >= _BLOCK and (start[257:262] == b"ustar" or _sum(start) == _octal(start[148:156]))


def members(stream: Unpacked, budget: Budget, most: int, start: bytes, wanted: tuple[str, ...]) -> Iterator[Member]:
    """The regular files whose names end so, in order. ``start`` is the first block, which was read already.

    The content of a file has at most ``most + 1`` bytes; the rest of a larger one is passed over. Links, devices and
    folders are passed over too. Raises ``Refused`` for what is damaged or cut off.
    """
    block, name, size_told = start, "", None
    while block.strip(b"\0"):
        if len(block) < _BLOCK or _sum(block) != _octal(block[148:156]):
            raise Refused(_DAMAGED)
        kind = block[156:157]
        size = _size(block[124:136])
        if kind in b"xgLK" and kind:
            content = _content(stream, size, _LONGEST_HEADER, "A header of the tar archive is too long.")
            if kind == b"x":
                told = _pax(content)
                name, size_told = told.get(b"path", b"").decode("utf-8", "replace") or name, told.get(b"size")
            elif kind == b"L":
                name = content.rstrip(b"\0").decode("utf-8", "replace")
        else:
            budget.entry()
            if kind == b"S":
                raise Refused("The tar archive holds sparse files, which no export has. Get it anew from its source.")
            if size_told is not None:
                size = _decimal(size_told)
            own = name or _name(block)
            if kind in _WITHOUT_CONTENT:
                size = 0
            if kind in _FILES and own.endswith(wanted):
                yield Member(own, _cut(stream, size, most))
            elif stream.skip(_padded(size)) < _padded(size):
                raise Refused(_DAMAGED)
            name, size_told = "", None
        block = stream.read(_BLOCK)
    if len(block) < _BLOCK:  # an archive ends with empty blocks
        raise Refused(_DAMAGED)
    while stream.read(1_000_000):  # to where the compression says whether all of it was right
        pass


def _cut(stream: Unpacked, size: int, most: int) -> bytes:
    if size <= most:
        return _content(stream, size, most, _DAMAGED)
    content = stream.read(most + 1)
    rest = _padded(size) - len(content)
    if stream.skip(rest) < rest:
        raise Refused(_DAMAGED)
    return content


def _content(stream: Unpacked, size: int, most: int, complaint: str) -> bytes:
    if size > most:
        raise Refused(f"{complaint} Get it anew from its source.")
    content = stream.read(_padded(size))
    if len(content) < _padded(size):
        raise Refused(_DAMAGED)
    return content[:size]


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _name(block: bytes) -> str:
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return (prefix + b"/" + name if prefix else name).decode("utf-8", "replace")


def _sum(block: bytes) -> int:
    return sum(block[:148]) + 8 * 32 + sum(block[156:_BLOCK])


def _octal(field: bytes) -> int | None:
    digits = field.strip(b" \0")
    return int(digits, 8) if digits and all(digit in b"01234567" for digit in digits) else None


def _size(field: bytes) -> int:
    if field[0] == 0x80:  # GNU: a binary number
        return int.from_bytes(field[1:], "big")
    size = _octal(field)
    if size is None:
        raise Refused(_DAMAGED)
    return size


def _decimal(text: bytes) -> int:
    if not text.isdigit() or len(text) > 15:
        raise Refused(_DAMAGED)
    return int(text)


def _pax(content: bytes) -> dict[bytes, bytes]:
    """The records ``LENGTH KEY=VALUE``, each with a line end."""
    told: dict[bytes, bytes] = {}
    at = 0
    while at < len(content):
        number, blank, _ = content[at : at + 12].partition(b" ")
        length = _decimal(number) if blank else 0
        if length <= len(number) + 1 or at + length > len(content):
            raise Refused(_DAMAGED)
        key, _, value = content[at + len(number) + 1 : at + length - 1].partition(b"=")
        told[key] = value
        at += length
    return told
