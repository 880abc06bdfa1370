"""Compression around a file, recognised by the same few bytes by which joblib recognises it, or by fewer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..pickles import Source
from . import decoders
from .decoded import Decoded, Unpacked
from .room import Room

_OLD_HEADER = 21  # of joblib before 0.10: its two letters and a length as text
HEAD = 32
"""How many bytes are looked at."""


def layer(head: bytes) -> str:
    """The name of the compression that bytes begin with; empty where they begin with none.

    ``bz2`` and ``zlib-old`` have magics that a pickle may begin with, too.
    """
    if decoders.is_zlib(head) and head[0] == 0x78:
        return "zlib"
    if head[:2] == b"\x1f\x8b":
        return "gzip"
    if head[:2] == b"BZ":
        return "bz2"
    if head[:5] == b"\xfd7zXZ":
        return "xz"
    if head[:2] == b"\x5d\0":
        return "lzma"
    if head[:4] == b"\x04\x22\x4d\x18":
        return "lz4"
    if head[:4] == b"\x28\xb5\x2f\xfd" or (head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50):
        return "zstd"
    if head[:2] == b"ZF":
        return "zlib-old"
    return ""


def unpacked(name: str, source: Source, room: Room) -> Unpacked:
    """The bytes under a layer."""
    memory = room.limits.memory
    decode: dict[str, Callable[[], Iterator[bytes]]] = {
        "zlib": lambda: decoders.unzlib(source),
        "zlib-old": lambda: decoders.unzlib(source, _old_start(source)),
        "gzip": lambda: decoders.gunzip(source),
        "bz2": lambda: decoders.bunzip(source),
        "xz": lambda: decoders.unlzma(source, memory, alone=False),
        "lzma": lambda: decoders.unlzma(source, memory, alone=True),
        "lz4": lambda: decoders.unlz4(source),
        "zstd": lambda: decoders.unzstd(source, memory),
    }
    return Unpacked(Decoded(decode[name], room))


def _old_start(source: Source) -> int:
    """Where the compressed bytes begin in the file of an old joblib: some wrote a space more."""
    head = source.read(0, HEAD)
    return next((at for at in range(_OLD_HEADER, HEAD - 1) if decoders.is_zlib(head[at:])), _OLD_HEADER)
