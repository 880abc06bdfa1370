"""Texts: offsets in four units, values that must not leak, and the stable names of findings.

Four units meet in this product: ``ast`` counts UTF-8 bytes in a line, ``re`` code points in a text, a file is JSON
bytes, and the browser's editor counts UTF-16 units. They are converted here and nowhere else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from .model import Region
from .regex import regex

_LINE_END = re.compile(r"\r\n|\r|\n")
_BEYOND_BMP = regex("[\U00010000-\U0010ffff]")
_DOTS = "••••••"


class Span(NamedTuple):
    """A half-open stretch of one text, in code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        """The same stretch in a text that starts ``by`` code points earlier."""
        return Span(self.start + by, self.end + by)


class Lines:
    """The line starts of one text, for turning offsets into regions and back."""

    __slots__ = ("_wide", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in _LINE_END.finditer(text))]
        # The characters that are two UTF-16 units, found once: thousands of findings may stand in a line.
        self._wide = [] if text.isascii() else [m.start() for m in _BEYOND_BMP.finditer(text)]

    def region(self, span: Span) -> Region:
        """The region of ``span``: lines and columns from 1, columns in UTF-16 units."""
        start_line, start_column = self._position(span.start)
        end_line, end_column = self._position(span.end)
        return Region(start_line=start_line, start_column=start_column, end_line=end_line, end_column=end_column)

    def span(self, region: Region) -> Span:
        """The span of ``region``, clamped to the text. Inverse of ``region``."""
        return Span(
            self._offset(region.start_line, region.start_column), self._offset(region.end_line, region.end_column)
        )

    def ast_offset(self, line: int, byte_column: int) -> int:
        """Offset in code points of an ``ast`` position: line from 1, column in UTF-8 bytes from 0."""
        start = self._start(line)
        text = self.text[start : start + byte_column]
        if text.isascii():
            return start + byte_column
        head = text.encode("utf-8", "surrogatepass")[:byte_column]
        return start + len(head.decode("utf-8", "surrogatepass"))

    def line_of(self, offset: int) -> int:
        """Line number, from 1, of an offset."""
        return bisect_right(self.starts, offset)

    def line_span(self, line: int) -> Span:
        """The span of a line without its line end."""
        start = self._start(line)
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def _start(self, line: int) -> int:
        return self.starts[min(max(line, 1), len(self.starts)) - 1]

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, self._units(min(offset, len(self.text))) - self._units(self.starts[line - 1]) + 1

    def _offset(self, line: int, column: int) -> int:
        if line > len(self.starts):
            return len(self.text)
        start, wide = self._start(line), self._wide
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        units = self._units(start) + column - 1
        # Of a pair that ``column`` splits, the start is meant.
        before = bisect_left(range(len(wide)), units - 1, key=lambda k: wide[k] + k) if wide else 0
        at = wide[before] if before < len(wide) else end
        return max(start, min(units - before, at, end))

    def _units(self, offset: int) -> int:
        """How many UTF-16 units stand before an offset; a lone surrogate is one."""
        return offset + bisect_left(self._wide, offset) if self._wide else offset


class Stretches:
    """The union of spans of one text. A text may hold very many of them: each question costs a bisection."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def overlap(self, span: Span) -> bool:
        """Whether ``span`` shares at least one character with any of them."""
        k = bisect_left(self._starts, span.end) - 1
        return k >= 0 and self._ends[k] > span.start

    def add(self, span: Span) -> None:
        """Take up one more; those that it overlaps or touches become one with it."""
        if span.end <= span.start:
            return
        first = bisect_left(self._ends, span.start)
        last = bisect_right(self._starts, span.end)
        if first < last:
            span = Span(min(span.start, self._starts[first]), max(span.end, self._ends[last - 1]))
        self._starts[first:last] = [span.start]
        self._ends[first:last] = [span.end]


class OffsetMap:
    """How a view of a text (colour codes stripped, entities decoded) maps back to the text in the file.

    Built piece by piece, in order. Inside a piece that is as long in both texts offsets run in step; any other piece
    stands for its whole raw stretch.
    """

    __slots__ = ("_ends", "_starts", "_views", "length")

    def __init__(self) -> None:
        self._views, self._starts, self._ends = array("q"), array("q"), array("q")
        self.length = 0

    def add(self, length: int, raw_start: int, raw_end: int) -> None:
        """The next ``length`` characters of the view were made from ``raw_start`` to ``raw_end``."""
        self._views.append(self.length)
        self._starts.append(raw_start)
        self._ends.append(raw_end)
        self.length += length

    def raw(self, span: Span) -> Span:
        """The stretch of the raw text that a stretch of the view was made from."""
        if not self._views:
            return span
        start = self._at(span.start)[0]
        return Span(start, self._at(span.end - 1)[1] if span.end > span.start else start)

    def _at(self, offset: int) -> tuple[int, int]:
        k = max(0, bisect_right(self._views, offset) - 1)
        view, raw_start, raw_end = self._views[k], self._starts[k], self._ends[k]
        view_end = self._views[k + 1] if k + 1 < len(self._views) else self.length
        if view_end - view == raw_end - raw_start:
            at = min(raw_start + offset - view, raw_end)
            return at, min(at + 1, raw_end)
        return raw_start, raw_end


class Sensitive:
    """A text that must not leave the process. It prints as dots and can be neither encoded nor pickled."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for comparing, hashing and masking only."""
        return self._text

    def __repr__(self) -> str:
        return "Sensitive(" + _DOTS + ")"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Sensitive value cannot be pickled")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sensitive) and hmac.compare_digest(
            self._text.encode("utf-8", "surrogatepass"), other._text.encode("utf-8", "surrogatepass")
        )

    def __hash__(self) -> int:
        return hash(self._text)


def fingerprint(key: bytes, family: str, value: str) -> str:
    """A stable name for ``value``: HMAC-SHA256 under ``key``, 32 hex digits. Without the key it tells nothing.

    ``family`` separates kinds of finding, so that the same text found by two kinds of rule has two names.
    """
    message = family.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]


def shape(prefix: str = "") -> str:
    """How a hidden value is shown: its public prefix, then dots (``hf_••••••``)."""
    return prefix + _DOTS


def mask(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` with every part of ``spans`` replaced by dots."""
    end = len(text) if end is None else end
    out: list[str] = []
    at = start
    for span in sorted(spans):
        if span.end <= at or span.start >= end:
            continue
        if span.start > at:
            out.append(text[at : span.start])
        out.append(_DOTS)
        at = span.end
    if at < end:
        out.append(text[at:end])
    return "".join(out)


def printable(text: str, limit: int = 200) -> str:
    """``text`` as it may stand in a report: one line, no control or bidirectional characters, no lone surrogates."""
    clean = text[: limit + 1]
    if not clean.isprintable():
        clean = "".join(c if c.isprintable() else " " if c in "\t\r\n" else "\N{REPLACEMENT CHARACTER}" for c in clean)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
