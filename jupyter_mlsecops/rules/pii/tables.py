"""Which column of a printed table a place stands in: HTML, separated by signs, or set in columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate

from jupyter_mlsecops.sdk import Segment, Span, regex

from .apart import Cell, Cells, may_stand_apart, named_apart

_CELL = regex(r"<(tr|td|th|/tr|/table)\b[^<>]{0,300}>", re.IGNORECASE)
_TAGS = regex(r"<[^<>]{0,300}>")
_RULED = regex(r"[\s|+=:\-─-┃┌-╿]*\Z|\\(?:top|mid|bottom|h)(?:rule|line)\Z")
_BARS = "│┃┆║"
_RUN = regex(r"\S+(?: \S+)*")
_WORD = regex(r"\S+")
_GAP = regex(r" {2,}")
_HEAD = 60  # a longer text is no name
_CELLS = 200_000
_SEPARATORS = ",;\t|&"  # the last is LaTeX's
_SIGNS = ("  ", *_SEPARATORS, *_BARS)
_ALONE = regex(r"^(?=\S+[ \t]*$)\S*?[^\W\d_]", re.MULTILINE)  # the name of a column that stands alone
_FOOTER = regex(r"^Name: (?!count,)([^\W\d].{0,60}?), (?:Length: [0-9]+, )?dtype: ", re.MULTILINE)


def columns(segment: Segment) -> Callable[[int], str] | None:
    """What tells the head of the column that the character at a place of the ``text`` stands in, or that there is none.

    None where there is no table, so that nobody need ask.
    """
    text = segment.text
    if segment.kind == "html" or "</td>" in text:
        return partial(_in_html, segment)
    may_have_lines = "\n" in text and (any(sign in text for sign in _SIGNS) or _ALONE.search(text) is not None)
    in_text = _text_columns(segment) if may_have_lines else None
    if not may_stand_apart(text):
        return in_text
    in_rows = partial(named_apart, segment)
    return (lambda start: in_rows(start) or in_text(start)) if in_text else in_rows


def _in_html(segment: Segment, start: int) -> str:
    return segment.remember(_cells).head(segment.raw_span(Span(start, start + 1)).start)


def _cells(segment: Segment) -> Cells:
    raw = segment.raw
    found: list[Cell] = []
    heads: list[str] = []
    row: list[tuple[int, int]] = []
    is_first = True

    def close() -> None:
        nonlocal is_first, heads
        texts = [_TAGS.sub(" ", raw[a : min(b, a + 4 * _HEAD)]).strip() for a, b in row]
        if is_first and row:
            heads, is_first = texts, False
        elif row and not texts[-1] and len(texts) == len(heads) and not any(map(_both, heads, texts)):
            heads = [*map(max, heads, texts)]  # the names of a frame's rows have a line of their own
        elif row:
            for k, (a, b) in enumerate(row):
                head = heads[k] if k < len(heads) else ""
                before = texts[0] if len(row) == 2 and k == 1 else ""
                found.append(Cell(a, b, f"{head} {before}" if len(head) + len(before) <= _HEAD else ""))
        if len(row) == 2 and heads is texts:
            found.append(Cell(*row[1], texts[0] if len(texts[0]) <= _HEAD else ""))

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
    return Cells(found)


def _both(one: str, other: str) -> bool:
    return bool(one and other)


class _Lines:
    """The lines of a text, and for each the first of the lines above it that are built alike.

    A line may be long and hold many values: what is told of one is kept for the next.
    """

    def __init__(self, text: str) -> None:
        for bar in "" if text.isascii() else _BARS:
            text = text.replace(bar, "|")
        self.lines = text.split("\n")
        self._separators = [sign for sign in _SEPARATORS if sign in text]
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self._tops: dict[str, list[int]] = {}
        self._fields: dict[tuple[int, str], list[str]] = {}
        self._names: dict[int, _Names] = {}
        self._blocks: dict[int, tuple[str, int]] = {}
        self._heads: dict[int, list[int]] = {}
        self._firsts: dict[int, int] = {}  # so far down a block nothing but rules and titles was met
        self._counted = (-1, "", 0, 0)
        self._gaps: dict[int, list[int]] = {}

    def block(self, number: int) -> tuple[str, int]:
        """What separates the fields of a line, or nothing, and the first line of its block."""
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._block(number)
        return block

    def _block(self, number: int) -> tuple[str, int]:
        line = self.lines[number]
        for separator in self._separators:
            if separator in line:
                top = self.top(number, separator)
                if top != number and separator in self.lines[top]:
                    return separator, top
        return "", self.top(number, "")

    def top(self, number: int, separator: str) -> int:
        """The first line of the block that line ``number`` is in: as many separators, or no empty line between."""
        tops = self._tops.get(separator)
        if tops is None:
            tops = self._tops[separator] = [*self._topped(separator)]
        return tops[number]

    def _topped(self, separator: str) -> Iterator[int]:
        top, above = 0, -1
        for k, line in enumerate(self.lines):
            count = line.count(separator) if separator else int(not line or line.isspace())
            if count != above and not (k and separator and _RULED.match(line) and line.strip()):
                top, above = k, count
            yield top

    def fields(self, number: int, separator: str) -> list[str]:
        """The names between the separators of a line."""
        key = (number, separator)
        if key not in self._fields:
            self._fields[key] = [_short(field.strip(" \"'*`")) for field in self.lines[number].split(separator)]
        return self._fields[key]

    def field(self, number: int, separator: str, offset: int) -> int:
        """How many separators stand before a place in a line."""
        line, sign, before, count = self._counted
        if line != number or sign != separator or before > offset:
            before = count = 0
        count += self.lines[number].count(separator, before, offset)
        self._counted = (number, separator, offset, count)
        return count

    def heads(self, top: int, number: int) -> list[int]:
        """The lines above line ``number`` in its block that may hold names: the first below rules and a title, and that
        of a frame's row names."""
        heads = self._heads.get(top)
        if heads is None:
            first = self._firsts.get(top, top)
            while first < number and (self.lines[first].endswith(":") or _RULED.match(self.lines[first])):
                first += 1
            self._firsts[top] = first
            if first >= number:
                return []
            second = self.lines[first + 1 : first + 2]
            line = self.lines[first]
            is_name = second and len(second[0].rstrip()) <= len(line) - len(line.lstrip())
            heads = self._heads[top] = [first, first + 1] if is_name else [first]
        return heads if heads[-1] < number else [head for head in heads if head < number]

    def names(self, number: int) -> _Names:
        """The names in a line that is set in columns."""
        if number not in self._names:
            self._names[number] = _Names(self.lines[number])
        return self._names[number]

    def gaps(self, number: int) -> list[int]:
        """Where two and more spaces begin and end in a line, in turn."""
        line = self.lines[number]
        if "  " not in line:
            return []
        gaps = self._gaps.get(number)
        if gaps is None:
            gaps = self._gaps[number] = [edge for gap in _GAP.finditer(line) for edge in gap.span()]
        return gaps


