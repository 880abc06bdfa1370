"""Which column of a printed table a place stands in: HTML, separated by signs, or set in columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from operator import attrgetter

from jupyter_mlsecops.sdk import Frozen, Segment, Span, regex

_CELL = regex(r"<(tr|td|th|/tr|/table)\b[^<>]{0,300}>", re.IGNORECASE)
_TAGS = regex(r"<[^<>]{0,300}>")
_RULED = regex(r"[\s|+=:\-─-┃┌-╿]*\Z")
_BARS = "│┃┆║"
_RUN = regex(r"\S+(?: \S+)*")
_WORD = regex(r"\S+")
_HEAD = 60  # a longer text is no name
_CELLS = 200_000
_SEPARATORS = ",;\t|"


class _Cell(Frozen, frozen=True):
    start: int
    end: int
    head: str


_START = attrgetter("start")


def column(segment: Segment, start: int) -> str:
    """The head of the column that the character at ``start`` stands in, or empty. ``start`` counts in ``text``."""
    if segment.kind == "html":
        return _in_html(segment, start)
    if "\n" not in segment.text:
        return ""
    return _in_text(segment, start)


def _in_html(segment: Segment, start: int) -> str:
    cells = segment.remember(_cells)
    at = segment.raw_span(Span(start, start + 1)).start
    k = bisect_right(cells, at, key=_START) - 1
    return cells[k].head if k >= 0 and cells[k].start <= at < cells[k].end else ""


def _cells(segment: Segment) -> list[_Cell]:
    raw = segment.raw
    found: list[_Cell] = []
    heads: list[str] = []
    row: list[tuple[int, int]] = []
    is_first = True

    def close() -> None:
        nonlocal is_first, heads
        texts = [_TAGS.sub(" ", raw[a : min(b, a + 4 * _HEAD)]).strip() for a, b in row]
        if is_first and row:
            heads, is_first = texts, False
        elif row:
            for k, (a, b) in enumerate(row):
                head = heads[k] if k < len(heads) else ""
                before = texts[0] if len(row) == 2 and k == 1 else ""
                found.append(_Cell(a, b, f"{head} {before}" if len(head) + len(before) <= _HEAD else ""))
        if len(row) == 2 and heads is texts:
            found.append(_Cell(*row[1], texts[0] if len(texts[0]) <= _HEAD else ""))

    for tag in _CELL.finditer(raw):
        name = tag[1].lower()
        if name in ("td", "th"):
            if row:
                row[-1] = (row[-1][0], min(row[-1][1], tag.start()))
            row.append((tag.end(), len(raw)))
        else:
            if row:
                row[-1] = (row[-1][0], min(row[-1][1], tag.start()))
            close()
            row = []
            if name == "/table":
                heads, is_first = [], True
        if len(found) > _CELLS:
            break
    return found


class _Lines:
    """The lines of a text, and for each the first of the lines above it that are built alike."""

    def __init__(self, text: str) -> None:
        for bar in "" if text.isascii() else _BARS:
            text = text.replace(bar, "|")
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self._tops: dict[str, list[int]] = {}

    def top(self, number: int, separator: str) -> int:
        """The first line of the block that line ``number`` is in: as many separators, or no empty line between."""
        if separator not in self._tops:
            tops: list[int] = []
            last = -1
            for k, line in enumerate(self.lines):
                count = line.count(separator) if separator else int(bool(line.strip()))
                is_rule = bool(separator) and _RULED.match(line) is not None and bool(line.strip())
                if k and (is_rule or count == last):
                    tops.append(tops[-1])
                else:
                    tops.append(k)
                    last = count
            self._tops[separator] = tops
        return self._tops[separator][number]


def _lines_of(segment: Segment) -> _Lines:
    return _Lines(segment.text)


def _in_text(segment: Segment, start: int) -> str:
    table = segment.remember(_lines_of)
    number = bisect_right(table.starts, start) - 1
    line, offset = table.lines[number], start - table.starts[number]
    for separator in _SEPARATORS:
        if separator in line:
            head = table.lines[table.top(number, separator)]
            if head is not line and separator in head:
                fields = head.split(separator)
                k = line.count(separator, 0, offset)
                name = fields[k].strip(" \"'*`") if k < len(fields) else ""
                return name if len(name) <= _HEAD else ""
    top = table.top(number, "")
    if top == number or segment.kind == "code":
        return ""
    return _aligned(table.lines[top], line, offset)


def _aligned(head: str, line: str, offset: int) -> str:
    """The name above a value in columns: it ends where the value ends, or begins where it begins."""
    gap = line.rfind("  ", 0, offset)
    end = line.find("  ", offset)
    if "  " not in head.strip() and gap < 0:
        return ""
    begin = gap + 2 if gap >= 0 else 0 if end >= 0 else -1
    end = len(line.rstrip()) if end < 0 else end
    for run in _RUN.finditer(head[: end + 200]):
        if run.end() == end or run.start() == begin:
            return run[0] if len(run[0]) <= _HEAD else ""
    for word in _WORD.finditer(head[: end + 1]):
        if word.end() == end or word.start() == offset:
            return word[0] if len(word[0]) <= _HEAD else ""
    return ""
