"""Which of many needles occur in a text: by the standard library, and in much text by hyperscan if it is installed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import accumulate, chain
from typing import Any, Protocol

import msgspec

from .once import once

RUN = re.compile(r"[A-Za-z0-9_\-./+=~:]{16,}")
_BREAK_EVEN = 150_000  # characters that the standard library searches while hyperscan is imported and compiled
_COMPARED = 10_000_000  # the same for literals of one rule, in characters times literals: many pay sooner
_BATCH = 100_000  # characters that are searched together
_MANY = 20_000  # matches in a batch; where there are more, each text is searched on its own
COMBINATIONS = 10_000  # of patterns in one text that are remembered
BLANK = r"[\s\x1c-\x1f\x80-\xff]"
r"""White space in a shape, where ``\s`` is that of ASCII alone; letters of other scripts pass for it."""
# Python takes these for ASCII letters and digits (``K`` is a k, ``٣`` is ``\d``), a search of bytes does not: in UTF-8,
# four letters, and the digits of other scripts, some of them with their neighbours.
ODD = (
    r"\xc4[\xb0\xb1]|\xc5\xbf|\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9]|\xdf[\x80-\x89]|\xe2\x84\xaa|\xef\xbc[\x90-\x99]"
    r"|\xe0(?:[\xa5\xa7\xa9\xab\xad\xaf\xb1\xb3\xb5\xb7][\xa6-\xaf]|[\xb9\xbb][\x90-\x99]|\xbc[\xa0-\xa9])"
    r"|\xe1[\x81\x82\x9f\xa0\xa5\xa7\xaa\xad\xae\xb1]|\xea[\x80-\xaf]|\xf0(?:[\x90-\x9e]|\x9f[\xaf-\xbf])"
)
Scanner = Callable[[bytes, list[tuple[int, int]]], bool]
"""Adds the matches in some bytes to a list, each as its end and its number; false where there are too many."""


class Needle(msgspec.Struct, frozen=True):
    """What is looked for: one of some literals, in any case (then they are in lower case) or as they are.

    ``dense`` ones matter only within a ``RUN``. ``shapes`` are patterns of which one matches a part of every text that
    is meant, closer than the literals: with no look-around and no class that depends on Unicode. A line end stands
    behind each text, and ``^`` and ``$`` stand for those of a line. They are used where many patterns cost no more than
    one, and best if they match once in a stretch: each match is told.
    """

    literals: tuple[str, ...]
    caseless: bool = False
    dense: bool = False
    shapes: tuple[str, ...] = ()


class Search(Protocol):
    """A way to look for needles. A needle without literals and shapes is in every text."""

    name: str

    def __init__(self, needles: Sequence[Needle]) -> None: ...

    def present(self, texts: Sequence[str]) -> list[frozenset[int]]:
        """For each text the indexes of the needles that may be in it: all that are, and some that are not."""


class Standard:
    """The standard library's: one search a literal in all texts at once, then in each for those that were found."""

    name = "standard library"

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._everywhere = {k for k, needle in enumerate(needles) if not needle.literals}
        self._exact: dict[str, list[int]] = {}
        self._dense: dict[str, list[int]] = {}
        self._caseless: dict[str, list[int]] = {}
        for k, needle in enumerate(needles):
            for literal in needle.literals:
                group = self._caseless if needle.caseless else self._dense if needle.dense else self._exact
                group.setdefault(literal, []).append(k)

    def present(self, texts: Sequence[str]) -> list[frozenset[int]]:
        """As ``Search.present``."""
        everything = "\n".join(texts)
        runs = "\n".join(set(RUN.findall(everything))) if self._dense else ""
        lowered = everything.lower() if self._caseless else ""
        # To look at a key alone takes half as long as at a pair, and few of many literals stand anywhere.
        plain = [(literal, self._exact[literal]) for literal in self._exact if literal in everything]
        plain += [(literal, self._dense[literal]) for literal in self._dense if literal in runs]
        caseless = [(literal, self._caseless[literal]) for literal in self._caseless if literal in lowered]
        out: list[frozenset[int]] = []
        for text in texts:
            found = set(self._everywhere)
            for literal, owners in plain:
                if literal in text:
                    found.update(owners)
            if caseless:
                lowered = text.lower()
                for literal, owners in caseless:
                    if literal in lowered:
                        found.update(owners)
            out.append(frozenset(found))
        return out


