"""The files that notebooks load, as they were when they were last assessed, in the ledger of this user.

What is known of a file moves only where its change is explained: see ``Seen.is_expected``. Scanning twice tells the
same twice, and an alteration stays one until the file is again what it was.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .ledger import Ledger

_VERSION = "1"  # of the tables below; what another version wrote is begun anew
_MOST = 20_000  # files that are remembered; the longest unseen go first
_TABLES = """
create table loaded (path text primary key, kind text not null, origin text not null, first_seen text not null,
    assessed text not null, size integer not null, digest text not null, state text not null,
    now_digest text not null, now_state text not null) without rowid;
create table writer (path text not null, notebook text not null, primary key (path, notebook));
"""
_COLUMNS = "path, kind, origin, first_seen, assessed, size, digest, state, now_digest, now_state"


class Record(NamedTuple):
    """What is known of a file.

    ``origin`` is an address it was downloaded from, ``written``, ``uploaded``, or empty where no notebook tells.
    ``first_seen`` and ``assessed``, when it was last seen to be the same, are ISO times in UTC. ``digest`` is
    ``sha256:…``, empty where it was never computed, and ``state`` tells a state on disk from another one without
    reading it. ``now_digest`` and ``now_state`` are those of a later content, empty where there is none. ``writers``
    are the notebooks that write it.
    """

    path: str
    kind: str
    origin: str
    first_seen: str
    assessed: str
    size: int
    digest: str
    state: str
    now_digest: str
    now_state: str
    writers: tuple[str, ...] = ()

    def digest_in(self, state: str) -> str:
        """The digest of the file in a state; empty where it is not known."""
        return self.digest if state == self.state else self.now_digest if state == self.now_state else ""

    def is_same(self, size: int, digest: str, state: str) -> bool | None:
        """Whether a file is still what it was; None where only its digest would tell."""
        if digest and self.digest:
            return digest == self.digest
        if state == self.state:
            return True
        if size != self.size:
            return False
        return True if digest else None  # the first digest of a file that was never read as a whole


class Seen(NamedTuple):
    """A file that a notebook loads, by its path as it is named, as a scan found it; fields as in ``Record``.

    ``is_expected``: whoever loads it makes it, or compares its hash, so that a change is no news.
    """

    path: str
    kind: str
    origin: str
    size: int
    digest: str
    state: str
    is_expected: bool = False


class Files:
    """What is known of loaded files, in a ledger. Several processes may use it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def known(self, path: str) -> Record | None:
        """What is known of the file at a path; None for nothing. Raises ``LedgerError``."""
        if not self._ledger.exists:
            return None
        with self._ledger.open(write=False) as file:
            return _record(file, path) if _version(file) == _VERSION else None

    def remember(self, seen: Iterable[Seen], written: Mapping[str, Iterable[str]] | None = None) -> None:
        """Put down what a scan found, and by scanned notebook the paths that it writes. Raises ``LedgerError``."""
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        with self._ledger.open(write=True) as file:
            if _version(file) != _VERSION:
                _begin_anew(file)
            for one in seen:
                _put(file, one, now)
            for notebook, paths in (written or {}).items():
                file.execute("delete from writer where notebook = ?", (notebook,))
                file.executemany("insert or ignore into writer values (?, ?)", [(path, notebook) for path in paths])
            file.execute(
                "delete from loaded where path in (select path from loaded order by assessed desc limit -1 offset ?)",
                (_MOST,),
            )
            file.execute(
                "delete from writer where rowid in (select rowid from writer order by rowid desc limit -1 offset ?)",
                (_MOST,),
            )


def _put(file: sqlite3.Connection, seen: Seen, now: str) -> None:
    """Put down one file: what is known stays, unless nothing was known or the change is expected."""
    path, kind, origin, size, digest, state, is_expected = seen
    known = _record(file, path)
    same = known.is_same(size, digest, state) if known is not None else False
    if known is None or (not same and is_expected):
        first = known.first_seen if known is not None else now
        row = (path, kind, origin, first, now, size, digest, state, "", "")
        file.execute(f"insert or replace into loaded values ({', '.join('?' * len(row))})", row)  # noqa: S608
    elif same:
        file.execute(
            "update loaded set assessed = ?, state = ?, digest = ?, origin = ?, now_digest = '', now_state = '' "
            "where path = ?",
            (now, state, digest or known.digest, origin or known.origin, path),
        )
    elif same is False:
        file.execute("update loaded set now_digest = ?, now_state = ? where path = ?", (digest, state, path))


def _record(file: sqlite3.Connection, path: str) -> Record | None:
    row = file.execute(f"select {_COLUMNS} from loaded where path = ?", (path,)).fetchone()  # noqa: S608
    if row is None:
        return None
    writers = file.execute("select notebook from writer where path = ? order by notebook", (path,)).fetchall()
    return Record._make((*row, tuple(name for (name,) in writers if os.path.exists(name))))


def _version(file: sqlite3.Connection) -> str:
    """The version of our tables in a ledger; empty where it has none."""
    if file.execute("select 1 from sqlite_master where name = 'meta'").fetchone() is None:
        return ""
    found = file.execute("select v from meta where k = 'provenance'").fetchone()
    return str(found[0]) if found is not None else ""


def _begin_anew(file: sqlite3.Connection) -> None:
    for table in ("loaded", "writer"):
        file.execute(f"drop table if exists {table}")
    for statement in _TABLES.split(";"):
        file.execute(statement)
    file.execute("insert or replace into meta values ('provenance', ?)", (_VERSION,))
