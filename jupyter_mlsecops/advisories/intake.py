"""Records and pages, one after the other, into the tables of a database that is being made."""

from __future__ import annotations

import datetime
import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from .osv import InvalidRecord, Record
from .page import Page
from .ranges import covers, ordered
from .refusal import Refused

RECORDS = (
    ("adv", "alias", "aff"),
    ("source", "url", "etag", "sha256", "imported", "newest", "records", "packages", "invalid", "licence"),
)
PAGES = (("project",), ("projects", "index_source", "index_imported", "released"))
_AHEAD = datetime.timedelta(days=1)  # clocks differ
_MOST_NAMES = 2_000_000  # ids and aliases together


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


def insert(
    connection: sqlite3.Connection, records: Iterable[Record | Page], intake: Intake, now: datetime.datetime
) -> tuple[str, str]:
    """Write them; the result is when the newest record was modified, and when the newest release was uploaded.

    Of records with the same id the one that was modified last counts, and of pages about one project the one that
    knows the newest release.
    """
    latest = (now + _AHEAD).strftime("%Y-%m-%dT%H:%M:%S.999999Z")
    known: dict[str, tuple[int, str, int]] = {}
    pages: dict[str, tuple[str, int]] = {}
    names = 0
    newest = ""
    for record in records:
        if isinstance(record, Page):
            _page(connection, record, latest, pages)
            continue
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
    return newest, max((uploaded for uploaded, _ in pages.values()), default="")


def taken_over(
    connection: sqlite3.Connection, old: sqlite3.Connection | None, part: tuple[tuple[str, ...], tuple[str, ...]]
) -> dict[str, str]:
    """Copy one part of the old database, and return what it said of it; empty where it has none of it, or is damaged.

    Raises ``sqlite3.Error`` where the new one cannot be written.
    """
    if old is None:
        return {}
    tables, keys = part
    try:
        said = {k: v for k, v in old.execute("select k, v from meta") if k in keys and isinstance(v, str)}
        numbers = [sum(1 for _ in old.execute(f"select * from {table}")) for table in tables]  # noqa: S608
    except sqlite3.DatabaseError:
        return {}
    for table in tables:
        rows = old.execute(f"select * from {table} order by rowid")  # noqa: S608
        marks = ",".join("?" * len(rows.description))
        connection.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608
    return said if numbers[0] else {}


def _page(connection: sqlite3.Connection, page: Page, latest: str, known: dict[str, tuple[str, int]]) -> None:
    name, project = page
    releases = {
        version: ("" if one.uploaded > latest else one.uploaded, one.yanked)
        for version, one in project.releases.items()
    }
    state = max((uploaded for uploaded, _ in releases.values()), default=""), len(releases)
    if name in known and known[name] >= state:
        return
    known[name] = state
    row = (name, project.status, project.reason, zlib.compress(_compact(releases).encode(), 9))
    connection.execute("insert or replace into project values (?, ?, ?, ?)", row)


def _write(connection: sqlite3.Connection, number: int, record: Record) -> None:
    body = None
    # Of malware its name says what to do; the texts about it are most of what is known, and nearly all alike.
    if (record.details or record.references) and not record.is_malware:
        told = {"details": record.details, "references": record.references}
        body = zlib.compress(_compact(told).encode(), 9)
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
