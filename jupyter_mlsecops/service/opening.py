"""Opening and reading files of which nobody knows what they are."""

from __future__ import annotations

import errno
import os
import stat

_MORE = ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY")


class NotRead(Exception):
    """A file that cannot be opened as one. ``kind`` is that of a problem, the text says why."""

    def __init__(self, kind: str, cause: str) -> None:
        super().__init__(cause)
        self.kind = kind


def open_without_waiting(path: str, flags: int) -> int:
    """Open a file, as an opener for ``open``: a named pipe without a writer must not hold anybody up, nor a terminal
    take us."""
    return os.open(path, flags | sum(getattr(os, one, 0) for one in _MORE))


def head(path: str, size: int = 4096) -> bytes:
    """The first bytes of a regular file; empty for anything else, and where it cannot be read."""
    try:
        with open(path, "rb", buffering=0, opener=open_without_waiting) as file:
            return file.read(size) or b"" if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except OSError:
        return b""


def read_small(path: str | os.PathLike[str], most: int) -> bytes:
    """The bytes of a regular file, ``most`` at most. Raises ``OSError`` for a larger one, and for what is none."""
    with os.fdopen(open_without_waiting(os.fspath(path), os.O_RDONLY), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        raw = file.read(most + 1)
    if len(raw) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most / 1e6:.0f} MB")
    return raw


def may_be_kept(path: str) -> bool:
    """Whether a path is text, as the ledger wants it: names of files may be bytes that are no text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
