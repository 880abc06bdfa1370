"""What the rules of personal data want to know of a text, found out at the speed of substring searches.

Most texts hold no personal data, so the first look is not at the text but at its shape: every digit a ``0``, every
capital an ``A``, every other letter an ``a``. An identity number in its usual notation is then one literal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import groupby
from operator import itemgetter

from jupyter_mlsecops.sdk import Segment, once, regex

from .tables import columns
from .told import told_by_source
from .wording import beside, plain, words

SIGNS = " .-/+()"
"""What may stand between the digits of a number."""
_LATIN = [chr(code) for code in range(256)]
_SHAPE = bytes(
    48 if c in "0123456789" else 32 if c == "\xa0" else (65 if c.isupper() else 97) if c.isalpha() else ord(c)
    for c in _LATIN
)
_HEX = bytes(104 if c in "0123456789abcdefABCDEF" else ord(c) for c in _LATIN)
_WORDS = bytes(ord(c.lower()) if c.isalpha() and ord(c.lower()) < 256 else 32 for c in _LATIN)

MARK = "\0"
"""Stands before the beginning of what may be a number."""
_WIDTH = 32  # no number is as long, with the signs between its digits and what must not follow it
_RECORD = len(MARK) + _WIDTH

_WINDOW = 56  # a name stands at most this far before its value
# Behind a value its name stands in brackets, beside it in a pair, or as the label of a field that shows it.
_BEHIND = regex(r" \(([^()\n]{1,24})\)|[\"'], {0,4}(?:(?:description|label|placeholder)=)?[\"']([^\"'\n]{1,40})[\"']\)")
_BEFORE_NAMES = (" (", '"', "'")
# The first sign stands before what is asked of its place: so the search goes from sign to sign.
_START = regex(r"[0-9A-Z&](?:(?<![A-Za-z0-9_.].)|(?<=\\[nrt].))(?<![0-9] .)(?<![A-Za-z0-9][-/].)", re.DOTALL)
_FOREIGN = regex(r"[^\x00-\xff]+")
_CHAINED = regex(r"[\s\"'`,;|/\[\]()]{1,16}(?:[0-9]{1,6}[\"']? ?: ?[\"']?|(?:to|and|und|et|y) [\"']?)?\Z")
_JOINING = frozenset("| to and und et y".split())
_LONG = 20_000
_ENCODED = regex(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/=_-]{200,}")
_OWNERS = tuple(b"patient customer client user employee member person home work holder national".split())
_HEAD = itemgetter(slice(min(map(len, _OWNERS))))
_HEADS = frozenset(map(_HEAD, _OWNERS))
_BLOCKS = ('"""', "'''", "%%")


