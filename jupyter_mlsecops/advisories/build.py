"""Records → one SQLite file that takes the place of the old one at once, or leaves it as it was."""

from __future__ import annotations

import contextlib
import datetime
import glob
import json
import os
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import header, schema
from .header import BrokenDatabase, Header
from .lock import held
from .osv import InvalidRecord, Record
from .ranges import covers, ordered
from .refusal import Refused

LICENCE = (
    "Each record under the licence of its source: PyPA advisory database (PYSEC) and GitHub advisories (GHSA) "
    "CC-BY-4.0, OpenSSF malicious packages (MAL) Apache-2.0"
)
_AHEAD = datetime.timedelta(days=1)  # clocks differ
_MOST_NAMES = 2_000_000  # ids and aliases together
_LONGEST_IMPORT = 86_400  # seconds


@dataclass(frozen=True)
class Origin:
    """Where records come from. ``source`` is shown to people; ``url`` and ``etag`` let an update ask what changed.

    ``sha256`` is that of the file they were read from, empty for a folder.
    """

    source: str
    url: str = ""
    etag: str = ""
    sha256: str = ""


@dataclass
class Intake:
    """What happens to the records of one import. ``invalid`` holds ``(where, why)`` of those that were left out."""

    skip_invalid: bool = False
    invalid: list[tuple[str, str]] = field(default_factory=list)

    def leave_out(self, where: str, error: InvalidRecord) -> None:
        """Note a record that cannot be used. Raises ``Refused`` unless such records may be left out."""
        if not self.skip_invalid:
            raise Refused(
                f"{where}: This record cannot be used: {error}. Get the export anew; `--skip-invalid` imports the "
                "others without it."
            ) from error
        self.invalid.append((where, str(error)))


def build(
    records: Iterable[Record],
    file: Path,
    origin: Origin,
    *,
    intake: Intake | None = None,
    allow_downgrade: bool = False,
    now: datetime.datetime | None = None,
) -> Header:
    """Write the database ``file`` from records, and return what it says of itself.

    It is written beside ``file`` and takes its place when it is complete and on the disk. Of records with the same id
    the one that was modified last counts; those that are about no package of PyPI are passed over. ``now`` is UTC.

    Raises ``Refused`` where there is no usable record, where the records are older than those of ``file`` (unless
    ``allow_downgrade``), and where the place cannot be written; ``file`` is as it was then. What ``records`` raises
    goes through.
    """
    now = now or datetime.datetime.now(datetime.timezone.utc)
    file = Path(os.path.realpath(file))
    intake = intake or Intake()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with held(file.parent), _beside(file) as temporary:
            with contextlib.closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                _fill(connection, records, origin, intake, now)
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


def _fill(
    connection: sqlite3.Connection,
    records: Iterable[Record],
    origin: Origin,
    intake: Intake,
    now: datetime.datetime,
) -> None:
    execute = connection.execute
    execute("pragma journal_mode = off")  # a file that is not complete is thrown away
    execute("pragma synchronous = off")  # it is brought to the disk once, at the end
    execute("pragma cache_size = -8000")
    connection.executescript(schema.TABLES)
    execute("begin")
    newest = _insert(connection, records, intake, now)
    (number,) = execute("select count(*) from adv").fetchone()
    if not number:
        raise Refused(
            f"{origin.source} holds no advisory about a package of PyPI, so the database stays as it is. Wanted is an "
            "export of OSV records, one JSON file a record."
        )
    _group(connection)
    told = {
        "source": origin.source,
        "url": origin.url,
        "etag": origin.etag,
        "sha256": origin.sha256,
        "imported": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "newest": newest,
        "records": str(number),
        "packages": str(execute("select count(distinct pkg) from aff").fetchone()[0]),
        "invalid": str(len(intake.invalid)),
        "licence": LICENCE,
    }
    connection.executemany("insert into meta values (?, ?)", told.items())
    execute("commit")
    execute(f"pragma application_id = {schema.APPLICATION}")
    execute(f"pragma user_version = {schema.VERSION}")
    execute("vacuum")


def _insert(connection: sqlite3.Connection, records: Iterable[Record], intake: Intake, now: datetime.datetime) -> str:
    """Write the records; the result is when the newest was modified."""
    latest = (now + _AHEAD).strftime("%Y-%m-%dT%H:%M:%S.999999Z")
    known: dict[str, tuple[int, str, int]] = {}
    names = 0
    newest = ""
    for record in records:
        if not record.affected:
            continue
        if record.modified > latest:
            # It would make this database look fresh, and every later one old.
            intake.leave_out(record.id, InvalidRecord("it was modified in the future; is the clock right?"))
            continue
        digest = hash(record)
        number, modified, content = known.get(record.id, (len(known), "", digest))
        if modified == record.modified and content != digest:
            reason = "there are two of it with the same date and different contents"
            intake.leave_out(record.id, InvalidRecord(reason))
            continue
        if modified >= record.modified:
            continue
        names += 1 + len(record.aliases)
        if names > _MOST_NAMES:
            raise Refused(
                f"There are more than {_MOST_NAMES:,} ids and aliases in it; this is no export of advisories."
            )
        if modified:
            for table in ("adv", "alias", "aff"):
                connection.execute(f"delete from {table} where n = ?", (number,))  # noqa: S608
        known[record.id] = number, record.modified, digest
        newest = max(newest, record.modified)
        _write(connection, number, record)
    return newest


def _write(connection: sqlite3.Connection, number: int, record: Record) -> None:
    body = None
    # Of malware its name says what to do; the texts about it are most of what is known, and nearly all alike.
    if (record.details or record.references) and not record.is_malware:
        told = {"details": record.details, "references": record.references}
        body = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    kind = int(record.is_malware)
    row = (number, record.id, record.modified, record.withdrawn, kind, number, record.severity, record.summary, body)
    connection.execute("insert into adv values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.executemany("insert into alias values (?, ?)", [(alias, number) for alias in record.aliases])
    rows = []
    for one in record.affected:
        ranges = [ordered(events) for events in one.ranges]
        versions = [version for version in one.versions if not covers(ranges, version)]
        rows.append((one.package, number, _compact(one.ranges), _compact(versions)))
    connection.executemany("insert into aff values (?, ?, ?, ?)", rows)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
