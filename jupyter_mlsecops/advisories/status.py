"""What there is to say of the advisory databases of this machine."""

from __future__ import annotations

import datetime
from typing import Literal

from ..core.model import Staleness, Wire, staleness
from ..core.text import printable
from . import places
from .compiled import Compiled
from .header import Header
from .places import Place
from .refusal import Refused

_WHOSE = {"named": "named by MLSECOPS_ADVISORIES", "user": "of this user", "system": "of the system"}


class DatabaseStatus(Wire, frozen=True, kw_only=True):
    """The database that is used. ``place`` says whose it is, ``why`` why it is used; times are ISO 8601 in UTC.

    ``invalid`` counts records that an import left out because they could not be used. ``projects`` are those of which
    pages of an index, imported from ``index_source``, tell what was taken back; the newest release that they know is of
    ``released``, which was ``released_days`` ago. Without pages these are 0, empty and null.
    """

    path: str
    place: Literal["named", "user", "system"]
    why: str
    source: str
    records: int
    packages: int
    newest: str
    imported: str
    age_days: int
    staleness: Staleness
    invalid: int
    sha256: str
    licence: str
    projects: int = 0
    index_source: str = ""
    index_imported: str = ""
    released: str = ""
    released_days: int | None = None


class OtherDatabase(Wire, frozen=True, kw_only=True):
    """A database that is not used, with the reason."""

    path: str
    message: str


class Status(Wire, frozen=True, kw_only=True):
    """All databases. Where ``database`` is null only the incidents that the package ships are known."""

    database: DatabaseStatus | None
    unused: list[OtherDatabase] = []
    broken: list[OtherDatabase] = []
    message: str = ""


def status(today: datetime.date) -> Status:
    """What there is on this day (UTC). Never raises."""
    found = places.find()
    broken = [OtherDatabase(path=_path(place), message=message) for place, message in found.broken]
    if found.place is None or found.header is None:
        none = "There is no advisory database" + (" that can be read" if broken else "")
        missing = (
            f"{none}: only the incidents that this program ships are known, and "
            "all other packages are not assessed. `jupyter mlsecops db update` downloads one; `jupyter mlsecops db "
            "import FILE` reads one that was fetched elsewhere."
        )
        return Status(database=None, broken=broken, message=missing)
    try:
        Compiled(found.place.file)
    except (Refused, OSError) as error:
        broken.insert(0, OtherDatabase(path=_path(found.place), message=printable(str(error), 400)))
    told = _told(found.place, found.header, today, len(found.others))
    unused = [OtherDatabase(path=_path(place), message="Its newest record is not newer.") for place in found.others]
    return Status(database=told, unused=unused, broken=broken, message=_advice(told))


def as_text(status: Status) -> str:
    """Lines for a terminal."""
    lines = []
    if (told := status.database) is not None:
        days = "1 day" if told.age_days == 1 else f"{told.age_days} days"
        lines += [
            f"Database  {told.path} ({told.why})",
            f"Source    {told.source}",
            f"Records   {told.records:,} about {told.packages:,} packages"
            + (f"; {told.invalid:,} could not be used" if told.invalid else ""),
            f"Newest    {told.newest[:10]}, {days} old: {told.staleness}",
            f"Imported  {told.imported[:10]} {told.imported[11:16]} UTC",
            f"Licence   {told.licence}",
            _index(told),
        ]
    lines += [f"Unused    {one.path}: {one.message}" for one in status.unused]
    lines += [f"Broken    {one.message}" for one in status.broken]
    if status.message:
        lines.append(status.message)
    return "\n".join(lines) + "\n"


def _index(told: DatabaseStatus) -> str:
    if not told.projects:
        return "Index     no pages: whether a release was yanked or a project archived is not known"
    known = f"Index     {told.projects:,} projects of {told.index_source}, imported {told.index_imported[:10]}"
    if told.released_days is None:
        return f"{known}; no release has a date"
    days = "1 day" if told.released_days == 1 else f"{told.released_days} days"
    return f"{known}; the newest release is {days} old"


def _told(place: Place, header: Header, today: datetime.date, others: int) -> DatabaseStatus:
    age = header.age_days(today)
    return DatabaseStatus(
        path=_path(place),
        place=place.kind,
        why=_WHOSE[place.kind] + (", the newest" if others else ""),
        source=printable(header.source, 200),
        records=header.records,
        packages=header.packages,
        newest=header.newest,
        imported=header.imported,
        age_days=age,
        staleness=staleness(age),
        invalid=header.invalid,
        sha256=printable(header.sha256, 64),
        licence=printable(header.licence, 400),
        projects=header.projects,
        index_source=printable(header.index_source, 200),
        index_imported=header.index_imported,
        released=header.released,
        released_days=header.released_days(today),
    )


def _advice(told: DatabaseStatus) -> str:
    if told.staleness == "current":
        return ""
    since = "a month" if told.staleness == "outdated" else "a week"
    return f"What became known for more than {since} is not in it. `jupyter mlsecops db update` gets it."


def _path(place: Place) -> str:
    return printable(str(place.file), 1_000)