class Reading:
    """A text as the rules of personal data read it. Offsets are code points of the segment's ``text``."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.text = _without_images(segment.text) if len(segment.text) > _LONG else segment.text
        self._latin = self.text.encode("latin-1", "replace")  # one byte a character, so that offsets stay
        self._names: dict[tuple[int, int, int], str] = {}
        self._heads: dict[int, str] = {}
        self._numbers: dict[re.Pattern[str], list[tuple[int, int, str]]] = {}

    @once
    def shape(self) -> str:
        """The shape of the text."""
        return self._latin.translate(_SHAPE).decode("latin-1")

    @property
    def has_numbers(self) -> bool:
        """Whether there is a run of digits and letters that is long enough for a number of a person."""
        compact = self.compact
        return "000000" in compact or "00A00" in compact or "AA0000A" in compact

    def has_run(self, length: int) -> bool:
        """Whether there is a run of so many digits, signs between them left out."""
        return "0" * length in self.compact

    @once
    def compact(self) -> str:
        """The shape of the text without the signs that may stand between the digits of a number."""
        return self._latin.translate(_SHAPE, SIGNS.encode()).decode("latin-1")

    @property
    def has_dotted(self) -> bool:
        """Whether there may be four numbers with dots between them, as in a network address."""
        return b"..." in self._latin.translate(None, b"0123456789")

    @property
    def has_coloned(self) -> bool:
        """Whether there may be all eight groups of a long network address, with colons between them."""
        return b":::::::" in self._latin.translate(None, b"0123456789abcdefABCDEF")

    @property
    def has_some_number(self) -> bool:
        """Whether there is a year, or a postcode."""
        return "0000" in self.compact or "0AA" in self.compact

    @once
    def alike(self) -> bytes:
        """The text in Latin-1, one byte a character: what that cannot write as a letter, a digit or a space like it."""
        return self._latin if self.text.isascii() else _FOREIGN.sub(_like, self.text).encode("latin-1")

    @once
    def zeroed(self) -> str:
        """The text with every digit a ``0``: where digits do not count, the same stands before many values."""
        return reduce(lambda text, digit: text.replace(digit, "0"), "123456789", self.text)

    @once
    def hexes(self) -> str:
        """The text with every hexadecimal digit an ``h``."""
        return self._latin.translate(_HEX).decode("latin-1")

    def words_of(self, known: Words) -> set[str]:
        """Which of some words stand in the text or are its name. A word may be glued to its owner's: ``patientSsn``."""
        found = {word.decode("latin-1") for word in known.latin.intersection(self._words)}
        if not (self.text.isascii() and self.key.isascii()):
            found.update(known.foreign(f"{self.key}\n{self.text}"))
        return found

    @once
    def key(self) -> str:
        """The name of the whole text: that of a JSON value, or that by which its cell shows it."""
        return self.segment.key or told_by_source(self.segment)

    @once
    def _words(self) -> set[bytes]:
        """The words of the text in lower case, and what is left of those that begin with their owner's, without it; a
        written line end (``\\n``) is no letter."""
        latin = self._latin
        if b"\\" in latin:
            latin = latin.replace(b"\\n", b"  ").replace(b"\\t", b"  ")
        found = set(latin.translate(_WORDS).split())
        if self.key:
            found.update([word.encode("latin-1", "replace") for word in words(self.key)])
        if not _HEADS.isdisjoint(map(_HEAD, found)):
            glued = {word for word in found if _HEAD(word) in _HEADS}
            for owner in _OWNERS:
                glued |= {word[len(owner) :] for word in glued if word.startswith(owner)}
            found |= glued
        return found

    def names(self, start: int, end: int, reach: int = _WINDOW) -> str:
        """The words that name the value there, in lower case between spaces: at most ``reach`` characters before it in
        its line, in brackets behind it, the name of a JSON value, the head of its column."""
        key = (start, end, reach)
        known = self._names.get(key)
        if known is None:
            known = self._names[key] = self._named(start, end, reach)
        return known

    def _named(self, start: int, end: int, reach: int) -> str:
        text = self.text
        low = start - reach if start > reach else 0
        line = text.rfind("\n", low, start) + 1
        if line > 1 and not text[line:start].strip():  # the name may have a line of its own
            above = text.rfind("\n", low, line - 1) + 1
            if text[line - 2] == ":" or text.startswith("#", above):
                line = above
        behind = _BEHIND.match(text, end) if text.startswith(_BEFORE_NAMES, end) else None
        shown = behind[1] or behind[2] if behind else ""
        return beside(self.zeroed[line or low : start], shown, self.key, self._head(start))

    def _head(self, start: int) -> str:
        """The name of the column that a place is in, or empty."""
        if self._column is None:
            return ""
        head = self._heads.get(start)
        if head is None:  # kinds ask about the same place, each with a reach of its own
            head = self._heads[start] = self._column(start)
        return head

    @once
    def _whole(self) -> frozenset[str]:
        """The words by which the cell shows all values: they name none of its own."""
        return frozenset() if self.segment.key else frozenset(plain(self.key).split())

    @once
    def _beginnings(self) -> dict[str, list[int]]:
        """Where numbers of persons may begin, with a digit or a capital, by what stands there behind a ``MARK`` and in
        the same width: in tables it is often the same."""
        text, found = self.text, dict[str, list[int]]()
        for sign in _START.finditer(text):
            start = sign.start()
            found.setdefault(MARK + text[start : start + _WIDTH].ljust(_WIDTH), []).append(start)
        return found

    @once
    def _joined(self) -> str:
        """The beginnings, so that a pattern finds all its numbers in one search."""
        return "".join(self._beginnings)

    @once
    def _starts(self) -> dict[int, list[int]]:
        """Where each beginning stands in the text, by where it stands among the joined."""
        return dict(zip(range(0, len(self._joined), _RECORD), self._beginnings.values(), strict=True))

    def numbers(self, pattern: re.Pattern[str]) -> list[tuple[int, int, str]]:
        """Where the numbers that a pattern finds behind a ``MARK`` begin and end, and their names; none overlaps the
        one before it."""
        found = self._numbers.get(pattern)
        if found is None:  # several kinds are written alike
            found = self._numbers[pattern] = self._numbered(pattern)
        return found

    def _numbered(self, pattern: re.Pattern[str]) -> list[tuple[int, int, str]]:
        starts, known, last, found = self._starts, self._names, 0, []
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(self._joined):
            begin, end = match.span()
            size = end - begin - len(MARK)
            spans += [(start, start + size) for start in starts.get(begin, ())]
        for start, end in sorted(spans):
            if start >= last:
                last = end
                names = known.get((start, end, _WINDOW))  # most are: other kinds have asked
                found.append((start, end, self.names(start, end) if names is None else names))
        return found

    @once
    def _column(self) -> Callable[[int], str] | None:
        return columns(self.segment)

    def is_next_to(self, end: int, start: int, names: str) -> bool:
        """Whether a value without ``names`` of its own stands behind another's end in a list."""
        return (
            0 <= start - end <= 16
            and _JOINING.issuperset(set(names.split()) - self._whole)
            and _CHAINED.match(self.text[end:start]) is not None
        )

    @property
    def is_code(self) -> bool:
        """Whether the text is the source of a code cell."""
        return self.segment.kind == "code"

    @once
    def _first_block(self) -> int:
        """Where the first block of text may begin: behind its sign."""
        found = [self.text.find(sign) for sign in _BLOCKS]
        return min(
            (at + len(sign) for at, sign in zip(found, _BLOCKS, strict=True) if at >= 0), default=len(self.text) + 1
        )

    def is_in_string(self, start: int) -> bool:
        """Whether a place in code is in a string or a comment, as far as its line tells."""
        text = self.text
        line = text[max(text.rfind("\n", max(0, start - 300), start) + 1, start - 300) : start]
        return any(sign in line for sign in "\"'#`!%<") or self._first_block <= start


