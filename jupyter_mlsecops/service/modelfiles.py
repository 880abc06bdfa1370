"""One model file from disk: opened without waiting, read without loading it, told as what rules look at."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

import msgspec
from msgspec.structs import replace

from ..core.modelfile import HARD_STOP, ModelFile
from ..rules.models.deed import Tier
from ..rules.models.judging import judge
from .opening import NotRead, open_without_waiting

if TYPE_CHECKING:
    from ..formats.pickles.source import Seekable
    from .modelreading import Answer

SMALL = 8 << 20
"""Files up to so many bytes are read in one go, and looked at while somebody waits."""
HASHED = 64 << 20
"""Larger files have no digest unless there is something to tell of them."""
_CHUNK = 1 << 20
_TAIL = 128 << 10  # bytes at the end, in which archives have their table of contents


class Watch:
    """How far the reading of one file is, for who waits for it, and when it has to end: after ``end``, by the monotonic
    clock, or when it is cancelled. ``pause`` is called every now and then; ``sparing``: in little memory. Other threads
    may look at it."""

    def __init__(
        self, end: float | None = None, pause: Callable[[], None] | None = None, sparing: bool = False
    ) -> None:
        self.end = end
        self.pause = pause
        self.sparing = sparing
        self.late = False
        self.cancelled = False
        self._size = self._tail = self._through = 0
        self._in_tail = False

    @classmethod
    def lasting(cls, seconds: float) -> Watch:
        """One that ends the reading so many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def percent(self) -> int:
        """How far into the file the reading is; it never falls, and 100 is for who is done."""
        return min(99, 100 * self._through // self._size) if self._size else 0

    def stop(self) -> bool:
        """Whether the reading has to end now."""
        if self.pause is not None:
            self.pause()
        self.late = self.late or (self.end is not None and time.monotonic() > self.end)
        return self.late or self.cancelled

    def through(self, file: BinaryIO, size: int) -> Seekable:
        """The same file, of which is counted what is read."""
        self._size, self._through, self._tail = size, 0, max(0, size - _TAIL)
        return _Counted(file, self)

    def passed(self, start: int, end: int) -> None:
        """Bytes were read. What lies before them was passed over, unless they are a table of contents at the end, from
        which the way goes back."""
        if start > self._through and self._in_tail:
            self._tail = min(self._tail, start)
        self._in_tail = start > self._through and start >= self._tail
        if not self._in_tail:
            self._through = max(self._through, end)


class _Counted:
    def __init__(self, file: BinaryIO, watch: Watch) -> None:
        self.fileno = file.fileno
        self._file = file
        self._watch = watch
        self._at = file.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._at = self._file.seek(offset, whence)
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        found = self._file.read(size)
        start, self._at = self._at, self._at + len(found)
        self._watch.passed(start, self._at)
        return found


class Identity(msgspec.Struct, frozen=True):
    """What tells a state of a file on disk from another one without reading it."""

    device: int
    inode: int
    size: int
    changed: int


def identity(status: os.stat_result) -> Identity:
    """The identity of a file by its status."""
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def examine(path: str, name: str, *, patient: bool = True, watch: Watch | None = None) -> ModelFile:
    """Read the model file at ``path``, which reports call ``name``. Raises ``NotRead``.

    ``patient`` takes the limits for the background and CI, which always come out the same; else those of a user who
    waits. ``watch`` is told how far the reading is, and ends it; without one that is after ``HARD_STOP`` seconds. What
    is in the file never raises.
    """
    try:
        with open(path, "rb", opener=open_without_waiting) as file:
            before = os.fstat(file.fileno())
            watch = watch or Watch.lasting(HARD_STOP)
            if not stat.S_ISREG(before.st_mode):
                raise NotRead("unreadable", "it is not a regular file")
            if before.st_size <= SMALL:
                raw = file.read(SMALL + 1)
                model = _of_bytes(raw, name, patient, watch)
            else:
                found = _answer(watch.through(file, before.st_size), name, patient, watch)
                model = _model(name, before.st_size, "", found)
                if (before.st_size <= HASHED or judge(model).tier > Tier.NOTE) and not _is_hollow(before):
                    model = replace(model, digest=_digest(file, watch))
            after = os.fstat(file.fileno())
    except OSError as error:
        raise NotRead("unreadable", error.strerror or type(error).__name__) from error
    if identity(before) != identity(after) or (before.st_size <= SMALL and len(raw) != before.st_size):
        raise NotRead("model-not-assessed", "it changed while it was read. Scan it again")
    return model


def examine_bytes(raw: bytes, name: str, *, patient: bool = True, watch: Watch | None = None) -> ModelFile:
    """Read the bytes of a model file, which reports call ``name``; as ``examine`` does."""
    return _of_bytes(raw, name, patient, watch or Watch.lasting(HARD_STOP))


def read_whole(path: str, most: int) -> bytes:
    """The bytes of a regular file that is no model, ``most`` at most. Raises ``NotRead``."""
    try:
        with open(path, "rb", opener=open_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise NotRead("unreadable", "it is not a regular file")
            raw = file.read(most + 1)
    except OSError as error:
        raise NotRead("unreadable", error.strerror or type(error).__name__) from error
    if len(raw) > most:
        raise NotRead("too-large", f"it is larger than {most / 1e6:.0f} MB")
    return raw


def _of_bytes(raw: bytes, name: str, patient: bool, watch: Watch) -> ModelFile:
    found = _answer(watch.through(io.BytesIO(raw), len(raw)), name, patient, watch)
    return _model(name, len(raw), "sha256:" + hashlib.sha256(raw).hexdigest(), found)


def _answer(file: Seekable, name: str, patient: bool, watch: Watch) -> Answer:
    from .modelreading import answer  # with all readers of formats, which a scan without model files does not need

    return answer(file, name, patient, watch.stop, watch.sparing)


def _model(name: str, size: int, digest: str, found: Answer) -> ModelFile:
    return ModelFile(name, found.kind, digest, size, found.facts, found.gaps)


def _is_hollow(status: os.stat_result) -> bool:
    """Whether most of a file is a hole, which takes no room on the disk: there is no end to reading such."""
    return status.st_size > HASHED and 2 * 512 * getattr(status, "st_blocks", status.st_size) < status.st_size


def _digest(file: BinaryIO, watch: Watch) -> str:
    """The digest of a file; none where there is no time left for it."""
    hashed = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        hashed.update(chunk)
        if watch.stop():
            return ""
    return "sha256:" + hashed.hexdigest()
