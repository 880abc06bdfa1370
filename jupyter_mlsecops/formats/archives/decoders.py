"""Decoders: each goes through a source once and yields what comes out, in chunks that are never large.

After each of several streams they yield nothing at all once, so that whoever asks can count them, and give up.

Damaged ends are tolerated as far as loaders tolerate them: what came out before is yielded, then ``Broken`` is raised.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Any, Protocol

from ..pickles import Source
from .decoded import CHUNK, Broken

_PART = 64 << 10
# What is decoded in one call is lost if the call fails: no more than loaders lose, which ask for 8 KiB at least.
_STEP, _FIRST_STEPS = 8 << 10, 512
ARCHIVES = "Install what reads such archives: pip install 'jupyter-mlsecops[archives]'."
"""The cure where a decoder is missing that does not come with Python."""
LEFT_OVER = "bytes that are not compressed follow"


class _Decompressor(Protocol):
    """What bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


def stored(source: Source) -> Iterator[bytes]:
    """Bytes as they are."""
    at = 0
    while part := source.read(at, CHUNK):
        yield part
        at += len(part)


def inflate(source: Source) -> Iterator[bytes]:
    """Raw deflate, as zip members have it."""
    yield from _inflate(source, 0)


def unzlib(source: Source, at: int = 0) -> Iterator[bytes]:
    """zlib, with streams one after the other. Checksums are not looked at: loaders act before they do."""
    number = 0
    while number == 0 or source.read(at, 1):
        head = source.read(at, 2)
        if not is_zlib(head) or head[1] & 0x20:
            raise Broken(LEFT_OVER if number else "no zlib header that can be read")
        at = yield from _inflate(source, at + 2)
        at = _past_zeros(source, at + 4)
        number += 1
        yield b""


def is_zlib(head: bytes) -> bool:
    """Whether bytes begin with a zlib header."""
    return len(head) > 1 and head[0] & 15 == 8 and (head[0] << 8 | head[1]) % 31 == 0


def gunzip(source: Source) -> Iterator[bytes]:
    """gzip, with members one after the other. Checksums are not looked at: loaders act before they do."""
    at, number = 0, 0
    while number == 0 or source.read(at, 1):
        head = source.read(at, 10)
        if len(head) < 10 or head[:3] != b"\x1f\x8b\x08":
            raise Broken(LEFT_OVER if number else "no gzip header that can be read")
        at += 10
        if head[3] & 4:
            at += 2 + int.from_bytes(source.read(at, 2), "little")
        for flag in (8, 16):
            if head[3] & flag:
                at = _past_text(source, at)
        at += 2 if head[3] & 2 else 0
        at = yield from _inflate(source, at)
        at = _past_zeros(source, at + 8)
        number += 1
        yield b""


def _past_text(source: Source, at: int) -> int:
    while part := source.read(at, _PART):
        end = part.find(b"\0")
        if end >= 0:
            return at + end + 1
        at += len(part)
    raise Broken("a name without an end")


def _inflate(source: Source, at: int) -> Generator[bytes, None, int]:
    """One deflate stream from ``at`` on; returns the offset after it."""
    decoder = zlib.decompressobj(-15)
    rest = b""
    while not decoder.eof:
        if not rest:
            rest = source.read(at, _PART)
            if not rest:
                raise Broken("the compressed bytes end too soon")
            at += len(rest)
        before = decoder.copy()
        try:
            found = decoder.decompress(rest, CHUNK)
        except zlib.error as error:
            if last := _until_damage(before, rest):
                yield last
            raise Broken("the compressed bytes are damaged") from error
        rest = decoder.unconsumed_tail
        if found:
            yield found
    return at - len(decoder.unused_data)


def _until_damage(decoder: Any, data: bytes) -> bytes:
    """What comes out before the byte that the decoder refuses."""
    found = []
    try:
        for place in range(len(data)):
            found.append(decoder.decompress(data[place : place + 1]))
            if sum(map(len, found[-64:])) > CHUNK:
                break
    except zlib.error:
        pass
    return b"".join(found)


def _past_zeros(source: Source, at: int) -> int:
    """Where the next byte that is not zero stands, or where reading yields nothing."""
    while part := source.read(at, _PART):
        rest = part.lstrip(b"\0")
        at += len(part) - len(rest)
        if rest:
            break
    return at


def bunzip(source: Source) -> Iterator[bytes]:
    """bzip2, with members one after the other."""
    bz2 = _standard("bz2")
    yield from _streams(source, lambda: bz2.BZ2Decompressor())


def unlzma(source: Source, memory: int, *, alone: bool, prefix: bytes = b"") -> Iterator[bytes]:
    """xz, or the older lzma format, whose header may stand in ``prefix``. ``memory`` bytes may be reserved."""
    lzma = _standard("lzma")
    kind = lzma.FORMAT_ALONE if alone else lzma.FORMAT_XZ
    try:
        yield from _streams(source, lambda: lzma.LZMADecompressor(kind, memlimit=memory), prefix)
    except lzma.LZMAError as error:  # also where the file asks for more memory than it may have
        raise Broken("the compressed bytes are damaged") from error


def _streams(source: Source, make: Callable[[], _Decompressor], prefix: bytes = b"") -> Iterator[bytes]:
    at, number, out = 0, 0, 0
    while True:
        decoder = make()
        data = prefix
        try:
            while not decoder.eof:
                if decoder.needs_input and not data:
                    data = source.read(at, _PART)
                    if not data:
                        raise Broken("the compressed bytes end too soon")
                    at += len(data)
                found = decoder.decompress(data, _FIRST_STEPS if out < _STEP else _STEP)
                data = b""
                if found:
                    out += len(found)
                    yield found
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            raise Broken(LEFT_OVER if number else "the compressed bytes are damaged") from error
        at = _past_zeros(source, at - len(decoder.unused_data or b""))
        number += 1
        yield b""
        if not source.read(at, 1):
            return


def unlz4(source: Source) -> Iterator[bytes]:
    """LZ4 frames, where the package lz4 is installed."""
    frame = _optional("lz4.frame", "lz4")
    yield from _streams(source, lambda: frame.LZ4FrameDecompressor())


def unzstd(source: Source, memory: int) -> Iterator[bytes]:
    """Zstandard frames, where the package zstandard is installed."""
    zstandard = _optional("zstandard", "zstandard")
    try:
        decoder = zstandard.ZstdDecompressor(max_window_size=memory)
        with decoder.stream_reader(_File(source), read_across_frames=True, read_size=_PART) as reader:
            while found := reader.read(CHUNK):
                yield found
    except zstandard.ZstdError as error:
        raise Broken("the compressed bytes are damaged") from error


class _File:
    """A source read from its beginning to its end."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at = 0

    def read(self, size: int) -> bytes:
        found = self._source.read(self._at, size)
        self._at += len(found)
        return found


def _standard(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Broken(f"this Python was built without {name}", f"Use a Python with {name}.") from error


def _optional(name: str, package: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Broken(f"no decoder for {package}", ARCHIVES) from error