def _like(foreign: re.Match[str]) -> str:
    """Characters that Latin-1 has for those that it lacks."""
    return "".join(["0" if c.isdecimal() else " " if c.isspace() else "a" if c.isalpha() else "?" for c in foreign[0]])


class Words:
    """Words that texts are asked for: ``latin`` are those that Latin-1 can write."""

    def __init__(self, words: Iterable[str]) -> None:
        every = sorted(words)
        foreign = [word for word in every if not word.isascii() and max(word) > "\xff"]
        self.latin = frozenset([word.encode("latin-1") for word in every if word not in foreign])
        self._foreign = tuple((first, tuple(group)) for first, group in groupby(foreign, key=itemgetter(0)))
        letters = "".join(sorted({c for word in foreign for c in word + word.upper() if c > "\xff"}))
        self._letters = regex(f"[{re.escape(letters)}]")

    def foreign(self, text: str) -> Iterator[str]:
        """Those that Latin-1 cannot write and that stand in a text: most have none of their letters."""
        if self._foreign and self._letters.search(text):
            lower = text.lower()
            yield from (word for first, words in self._foreign if first in lower for word in words if word in lower)


def _without_images(text: str) -> str:
    """``text`` with encoded images and the like blanked: among so many characters there is a match of everything."""
    return _ENCODED.sub(lambda run: " " * len(run[0]), text)
