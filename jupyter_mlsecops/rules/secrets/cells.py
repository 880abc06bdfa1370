"""Values that are named by the head of their column: a data frame that was shown as HTML or text, a printed CSV."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from jupyter_mlsecops.sdk import Frozen, Span, regex

_PART = regex(r"<(?P<row>tr|table)\b|<(?P<kind>t[hd])\b[^<>]{0,200}>\s{0,40}(?P<text>[^<>]{0,1300})</")
_HEAD_LINE = regex(r"[\w \t,;.|│┆\"-]{3,380}")
_FIELD = regex(r"\S+")
_MARKS = ("|", "│", "\t", ";", ",")  # of a line with several the first separates the cells
_SEPARATORS = {"|": regex(r"\|"), "│": regex("[│┆]"), "\t": regex("\t"), ";": regex(";"), ",": regex(",")}
_SPACE = regex(r"\s+")
_LETTER = regex(r"[^\W_]")
_ROWS = 20
_NO_ROW = ("", "\n")  # how a line begins that is empty
_HEAD_REACH = 300  # characters of a line of names, but for the space that it begins with
_WIDEST = 2 * _HEAD_REACH
_ROW_REACH = 2000
_SHORTEST = 8
_HEAD_ROWS = 4000  # characters in which the names of the columns stand


def named_cells(raw: str, counts: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """The name of the column and the text of every cell in a column whose name counts."""
    at = raw.find("<table")
    while at >= 0:
        end = raw.find("</table", at)
        end = len(raw) if end < 0 else end
        head = raw[at : min(end, at + _HEAD_ROWS)]
        if "<th" in head and counts(head):
            yield from _cells(raw, at, end, counts)
        at = raw.find("<table", end)


def _cells(raw: str, start: int, end: int, counts: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    names: list[str] = []
    row: list[tuple[str, str]] = []
    for part in (*_PART.finditer(raw, start, end), None):
        if part is not None and part["kind"]:
            row.append((part["kind"], part["text"].strip()))
            continue
        if row and all(kind == "th" for kind, _ in row):
            if not names:
                names = [_SPACE.sub("_", text) for _, text in row]
                if not any(map(counts, names)):
                    return
        else:
            yield from (
                (name, text)
                for name, (_, text) in zip(names, row, strict=False)
                if len(text) >= _SHORTEST and counts(name) and _SPACE.search(text) is None
            )
        row = []


class Columns:
    """The columns of a plain text. Its lines are read once, however many words name a credential in them.

    Where only space separates the cells, none may have a space in it; of rows with other counts of cells none counts.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._heads: dict[int, _Head | None] = {}
        self._rows: dict[tuple[int, str], _Row] = {}

    def below(self, start: int) -> tuple[str, list[Span]]:
        """The name and the cells of the column whose head the word at ``start`` is in."""
        end = self.text.find("\n", start, start + _HEAD_REACH)
        if end < 0:
            return "", []
        if end not in self._heads:
            self._heads[end] = self._head(self.text.rfind("\n", max(0, end - _WIDEST), end) + 1, end)
        head = self._heads[end]
        place = bisect_right(head.starts, start) - 1 if head is not None else -1
        if head is None or place < 0 or start >= head.ends[place]:
            return "", []
        return head.names[place], head.columns.get(place, [])

    def _head(self, begin: int, end: int) -> _Head | None:
        if self.text[end + 1 : end + 2] in _NO_ROW:  # as behind most lines of a text
            return None
        line = self.text[begin:end].removesuffix("\r")
        if line.strip().isidentifier():  # one word; the rest would say so at more cost
            return None
        if _HEAD_LINE.fullmatch(line) is None or line[:-_HEAD_REACH].strip(" \t"):
            return None
        mark = next((mark for mark in _MARKS if mark in line), "")
        fields = list(_fields(self.text, begin, begin + len(line), mark))
        names = [_SPACE.sub("_", self.text[start:stop].strip('"')) for start, stop in fields]
        if len(names) < 2 or not all(map(str.isidentifier, names)):
            return None
        columns: dict[int, list[Span]] = {}
        for _ in range(_ROWS):
            row = self._rows.get((end + 1, mark)) or self._read(end + 1, mark)
            if row.is_rule:  # of dashes, as Spark, Polars and psql draw them
                end = row.end
                continue
            index = row.cells - len(names)  # rows of a frame begin with their index
            if index not in (0, 1):
                break
            for place, span in row.values:
                columns.setdefault(place - index, []).append(span)
            end = row.end
        return _Head([start for start, _ in fields], [stop for _, stop in fields], names, columns)

    def _read(self, begin: int, mark: str) -> _Row:
        end = self.text.find("\n", begin, begin + _ROW_REACH - 1)
        end = end if end >= 0 else min(len(self.text), begin + _ROW_REACH)
        is_rule = self.text[begin:end].strip() != "" and _LETTER.search(self.text, begin, end) is None
        cells = [] if is_rule else list(_fields(self.text, begin, end, mark))
        row = self._rows[begin, mark] = _Row(end, len(cells), [*self._values(cells)], is_rule)
        return row

    def _values(self, cells: list[tuple[int, int]]) -> Iterator[tuple[int, Span]]:
        for place, (start, end) in enumerate(cells):
            if end - start >= _SHORTEST:
                cell = self.text[start:end]
                value = cell.strip('"`*')
                if len(value) >= _SHORTEST and not any(map(str.isspace, value)):
                    at = start + cell.find(value)
                    yield place, Span(at, at + len(value))


def _fields(text: str, begin: int, end: int, mark: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a line stand, without the space around them; without a ``mark`` space separates them."""
    if not mark:
        yield from (field.span() for field in _FIELD.finditer(text, begin, end))
        return
    if mark in "|│":  # which may also stand around a line
        begin, end = _bare(text, begin, end, " \t\r|│")
    for place in (*_places(text, begin, end, mark), end):
        yield _bare(text, begin, place, " \t\r")
        begin = place + 1


def _places(text: str, begin: int, end: int, mark: str) -> Iterator[int]:
    """Where one of the marks of a kind stands."""
    return (match.start() for match in _SEPARATORS[mark].finditer(text, begin, end))


def _bare(text: str, begin: int, end: int, around: str) -> tuple[int, int]:
    """A stretch without the characters ``around`` it."""
    inner = text[begin:end].strip(around)
    at = text.find(inner, begin, end)
    return at, at + len(inner)


class _Head(Frozen, frozen=True):
    """The names of columns, where they stand, and by the place of a name the values below it."""

    starts: list[int]
    ends: list[int]
    names: list[str]
    columns: dict[int, list[Span]]


class _Row(Frozen, frozen=True, gc=False):
    """Where a line ends, how many cells it has, and the place and span of those that are long enough; ``is_rule`` says
    that it has neither letters nor digits."""

    end: int
    cells: int
    values: list[tuple[int, Span]]
    is_rule: bool
