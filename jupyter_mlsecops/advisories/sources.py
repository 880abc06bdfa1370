"""What can be imported, in a zip or tar archive, in a folder, or as an export of our own.

That are OSV records, and pages of a package index; which of them a file is, its content tells.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..core.text import printable
from . import osv, page, tar, yamls
from .budget import Budget, Unpacked
from .compiled import Compiled
from .header import Header
from .intake import Intake
from .osv import InvalidRecord, NoRecord, Record
from .page import MOST_BYTES, Page
from .refusal import Refused
from .tar import Member
from .zips import Zip

_WANTED = (".json", ".yaml", ".yml", "_json", "/json")  # `index.v1_json` of mirrors; `pypi/NAME/json`
_PAGES = ("index.v1_json", "index.json", "json")  # the folder says of what
_MOST_COMPILED = 300_000_000
_SQLITE = b"SQLite format 3\0"
_DAMAGED = "The file is damaged or was cut off. Get it anew from its source."
_UNKNOWN = (
    "This is no file that can be imported. Wanted is the all.zip of OSV for PyPI, a tar archive or a folder of OSV "
    "records (JSON or YAML) or of pages of a package index (JSON), or a file that `jupyter mlsecops db export` wrote."
)

# Where a record or page stands, and what reads it (raises InvalidRecord).
Unread = tuple[str, Callable[[], Record | Page]]


@dataclass(frozen=True)
class Source:
    """What an import reads. ``total`` is how many entries there are, None where only reading to the end tells.

    ``header`` is that of an export of our own, and ``sha256`` that of the file; both are empty for a folder.
    """

    entries: Iterator[Unread]
    total: int | None = None
    header: Header | None = None
    sha256: str = ""

    def records(self, intake: Intake) -> Iterator[Record | Page]:
        """The records and pages, read one after the other. Raises ``Refused``."""
        return records(self.entries, intake)


def records(entries: Iterator[Unread], intake: Intake) -> Iterator[Record | Page]:
    """The records and pages of entries; what is an object of another kind is passed over. Raises ``Refused``."""
    for where, read in entries:
        try:
            yield read()
        except NoRecord:
            continue
        except InvalidRecord as error:
            intake.leave_out(where, error)


@contextlib.contextmanager
def opened(path: Path, *, scratch: Path, sha256: str = "", budget: Budget | None = None) -> Iterator[Source]:
    """A file or folder to import from, as long as the block lasts. ``scratch`` is a folder for one temporary file.

    With ``sha256`` (64 hex digits) nothing else of the file is read unless it has this sum. Raises ``Refused``, and in
    the block as well.
    """
    budget = budget or Budget()
    if path.is_dir():
        if sha256:
            raise Refused("A folder has no checksum. Pack it, or import it without one.")
        yield Source(_of_folder(path, budget))
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused("It is not a regular file. Name a file or a folder.")
            found = hashlib.sha256()
            while piece := file.read(1_000_000):
                found.update(piece)
            if sha256 and found.hexdigest() != sha256.lower():
                raise Refused(
                    f"Its SHA-256 is {found.hexdigest()}, not the one that is wanted: it was cut off or changed. Get "
                    "it anew, and the checksum from where you trust."
                )
            file.seek(0)
            with _of_file(file, scratch, budget, found.hexdigest()) as source:
                yield source
    except OSError as error:
        raise Refused(f"It cannot be read ({error.strerror or type(error).__name__}).") from error


@contextlib.contextmanager
def _of_file(file: BinaryIO, scratch: Path, budget: Budget, digest: str) -> Iterator[Source]:
    start = file.read(512)
    file.seek(0)
    if start.startswith((b"PK\3\4", b"PK\5\6")):
        archive = Zip(file, budget)
        yield Source(_read(archive.members(MOST_BYTES, _WANTED)), len(archive.entries), sha256=digest)
        return
    with _refusing():
        stream = Unpacked(_stream(file, start), file, budget)
        block = stream.read(512)
    if block.startswith(_SQLITE):
        with _copied(block, stream, scratch) as copy:
            compiled = Compiled(copy)
            yield Source(compiled.records(), compiled.header.records, compiled.header, digest)
    elif tar.is_tar(block):
        yield Source(_read(_careful(tar.members(stream, budget, MOST_BYTES, block, _WANTED))), sha256=digest)
    else:
        raise Refused(_UNKNOWN)


def _stream(file: BinaryIO, start: bytes) -> BinaryIO:
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]
    try:  # a Python that was built by hand may lack them
        if start.startswith(b"BZh"):
            import bz2

            return bz2.BZ2File(file)  # type: ignore[return-value]
        if start.startswith(b"\xfd7zXZ\0"):
            from .xz import XzStream

            return XzStream(file)  # type: ignore[return-value]
    except ImportError as error:
        raise Refused("This Python cannot unpack such a file. Unpack it, then import what was in it.") from error
    return file


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, OSError, ValueError) as error:
        raise Refused(_DAMAGED) from error


def _careful(members: Iterator[Member]) -> Iterator[Member]:
    with _refusing():
        yield from members


@contextlib.contextmanager
def _copied(start: bytes, stream: Unpacked, scratch: Path) -> Iterator[Path]:
    """The database in a stream as a file of its own: SQLite reads files only."""
    descriptor, name = tempfile.mkstemp(prefix=".import.", suffix=".new", dir=scratch)
    try:
        with os.fdopen(descriptor, "wb") as out, _refusing():
            written, piece = 0, start
            while piece:
                written += len(piece)
                if written > _MOST_COMPILED:
                    raise Refused("The database in it is too large. Get it anew from its source.")
                out.write(piece)
                piece = stream.read(1_000_000)
        yield Path(name)
    finally:
        os.unlink(name)


def _read(members: Iterator[Member]) -> Iterator[Unread]:
    for member in members:
        parts = member.name.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or parts[0].endswith(":"):
            raise Refused("An entry of the archive points out of it, which no export has. Get it anew from its source.")
        if not any(part.startswith(".") and part != "." for part in parts):  # .github/workflows
            yield _unread("/".join(parts), member.content)


def _unread(path: str, content: bytes) -> Unread:
    parts = path.split("/")
    shown = printable("/".join(parts[-2:]) if parts[-1] in _PAGES else parts[-1], 100)
    if path.endswith("json"):
        return shown, lambda: _of_json(content)
    return shown, lambda: osv.from_value(yamls.decoded(content))


def _of_json(content: bytes) -> Record | Page:
    """Raises ``InvalidRecord``."""
    is_small = len(content) <= osv.MOST_BYTES
    if is_small:
        with contextlib.suppress(NoRecord):
            return osv.from_json(content)
    found = page.from_json(content)
    if found is not None:
        return found
    raise NoRecord("it has no id") if is_small else InvalidRecord(f"it is larger than {osv.MOST_BYTES // 1_000_000} MB")


def _of_folder(folder: Path, budget: Budget) -> Iterator[Unread]:
    """What is below a folder, in the order of the names. Links are not followed."""
    for place, folders, names in os.walk(folder, onerror=_cannot_list):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for _ in folders:
            budget.entry()
        for name in sorted(names):
            budget.entry()
            if f"/{name}".endswith(_WANTED) and not name.startswith("."):
                content = _content(os.path.join(place, name))
                if content is not None:
                    budget.take(len(content))
                    yield _unread(os.path.join(place, name).replace(os.sep, "/"), content)


def _cannot_list(error: OSError) -> None:
    raise Refused(f"{error.filename} cannot be read ({error.strerror}).") from error


def _content(path: str) -> bytes | None:
    """The bytes of a regular file; None for anything else. One that is too large is read a byte further only."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).") from error
