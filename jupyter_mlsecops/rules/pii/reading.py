"""What the rules of personal data want to know of a text, found out at the speed of substring searches.

Most texts hold no personal data, so the first look is not at the text but at its shape: every digit a ``0``, every
capital an ``A``, every other letter an ``a``. An identity number in its usual notation is then one literal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from jupyter_mlsecops.sdk import Segment, Span, once, regex

from .tables import column

_LATIN = [chr(code) for code in range(256)]
_SHAPE = bytes(
    48 if c in "0123456789" else 32 if c == "\xa0" else (65 if c.isupper() else 97) if c.isalpha() else ord(c)
    for c in _LATIN
)
_HEX = bytes(104 if c in "0123456789abcdefABCDEF" else ord(c) for c in _LATIN)
_WORDS = bytes(ord(c.lower()) if c.isalpha() and ord(c.lower()) < 256 else 32 for c in _LATIN)

_WINDOW = 56  # a name stands at most this far before its value
_AFTER = 24
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_LETTERS = regex(r"[\W\d_]+")
# What ends the words of an earlier value: the value itself, or a name (but "value") with a colon behind a separator.
_EARLIER = regex(
    r"\d{3}(?=[^\d]*\Z)"
    r"|[,;&|{\t](?=\s{0,8}[\"'*`]{0,3}(?!value[\"']:)[^\W\d][\w .-]{0,40}[\"'*`]{0,3}\s{0,4}[:=])"
)
_CHAINED = regex(r"[\s\"'`,;|/\[\]()]{1,16}\Z")
_BRACKETED = regex(r"\[[\d\s.,+\-eE]{0,200}\Z|[\d\s.,+\-eE]{200}\Z|\([\d\s.,+\-eE]{0,180}\d[\s,][\s\d.,+\-eE]{0,20}\Z")
_MOSTLY = regex(r"[\d\s.,;:+\-/|()\[\]eE%$]")
_LONG = 20_000
_ENCODED = regex(r"[A-Za-z0-9+/=_-]{200,}")
_FIGURE_BEFORE = regex(r"[0-9](?: |, ?)\Z")
_FIGURE_BEHIND = regex(r"(?: |, ?)[0-9]")
# Words that may stand between a name and its value.
_LINKS = (
    "number|no|nr|num|id|code|is|was|are|as|of|the|on|in|at|s|card|holder|value|was|has|set|to|est|ist|es|lautet|er|är|var|"
    "number|nummer|numéro|numero|número|am|le|el|il|du|de|del|della|da|do|den|em|str|date|und|and|iso|format|home|current|"
    "file|record|entered|recorded|registered|listed|given|stated|found|b|c|list|array"
)
_OWNERS = (
    b"patient",
    b"customer",
    b"client",
    b"user",
    b"employee",
    b"member",
    b"person",
    b"home",
    b"work",
    b"holder",
    b"national",
)
_HEAD = min(map(len, _OWNERS))
_HEADS = frozenset(owner[:_HEAD] for owner in _OWNERS)
_BLOCKS = ('"""', "'''", "%%")
_DIGIT = regex(r"\d")
Foreign: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Words by their first character."""


class Reading:
    """A text as the rules of personal data read it. Offsets are code points of the segment's ``text``."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.text = _without_images(segment.text) if len(segment.text) > _LONG else segment.text
        self._latin = self.text.encode("latin-1", "replace")  # one byte a character, so that offsets stay
        self._names: dict[tuple[int, int, int], str] = {}

    @once
    def shape(self) -> bytes:
        """The shape of the text."""
        return self._latin.translate(_SHAPE)

    @property
    def has_numbers(self) -> bool:
        """Whether there is a run of digits and letters that is long enough for a number of a person."""
        compact = self._compact
        return b"000000" in compact or b"00A00" in compact or b"AA0000A" in compact

    def has_compact(self, shape: bytes) -> bool:
        """Whether a shape occurs, signs between letters and digits left out of the text."""
        return shape in self._compact

    def has_run(self, length: int) -> bool:
        """Whether there is a run of so many digits, signs between them left out."""
        return b"0" * length in self._compact

    @once
    def _compact(self) -> bytes:
        return self._latin.translate(_SHAPE, b" .-/+()")

    @property
    def has_dotted(self) -> bool:
        """Whether there may be four numbers with dots between them, as in a network address."""
        return b"..." in self._latin.translate(None, b"0123456789")

    @property
    def has_some_number(self) -> bool:
        """Whether there is a year, or a postcode."""
        return b"0000" in self._compact or b"0AA" in self._compact

    @once
    def hexes(self) -> bytes:
        """The text with every hexadecimal digit an ``h``."""
        return self._latin.translate(_HEX)

    def words_of(self, known: frozenset[bytes], foreign: Foreign) -> set[str]:
        """Which of some words stand in the text or are its name; ``foreign`` are those that Latin-1 cannot write.

        A word may be glued to its owner's: ``patientSsn``.
        """
        plain = self._plain_latin()
        if self.segment.key:
            plain += b" " + " ".join(words(self.segment.key)).encode("latin-1", "replace")
        listed = plain.split()
        found = {word.decode("latin-1") for word in known.intersection(listed)}
        if any(map(plain.__contains__, _OWNERS)):
            found.update(word.decode("latin-1") for word in known & _unglued(listed))
        if not self.text.isascii():
            found.update(_standing_in(self.text.lower(), foreign))
        if not self.segment.key.isascii():
            found.update(_standing_in(self.segment.key.lower(), foreign))
        return found

    def _plain_latin(self) -> bytes:
        """The words of the text in lower case between spaces; a written line end (``\\n``) is no letter."""
        latin = self._latin
        if b"\\" in latin:
            latin = latin.replace(b"\\n", b"  ").replace(b"\\t", b"  ")
        return latin.translate(_WORDS)

    def names(self, start: int, end: int, reach: int = _WINDOW) -> str:
        """The words that name the value there, in lower case between spaces: at most ``reach`` characters before it in
        its line, in brackets behind it, the name of a JSON value, the head of its column."""
        key = (start, end, reach)
        if key not in self._names:
            self._names[key] = self._named(start, end, reach)
        return self._names[key]

    def _named(self, start: int, end: int, reach: int) -> str:
        text = self.text
        line = text.rfind("\n", max(0, start - reach), start) + 1
        if line > 1 and text[line - 2] == ":" and not text[line:start].strip():  # the name has a line of its own
            line = text.rfind("\n", max(0, start - reach), line - 1) + 1
        before = text[max(line, start - reach) : start]
        after = text[end : end + _AFTER]
        bracket = after[: after.find(")")] if after[:2] in (" (", "(") and ")" in after else ""
        parts = [_own_words(before), *(_plain(part) for part in (bracket, self.segment.key) if part)]
        head = column(self.segment, start)
        if head:
            parts.append(_plain(head))
        return f" {' | '.join(filter(None, parts))} "

    def is_next_to(self, end: int, start: int, names: str) -> bool:
        """Whether a value without ``names`` of its own stands behind another's end in a list."""
        return names.isspace() and 0 <= start - end <= 16 and _CHAINED.match(self.text[end:start]) is not None

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

    def is_among_numbers(self, start: int, end: int, grouped: bool = False) -> bool:
        """Whether a number is one of many, or a part of one: an array, a table of figures, a decimal fraction.

        ``grouped``: it is written in groups that figures are not written in, so the rest of its line does not count.
        """
        text = self.text
        if text[start - 1 : start] == "." or (text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit()):
            return True
        if _BRACKETED.search(text, max(0, start - 201), start):
            return True
        if _FIGURE_BEFORE.search(text, max(0, start - 4), start) or _FIGURE_BEHIND.match(text, end, end + 3):
            return not self._is_field(start, end)
        if grouped:
            return False
        line = self._line(start, end)
        rest = text[line.start : start] + text[end : line.end]
        if not _DIGIT.search(rest):
            return False
        return 2 * (len(_MOSTLY.findall(rest)) + end - start) > len(rest) + end - start

    def _is_field(self, start: int, end: int) -> bool:
        """Whether a comma that is no part of a list of numbers parts it from digits: a row of comma separated texts."""
        line = self.text[slice(*self._line(start, end))]
        return "," in line and sum(any(c.isalpha() for c in field) for field in line.split(",")) >= 2

    def _line(self, start: int, end: int) -> Span:
        """The line that a stretch stands in, as far as it is near."""
        begin = self.text.rfind("\n", max(0, start - 400), start) + 1 or max(0, start - 400)
        stop = self.text.find("\n", end, end + 400)
        return Span(begin, stop if stop >= 0 else end + 400)


