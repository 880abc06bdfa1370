"""What is found in a file and in all that is packed into it, in one list, each thing with the path to it."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from . import fact, pickles
from .archives.decoded import Unpacked
from .archives.members import Strange
from .archives.pickled import Pickled
from .fact import Fact, Gap
from .pickles.source import Source
from .record import safe

_FACTS, _GAPS = 10_000, 1_000

AnyFact: TypeAlias = "Fact | pickles.Fact"
Ending: TypeAlias = "Gap | pickles.Ending"
Path: TypeAlias = "tuple[str, ...]"


class Reading(NamedTuple):
    """All that a file says.

    ``kind`` is what the file is under its compression: ``pickle``, ``joblib``, ``torch zip``, ``tar``, or a name of
    ``recognise``; empty where its content is none that is known. ``facts`` are in the order in which they were found;
    those of pickles have members in ``path``, the others in ``member``. ``endings`` say how each pickle ended, and what
    was not read and why. ``siblings`` are files beside this one that a loader opens with it; they were not opened.
    """

    kind: str
    facts: tuple[AnyFact, ...]
    endings: tuple[Ending, ...]
    siblings: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was read: if not, silence says nothing."""
        return all(not isinstance(ending, Gap) and ending.end is pickles.End.STOP for ending in self.endings)


class Gathered:
    """Facts, endings and siblings so far. Archives have a limit of their own on what they may tell."""

    def __init__(self) -> None:
        self.facts: list[AnyFact] = []
        self.endings: list[Ending] = []
        self.siblings: list[str] = []
        self._told = self._gaps = 0

    def reading(self, kind: str) -> Reading:
        """All of it."""
        return Reading(kind, tuple(self.facts), tuple(self.endings), tuple(dict.fromkeys(self.siblings)))

    def gap(self, path: Path, why: str, cure: str = "", offset: int | None = None) -> None:
        """Something was not read."""
        found = Gap(safe(f"{why[:1].upper()}{why[1:]}."), shown(path), offset, cure)
        self._gaps += 1
        if self._gaps <= _GAPS and found not in self.endings[-8:]:
            self.endings.append(found)

    def strange(self, path: Path, found: Strange) -> None:
        """Something about an archive."""
        self._told += 1
        if self._told <= _FACTS:
            self.facts.append(Fact(found.kind, safe(found.what), found.offset, shown(path), safe(found.detail)))
        elif self._told == _FACTS + 1:
            self.gap(path, f"more than {_FACTS:,} things to tell of archives")

    def trouble(self, source: Source, path: Path) -> None:
        """Why unpacked bytes ended before their time, if they did."""
        if isinstance(source, Unpacked):
            why, cure = source.trouble
            if why:
                self.gap(path, why, cure)

    def pickled(self, found: Pickled) -> None:
        """All that a pickle says."""
        self.facts += [*found.facts, *found.others]
        self.endings += [*found.endings, *found.gaps]
        self.siblings += found.siblings

    def said(self, reading: fact.Reading, path: Path) -> None:
        """All that the reader of another format says; what it says again of an archive is known already."""
        known: set[object] = {*self.facts, *self.endings}
        for one in reading.facts:
            one = one._replace(member=shown((*path, one.member)))
            if one not in known:
                self.facts.append(one)
        for gap in reading.gaps:
            gap = gap._replace(member=shown((*path, gap.member)))
            if gap not in known:
                self.endings.append(gap)


def shown(path: Path) -> str:
    """A path through archives as one text, as addresses of Java archives have it."""
    return "!".join(name for name in path if name)


def levels(path: Path) -> int:
    """How many archives and layers a path leads through: payloads of pickles are counted by the pickles' budget."""
    return sum(1 for name in path if not name.startswith("@") or not name[1:].isdigit())