class _Names:
    """The names in a line, by where they begin and end: texts between gaps, and single words."""

    def __init__(self, line: str) -> None:
        runs, words = [*_RUN.finditer(line)], [*_WORD.finditer(line)]
        self.has_gap = "  " in line.strip()
        self.starting = {run.start(): run[0] for run in runs}
        self.ending = {run.end(): run[0] for run in runs}
        self.words_starting = {word.start(): word[0] for word in words}
        self.words_ending = {word.end(): word[0] for word in words}


def _footers(segment: Segment) -> list[tuple[int, str]]:
    """The lines that pandas writes under a series: where, and its name."""
    text = segment.text
    return [(footer.start(), footer[1]) for footer in _FOOTER.finditer(text)] if "dtype: " in text else []


def _in_series(footers: list[tuple[int, str]], table: _Lines, number: int) -> str:
    """The name of the series that ends the block of a line."""
    k = bisect_right(footers, (table.starts[number], ""))
    if k == len(footers):
        return ""
    at, name = footers[k]
    below = bisect_right(table.starts, at) - 1
    return name if table.top(below, "") == table.top(number, "") else ""


def _text_columns(segment: Segment) -> Callable[[int], str]:
    """As ``columns``, in lines of plain text."""
    table, footers, is_code = _Lines(segment.text), _footers(segment), segment.kind == "code"

    def head(start: int) -> str:
        number = bisect_right(table.starts, start) - 1
        if table.lines[number].startswith("$ "):
            return ""  # a line of a glimpse names its values itself
        offset = start - table.starts[number]
        separator, top = table.block(number)
        if separator:
            fields, k = table.fields(top, separator), table.field(number, separator, offset)
            return fields[k] if k < len(fields) else ""
        if is_code:
            return ""
        name = _in_series(footers, table, number) if footers else ""
        for line in () if name else table.heads(top, number):
            name = name or _aligned(table, line, number, offset)
        return name

    return head


def _aligned(table: _Lines, head: int, number: int, offset: int) -> str:
    """The name above a value in columns: it ends where the value ends, or begins where it begins."""
    names, gaps = table.names(head), table.gaps(number)
    k = bisect_right(gaps, offset)
    if not (k or names.has_gap or len(names.words_starting) == 1):
        return ""
    begin = gaps[k - 1] if k else 0 if gaps else -1
    end = gaps[k] if k < len(gaps) else len(table.lines[number].rstrip())
    whole = names.starting.get(begin) or names.ending.get(end)
    return _short(whole or names.words_starting.get(offset) or names.words_ending.get(end, ""))


def _short(name: str) -> str:
    return name if len(name) <= _HEAD else ""
