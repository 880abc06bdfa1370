"""Baseline files: reading and writing them. They are data; nothing in them is run or imported."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from .core.baseline import SALT_BYTES, BaselineError, DetectSecrets, Own, parse

OWN_NAME = ".mlsecops-baseline.json"
THEIR_NAME = ".secrets.baseline"
_MAX_BYTES = 50_000_000


def read(file: Path) -> Own | DetectSecrets:
    """The baseline in a file, in either format. Raises ``BaselineError``."""
    return parse(content(file), file.name, prefix(file))


def content(file: Path) -> bytes:
    """The bytes of a file that is to be a baseline. Raises ``BaselineError``."""
    try:
        if not file.is_file():
            raise BaselineError("there is no such file; `jupyter mlsecops baseline` writes one.")
        with file.open("rb") as source:
            raw = source.read(_MAX_BYTES + 1)
    except OSError as error:
        raise BaselineError(f"it cannot be read ({error.strerror}).") from error
    if len(raw) > _MAX_BYTES:
        raise BaselineError(f"it is larger than {_MAX_BYTES // 1_000_000} MB.")
    return raw


def empty(file: Path) -> Own:
    """A new baseline for a file that is not there yet, with a salt of its own."""
    return Own(file.name, prefix(file), os.urandom(SALT_BYTES), {})


def prefix(file: Path) -> str:
    """The way from the folder of a file to the working folder, with forward slashes."""
    try:
        return os.path.relpath(Path.cwd().resolve(), file.parent.resolve()).replace(os.sep, "/")
    except ValueError:  # another drive
        return "."


def write(file: Path, raw: bytes) -> None:
    """Put ``raw`` in place of the file at once. Raises ``OSError``; the file is as it was then."""
    import tempfile

    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    descriptor, temporary = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(raw)
        os.chmod(temporary, mode)
        os.replace(temporary, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
