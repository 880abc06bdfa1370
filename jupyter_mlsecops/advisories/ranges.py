"""Ranges of versions as OSV records write them: events in any order, at each of which a flaw comes or goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from .versions import Point, point

if TYPE_CHECKING:
    from packaging.version import Version

START = "0"  # introduced here: before every version
UNLIMITED = "*"
_ORDER = {"introduced": 0, "fixed": 1, "last_affected": 2, "limit": 3}


class Turn(msgspec.Struct, frozen=True):
    """A version at which a flaw comes (``introduced``) or goes; ``at`` is None before every version."""

    kind: str
    at: Version | None
    text: str
    local: bool

    def reached(self, version: Point) -> bool:
        """Whether a version is this one or a later one. A local part counts only where the event names one."""
        return self.at is None or (version.full if self.local else version.public) >= self.at


class Range(msgspec.Struct, frozen=True):
    """The turns of a range, oldest first, and the versions below which it holds (below any of them; none: all).

    ``everything`` is true of a range that begins before every version and never ends.
    """

    turns: tuple[Turn, ...]
    limits: tuple[Turn, ...]
    everything: bool

    def holds(self, version: Point) -> bool:
        """Whether a version is affected."""
        affected = False
        for turn in self.turns:
            if turn.at is not None:
                here = version.full if turn.local else version.public
                if here < turn.at:
                    break
                if turn.kind == "last_affected" and here == turn.at:
                    continue
            affected = turn.kind == "introduced"
        return affected and (not self.limits or any(not limit.reached(version) for limit in self.limits))

    def fixed(self, version: Point) -> Iterable[Turn]:
        """The versions above this one that repair the flaw, oldest first."""
        return (turn for turn in self.turns if turn.kind == "fixed" and not turn.reached(version))


def ordered(events: Sequence[Sequence[str]]) -> Range:
    """A range of the ``[event, version]`` pairs of a record. Events that are unknown, or no PEP 440, do not count."""
    turns: list[Turn] = []
    limits: list[Turn] = []
    unlimited = False
    for kind, text in events:
        if kind == "limit" and text == UNLIMITED:
            unlimited = True
        elif (turn := _turn(kind, text)) is not None:
            (limits if kind == "limit" else turns).append(turn)
    if len(turns) > 1:
        turns.sort(key=_place)
    everything = all(kind == "introduced" for kind, _ in events) and any(turn.at is None for turn in turns)
    return Range(tuple(turns), () if unlimited else tuple(limits), everything)


def covers(ranges: Iterable[Range], version: str) -> bool:
    """Whether a version lies in any of the ranges; one that is no PEP 440 version only in a range of everything."""
    at = point(version)
    return any(one.everything or (at is not None and one.holds(at)) for one in ranges)


@lru_cache(16_384)
def _turn(kind: str, text: str) -> Turn | None:
    """An event; None for one that is unknown, or no PEP 440. Hundreds of records of one package have the same ones."""
    if kind == "introduced" and text == START:
        return Turn(kind, None, text, False)
    found = point(text) if kind in _ORDER else None
    return None if found is None else Turn(kind, found.full, text, found.full is not found.public)


def _place(turn: Turn) -> tuple[bool, tuple[Version, ...], int]:
    return turn.at is not None, () if turn.at is None else (turn.at,), _ORDER[turn.kind]
