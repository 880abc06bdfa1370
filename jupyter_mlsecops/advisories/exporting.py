"""A database as one small file, to be carried to machines without a network."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import checksum
from .compiled import Compiled
from .header import Header
from .refusal import Refused


def export(database: Path, file: Path) -> Header:
    """Write ``file``, the compressed database, and ``FILE.sha256`` beside it; the same database gives the same bytes.

    Returns what the database says of itself. Raises ``Refused`` where it is damaged, or the files cannot be written;
    what was there is as it was then.
    """
    try:
        told = Compiled(database).header
    except OSError as error:
        raise Refused(f"{database} cannot be read ({error.strerror or type(error).__name__}).") from error
    try:
        with _replacing(file.with_name(file.name + checksum.ENDING)) as beside, _replacing(file) as packed:
            with (
                database.open("rb") as source,
                packed.open("wb") as out,
                gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as into,
            ):
                while piece := source.read(1_000_000):
                    into.write(piece)
            with packed.open("rb") as written:
                digest = hashlib.sha256()
                while piece := written.read(1_000_000):
                    digest.update(piece)
            beside.write_text(checksum.line(digest.hexdigest(), file.name), "utf-8")
    except OSError as error:
        raise Refused(f"{file} cannot be written ({error.strerror or type(error).__name__}). Name another.") from error
    return told


@contextlib.contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """A file beside ``file`` that takes its place when the block ends well."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".new", dir=file.parent)
    os.close(descriptor)
    try:
        yield Path(name)
        os.chmod(name, 0o644)
        os.replace(name, file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
