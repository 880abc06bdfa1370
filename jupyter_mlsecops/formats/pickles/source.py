"""Bytes in windows: what is read stays small, what is not needed is passed over without reading it."""

from __future__ import annotations

import io
from typing import Protocol

SMALL, LARGE = 4 << 10, 64 << 10


class Seekable(Protocol):
    """What is needed of a file: one opened for binary reading, an archive's member, a decompressor that can seek."""

    def seek(self, offset: int, whence: int = ..., /) -> int: ...
    def read(self, size: int = ..., /) -> bytes: ...


class Source:
    """The bytes of a file from ``start`` to ``end``, addressed from 0.

    ``size`` is None where it would cost too much to know (compressed files): the end is where reading yields nothing.
    A file that shrinks while it is read ends where it ends; OSError is the caller's.
    """

    __slots__ = ("_at", "_file", "size", "start")

    def __init__(self, file: Seekable | bytes, start: int = 0, end: int | None = None, *, sized: bool = True) -> None:
        self._file: Seekable = io.BytesIO(file) if isinstance(file, bytes) else file
        self.start = start
        self._at = -1
        if end is None and sized:
            end = self._file.seek(0, io.SEEK_END)
        self.size = None if end is None else max(0, end - start)

    def read(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes from ``offset``; fewer only at the end."""
        if self.size is not None:
            size = min(size, self.size - offset)
            if size <= 0:
                return b""
        if self._at != offset:
            self._file.seek(self.start + offset)
        found = self._file.read(size)
        if found and len(found) < size:
            parts = [found]
            while found and (size := size - len(found)) > 0:
                found = self._file.read(size)
                parts.append(found)
            found = b"".join(parts)
        self._at = offset + len(found)
        return found

    def holds(self, offset: int) -> bool:
        """Whether there are at least ``offset`` bytes."""
        if self.size is not None:
            return offset <= self.size
        return offset == 0 or len(self.read(offset - 1, 1)) == 1

    def window(self, offset: int, size: int) -> Source:
        """A part of the same bytes, addressed from 0 and not copied.

        A window and what it is a window of take turns: each seeks before it reads when the other has read.
        """
        part = Source(self._file, self.start + offset, self.start + offset + size)
        self._at = -1
        return part

    def real(self, offset: int) -> int:
        """Where an offset is in the bytes as they are."""
        return offset

    def placed(self, real: int) -> int:
        """Where an offset in the bytes as they are is here."""
        return real

    def forget(self) -> None:
        """Say that something else has moved the file's position."""
        self._at = -1
