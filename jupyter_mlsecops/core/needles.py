"""Which of many needles occur in a text: by the standard library, and in much text by hyperscan if it is installed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from typing import Any, Protocol

import msgspec

RUN = re.compile(r"[A-Za-z0-9_\-./+=~:]{16,}")
_BREAK_EVEN = 150_000  # characters that the standard library searches while hyperscan is imported and compiled
_ASCII = bytes(range(128))
COMBINATIONS = 10_000  # of patterns in one text that are remembered
# Python takes these for ASCII letters and digits (``K`` is a k, ``٣`` is ``\d``), a search of bytes does not.
_ODD = re.compile("[\u0130\u0131\u017f\u212a]|(?![0-9])\\d")


class Needle(msgspec.Struct, frozen=True):
    """What is looked for: one of some literals, in any case (then they are in lower case) or as they are.

    ``dense`` ones matter only within a ``RUN``. ``shapes`` are patterns of which one matches a part of every text that
    is meant, closer than the literals: with no look-around and no class that depends on Unicode. They
    are used where many patterns cost no more than one.
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
        plain = [pair for pair in self._exact.items() if pair[0] in everything]
        plain += [pair for pair in self._dense.items() if pair[0] in runs]
        caseless = [pair for pair in self._caseless.items() if pair[0] in lowered]
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
    """One automaton over the bytes of each text. Raises ``ImportError`` where hyperscan is not installed."""

    name = "hyperscan"

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._standard = Standard(needles)
        self._everywhere = frozenset(k for k, n in enumerate(needles) if not n.literals and not n.shapes)
        owners: dict[tuple[str, bool], list[int]] = {}
        for k, needle in enumerate(needles):
            for pattern in needle.shapes or (re.escape(literal) for literal in needle.literals):
                owners.setdefault((pattern, needle.caseless), []).append(k)
        # Patterns of the same needles have one number, and are told once: what is told costs more than the search.
        self._owners = list({tuple(needles): None for needles in owners.values()})
        numbers = {needles: number for number, needles in enumerate(self._owners)}
        self._known: dict[tuple[int, ...], frozenset[int]] = {}  # by the numbers that were told
        patterns = ((*pattern, numbers[tuple(needles)]) for pattern, needles in owners.items())
        self._scan = _scanner(tuple(patterns)) if owners else _nothing

    def present(self, texts: Sequence[str]) -> list[frozenset[int]]:
        """As ``Search.present``."""
        out: list[frozenset[int]] = []
        scan, known = self._scan, self._known
        hits: list[int] = []
        for text in texts:
            try:
                raw = text.encode()
            except UnicodeEncodeError:  # half a character, which JSON can hold
                raw = text.encode("utf-8", "surrogatepass")
            if len(raw) > len(text) and _ODD.search(raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")):
                out += self._standard.present([text])
                continue
            if raw:
                scan(raw, match_event_handler=_collect, context=hits)
            if not hits:
                out.append(self._everywhere)
                continue
            key = tuple(hits)
            hits.clear()
            found = known.get(key)
            if found is None:
                if len(known) > COMBINATIONS:
                    known.clear()
                found = known[key] = self._everywhere.union(*[self._owners[number] for number in key])
            out.append(found)
        return out


def _scanner(patterns: tuple[tuple[str, bool, int], ...]) -> Callable[..., Any]:
    """The search of an automaton, with memory of its own to work in: automata are shared, that is not."""
    import hyperscan

    database = _automaton(patterns)
    return partial(database.scan, scratch=hyperscan.Scratch(database))


@lru_cache(maxsize=4)
def _automaton(patterns: tuple[tuple[str, bool, int], ...]) -> Any:
    """The automaton of patterns, each with whether case is ignored and its number; made once in a process."""
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    once = hyperscan.HS_FLAG_SINGLEMATCH
    database.compile(
        expressions=[pattern.encode() for pattern, _, _ in patterns],
        ids=[number for _, _, number in patterns],
        flags=[once | hyperscan.HS_FLAG_CASELESS if caseless else once for _, caseless, _ in patterns],
    )
    return database


def _collect(pattern: int, start: int, end: int, flags: int, hits: list[int]) -> None:
    hits.append(pattern)


def _nothing(text: bytes, **kwargs: Any) -> None:
    """The search of no pattern at all, which hyperscan does not take."""


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
    """Many literals that a rule looks for in one text."""

    def __init__(self, literals: Sequence[str]) -> None:
        self._literals = tuple(literals)

    def among(self, text: str) -> list[str]:
        """Those that stand in ``text``, in the order in which they were given."""
        return [self._literals[k] for k in sorted(self._search.present([text])[0])]

    @cached_property
    def _search(self) -> Search:
        return Adaptive([Needle((literal,)) for literal in self._literals])
