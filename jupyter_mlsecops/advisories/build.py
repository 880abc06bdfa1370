"""Records and pages → one SQLite file that takes the place of the old one at once, or leaves it as it was."""

from __future__ import annotations

import contextlib
import datetime
import glob
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import header, schema
from .header import BrokenDatabase, Header
from .intake import PAGES, RECORDS, Intake, insert, taken_over
from .lock import held
from .osv import Record
from .page import Page
from .refusal import Refused

LICENCE = (
    "Each record under the licence of its source: PyPA advisory database (PYSEC) and GitHub advisories (GHSA) "
    "CC-BY-4.0, OpenSSF malicious packages (MAL) Apache-2.0"
)
_LONGEST_IMPORT = 86_400  # seconds


@dataclass(frozen=True)
class Origin:
    """Where records come from. ``source`` is shown to people; ``url`` and ``etag`` let an update ask what changed.

    ``sha256`` is that of the file they were read from, empty for a folder. ``index_source`` is where the pages
    among them come from, if that is told.
    """

    source: str
    url: str = ""
    etag: str = ""
    sha256: str = ""
    index_source: str = ""


def build(
    records: Iterable[Record | Page],
    file: Path,
    origin: Origin,
    *,
    intake: Intake | None = None,
    allow_downgrade: bool = False,
    now: datetime.datetime | None = None,
) -> Header:
    """Write the database ``file`` from records and pages of an index, and return what it says of itself.

    It is written beside ``file`` and takes its place when it is complete and on the disk. Of records with the same id
    the one that was modified last counts; those that are about no package of PyPI are passed over. Where there are only
    records, the pages of ``file`` stay, and the other way round. ``now`` is UTC.

    Raises ``Refused`` where there is nothing that can be used, where pages come to a database without records, where
    either is older than that of ``file`` (unless ``allow_downgrade``), and where the place cannot be written; ``file``
    is as it was then. What ``records`` raises goes through.
    """
    now = now or datetime.datetime.now(datetime.timezone.utc)
    file = Path(os.path.realpath(file))
    intake = intake or Intake()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with held(file.parent), _beside(file) as temporary:
            with contextlib.closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                with _there(file) as old:
                    _fill(connection, records, origin, intake, now, old)
                execute = connection.execute
                execute(f"pragma application_id = {schema.APPLICATION}")
                execute(f"pragma user_version = {schema.VERSION}")
                execute("vacuum")
            built = header.read(temporary)
            if not allow_downgrade:
                _not_older(built, file)
            _replace(temporary, file)
        return built
    except sqlite3.Error as error:
        raise Refused(
            f"{file} cannot be written ({error}). Is the disk full? The old database is unchanged."
        ) from error
    except OSError as error:
        raise not_writable(file, error) from error


@contextlib.contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """An empty file in the same folder, gone afterwards; so are those of imports that were killed. Wants the lock."""
    _sweep(file)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".new", dir=file.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for end in ("", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name + end)


def _sweep(file: Path) -> None:
    """Remove what killed imports left: half a database at once, a download when no import can be at it any more."""
    for left in file.parent.glob(f".{glob.escape(file.name)}.*.new"):
        left.unlink()
    for left in (*file.parent.glob(".download.*.new"), *file.parent.glob(".import.*.new")):
        if time.time() - left.stat().st_mtime > _LONGEST_IMPORT:
            left.unlink()


@contextlib.contextmanager
def _there(file: Path) -> Iterator[sqlite3.Connection | None]:
    """The database that is to be replaced; None where there is none that can be read."""
    with contextlib.ExitStack() as closing:
        try:
            old = closing.enter_context(header.opened(file))
        except (OSError, BrokenDatabase):
            old = None
        yield old


def _fill(
    connection: sqlite3.Connection,
    records: Iterable[Record | Page],
    origin: Origin,
    intake: Intake,
    now: datetime.datetime,
    old: sqlite3.Connection | None,
) -> None:
    execute = connection.execute
    execute("pragma journal_mode = off")  # a file that is not complete is thrown away
    execute("pragma synchronous = off")  # it is brought to the disk once, at the end
    execute("pragma cache_size = -8000")
    connection.executescript(schema.TABLES)
    execute("begin")
    newest, released = insert(connection, records, intake, now)
    numbers = {table: execute(f"select count(*) from {table}").fetchone()[0] for table in ("adv", "project")}  # noqa: S608
    if not any(numbers.values()):
        raise Refused(
            f"{origin.source} holds no advisory about a package of PyPI, so the database stays as it is. Wanted is an "
            "export of OSV records, one JSON file a record, or pages of a package index."
        )
    told = {}
    imported = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    if numbers["adv"]:
        _group(connection)
        told = {
            "source": origin.source,
            "url": origin.url,
            "etag": origin.etag,
            "sha256": origin.sha256,
            "imported": imported,
            "newest": newest,
            "records": str(numbers["adv"]),
            "packages": str(execute("select count(distinct pkg) from aff").fetchone()[0]),
            "invalid": str(len(intake.invalid)),
            "licence": LICENCE,
        }
    else:
        told = taken_over(connection, old, RECORDS)
        if not told:
            raise Refused(
                f"{origin.source} holds pages of a package index, and there is no advisory database that they could "
                "be added to. `jupyter mlsecops db update` makes one; or put OSV records beside them."
            )
    if numbers["project"]:
        told |= {
            "projects": str(numbers["project"]),
            "index_source": origin.index_source or origin.source,
            "index_imported": imported,
            "released": released,
        }
    else:
        told |= taken_over(connection, old, PAGES)
    connection.executemany("insert into meta values (?, ?)", told.items())
    execute("commit")


def _group(connection: sqlite3.Connection) -> None:
    """Give all records that name the same flaw, by id or alias, the same number: the lowest of theirs."""
    parents: dict[int, int] = {}
    first: dict[str, int] = {}

    def root(number: int) -> int:
        while (above := parents.get(number, number)) != number:
            parents[number] = parents.get(above, above)
            number = above
        return number

    for name, number in connection.execute("select id, n from adv union all select alias, n from alias"):
        one, other = root(first.setdefault(name, number)), root(number)
        if one != other:
            parents[max(one, other)] = min(one, other)
    groups = [(root(number), number) for number in parents]
    connection.executemany("update adv set grp = ? where n = ?", groups)


def _not_older(built: Header, file: Path) -> None:
    try:
        current = header.read(file)
    except (FileNotFoundError, BrokenDatabase):
        return
    if built.newest < current.newest:
        raise Refused(
            f"The newest record is of {built.newest[:10]}, that of {file} of {current.newest[:10]}: this would forget "
            "advisories. Get a newer export; `--allow-downgrade` imports this one all the same."
        )
    if built.projects and built.released < current.released:
        raise Refused(
            f"The newest release is of {built.released[:10]}, that of {file} of {current.released[:10]}: this would "
            "forget what was taken back. Get newer pages; `--allow-downgrade` imports these all the same."
        )


def _replace(temporary: Path, file: Path) -> None:
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    os.chmod(temporary, mode)
    with open(temporary, "rb+") as written:
        os.fsync(written.fileno())
    os.replace(temporary, file)
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def not_writable(file: Path, error: OSError) -> Refused:
    """Why a database cannot be written."""
    return Refused(
        f"{file} cannot be written ({error.strerror or type(error).__name__}). The old database is unchanged. Set "
        "MLSECOPS_ADVISORIES to a file in a folder that can be written."
    )
