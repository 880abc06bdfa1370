"""Writing a fixed file in the place of the old one: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile


class Changed(Exception):
    """Somebody else wrote the file since it was read."""


def replace_file(path: str, before: bytes, after: bytes) -> None:
    """Write ``after`` in place of ``before``; a link stays a link to the changed file, and the mode stays.

    Raises ``Changed`` if the file no longer holds ``before``, and ``OSError``; the file is then as it was.
    """
    path = os.path.realpath(path)
    status = os.stat(path)
    if not os.access(path, os.W_OK):  # replacing needs only the folder's permission; the file's must count
        raise PermissionError(13, "it is write-protected", path)
    descriptor, temporary = tempfile.mkstemp(prefix=".mlsecops-", dir=os.path.dirname(path))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):  # only root may give a file to somebody else
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, status.st_mode & 0o7777)
        with open(path, "rb") as file:
            if file.read() != before:
                raise Changed
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
