"""Pickles as loaders read them: plain ones, joblib's with arrays between opcodes, PyTorch's before its storages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
# What another reading of the same opcodes tells: names that are meant, not what it makes of values that are mixed up.
_TELLING = (
    *_RESOLVING,
    pickles.Kind.CALL,
    pickles.Kind.MALFORMED_NAME,
    pickles.Kind.PERSISTENT_ID,
    pickles.Kind.NESTED,
    pickles.Kind.ALLOCATION,
)


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
    merged = _Merged(first, arrays.raw)
    ways = _Ways(source, room, path, merged)
    if arrays.seen:
        merged.add(ways.read(source))
        ways.nested_wrappers(arrays, first)
        ways.other_choices(arrays)
    if arrays.cut is not None:
        ways.cut(arrays)
    unread = [(offset, f"{why[0].upper()}{why[1:]}.") for offset, why in arrays.unknown]
    gaps = [Gap(why, member, offset) for offset, why in [*unread, *((None, why) for why in ways.too_many)]]
    kind, facts, endings = "joblib" if arrays.wrappers else "pickle", merged.facts, first.endings
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
    """The facts of a first reading, and those of others that it does not have.

    ``raw`` are the bytes that the first reading passed over. What other readings find outside of them are the same
    opcodes with another memo: a name is put together of parts that belong to other things, an object is given what is
    meant for another one. Of that, only names count, and they are marked as ``MISREAD``.
    """

    def __init__(self, first: pickles.Reading, raw: Iterable[tuple[int, int]] = ()) -> None:
        self.facts = list(first.facts)
        self._known = {_sense(fact) for fact in first.facts}
        self._read = [(each.path, each.start, each.offset) for each in first.endings]
        self._raw = tuple(raw)

    def add(self, reading: pickles.Reading, real: Callable[[int], int] | None = None) -> None:
        """Add what another reading resolves, if it resolves anything. ``real`` tells where its offsets are."""
        if not any(fact.kind in _RESOLVING for fact in reading.facts):
            return
        is_chance = not any(fact.kind in (*_RESOLVING, *_ACTING) and self._is_raw(fact) for fact in reading.facts)
        for fact in reading.facts:
            if _sense(fact) in self._known:
                continue
            if is_chance and real is None and fact.kind is pickles.Kind.ALLOCATION and self._is_raw(fact):
                continue  # numbers of an array that look like an opcode and a length, where that loader fails
            if real is None and self._is_known(fact):
                if fact.kind not in _TELLING:
                    continue
                if fact.kind in (pickles.Kind.GLOBAL, pickles.Kind.CALL):
                    fact = fact._replace(detail=pickles.MISREAD)
            self._known.add(_sense(fact))
            self.facts.append(fact if real is None else fact._replace(offset=real(fact.offset)))

    def _is_known(self, fact: pickles.Fact) -> bool:
        """Whether the first reading took the same byte for an opcode."""
        within = any(path == fact.path and start <= fact.offset < end for path, start, end in self._read)
        return within and not self._is_raw(fact)

    def _is_raw(self, fact: pickles.Fact) -> bool:
        """Whether the first reading passed over the byte."""
        return any(start <= fact.offset < end for start, end in self._raw)


def _sense(fact: pickles.Fact) -> tuple[object, ...]:
    return fact.kind, fact.pairs, fact.opcode, fact.detail, fact.path


class _Ways:
    """Further readings of the same bytes, with arrays where another loader finds them, or with none.

    ``too_many`` says of which there are more than are read.
    """

    def __init__(self, source: Source, room: Room, path: tuple[str, ...], merged: _Merged) -> None:
        self.source = source
        self.room = room
        self.path = path
        self.merged = merged
        self.too_many: list[str] = []

    def read(self, source: Source, arrays: Arrays | None = None) -> pickles.Reading:
        """One reading: without ``arrays`` as the plain unpickler does it."""
        context = arrays.context if arrays is not None else None
        return pickles.read(source, budget=self.room.pickles, context=context, path=self.path)

    def nested_wrappers(self, arrays: Arrays, found: pickles.Reading) -> None:
        """Read without the arrays of wrappers within arrays of objects, which joblib does not read there."""
        other: dict[int, int] = {}
        for _ in range(_READINGS):
            nested = arrays.nested(found.endings) - other.keys()
            if not nested:
                return
            other.update(dict.fromkeys(nested, NOT))
            arrays = Arrays(self.source, other)
            found = self.read(arrays.source, arrays)
            self.merged.add(found)
        self.too_many.append("Too many of its arrays stand within arrays of objects.")

    def other_choices(self, arrays: Arrays) -> None:
        """Read for every other way in which one array may be read."""
        choices = [(offset, way) for offset, count in arrays.choices.items() for way in range(1, count)]
        for offset, way in choices[:_READINGS]:
            other = Arrays(self.source, {offset: way})
            self.merged.add(self.read(other.source, other))
        if len(choices) > _READINGS:
            self.too_many.append("Too many of its arrays can be read in more ways than one.")

    def cut(self, arrays: Arrays) -> None:
        """Read with the bytes of arrays left out that stand at the end of the frame that holds their wrapper."""
        spliced = self.source
        for done in range(1, _READINGS + 1):
            cut = arrays.cut
            if cut is None:
                return
            size = cut.size
            if cut.stream:
                part = Part(spliced, cut.start)
                inside = self.read(part)
                self.merged.add(inside, part.real)
                if not inside.endings or inside.endings[0].end is not pickles.End.STOP:
                    return
                size = inside.endings[0].offset
            spliced = Without(spliced, cut.start, cut.start + size)
            arrays = Arrays(spliced, done=done)
            self.merged.add(self.read(arrays.source, arrays), spliced.real)
        self.too_many.append("Too many of its arrays stand apart from what says how long they are.")
