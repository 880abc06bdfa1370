"""HDF5 files of Keras. The notation is read by h5py, where it is installed; no values are read, no link is followed.

The library is kept in a child process with a limit of time and memory: bytes can be made on which it never comes back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from ..fact import Fact, Gap, Kind, Part
from ..pickles.source import Source
from ..record import Record, Unreadable

MAGIC = b"\x89HDF\r\n\x1a\n"
_INSTALL = "Install h5py."
_SECONDS = 5
# The child sees the modules of this process, whatever folder it is started in.
_CHILD = """
import sys
sys.path[:] = sys.argv[1].split(sys.argv[2])
from jupyter_mlsecops.formats.keras.h5reading import main
main(*sys.argv[3:])
"""


def recognise(head: bytes) -> bool:
    """Whether bytes begin like an HDF5 file."""
    return head.startswith(MAGIC)


def read(source: Source, record: Record, member: str = "") -> None:
    """Read the configurations, and walk groups for values that stand in other files."""
    if not _is_installed():
        record.gap("HDF5 was not read: h5py is missing.", member, cure=_INSTALL)
        return
    size = source.size or 0
    facts, parts, gaps = json.loads(_answer(source, size, record) or "[[], [], []]")
    for kind, what, offset, _, detail in facts:
        record.fact(*Fact(Kind(kind), what, offset, member, detail))
    for part in parts:
        record.part(Part(*part))
    for why, _, offset, cure in gaps:
        record.gap(*Gap(why, member, offset, cure))


def _is_installed() -> bool:
    try:
        return find_spec("h5py") is not None
    except ValueError:  # something has put a module without a specification there
        return False


def _answer(source: Source, size: int, record: Record) -> bytes:
    """What the child says. Raises ``Unreadable`` where it does not come back."""
    folder = os.getcwd()
    own = str(Path(__file__).parents[3])  # last: nothing that lies beside the package is taken for a library
    paths = os.pathsep.join([*(path for path in sys.path if path and os.path.abspath(path) != folder), own])
    command = [sys.executable, "-I", "-c", _CHILD, paths, os.pathsep]
    limits = json.dumps(record.limits)
    try:
        descriptor = _descriptor(source)
        if descriptor is None:
            record.read(size)
            done = subprocess.run(  # noqa: S603
                [*command, "0", str(size), limits], input=source.read(0, size), capture_output=True, timeout=_SECONDS
            )
        else:
            done = subprocess.run(  # noqa: S603
                [*command, str(source.start), str(size), limits],
                stdin=descriptor,
                capture_output=True,
                timeout=_SECONDS,
            )
            source.forget()
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"The HDF5 library does not come back from it within {_SECONDS} s.") from error
    if done.returncode:
        raise Unreadable("The HDF5 library breaks down on it.")
    return done.stdout


def _descriptor(source: Source) -> int | None:
    """The number of the open file behind a source; None for bytes in memory."""
    try:
        return int(source._file.fileno())  # type: ignore[attr-defined]
    except (AttributeError, OSError):
        return None
