"""What was scanned before and the packages that it needs, so that new advisories are told without reading it again.

One SQLite file of this user. It holds paths, names and versions of packages and ids of advisories, and what
``provenance`` keeps of files that notebooks load: nothing else of a notebook.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .. import __version__
from ..core.advisory import Advisories, Advisory
from .needed import Fact

VERSION = 1  # PRAGMA user_version; what another version wrote is begun anew
_PATIENCE = 2.0  # seconds that another process may hold the file
_MOST = 20_000  # files that are remembered; the longest unscanned go first
_TABLES = """
create table file (path text primary key, digest text not null, scanned text not null) without rowid;
create table fact (path text not null, name text not null, version text not null, through text not null,
    primary key (path, name, version)) without rowid;
create table told (path text not null, advisory text not null, primary key (path, advisory)) without rowid;
create table news (path text not null, name text not null, version text not null, through text not null,
    advisory text not null, kind text not null, severity text not null, summary text not null, safe text not null,
    since text not null, primary key (path, name, version, advisory)) without rowid;
create table meta (k text primary key, v text not null) without rowid;
"""


class LedgerError(Exception):
    """What was scanned before cannot be read or written. The text says why, and what to do."""


class Scanned(NamedTuple):
    """A file that was scanned, by its absolute path: what it needs, and the ids of the advisories that were told."""

    path: str
    digest: str
    facts: Sequence[Fact]
    flaws: Sequence[str]


class News(NamedTuple):
    """A file that a newly published flaw is about. ``severity`` is a word, empty where nobody rated the flaw; ``since``
    is the ISO date on which it was learned."""

    path: str
    name: str
    version: str
    through: str
    advisory: str
    kind: str
    severity: str
    summary: str
    safe: str
    since: str


class Ledger:
    """The file with what was scanned, made when there is something to remember. Several processes may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def remember(self, scanned: Iterable[Scanned]) -> None:
        """Put down what files need, and which flaws were told with the scan of them. Raises ``LedgerError``."""
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        with self.open(write=True) as file:
            for path, digest, facts, flaws in scanned:
                self._forget(file, path)
                if facts:
                    file.execute("insert into file values (?, ?, ?)", (path, digest, now))
                file.executemany("insert or ignore into fact values (?, ?, ?, ?)", [(path, *fact) for fact in facts])
                file.executemany("insert or ignore into told values (?, ?)", [(path, flaw) for flaw in flaws if facts])
            file.execute(
                "delete from file where path in (select path from file order by scanned desc limit -1 offset ?)",
                (_MOST,),
            )
            for table in ("fact", "told", "news"):
                file.execute(f"delete from {table} where path not in (select path from file)")  # noqa: S608

    def forget(self, path: str) -> None:
        """Drop what is known of a file that is gone. Raises ``LedgerError``."""
        with self.open(write=True) as file:
            self._forget(file, path)

    def reassess(self, advisories: Advisories) -> list[News]:
        """Ask about everything that is remembered, and return what is new: also what was new before, and not told by a
        scan of its file since. No scanned file is read; those that are gone are dropped. Raises ``LedgerError``."""
        if not self._path.exists():
            return []
        stamp = _stamp(advisories)
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        with self.open(write=True) as file:
            known = file.execute("select v from meta where k = 'advisories'").fetchone()
            if known is None or known[0] != stamp:
                told = set(file.execute("select path, advisory from told"))
                found = []
                for name, version in file.execute("select distinct name, version from fact").fetchall():
                    assessment = advisories.assess(name, version)
                    if not assessment.advisories:
                        continue
                    places = file.execute(
                        "select path, through from fact where name = ? and version = ?", (name, version)
                    )
                    found += [
                        News(path, name, version, through, *_row(advisory), assessment.safe, today)
                        for path, through in places.fetchall()
                        for advisory in assessment.advisories
                        if not any((path, one) in told for one in (advisory.id, *advisory.aliases))
                    ]
                since = {
                    row[:4]: row[4] for row in file.execute("select path, name, version, advisory, since from news")
                }
                file.execute("delete from news")  # a flaw may have been withdrawn
                rows = [one._replace(since=since.get((*one[:3], one.advisory), today)) for one in found]
                file.executemany("insert or ignore into news values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
                file.execute("insert or replace into meta values ('advisories', ?)", (stamp,))
            return _news(file)

    def news(self) -> list[News]:
        """What ``reassess`` found, without asking again. Raises ``LedgerError``."""
        if not self._path.exists():
            return []
        with self.open(write=False) as file:
            return _news(file)

    def scanned(self) -> dict[str, Scanned]:
        """The files that are remembered and still there, without their packages, by path. Raises ``LedgerError``."""
        if not self._path.exists():
            return {}
        with self.open(write=False) as file:
            rows = file.execute("select path, digest from file").fetchall()
        return {path: Scanned(path, digest, (), ()) for path, digest in rows if os.path.exists(path)}

    def versions(self, paths: Iterable[str]) -> set[tuple[str, str]]:
        """The packages that remembered files need, each with its version. Raises ``LedgerError``."""
        if not self._path.exists():
            return set()
        with self.open(write=False) as file:
            return {
                (name, version)
                for path in paths
                for name, version in file.execute("select name, version from fact where path = ?", (path,))
            }

    @property
    def exists(self) -> bool:
        """Whether anything was ever put down."""
        return self._path.exists()

    @contextmanager
    def open(self, write: bool) -> Iterator[sqlite3.Connection]:
        """The file, for one transaction. Whoever writes makes it, where there is none. Raises ``LedgerError``."""
        try:
            if write:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                if not self._path.exists():
                    os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
            file = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error
        try:
            file.execute("begin immediate" if write else "begin")
            (version,) = file.execute("pragma user_version").fetchone()
            if version != VERSION:
                _begin_anew(file, write)
            yield file
            file.execute("commit")
        except sqlite3.Error as error:
            raise self._error(error) from error
        finally:
            file.close()

    def _error(self, error: Exception) -> LedgerError:
        if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
            return LedgerError(f"{self._path} is not what this program wrote. Delete it: it is made anew.")
        cause = getattr(error, "strerror", None) or str(error)
        return LedgerError(f"What was scanned before cannot be kept in {self._path} ({cause}).")

    def _forget(self, file: sqlite3.Connection, path: str) -> None:
        for table in ("file", "fact", "told", "news"):
            file.execute(f"delete from {table} where path = ?", (path,))  # noqa: S608


def _begin_anew(file: sqlite3.Connection, write: bool) -> None:
    if not write:
        raise sqlite3.DatabaseError("it was written by another version of this program")
    for (name,) in file.execute("select name from sqlite_master where type = 'table'").fetchall():
        file.execute(f'drop table "{name}"')
    for statement in _TABLES.split(";"):
        file.execute(statement)
    file.execute(f"pragma user_version = {VERSION}")


def _row(advisory: Advisory) -> tuple[str, str, str, str]:
    severity = advisory.severity.value if advisory.severity is not None else ""
    return advisory.id, advisory.kind, severity, advisory.summary


def _news(file: sqlite3.Connection) -> list[News]:
    found = [News(*row) for row in file.execute("select * from news order by path, name, version, advisory")]
    return [one for one in found if os.path.exists(one.path)]


def _stamp(advisories: Advisories) -> str:
    about = advisories.about
    return f"{about.source} {about.records} {about.newest}" if about is not None else f"the incidents of {__version__}"
