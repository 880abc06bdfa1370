"""The advisory database, opened to be asked."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import stat
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..core.advisory import Assessment
from ..core.project import Project, Release, status_of
from . import header, schema
from .answers import Answers, Lookup
from .claims import Claim, claim
from .header import BrokenDatabase, Header
from .ranges import Range, ordered

if TYPE_CHECKING:
    from ..core import model

_AT_ONCE = 500  # names in one query
_MOST_NAMES = 20_000  # names of which is kept whether they are known
_MOST_CLAIMS = 5_000  # that are kept: a package is asked about in several versions
_MOST_PROJECTS = 2_000  # that are kept
_MOST_RELEASES = 25_000_000  # bytes of the releases of one project
_CURE = "`jupyter mlsecops db update` or `db import FILE` writes it anew."
DAMAGED = f"the advisory database cannot be read: {_CURE}"
_SEPARATOR = "\x1f"

_CLAIMS = """
select aff.pkg, adv.id, adv.modified, adv.kind, adv.grp, adv.severity, adv.summary, aff.ranges, aff.versions,
    (select group_concat(alias, char(31)) from alias where alias.n = adv.n)
from aff join adv on adv.n = aff.n where adv.withdrawn is null and aff.pkg in ({})
"""
_RANGES = msgspec.json.Decoder(list[list[tuple[str, str]]])
_VERSIONS = msgspec.json.Decoder(list[str])
_RELEASES = msgspec.json.Decoder(dict[str, tuple[str, str | None]])


class UnreadableDatabase(Exception):
    """There is no advisory database that can be read; the text says why and what to do, in words for the user."""


class Database:
    """An advisory database, read where it is and never written: it may lie on a disk that is read-only or shared.

    It stays the one that was opened, also when the file is replaced. Safe for threads.
    """

    def __init__(self, connection: sqlite3.Connection, about: Header, closing: contextlib.ExitStack) -> None:
        """``Database.open`` makes one. ``closing`` is what is open."""
        self._connection = connection
        self._header = about
        self._closing = closing
        self._lock = threading.Lock()
        self._known: dict[str, bool] = {}
        self._looked_up: dict[str, Lookup] = {}
        self._claimed = 0
        self._projects: dict[str, Project | None] = {}
        self._answers = Answers(self.look_up)

    @classmethod
    def open(cls, file: Path) -> Database:
        """The database in a file.

        Raises ``UnreadableDatabase`` where there is none, and where it is no advisory database, one of another
        version of this program, cut short, or not to be read by this user.
        """
        with contextlib.ExitStack() as closing:
            try:
                about = file.stat()
                if not stat.S_ISREG(about.st_mode):
                    raise BrokenDatabase(f"{file} is no file")
                connection = closing.enter_context(header.opened(file))
                _check(connection, file, about.st_size)
                return cls(connection, header.read(file), closing.pop_all())
            except FileNotFoundError as error:
                raise UnreadableDatabase(f"There is no advisory database {file}: {_CURE}") from error
            except OSError as error:
                why = error.strerror or type(error).__name__
                raise UnreadableDatabase(f"The advisory database {file} cannot be read ({why}).") from error
            except (BrokenDatabase, sqlite3.Error) as error:
                raise UnreadableDatabase(f"{error}. {_CURE}") from error

    def close(self) -> None:
        """Let go of the file. Packages that nobody asked about before are not assessed afterwards."""
        self._closing.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def about(self) -> model.Advisories:
        """Where the advisories come from, and how old they are today."""
        from ..core import model

        today = datetime.datetime.now(datetime.timezone.utc).date()
        told = self._header
        return model.Advisories(
            source=told.source, records=told.records, newest=told.newest[:10], age_days=told.age_days(today)
        )

    def assess(self, name: str, version: str) -> Assessment:
        """What is known of a version of a package by its canonical name. Never raises."""
        return self.assess_all([(name, version)])[0]

    def assess_all(self, pairs: Iterable[tuple[str, str]]) -> list[Assessment]:
        """What is known of each pair of a canonical name and a version, in the order of the pairs. Never raises."""
        return self._answers.about(pairs)

    def knows(self, name: str) -> bool:
        """Whether any advisory is, or was, about a package of this canonical name; False where it cannot be read."""
        if (known := self._known.get(name)) is not None:
            return known
        try:
            rows = self._rows("select 1 from aff where pkg = ? limit 1", [name])
        except sqlite3.Error:
            return False
        if len(self._known) >= _MOST_NAMES:
            self._known = {}
        return self._known.setdefault(name, bool(rows))

    def project(self, name: str) -> Project | None:
        """What an index says of the project of this canonical name; None where none was asked, or it cannot be read."""
        if not self._header.projects:
            return None
        if name not in self._projects:
            try:
                rows = self._rows("select status, reason, releases from project where pkg = ?", [name])
                found = _project(*rows[0]) if rows else None
            except (sqlite3.Error, TypeError, ValueError, zlib.error, RecursionError):
                found = None
            if len(self._projects) >= _MOST_PROJECTS:
                self._projects = {}
            self._projects[name] = found
        return self._projects[name]

    def look_up(self, names: Collection[str]) -> dict[str, Lookup]:
        """The claims about packages by their canonical names; names of which none is known are left out."""
        kept = self._looked_up
        new: dict[str, Lookup] = {}
        rest = [name for name in names if name not in kept]
        for start in range(0, len(rest), _AT_ONCE):
            new |= self._found(rest[start : start + _AT_ONCE])
        found = {name: lookup for name in names if (lookup := new.get(name) or kept.get(name)) is not None}
        self._claimed += sum(1 + len(lookup.claims) for lookup in new.values())
        if self._claimed > _MOST_CLAIMS:
            self._looked_up, self._claimed = {}, 0
        else:
            kept |= new
        return found

    def _found(self, names: list[str]) -> dict[str, Lookup]:
        try:
            return self._claims(names)
        except sqlite3.Error:
            if len(names) == 1:
                return {names[0]: Lookup(problem=DAMAGED)}
            # one damaged page is no reason not to assess the rest
            return {name: lookup for one in names for name, lookup in self._found([one]).items()}

    def _claims(self, names: list[str]) -> dict[str, Lookup]:
        rows = self._rows(_CLAIMS.format(",".join("?" * len(names))), names)
        found: dict[str, list[Claim]] = {}
        damaged = set()
        for row in rows:
            claims = found.setdefault(str(row[0]), [])
            try:
                claims.append(_claim(row))
            except (msgspec.DecodeError, TypeError, RecursionError):
                damaged.add(row[0])
        return {name: Lookup(tuple(claims), DAMAGED if name in damaged else "") for name, claims in found.items()}

    def _rows(self, query: str, names: list[str]) -> list[tuple[object, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, names).fetchall()
        except (UnicodeError, OverflowError) as error:  # a name that is no text for SQLite
            raise sqlite3.DataError(str(error)) from error


def _claim(row: tuple[object, ...]) -> Claim:
    """Raises ``msgspec.DecodeError`` and ``TypeError`` for a row of which a column is not what it should be."""
    _, id, modified, kind, group, severity, summary, ranges, versions, aliases = row
    if not (isinstance(id, str) and isinstance(modified, str) and isinstance(summary, str) and isinstance(group, int)):
        raise TypeError
    if not (isinstance(ranges, str) and isinstance(versions, str)):
        raise TypeError
    return claim(
        id,
        aliases=str(aliases).split(_SEPARATOR) if aliases else (),
        ranges=_ranges(ranges),
        versions=_VERSIONS.decode(versions) if versions != "[]" else (),
        summary=summary,
        severity=str(severity or ""),
        modified=modified,
        url=f"https://osv.dev/vulnerability/{id}",
        malware=kind == 1,
        group=group,
    )


@lru_cache(4_096)
def _ranges(text: str) -> tuple[Range, ...]:
    """The ranges of a row. Hundreds of records of one package have the same ones. Raises ``msgspec.DecodeError``."""
    return tuple(ordered(events) for events in _RANGES.decode(text))


def _project(status: object, reason: object, packed: object) -> Project:
    """Raises ``ValueError``, ``TypeError`` and ``zlib.error`` for columns that are not what they should be."""
    if not (isinstance(packed, bytes) and isinstance(reason, str)):
        raise TypeError
    decoder = zlib.decompressobj()
    releases = _RELEASES.decode(decoder.decompress(packed, _MOST_RELEASES))
    return Project(status_of(status), reason, {version: Release(*told) for version, told in releases.items()})


def _check(connection: sqlite3.Connection, file: Path, size: int) -> None:
    """Raise ``BrokenDatabase`` for a file that is cut short, and for one with other tables, or views or triggers."""
    ((pages,),) = connection.execute("pragma page_count")
    ((page,),) = connection.execute("pragma page_size")
    if pages * page > size:
        raise BrokenDatabase(f"{file} is cut short")
    with contextlib.closing(sqlite3.connect(":memory:")) as wanted:
        wanted.executescript(schema.TABLES)
        if set(_shape(connection)) != set(_shape(wanted)):
            raise BrokenDatabase(f"{file} does not hold the tables of an advisory database")


def _shape(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    query = "select type, name, tbl_name, sql from sqlite_master where name not like 'sqlite!_%' escape '!'"
    return iter(connection.execute(query).fetchall())
