"""One pass over a text for all kinds of personal data; each rule then takes its own out of the result."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TypeAlias

from jupyter_mlsecops.sdk import Literals, Part, Segment, regex

from .entity import Entity, Value
from .reading import SIGNS, Reading, Words

_SHORT = 120  # so short a text is looked at faster than it is shaped
_HEAD = 4  # characters by which shapes are told apart first
_RUN = 8  # so many digits together are rare: what has them is asked for by their number
_START, _END = attrgetter("start"), attrgetter("end")
_SOME = regex(r"[0-9@/\\]")
_UUID = regex(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z")
_NAME = 3  # under a shorter name no telephone number is stored, which is all that a UUID may hold
_LONGEST = 20  # of a number without signs between its digits
# What every text with a long enough number holds, as the screen asks for it: signs between the digits do not count.
_SIGNS = r"[ .\-/+()]*"
_CAPITAL = r"[A-Z\x80-\xff]+"
_NUMBERS = (
    # To its end, so that it is told once.
    _SIGNS.join(["[0-9]"] * 6) + r"[0-9 .\-/+()]*[^0-9 .\-/+()]",
    _SIGNS.join(["[0-9]", "[0-9]", _CAPITAL, "[0-9]", "[0-9]"]),
    _SIGNS.join([_CAPITAL, "[0-9]", "[0-9]", "[0-9]", "[0-9]", _CAPITAL]),
)
Found: TypeAlias = dict[str, tuple[Value, ...]]


def shapes(entities: Sequence[Entity]) -> tuple[str, ...]:
    """What stands in every text in which a survey finds anything, as the shapes of a rule."""
    told = [(*(e.closer or map(re.escape, e.literals)), *map(re.escape, e.words)) for e in entities]
    return (*_NUMBERS, *dict.fromkeys(itertools.chain.from_iterable(told)))


class Survey:
    """The kinds of personal data to look for. Of two kinds that claim the same characters the earlier one has them."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = tuple(entities)
        ranked = tuple(enumerate(entities))
        self._printed = _owners((literal, rank) for rank, e in ranked for literal in e.literals)
        self._written = _owners((literal, rank) for rank, e in ranked if not e.printed for literal in e.literals)
        self._worded = _owners((word, rank) for rank, e in ranked for word in e.words)
        self._literals = Literals([*{**self._printed, **self._worded}])
        told = [(_run(shape), shape, rank) for rank, e in ranked for shape in e.shapes]
        # By the run of digits that is in them, the shortest first; what has none of length by how it begins.
        self._digits = _grouped((run, shape, rank) for run, shape, rank in told if len(run) >= _RUN)
        self._signs = _grouped((shape[:_HEAD], shape, rank) for run, shape, rank in told if len(run) < _RUN)
        self._gated: dict[str, set[int]] = {}  # by a word that is enough
        self._phrased: dict[str, list[tuple[frozenset[str], int]]] = {}  # by the longest of several words
        for rank, phrase in ((rank, phrase) for rank, e in ranked for phrase in e.gate):
            parts = phrase.split()
            if len(parts) > 1:
                self._phrased.setdefault(max(parts, key=len), []).append((frozenset(parts), rank))
            else:
                self._gated.setdefault(phrase, set()).add(rank)
        first = {*self._gated, *self._phrased}
        self._first = Words(first)
        self._rest = Words({word for phrases in self._phrased.values() for parts, _ in phrases for word in parts})

    def __call__(self, segment: Segment) -> Found:
        """All personal data in a text, by kind, each in order of its place."""
        text = segment.text
        if len(text) > _LONGEST and text.isalnum() and not text.isupper():
            return {}  # a hash
        if len(text) < _SHORT and (not _SOME.search(text) or (len(segment.key) < _NAME and _UUID.match(text))):
            return {}
        reading = Reading(segment)
        screened = f"{segment.key}\n{reading.text}" if segment.key else reading.text
        literals = self._literals.among(screened)
        owners = self._printed if segment.part is Part.OUTPUT else self._written
        wanted = {rank for literal in literals for rank in owners.get(literal, ())}
        if reading.has_numbers:
            wanted.update(self._shaped(reading))
            wanted.update(self._named(reading))
        elif not reading.has_some_number:
            return self._found(wanted, reading)
        wanted.update([rank for literal in literals for rank in self._worded.get(literal, ())])
        return self._found(wanted, reading)

    def _shaped(self, reading: Reading) -> list[int]:
        """The kinds with a shape of which the text has one."""
        shapes, compact = reading.shape, reading.compact
        found = [rank for head, shaped in self._signs if head in shapes for shape, rank in shaped if shape in shapes]
        for run, shaped in self._digits:
            if run not in compact:
                break
            found += [rank for shape, rank in shaped if shape in shapes]
        return found

    def _named(self, reading: Reading) -> list[int]:
        """The kinds of whose gate the text has a phrase."""
        words = reading.words_of(self._first)
        if not words:
            return []
        found = [rank for word in words for rank in self._gated.get(word, ())]
        phrased = [phrase for word in words for phrase in self._phrased.get(word, ())]
        if phrased:
            words |= reading.words_of(self._rest)
            found += [rank for parts, rank in phrased if parts <= words]
        return found

    def _found(self, wanted: set[int], reading: Reading) -> Found:
        found: Found = {}
        taken = bytearray()
        for rank in sorted(wanted):
            entity = self._entities[rank]
            values = list(entity.find(reading))
            if values:
                taken = taken or bytearray(len(reading.text))
                free = tuple(_apart(values, taken))
                if free:
                    found[entity.id] = free
        return found


def _run(shape: str) -> str:
    """The longest run of digits in a shape, signs between them left out."""
    return max(re.findall("0+", shape.translate(dict.fromkeys(map(ord, SIGNS)))), default="")


def _owners(entries: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The ranks of each literal."""
    owners: dict[str, list[int]] = {}
    for literal, rank in entries:
        owners.setdefault(literal, []).append(rank)
    return owners


def _grouped(entries: Iterable[tuple[str, str, int]]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Shapes and ranks by the first of each entry, in order."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for group, shape, rank in entries:
        groups.setdefault(group, []).append((shape, rank))
    return sorted(groups.items())


def _apart(values: list[Value], taken: bytearray) -> Iterator[Value]:
    """The values none of whose characters are ``taken``, in order of place; they are then."""
    values.sort(key=_END, reverse=True)
    values.sort(key=_START)
    for value in values:
        if taken.find(1, value.start, value.end) < 0:
            taken[value.start : value.end] = b"\1" * (value.end - value.start)
            yield value
