"""One pass over a text for all kinds of personal data; each rule then takes its own out of the result."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from operator import attrgetter
from typing import TypeAlias

from jupyter_mlsecops.sdk import Part, Segment, regex

from .entity import Entity, Value
from .reading import Reading, by_first

_SHORT = 120  # so short a text is looked at faster than it is shaped
_HEAD = 4  # characters by which shapes are told apart first
_START, _END = attrgetter("start"), attrgetter("end")
_SOME = regex(r"[0-9@/\\]")
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
        self._order = {entity.id: rank for rank, entity in enumerate(entities)}
        self._printed = [(literal, e) for e in entities for literal in e.literals]
        self._written = [(literal, e) for literal, e in self._printed if not e.printed]
        self._worded = [(word, e) for e in entities for word in e.words]
        self._shaped: dict[bytes, list[tuple[bytes, Entity]]] = {}  # by how they begin
        for shape, entity in ((shape, e) for e in entities for shape in e.shapes):
            self._shaped.setdefault(shape[:_HEAD], []).append((shape, entity))
        self._gated: dict[str, dict[str, Entity]] = {}  # by a word that is enough
        self._phrased: dict[str, list[tuple[frozenset[str], Entity]]] = {}  # by the longest of several words
        every: set[str] = set()
        for entity in entities:
            for phrase in entity.gate:
                if " " in phrase:
                    parts = phrase.split()
                    every.update(parts)
                    self._phrased.setdefault(max(parts, key=len), []).append((frozenset(parts), entity))
                else:
                    self._gated.setdefault(phrase, {})[entity.id] = entity
        every.update(self._gated)
        foreign = {word for word in every if not word.isascii() and max(word) > "\xff"}
        self._known = frozenset([word.encode("latin-1") for word in every - foreign])
        self._foreign = by_first(foreign)

    def __call__(self, segment: Segment) -> Found:
        """All personal data in a text, by kind, each in order of its place."""
        text = segment.text
        if len(text) > _LONGEST and text.isalnum() and not text.isupper():
            return {}  # a hash
        if len(text) < _SHORT and not _SOME.search(text):
            return {}
        wanted: dict[str, Entity] = {}
        reading = Reading(segment)
        screened = f"{segment.key}\n{reading.text}" if segment.key else reading.text
        for literal, entity in self._printed if segment.part is Part.OUTPUT else self._written:
            if literal in screened:
                wanted[entity.id] = entity
        if reading.has_numbers:
            shapes = reading.shape
            for head, shaped in self._shaped.items():
                if head in shapes:
                    wanted.update((entity.id, entity) for shape, entity in shaped if shape in shapes)
            words = reading.words_of(self._known, self._foreign)
            for word in words:
                wanted.update(self._gated.get(word, ()))
                for parts, entity in self._phrased.get(word, ()):
                    if parts <= words:
                        wanted[entity.id] = entity
        elif not reading.has_some_number:
            return self._found(wanted, reading)
        for word, entity in self._worded:
            if word in screened:
                wanted[entity.id] = entity
        return self._found(wanted, reading)

    def _found(self, wanted: dict[str, Entity], reading: Reading) -> Found:
        if not wanted:
            return {}
        found: Found = {}
        taken: list[Value] = []
        for entity in sorted(wanted.values(), key=lambda e: self._order[e.id]):
            values = list(entity.find(reading))
            if values:
                free = _apart(values, taken)
                if free:
                    found[entity.id] = tuple(free)
                    taken = sorted([*taken, *free], key=_START) if taken else free
        return found


def _apart(values: list[Value], taken: list[Value]) -> list[Value]:
    """The values that overlap none of those taken; both in order of place."""
    free: list[Value] = []
    last = k = 0
    values.sort(key=_END, reverse=True)
    values.sort(key=_START)
    for value in values:
        start, end = value.start, value.end
        while k < len(taken) and taken[k].end <= start:
            k += 1
        if start >= last and not (k < len(taken) and taken[k].start < end):
            free.append(value)
            last = end
    return free
