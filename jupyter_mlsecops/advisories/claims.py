"""What one published record claims of one package."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from .ranges import Range, Turn
from .versions import Point, point

if TYPE_CHECKING:
    from packaging.version import Version

MALWARE = "MAL-"


class Claim(msgspec.Struct, frozen=True):
    """One record about one package. ``severity`` is a CVSS vector or a word, empty where nobody rated it.

    Claims whose ids and aliases meet, or that have the same ``group``, are about the same flaw. ``points`` are where
    the listed ``versions`` stand in the order of versions. ``everything``: each version of the package is affected.
    ``nothing``: the record tells no versions of the package, only commits of a repository or not even these.
    """

    id: str
    malware: bool
    summary: str
    severity: str
    modified: str
    url: str
    aliases: tuple[str, ...]
    group: int | None
    ranges: tuple[Range, ...]
    versions: frozenset[str]
    points: frozenset[Version]
    everything: bool
    nothing: bool

    def affects(self, version: str, at: Point | None) -> bool:
        """Whether a version is affected: listed as it is written, or as PEP 440 reads it, or inside a range.

        ``at`` is where it stands. Of a version that is no PEP 440 version (None) only its writing can be known, and
        that it is affected where every version is.
        """
        if self.everything or version in self.versions:
            return True
        if at is None:
            return False
        if self.points and (at.public in self.points or at.full in self.points):
            return True
        for one in self.ranges:  # noqa: SIM110 - any() costs twice as much here, where a large environment spends its time
            if one.holds(at):
                return True
        return False

    def repairs(self, version: Point) -> Iterable[Turn]:
        """The versions above this one that are said to repair the flaw: of the ranges it lies in, if it lies in any."""
        inside = [one for one in self.ranges if one.holds(version)]
        return (turn for one in inside or self.ranges for turn in one.fixed(version))


def claim(
    id: str,
    *,
    aliases: Sequence[str] = (),
    ranges: Iterable[Range] = (),
    versions: Collection[str] = (),
    summary: str = "",
    severity: str = "",
    modified: str = "",
    url: str = "",
    malware: bool = False,
    group: int | None = None,
) -> Claim:
    """A claim; it is one of malware also where another name of it says so."""
    ranges = tuple(ranges)
    points = [found.full for found in map(point, versions) if found is not None]
    return Claim(
        id=id,
        malware=malware or any([name.startswith(MALWARE) for name in (id, *aliases)]),
        summary=summary,
        severity=severity,
        modified=modified,
        url=url,
        aliases=tuple(aliases),
        group=group,
        ranges=ranges,
        versions=frozenset(versions),
        points=frozenset(points),
        everything=any([one.everything for one in ranges]),
        nothing=not ranges and not versions,
    )
