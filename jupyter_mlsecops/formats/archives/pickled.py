"""Pickles as loaders read them: plain ones, joblib's with arrays between opcodes, PyTorch's before its storages."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .. import pickles
from ..fact import Fact, Gap, Kind
from ..paths import escapes
from ..pickles import Ending, Source
from .joblibs import NOT, Arrays
from .room import Room
from .torches import LEGACY_STREAMS, legacy_tail
from .views import Part, Without

_READINGS = 8
_RESOLVING = (pickles.Kind.GLOBAL, pickles.Kind.COMPUTED_GLOBAL, pickles.Kind.EXTENSION)
_ACTING = (pickles.Kind.CALL, pickles.Kind.CALL_ON_VALUE, pickles.Kind.MUTATION)


class Pickled(NamedTuple):
    """All readings of some bytes taken together; ``kind`` is ``pickle``, ``joblib`` or ``torch legacy``."""

    kind: str
    facts: tuple[pickles.Fact, ...]
    endings: tuple[Ending, ...]
    others: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    end: int
    siblings: tuple[str, ...]

    @property
    def resolves(self) -> bool:
        return any(fact.kind in _RESOLVING for fact in self.facts)

    def likely(self, head: bytes, size: int | None) -> bool:
        """Whether bytes that nothing says are a pickle are one."""
        first = self.endings[0].end if self.endings else None
        if len(head) > 1 and head[0] == 0x80 and 1 <= head[1] <= 5:
            return self.resolves or first in (pickles.End.STOP, pickles.End.OVER_BUDGET)
        if self.resolves:
            return self.end > 0 or any(fact.kind in _ACTING for fact in self.facts)
        return first is pickles.End.STOP and self.end == size and self.end > 2


def read(source: Source, room: Room, path: tuple[str, ...], member: str) -> Pickled:
    """Read bytes as pickles in every way in which a loader may."""
    arrays = Arrays(source)
    first = pickles.read(arrays.source, budget=room.pickles, context=arrays.context, path=path)
    reading = _Merged(first)
    gaps = [Gap(f"{why[0].upper()}{why[1:]}.", member, offset) for offset, why in arrays.unknown]
    if arrays.seen:
        reading.add(pickles.read(source, budget=room.pickles, path=path))
        _nested_wrappers(source, room, path, arrays, first, reading, gaps, member)
        _other_choices(source, room, path, arrays, reading, gaps, member)
    if arrays.cut is not None:
        _cut_readings(source, room, path, arrays, reading, gaps, member)
    kind, facts, endings = "joblib" if arrays.wrappers else "pickle", reading.facts, first.endings
    tail = legacy_tail(first)
    if tail is not None:
        begin = [ending.offset for ending in first.endings if ending.end is pickles.End.STOP][LEGACY_STREAMS - 1]
        kind = "torch legacy"
        if source.size is not None and begin + tail == source.size:
            facts = [fact for fact in facts if fact.offset < begin or fact.path != path]
            endings = tuple(ending for ending in endings if ending.start < begin or ending.path != path)
    others = []
    for offset, name in arrays.siblings:
        named = Kind.PATH_ESCAPE if escapes(name) or "/" in name or "\\" in name else Kind.NAMED_FILE
        others.append(Fact(named, name, offset, member, "an array that joblib reads beside this file"))
    beside = tuple(fact.what for fact in others if fact.kind is Kind.NAMED_FILE)
    return Pickled(kind, tuple(facts), endings, tuple(dict.fromkeys(others)), tuple(gaps), first.end, beside)


class _Merged:
    """The facts of a first reading, and those of others that it does not have."""

    def __init__(self, first: pickles.Reading) -> None:
        self.facts = list(first.facts)
        self._known = {_sense(fact) for fact in first.facts}

    def add(self, reading: pickles.Reading, real: Callable[[int], int] | None = None) -> None:
        """Add what another reading resolves, if it resolves anything. ``real`` tells where its offsets are."""
        if not any(fact.kind in _RESOLVING for fact in reading.facts):
            return
        for fact in reading.facts:
            if _sense(fact) not in self._known:
                self._known.add(_sense(fact))
                self.facts.append(fact if real is None else fact._replace(offset=real(fact.offset)))


def _sense(fact: pickles.Fact) -> tuple[object, ...]:
    return fact.kind, fact.pairs, fact.opcode, fact.detail, fact.path


def _nested_wrappers(
    source: Source,
    room: Room,
    path: tuple[str, ...],
    arrays: Arrays,
    first: pickles.Reading,
    reading: _Merged,
    gaps: list[Gap],
    member: str,
) -> None:
    """Read again without the arrays of wrappers within arrays of objects, which joblib does not read there."""
    other: dict[int, int] = {}
    found = first
    for _ in range(_READINGS):
        nested = arrays.nested(found.endings) - other.keys()
        if not nested:
            return
        other.update(dict.fromkeys(nested, NOT))
        arrays = Arrays(source, other)
        found = pickles.read(arrays.source, budget=room.pickles, context=arrays.context, path=path)
        reading.add(found)
    gaps.append(Gap("Too many of its arrays stand within arrays of objects.", member))


def _other_choices(
    source: Source,
    room: Room,
    path: tuple[str, ...],
    arrays: Arrays,
    reading: _Merged,
    gaps: list[Gap],
    member: str,
) -> None:
    """Read again for every other way in which one array may be read."""
    ways = [(offset, way) for offset, count in arrays.choices.items() for way in range(1, count)]
    for offset, way in ways[:_READINGS]:
        other = Arrays(source, {offset: way})
        reading.add(pickles.read(other.source, budget=room.pickles, context=other.context, path=path))
    if len(ways) > _READINGS:
        gaps.append(Gap("Too many of its arrays can be read in more ways than one.", member))


def _cut_readings(
    source: Source,
    room: Room,
    path: tuple[str, ...],
    arrays: Arrays,
    reading: _Merged,
    gaps: list[Gap],
    member: str,
) -> None:
    """Read again with the bytes of arrays left out that stand at the end of the frame that holds their wrapper."""
    spliced = source
    for done in range(1, _READINGS + 1):
        cut = arrays.cut
        if cut is None:
            return
        size = cut.size
        if cut.stream:
            part = Part(spliced, cut.start)
            inside = pickles.read(part, budget=room.pickles, path=path)
            reading.add(inside, part.real)
            if not inside.endings or inside.endings[0].end is not pickles.End.STOP:
                return
            size = inside.endings[0].offset
        spliced = Without(spliced, cut.start, cut.start + size)
        arrays = Arrays(spliced, done=done)
        found = pickles.read(arrays.source, budget=room.pickles, context=arrays.context, path=path)
        reading.add(found, spliced.real)
    gaps.append(Gap("Too many of its arrays stand apart from what says how long they are.", member))
