"""What an advisory database says of itself."""

from __future__ import annotations

import contextlib
import datetime
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from . import schema

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)


class BrokenDatabase(Exception):
    """A file that should be an advisory database and cannot be read as one; the text says why."""


class Header(msgspec.Struct, frozen=True):
    """The origin and the age of a database. Times are ISO 8601 in UTC; ``newest`` is that of the newest record.

    ``invalid`` counts the records of the import that could not be used. ``url`` and ``etag`` are those of a download.
    ``projects`` counts those of which pages of an index tell something: they come from ``index_source``, were read at
    ``index_imported``, and the newest upload that they tell is of ``released``; all empty where there are none.
    """

    source: str
    imported: str
    newest: str
    records: int
    packages: int
    invalid: int = 0
    url: str = ""
    etag: str = ""
    sha256: str = ""
    licence: str = ""
    projects: int = 0
    index_source: str = ""
    index_imported: str = ""
    released: str = ""

    def age_days(self, today: datetime.date) -> int:
        """Whole days from the newest record to a day (UTC); never negative."""
        return max(0, (today - datetime.date.fromisoformat(self.newest[:10])).days)

    def released_days(self, today: datetime.date) -> int | None:
        """Whole days from the newest release that pages of an index tell; None where they tell none."""
        if not self.released:
            return None
        return max(0, (today - datetime.date.fromisoformat(self.released[:10])).days)


@contextlib.contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A database to read, which no other process is expected to change: it is only ever replaced as a whole.

    Locks nothing and writes nothing beside the file, so that it works on a disk that is read-only or on a network.
    Raises ``FileNotFoundError``, other ``OSError`` and ``BrokenDatabase``; in the block, ``sqlite3.Error``.
    """
    with file.open("rb") as there:
        there.read(1)
    try:
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise BrokenDatabase(f"{file} cannot be opened ({error})") from error
    with contextlib.closing(connection):
        try:
            connection.execute("pragma trusted_schema = off")
            ((application,),) = connection.execute("pragma application_id")
            ((version,),) = connection.execute("pragma user_version")
        except sqlite3.Error as error:
            raise BrokenDatabase(f"{file} is damaged or no SQLite file ({error})") from error
        if application != schema.APPLICATION:
            raise BrokenDatabase(f"{file} is no advisory database")
        if version != schema.VERSION:
            raise BrokenDatabase(f"{file} was written by another version of this program")
        yield connection


def read(file: Path) -> Header:
    """What a database says of itself. Raises ``FileNotFoundError``, other ``OSError`` and ``BrokenDatabase``."""
    with opened(file) as connection:
        try:
            told = dict(connection.execute("select k, v from meta limit 50").fetchall())
        except sqlite3.Error as error:
            raise BrokenDatabase(f"{file} is damaged ({error})") from error
    times = [told.get(name) for name in ("imported", "newest")]
    if not all(isinstance(time, str) and _TIME.fullmatch(time) for time in times):
        raise BrokenDatabase(f"{file} does not say how old it is")
    try:
        return Header(
            source=str(told.get("source", "")),
            imported=told["imported"],
            newest=told["newest"],
            records=int(told.get("records", 0)),
            packages=int(told.get("packages", 0)),
            invalid=int(told.get("invalid", 0)),
            url=str(told.get("url", "")),
            etag=str(told.get("etag", "")),
            sha256=str(told.get("sha256", "")),
            licence=str(told.get("licence", "")),
            projects=int(told.get("projects", 0)),
            index_source=str(told.get("index_source", "")),
            index_imported=_time(told.get("index_imported")),
            released=_time(told.get("released")),
        )
    except (TypeError, ValueError) as error:
        raise BrokenDatabase(f"{file} is damaged (a count is no number)") from error


def _time(text: object) -> str:
    return text if isinstance(text, str) and _TIME.fullmatch(text) else ""
