"""Decompressed bytes as a file that goes forwards: nothing is kept but its beginning and what was read last."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from ..pickles import Source
from .room import Room

CHUNK = 256 << 10
"""The most that a decoder yields at once."""

_HEAD = 1 << 20
_PIECES = 512  # that are taken together, however small they are


class Broken(Exception):
    """Bytes that their decoder refuses, or one that is not there. The message says why, ``cure`` what to install."""

    def __init__(self, why: str, cure: str = "") -> None:
        super().__init__(why)
        self.cure = cure


class Decoded:
    """What a decoder makes, as a file. Going back beyond what is kept decodes from the start, which counts again.

    Where decoding fails or the room is used up the file ends, and ``trouble`` says why.
    """

    __slots__ = (
        "_at",
        "_decode",
        "_end",
        "_ended",
        "_head",
        "_parts",
        "_pieces",
        "_room",
        "cure",
        "most",
        "trouble",
    )

    def __init__(self, decode: Callable[[], Iterator[bytes]], room: Room) -> None:
        self._decode = decode
        self._room = room
        self._head = bytearray()
        self._pieces: Iterator[bytes] = decode()
        self._parts = (b"", b"")  # what came out last and before that
        self._end = 0  # the offset after them
        self._at = 0
        self._ended = False
        self.most = 0
        self.trouble = ""
        self.cure = ""

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = offset
        return offset

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes: fewer wherever a chunk ends."""
        at = self._at
        if at < len(self._head):
            found = bytes(self._head[at : at + size])
        else:
            if at < self._end - sum(map(len, self._parts)):
                self._pieces, self._parts, self._end, self._ended = self._decode(), (b"", b""), 0, False
            while at >= self._end:
                if not self._more():
                    return b""
            kept = b"".join(self._parts) if at < self._end - len(self._parts[1]) else self._parts[1]
            start = at - (self._end - len(kept))
            found = kept[start : start + size]
        self._at = at + len(found)
        return found

    def reaches(self, offset: int) -> bool:
        """Whether there are ``offset`` bytes, as far as can be said without decoding far ahead of what is read."""
        if offset <= max(self._end, len(self._head)):
            return True
        ahead = offset - self._end
        if CHUNK < ahead < self._room.limits.decoded_bytes - self._room.decoded:
            return True
        while self._end < offset:
            if not self._more():
                return False
        return True

    def _more(self) -> bool:
        """Decode one chunk; false at the end."""
        if self._ended:
            return False
        parts, size = [], 0
        try:
            while size < CHUNK:
                part = next(self._pieces, None)
                if part is None:
                    self._ended = True
                    break
                parts.append(part)
                size += len(part)
                if len(parts) % _PIECES == 0:
                    break
        except Broken as error:
            self._stop(str(error), error.cure)
        except MemoryError:
            self._stop("more memory than there is would be needed")
        except (OSError, EOFError, ValueError, RuntimeError):
            self._stop("the compressed bytes cannot be read")
        room = self._room
        if not room.decode(size, len(parts)):
            many = f"more than {room.limits.decoded_bytes >> 20:,} MiB unpacked"
            self._stop(room.why(many if room.unpacked > room.limits.decoded_bytes else "too many short streams in it"))
            return False
        if not size:
            return not self._ended
        chunk = parts[0] if len(parts) == 1 else b"".join(parts)
        if self._end <= len(self._head) < _HEAD:
            self._head += chunk[len(self._head) - self._end :]
        self._parts = self._parts[1], chunk
        self._end += size
        self.most = max(self.most, self._end)
        return True

    def _stop(self, why: str, cure: str = "") -> None:
        self._ended = True
        self.trouble, self.cure = why, cure


class Unpacked(Source):
    """The source of decompressed bytes: of unknown size, and read in order wherever that is possible."""

    __slots__ = ("_decoded", "_packed")

    def __init__(self, decoded: Decoded, packed: int = 0) -> None:
        super().__init__(decoded, sized=False)
        self._decoded = decoded
        self._packed = packed

    def holds(self, offset: int) -> bool:
        return self._decoded.reaches(offset)

    @property
    def growth(self) -> tuple[int, int]:
        """The packed size, 0 where it is not told, and how many bytes have come out of it so far."""
        return self._packed, self._decoded.most

    @property
    def trouble(self) -> tuple[str, str]:
        """Why the bytes ended before their time, and the cure; empty where they did not."""
        return self._decoded.trouble, self._decoded.cure
