"""Where advisory databases lie: one of the user, some of the system, and which of them counts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from .. import datafolders

if TYPE_CHECKING:
    from .header import Header

VARIABLE = "MLSECOPS_ADVISORIES"
_NAME = Path("mlsecops") / "advisories.sqlite"


class Place(msgspec.Struct, frozen=True):
    """Where a database may lie. ``named``: the environment variable says so, and no other place counts then."""

    kind: Literal["named", "user", "system"]
    file: Path


class Found(msgspec.Struct, frozen=True):
    """The database that counts, with what it says of itself, and those that cannot be read with the reason.

    ``place`` and ``header`` are None together: there is none that can be read. ``others`` can be read and are older.
    """

    place: Place | None = None
    header: Header | None = None
    others: tuple[Place, ...] = ()
    broken: tuple[tuple[Place, str], ...] = ()


def target(system: bool) -> Place:
    """Where a database is written: the one that is named, else that of everybody or of this user."""
    if named := _named():
        return named
    if system:
        return Place("system", datafolders.shared() / _NAME)
    return Place("user", datafolders.user() / _NAME)


def candidates() -> list[Place]:
    """Where databases may lie; whether they do is not looked at."""
    if named := _named():
        return [named]
    user = datafolders.user()
    folders = [folder for folder in (*datafolders.every(), datafolders.shared()) if folder != user]
    system = [Place("system", folder / _NAME) for folder in dict.fromkeys(folders)]
    return [Place("user", user / _NAME), *system]


def find() -> Found:
    """The database that counts: the one with the newest record, the user's own where they are equal. Never raises."""
    from . import header  # with SQLite, which is for who has a database

    readable: list[tuple[Place, Header]] = []
    broken: list[tuple[Place, str]] = []
    for place in candidates():
        try:
            readable.append((place, header.read(place.file)))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except header.BrokenDatabase as error:
            broken.append((place, str(error)))
        except OSError as error:
            broken.append((place, f"{place.file} cannot be read ({error.strerror or type(error).__name__})"))
    if not readable:
        return Found(broken=tuple(broken))
    newest, told = max(readable, key=lambda one: one[1].newest)
    others = tuple(place for place, _ in readable if place is not newest)
    return Found(newest, told, others, tuple(broken))


def _named() -> Place | None:
    name = os.environ.get(VARIABLE)
    return Place("named", Path(os.path.abspath(name))) if name else None
