"""The key of this installation: 32 random bytes under which findings get their names.

It lives in the user's Jupyter data folder, or where the environment variable ``MLSECOPS_KEY_FILE`` says. Everybody
who shares reports (a team's CI) sets that variable, so that the same value has the same fingerprint everywhere.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from . import datafolders
from .core.model import Problem
from .core.text import printable

SIZE = 32
VARIABLE = "MLSECOPS_KEY_FILE"


def install_key() -> bytes:
    """The key, made at the first use. Where none can be kept: one for this process only."""
    return find_key()[0]


def find_key() -> tuple[bytes, Problem | None]:
    """The key, and what kept it from being stored if it lasts for this process only. Never raises."""
    try:
        file = key_file()
        return _read_or_create(file), None
    except OSError as error:
        where = printable(str(error.filename or os.environ.get(VARIABLE) or "the data folder"), 400)
        cause = error.strerror or str(error)
        message = (
            f"The key that names findings cannot be kept in {where} ({cause}), so their fingerprints differ from run "
            f"to run and what was ignored by fingerprint shows again. Set {VARIABLE} to a file that can be written."
        )
        return os.urandom(SIZE), Problem(path="", kind="configuration", message=message)


def key_file() -> Path:
    """Where the key is kept."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else datafolders.user() / "mlsecops" / "key"


def _read_or_create(file: Path) -> bytes:
    try:
        return _read(file)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = os.urandom(SIZE)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:  # another process was quicker
        return _read(file)
    with os.fdopen(descriptor, "wb") as out:
        out.write(key)
    return key


def _read(file: Path) -> bytes:
    """The key in ``file``; waits a moment for a process that has made the file but not yet filled it."""
    for _ in range(20):
        key = file.read_bytes()
        if len(key) >= SIZE:
            return key[:SIZE]
        time.sleep(0.01)
    raise OSError(0, f"the file holds fewer than {SIZE} bytes; remove it and a new one is made", str(file))