def by_first(words: Iterable[str]) -> Foreign:
    """Words by their first characters: most texts hold none of these."""
    ordered = sorted(words)
    return tuple((first, tuple(group)) for first, group in groupby(ordered, key=itemgetter(0)))


def _standing_in(text: str, foreign: Foreign) -> Iterator[str]:
    return (word for first, words in foreign if first in text for word in words if word in text)


def _unglued(listed: Iterable[bytes]) -> set[bytes]:
    """What is left of the words that begin with their owner's, without it."""
    glued = {word for word in listed if word[:_HEAD] in _HEADS}
    for owner in _OWNERS if glued else ():
        glued |= {word[len(owner) :] for word in glued if word.startswith(owner)}
    return glued


def _without_images(text: str) -> str:
    """``text`` with encoded images and the like blanked: among so many characters there is a match of everything."""
    return _ENCODED.sub(lambda run: " " * len(run[0]), text)


@lru_cache(maxsize=1024)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, and the name without its breaks: ``taxId`` → ``taxid``, ``tax``, ``id``."""
    return (*_NO_LETTERS.sub(" ", name).lower().split(), *_NO_LETTERS.sub(" ", _CAMEL.sub(" ", name)).lower().split())


def _never(_names: str) -> None:
    return None


@lru_cache(maxsize=512)
def _own_words(before: str) -> str:
    """The words before a value that belong to no earlier one: in a table they are the same in every row."""
    before = before.replace("\\n", "  ").replace("\\t", "  ")
    cut = 0
    for earlier in _EARLIER.finditer(before):
        cut = earlier.end()
    return _plain(before[cut:])


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    flat = _NO_LETTERS.sub(" ", text)
    parted = _CAMEL.sub(" ", flat)
    return flat.lower() if parted == flat else f"{flat} | {parted}".lower()


class Phrases:
    """Whether one of some phrases is among the names that ``Reading.names`` gives.

    ``close``: nothing but words such as "number" or "is" may stand between the phrase and the value.
    """

    def __init__(self, phrases: Sequence[str], close: bool = False) -> None:
        self._phrases = phrases
        self._close = close

    @once
    def _inside(self) -> tuple[str, ...]:
        return tuple(f" {phrase} " if phrase.isascii() else _NO_LETTERS.sub(" ", phrase) for phrase in self._phrases)

    @once
    def _ends(self) -> re.Pattern[str]:
        inside = "|".join(map(re.escape, self._inside))
        return re.compile(rf"(?:{inside})\s{{0,4}}(?:(?:{_LINKS})\s{{1,4}}){{0,4}}(?:\||\Z)")

    def judge(self) -> Callable[[str], bool]:
        """The question, for the names of one text: the same name is asked about at every value of a column."""
        known: dict[str, bool] = {}
        inside, close = self._inside, self._close
        ends = self._ends.search if close else _never

        def is_named(names: str) -> bool:
            if names not in known:
                known[names] = any(phrase in names for phrase in inside) and (not close or bool(ends(names)))
            return known[names]

        return is_named
