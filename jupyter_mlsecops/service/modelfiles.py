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

from ..core.modelfile import ModelFile
from ..rules.models.deed import Tier
from ..rules.models.judging import judge

if TYPE_CHECKING:
    from .modelreading import Answer

SMALL = 8 << 20
"""Files up to so many bytes are read in one go, and looked at while somebody waits."""
HASHED = 64 << 20
"""Larger files have no digest unless there is something to tell of them."""
_CHUNK = 1 << 20
_DEADLINE = 2.0  # seconds for a file that somebody waits for; a net under limits that always come out the same


class NotRead(Exception):
    """A file that cannot be opened as one. ``kind`` is that of a problem, the text says why."""

    def __init__(self, kind: str, cause: str) -> None:
        super().__init__(cause)
        self.kind = kind


class Identity(msgspec.Struct, frozen=True):
    """What tells a state of a file on disk from another one without reading it."""

    device: int
    inode: int
    size: int
    changed: int


def identity(status: os.stat_result) -> Identity:
    """The identity of a file by its status."""
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def examine(path: str, name: str, *, patient: bool = True) -> ModelFile:
    """Read the model file at ``path``, which reports call ``name``. Raises ``NotRead``.

    ``patient`` takes the limits for the background and CI, which always come out the same; else those of a user who
    waits, and two seconds at most. What is in the file never raises.
    """
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise NotRead("unreadable", "it is not a regular file")
            if before.st_size <= SMALL:
                raw = file.read(SMALL + 1)
                model = examine_bytes(raw, name, patient=patient)
            else:
                model = _model(name, before.st_size, "", _answer(file, name, patient))
                if before.st_size <= HASHED or judge(model).tier > Tier.NOTE:
                    model = replace(model, digest=_digest(file))
            after = os.fstat(file.fileno())
    except OSError as error:
        raise NotRead("unreadable", error.strerror or type(error).__name__) from error
    if identity(before) != identity(after) or (before.st_size <= SMALL and len(raw) != before.st_size):
        raise NotRead("model-not-assessed", "it changed while it was read. Scan it again")
    return model


def examine_bytes(raw: bytes, name: str, *, patient: bool = True) -> ModelFile:
    """Read the bytes of a model file, which reports call ``name``."""
    found = _answer(io.BytesIO(raw), name, patient)
    return _model(name, len(raw), "sha256:" + hashlib.sha256(raw).hexdigest(), found)


def head(path: str, size: int = 4096) -> bytes:
    """The first bytes of a regular file; empty for anything else, and where it cannot be read."""
    try:
        with open(path, "rb", buffering=0, opener=_open_without_waiting) as file:
            return file.read(size) or b"" if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except OSError:
        return b""


def _answer(file: BinaryIO, name: str, patient: bool) -> Answer:
    from .modelreading import answer  # with all readers of formats, which a scan without model files does not need

    return answer(file, name, patient, _stop(patient))


def _model(name: str, size: int, digest: str, found: Answer) -> ModelFile:
    return ModelFile(name, found.kind, digest, size, found.facts, found.gaps)


def _digest(file: BinaryIO) -> str:
    hashed = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        hashed.update(chunk)
    return "sha256:" + hashed.hexdigest()


def _stop(patient: bool) -> Callable[[], bool] | None:
    if patient:
        return None
    end = time.monotonic() + _DEADLINE
    return lambda: time.monotonic() > end


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a named pipe without a writer must not hold anybody up, nor a terminal take us."""
    more = ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY")
    return os.open(path, flags | sum(getattr(os, one, 0) for one in more))
