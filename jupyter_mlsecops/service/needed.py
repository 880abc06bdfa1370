"""What is to be remembered of a scan: the packages that a file needs, and the flaws that were told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..core.assessing import AssessedVersion, Dependency


class Fact(NamedTuple):
    """A version of a package that a file needs; ``through`` is the package that brings it in, empty for none.

    ``version`` is empty where any would do: what is malware in all its versions is told nevertheless."""

    name: str
    version: str
    through: str


def facts(versions: Iterable[tuple[Dependency, AssessedVersion]]) -> tuple[Fact, ...]:
    """What is to be remembered of a scan: these versions of these packages."""
    return tuple(
        sorted(
            Fact(one.name, version.version, one.through[0] if one.through else "")
            for one, version in versions
            if ":" not in one.name and (version.version or one.is_of_index)
        )
    )


def flaws(dependencies: Iterable[Dependency]) -> tuple[str, ...]:
    """The ids of the advisories that a scan told."""
    found = (a for one in dependencies for version in one.versions for a in version.assessment.advisories)
    return tuple(sorted({advisory.id for advisory in found}))
