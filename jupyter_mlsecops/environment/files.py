"""Files of others, read with care: only regular ones, only so many bytes, and nothing that is not there is an error."""

from __future__ import annotations

import os
import stat

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read(path: str, most: int) -> bytes | None:
    """The first ``most`` bytes of a regular file; None if it is none or may not be read. A pipe is not waited for."""
    try:
        handle = os.open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return None
        left = min(most, status.st_size)
        first = os.read(handle, left)
        pieces, left = [first], left - len(first)
        while left > 0 and pieces[-1]:
            pieces.append(os.read(handle, left))
            left -= len(pieces[-1])
        return first if len(pieces) == 1 else b"".join(pieces)
    except OSError:
        return None
    finally:
        os.close(handle)


def names(folder: str) -> list[str]:
    """The names in a folder; none where it may not be read."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def changed(path: str) -> tuple[int, int]:
    """When a file or folder was changed, in nanoseconds, and its size; zeros where it is not there."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return 0, 0
    return status.st_mtime_ns, status.st_size
