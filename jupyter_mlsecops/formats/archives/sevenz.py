"""7z archives, where the extra ``archives`` is installed. No loader reads them; people unpack them by hand."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from typing import Any

from ..fact import Kind
from ..paths import escapes
from ..pickles import OUT_OF_TIME, Source
from .decoders import ARCHIVES
from .members import Member, Missing, Strange, Walked
from .room import Room

MAGIC = b"7z\xbc\xaf\x27\x1c"
_IN_MEMORY = 64 << 20


class _Full(Exception):
    """The members need more room than there is."""


def walk(source: Source, room: Room) -> Iterator[Walked]:
    """All members, unpacked in memory."""
    try:
        py7zr: Any = importlib.import_module("py7zr")
    except ImportError:
        yield Missing("", "a 7z archive, and no decoder for it", ARCHIVES)
        return
    taken = _Taken(room)
    try:
        with py7zr.SevenZipFile(_File(source, room)) as archive:
            if archive.needs_password():
                yield Missing("", "encrypted")
                return
            archive.extractall(factory=taken)
    except _Full as error:
        yield Missing("", str(error))
    except MemoryError:
        yield Missing("", "more memory than there is would be needed")
    except Exception as error:  # a decoder of others, handed bytes of unknown origin
        yield Missing("", f"damaged: {type(error).__name__}")
    for name, made in taken.made:
        if not room.member():
            yield Missing("", room.why(f"more than {room.limits.members:,} members"))
            return
        if escapes(name):
            yield Strange(Kind.PATH_ESCAPE, name, 0)
        yield Member(name, Source(made.getvalue()), 0)


class _Taken:
    """What py7zr asks for something to write a member to."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.left = _IN_MEMORY
        self.made: list[tuple[str, _Written]] = []

    def create(self, filename: str) -> _Written:
        made = _Written(self)
        self.made.append((filename, made))
        return made


class _Written(io.BytesIO):
    """A member in memory."""

    def __init__(self, taken: _Taken) -> None:
        super().__init__()
        self._taken = taken

    def write(self, data: Any, /) -> int:
        self._taken.left -= len(data)
        if self._taken.left < 0 or not self._taken.room.decode(len(data)):
            raise _Full(self._taken.room.why(f"more than {_IN_MEMORY >> 20} MiB unpacked"))
        return super().write(data)

    def size(self) -> int:
        return len(self.getbuffer())

    def close(self) -> None:
        """It is read after py7zr is done with it."""


class _File(io.RawIOBase):
    """A source as the file that py7zr expects."""

    def __init__(self, source: Source, room: Room) -> None:
        self._source = source
        self._room = room
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._source.size or 0}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        if self._room.out_of_time:
            raise _Full(OUT_OF_TIME)
        found = self._source.read(self._at, (self._source.size or 0) - self._at if size < 0 else size)
        self._at += len(found)
        return found

    def readinto(self, buffer: Any, /) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)
