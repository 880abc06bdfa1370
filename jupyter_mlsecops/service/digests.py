"""The SHA-256 of a file on disk, computed without waiting for what is no file, and only of one that holds still."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from .opening import open_without_waiting

_CHUNK = 1 << 20


class NotHashed(Exception):
    """A file that cannot be read as one, or that changes meanwhile. The text says why."""


def hash_file(path: str, status: os.stat_result | None = None) -> str:
    """``sha256:…`` of a regular file. With ``status``, of the file that had it. Raises ``NotHashed``."""
    hashed = hashlib.sha256()
    with still(path, status) as (file, _):
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
    return "sha256:" + hashed.hexdigest()


@contextmanager
def still(path: str, status: os.stat_result | None = None) -> Iterator[tuple[BinaryIO, int]]:
    """A regular file, opened, and its size; that it stays the same until it is closed is seen to. Raises
    ``NotHashed``."""
    try:
        with open(path, "rb", buffering=0, opener=open_without_waiting) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise NotHashed("it is not a regular file")
            if status is not None and _told(status) != _told(before):
                raise NotHashed("it changed meanwhile")
            yield file, before.st_size
            if _told(os.fstat(file.fileno())) != _told(before):
                raise NotHashed("it changed while it was read")
    except OSError as error:
        raise NotHashed(error.strerror or type(error).__name__) from error


def _told(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
