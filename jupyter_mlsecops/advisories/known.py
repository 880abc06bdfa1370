"""All that is known of packages: the incidents that we ship, and the advisory database if there is one."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..core.advisory import Assessment
from ..core.project import Project
from . import seed
from .answers import Answers, Lookup

if TYPE_CHECKING:
    from ..core import model
    from .database import Database

NO_DATABASE = "no advisory database: `jupyter mlsecops db update`"


class Known:
    """Satisfies ``core.advisory.Advisories``. A package that nothing is known of is assessed only by a database."""

    def __init__(self, database: Database | None = None, today: datetime.date | None = None) -> None:
        """Without a database only the incidents are known. ``today`` (UTC) is the day from which ages are counted."""
        self.today = today or utc_today()
        self._database = database
        self._answers = Answers(self._look_up)

    @property
    def about(self) -> model.Advisories | None:
        """Where the advisories come from, and how old they are today; None where only the incidents are known."""
        return self._database.about if self._database is not None else None

    def assess(self, name: str, version: str) -> Assessment:
        """What is known of a version of a package by its canonical name. Never raises."""
        return self.assess_all([(name, version)])[0]

    def assess_all(self, pairs: Iterable[tuple[str, str]]) -> list[Assessment]:
        """What is known of each pair of a canonical name and a version, in the order of the pairs. Never raises."""
        return self._answers.about(pairs)

    def knows(self, name: str) -> bool:
        """Whether an incident or an advisory is about a package of this canonical name."""
        return name in seed.INCIDENTS or (self._database is not None and self._database.knows(name))

    def project(self, name: str) -> Project | None:
        """What an index says of the project of this canonical name; None where the database has no page of it."""
        return self._database.project(name) if self._database is not None else None

    def _look_up(self, names: Collection[str]) -> dict[str, Lookup]:
        if self._database is None:
            return {name: Lookup(seed.claims(name), NO_DATABASE) for name in names}
        found = self._database.look_up(names)
        for name in seed.INCIDENTS.keys() & set(names):
            known = found.get(name, Lookup())
            found[name] = replace(known, claims=(*seed.claims(name), *known.claims))
        return found


def utc_today() -> datetime.date:
    """The day that it is, as indexes count days."""
    return datetime.datetime.now(datetime.timezone.utc).date()
