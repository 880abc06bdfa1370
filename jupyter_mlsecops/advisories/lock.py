"""One import at a time in a folder. The lock goes with the process that holds it, however that ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .refusal import Refused

_NAME = ".advisories.lock"


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder. Raises ``Refused`` if somebody else does, or if the folder's disk has no locks."""
    file = folder / _NAME
    descriptor = _opened(file)
    try:
        yield
    finally:
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(descriptor)
            with contextlib.suppress(OSError):
                file.unlink()
        else:
            with contextlib.suppress(OSError):
                file.unlink()
            os.close(descriptor)


def _opened(file: Path) -> int:
    for _ in range(100):
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(descriptor)
            if _is_still(file, descriptor):  # else its holder removed it while we waited for the answer
                return descriptor
        except OSError as error:
            os.close(descriptor)
            raise _refusal(file.parent, error) from error
        os.close(descriptor)
    raise _refusal(file.parent, BlockingIOError())


def _is_still(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(file), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _refusal(folder: Path, error: OSError) -> Refused:
    if error.errno in (None, errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK):
        return Refused(f"Another import into {folder} is running. Wait until it is done, then try again.")
    return Refused(
        f"{folder} is on a disk without locks ({error.strerror}), so two imports could not be kept apart. Set "
        "MLSECOPS_ADVISORIES to a file on a local disk."
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
