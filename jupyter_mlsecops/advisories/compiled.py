"""An export of our own: a database that somebody sends. It is read row by row as records, and never used itself."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from . import page, schema
from .header import BrokenDatabase, Header, opened, read
from .osv import InvalidRecord, Record, from_value
from .page import Page
from .refusal import Refused

_MOST_BODY = 1_000_000
_MOST_RELEASES = 25_000_000  # bytes of the releases of one project
_MOST_ROWS = 10_000  # of one record
_PATIENCE = 120.0  # seconds for all questions to a file that may be made to be slow
_LENGTH = 5_000_000

Row = tuple[Any, ...]


class Compiled:
    """A database to import from. Raises ``Refused`` for a file that is not exactly of our shape."""

    def __init__(self, file: Path) -> None:
        try:
            self.header: Header = read(file)
            with opened(file) as connection:
                _guard(connection)
                if _shape(connection) != _ours():
                    raise Refused("Its tables are not those of `jupyter mlsecops db export`. Get it anew.")
                ((verdict,),) = connection.execute("pragma integrity_check(1)").fetchall()
                if verdict != "ok":
                    raise Refused("The database is damaged. Get it anew from its source.")
        except BrokenDatabase as error:
            raise Refused("The database is damaged, or of another version of this program. Get it anew.") from error
        except (sqlite3.Error, ValueError) as error:
            raise Refused("The database is damaged. Get it anew from its source.") from error
        self._file = file

    def records(self) -> Iterator[tuple[str, Callable[[], Record | Page]]]:
        """Each record and page by where it stands, and what reads it (raises ``InvalidRecord``)."""
        try:
            with opened(self._file) as connection:
                _guard(connection)
                aliases = _Beside(connection.execute("select n, alias from alias order by n"))
                affected = _Beside(connection.execute("select n, pkg, ranges, versions from aff order by n"))
                rows = "select n, id, modified, withdrawn, severity, summary, body from adv order by n"
                for place, row in enumerate(connection.execute(rows), 1):
                    parts = row, aliases.of(row[0]), affected.of(row[0])
                    yield f"record {place}", lambda parts=parts: _record(*parts)  # type: ignore[misc]
                rows = "select pkg, status, reason, releases from project order by pkg"
                for place, row in enumerate(connection.execute(rows), 1):
                    yield f"project {place}", lambda row=row: _project(*row)  # type: ignore[misc]
        except (sqlite3.Error, BrokenDatabase) as error:
            raise Refused("The database is damaged. Get it anew from its source.") from error


class _Beside:
    """Rows ordered by their first column, a number, asked for in that order."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = itertools.groupby(rows, key=lambda row: row[0])
        self._next = next(self._groups, None)

    def of(self, number: int) -> list[Row]:
        """The rows of a number. Raises ``Refused`` for too many."""
        while self._next is not None and self._next[0] < number:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != number:
            return []
        found = list(itertools.islice(self._next[1], _MOST_ROWS + 1))
        if len(found) > _MOST_ROWS:
            raise Refused("A record of it is about too many packages. Get it anew from its source.")
        return found


def _guard(connection: sqlite3.Connection) -> None:
    """Bound what a question to a hostile file may cost."""
    until = time.monotonic() + _PATIENCE
    connection.set_progress_handler(lambda: time.monotonic() > until, 100_000)
    connection.execute("pragma cell_size_check = on")
    connection.execute("pragma cache_size = -8000")
    if sys.version_info >= (3, 11):
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LENGTH)


def _shape(connection: sqlite3.Connection) -> list[Row]:
    rows = "select type, name, tbl_name, sql from sqlite_master order by type, name limit 50"
    return connection.execute(rows).fetchall()


def _ours() -> list[Row]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema.TABLES)
        return _shape(connection)


def _record(row: Row, aliases: list[Row], affected: list[Row]) -> Record:
    """A row as the record it was made of, looked at as any other."""
    _, name, modified, withdrawn, severity, summary, body = row
    told = _body(body)
    value = {
        "id": name,
        "modified": modified,
        "withdrawn": withdrawn,
        "aliases": [alias for _, alias in aliases],
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": package},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{what: version} for what, version in _pairs(events)]}
                    for events in _json(ranges, list[list[list[str]]])
                ],
                "versions": _json(versions, list[str]),
            }
            for _, package, ranges, versions in affected
        ],
        "severity": [{"score": severity}],
        "database_specific": {"severity": severity},
        "summary": summary,
        "details": told.get("details", ""),
        "references": [{"url": url} for url in told.get("references", [])],
    }
    return from_value(value)


def _pairs(events: list[list[str]]) -> Iterator[tuple[str, str]]:
    for event in events:
        if len(event) != 2:
            raise InvalidRecord("a range in it is not made of events")
        yield event[0], event[1]


def _json(text: object, kind: Any) -> Any:
    if not isinstance(text, str):
        raise InvalidRecord("a column of it is of the wrong type")
    try:
        return msgspec.json.decode(text, type=kind)
    except (ValueError, RecursionError) as error:
        raise InvalidRecord("a column of it is not what it should be") from error


class _Body(msgspec.Struct):
    details: str = ""
    references: list[str] = []


def _body(packed: object) -> dict[str, Any]:
    if packed is None:
        return {}
    read = _unpacked(packed, _MOST_BODY, _Body)
    return {"details": read.details, "references": read.references}


def _project(name: object, status: object, reason: object, releases: object) -> Page:
    """A row of a project, looked at as a page of an index is."""
    if not (isinstance(name, str) and isinstance(status, str) and isinstance(reason, str)):
        raise InvalidRecord("a column of it is of the wrong type")
    return page.from_rows(name, status, reason, _unpacked(releases, _MOST_RELEASES, dict[str, tuple[str, str | None]]))


def _unpacked(packed: object, most: int, kind: Any) -> Any:
    if not isinstance(packed, bytes):
        raise InvalidRecord("a column of it is of the wrong type")
    decoder = zlib.decompressobj()
    try:
        text = decoder.decompress(packed, most)
        if not decoder.eof:
            raise InvalidRecord("its details are too long or cut off")
        return msgspec.json.decode(text, type=kind)
    except (zlib.error, ValueError, RecursionError) as error:
        raise InvalidRecord("its details are damaged") from error