class Hyperscan:
    """One automaton over the bytes of many texts at once. Raises ``ImportError`` where hyperscan is not installed."""

    name = "hyperscan"

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._standard = Standard(needles)
        self._everywhere = frozenset(k for k, n in enumerate(needles) if not n.literals and not n.shapes)
        owners: dict[tuple[str, bool], list[int]] = {}
        for k, needle in enumerate(needles):
            for pattern in needle.shapes or (re.escape(literal) for literal in needle.literals):
                owners.setdefault((pattern, needle.caseless), []).append(k)
        # Patterns of the same needles have one number: what is told costs more than the search.
        self._owners = list({tuple(needles): None for needles in owners.values()})
        numbers = {needles: number for number, needles in enumerate(self._owners)}
        self._known: dict[frozenset[int], frozenset[int]] = {}  # by the numbers that were told
        self._odd = len(self._owners)
        told = ((*pattern, numbers[tuple(needles)]) for pattern, needles in owners.items())
        self._patterns = (*told, (ODD, False, self._odd))
        self._scan = _scanner(self._patterns, False) if owners else _nothing

    def present(self, texts: Sequence[str]) -> list[frozenset[int]]:
        """As ``Search.present``."""
        if len(texts) <= 1:
            return [*map(self._alone, texts)]
        if sum(map(len, texts)) <= _BATCH:  # as in most notebooks
            return self._in_batch(texts)
        return [*chain.from_iterable(map(self.present, _batches(texts)))]

    def _in_batch(self, texts: Sequence[str]) -> list[frozenset[int]]:
        """One search for all: where a match ends tells whose it is. One that began in an earlier text is one too many,
        which is allowed; one that lies in a text is told whatever stands around it."""
        raws = _all_bytes(texts)
        hits: list[tuple[int, int]] = []
        if not self._scan(b"\n".join((*raws, b"")), hits):
            return [self._alone(text) for text in texts]
        out = [self._everywhere] * len(texts)
        ends = [*accumulate([len(raw) + 1 for raw in raws])] if hits else []
        numbers: defaultdict[int, set[int]] = defaultdict(set)
        for end, number in hits:
            numbers[bisect_left(ends, end)].add(number)
        for k, told in numbers.items():
            out[k] = self._owned(frozenset(told), texts[k])
        return out

    def _alone(self, text: str) -> frozenset[int]:
        """What is in one text; where there are too many matches, it is searched again, each pattern told once."""
        raw = _bytes(f"{text}\n")
        hits: list[tuple[int, int]] = []
        if not self._scan(raw, hits):
            hits.clear()
            self._single(raw, hits)
        return self._owned(frozenset([number for _, number in hits]), text) if hits else self._everywhere

    @once
    def _single(self) -> Scanner:
        return _scanner(self._patterns, True)

    def _owned(self, told: frozenset[int], text: str) -> frozenset[int]:
        if self._odd in told:
            return self._standard.present([text])[0]
        found = self._known.get(told)
        if found is None:
            if len(self._known) > COMBINATIONS:
                self._known.clear()
            found = self._known[told] = self._everywhere.union(*[self._owners[number] for number in told])
        return found


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """``texts`` in order, as many together as are no longer than a batch."""
    ends = [0, *accumulate(map(len, texts))]
    first = 0
    while first < len(texts):
        last = max(first + 1, bisect_right(ends, ends[first] + _BATCH) - 1)
        yield texts[first:last]
        first = last


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _all_bytes(texts: Sequence[str]) -> list[bytes]:
    try:
        return [*map(str.encode, texts)]
    except UnicodeEncodeError:  # half of a surrogate pair, which is rare
        return [*map(_bytes, texts)]


def _scanner(patterns: tuple[tuple[str, bool, int], ...], once: bool) -> Scanner:
    """The search of an automaton, with memory of its own to work in: automata are shared, that is not."""
    import hyperscan

    database = _automaton(patterns, once)
    find = partial(database.scan, match_event_handler=_collect, scratch=hyperscan.Scratch(database))

    def scan(text: bytes, hits: list[tuple[int, int]]) -> bool:
        try:
            find(text, context=hits)
        except hyperscan.ScanTerminated:
            return False
        return True

    return scan


@lru_cache(maxsize=4)
def _automaton(patterns: tuple[tuple[str, bool, int], ...], once: bool) -> Any:
    """The automaton of patterns, each with whether case is ignored and its number; made once in a process. ``once``:
    it tells each pattern one time at most."""
    import hyperscan

    # A text's end is a line's end where it stands with others.
    usual = hyperscan.HS_FLAG_MULTILINE | (hyperscan.HS_FLAG_SINGLEMATCH if once else 0)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[pattern.encode() for pattern, _, _ in patterns],
        ids=[number for _, _, number in patterns],
        flags=[usual | hyperscan.HS_FLAG_CASELESS if caseless else usual for _, caseless, _ in patterns],
    )
    return database


def _collect(pattern: int, start: int, end: int, flags: int, hits: list[tuple[int, int]]) -> bool:
    hits.append((end, pattern))
    return len(hits) > _MANY


def _nothing(text: bytes, hits: list[tuple[int, int]]) -> bool:
    """The search of no pattern at all, which hyperscan does not take."""
    return True


class Adaptive:
    """The standard library's search until so much text was searched that hyperscan pays, if it is installed."""

    name = "adaptive"

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._needles = needles
        self._search: Search = Standard(needles)
        self._left = _BREAK_EVEN

    def present(self, texts: Sequence[str]) -> list[frozenset[int]]:
        """As ``Search.present``."""
        if self._left > 0:
            self._left -= sum(map(len, texts))
            if self._left <= 0:
                # Without hyperscan, or with a rule whose shape it does not take, the standard library goes on.
                with suppress(Exception):
                    self._search = Hyperscan(self._needles)
        return self._search.present(texts)


class Literals:
    """Many literals that a rule looks for in one text, as they are: searched like ``Adaptive`` does."""

    def __init__(self, literals: Sequence[str]) -> None:
        self._literals = tuple(literals)
        self._left = min(_BREAK_EVEN, _COMPARED // max(1, len(self._literals)))
        self._scan: Scanner | None = None

    def among(self, text: str) -> list[str]:
        """Those that stand in ``text``, in the order in which they were given."""
        hits: list[tuple[int, int]] = []
        if self._scan is not None and self._scan(_bytes(text), hits):
            return [self._literals[k] for k in sorted([number for _, number in hits])]
        if self._left > 0:
            self._left -= len(text)
            if self._left <= 0:
                with suppress(Exception):
                    told = [(re.escape(literal), False, k) for k, literal in enumerate(self._literals)]
                    self._scan = _scanner(tuple(told), True)
        return [literal for literal in self._literals if literal in text]
