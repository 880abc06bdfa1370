"""Tables in HTML, as pandas, polars, R and others write them: read leniently, in one pass, no further than asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Frozen, Span, regex, unescape

from .dataframe import ROWS, TABLES, Column, Shown, Table, stripped

_TAG = regex(r"<(/?)(table|thead|tbody|tr|th|td)\b([^<>]{0,2000})>", re.IGNORECASE)
_ANY_TAG = regex(r"<[^<>]{0,2000}>")
_SPANNED = regex(r"\b(col|row)span\s{0,3}=\s{0,3}[\"']?(\d{1,3})")
_LONGEST = 2000  # a longer cell holds a document
_DTYPE = regex(r"(?:[iuf]\d{1,3}|str|string|bool|date\S*|cat|<\w{1,8}>|list\[\S+|object|binary)\Z")


class _Cell(Frozen, frozen=True):
    shown: Shown
    is_head: bool
    width: int


class _Row:
    def __init__(self, in_head: bool) -> None:
        self.in_head = in_head
        self.cells: list[_Cell] = []

    @property
    def is_header(self) -> bool:
        return self.in_head or (bool(self.cells) and all(cell.is_head for cell in self.cells))


def html_tables(raw: str, rows: int = ROWS) -> Iterator[Table]:
    """The tables of an HTML text; spans count in ``raw``. At most ``rows`` rows of each are read."""
    at = 0
    for _ in range(TABLES):
        start = raw.find("<table", at)
        if start < 0:
            return
        end = raw.find("</table", start)
        inner = raw.find("<table", start + 6, end if end >= 0 else len(raw))
        if inner >= 0:  # a table for layout: what is in it counts
            at = inner
            continue
        end = len(raw) if end < 0 else end
        table = _table(raw, start, end, rows)
        if table is not None:
            yield table
        at = end


def _table(raw: str, start: int, end: int, rows: int) -> Table | None:
    head: list[_Row] = []
    body: list[_Row] = []
    first = end
    for row, at in _rows(raw, start, end):
        named = [cell.shown.text for cell in row.cells if cell.shown.text]
        if head and not body and named and all(map(_DTYPE.match, named)):
            continue  # polars and R write the types of the columns below their names
        if (row.is_header and not body) or not (head or body):
            head.append(row)  # in a table without header cells the first row names the columns
        else:
            first = min(first, at)
            body.append(row)
            if len(body) >= rows:
                break
    if not head or not body:
        return None
    count = raw.count("<tr", first, end)
    is_polars = (
        raw.endswith("</small>", max(0, start - 20), start) and "<small>shape:" in raw[max(0, start - 80) : start]
    )
    return _assembled("polars" if is_polars else "html", head, body, count, Span(first, end))


def _rows(raw: str, start: int, end: int) -> Iterator[tuple[_Row, int]]:
    """Each row and where it begins, as far as the caller reads."""
    row: _Row | None = None
    row_start = start
    in_head = False
    opened: tuple[int, bool, int] | None = None
    for tag in _TAG.finditer(raw, start, end):
        closes, name = bool(tag[1]), tag[2].lower()
        if opened is not None:
            content, is_head, width = opened
            if row is not None:
                row.cells.append(_Cell(_content(raw, content, tag.start()), is_head, width))
            opened = None
        if name in ("th", "td"):
            if not closes:
                row = row if row is not None else _Row(in_head)
                widths = [int(n) for axis, n in _SPANNED.findall(tag[3]) if axis == "col"]
                opened = tag.end(), name == "th", widths[0] if widths else 1
            continue
        if row is not None and row.cells:
            yield row, row_start
        row = None
        if name in ("thead", "tbody"):
            in_head = name == "thead" and not closes
        elif name == "tr" and not closes:
            row, row_start = _Row(in_head), tag.start()
    if row is not None and row.cells:
        yield row, row_start


def _content(raw: str, start: int, end: int) -> Shown:
    """What a cell shows. Its span is all between its tags, so that what is put there replaces markup as well."""
    whole = stripped(raw, start, min(end, start + _LONGEST))
    if "<" not in whole.text:
        return Shown(_unquoted(unescape(whole.text)), whole.span)
    return Shown(" ".join(unescape(_ANY_TAG.sub(" ", whole.text)).split()), whole.span)


def _unquoted(text: str) -> str:
    """polars writes strings in quotes."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def head_text(raw: str, span: Span) -> Span:
    """The first stretch of a header cell that is text and no markup."""
    at = span.start
    while at < span.end:
        tag = _ANY_TAG.match(raw, at, span.end)
        if tag is not None:
            at = tag.end()
        elif raw[at].isspace():
            at += 1
        else:
            stop = raw.find("<", at + 1, span.end)
            return stripped(raw, at, span.end if stop < 0 else stop).span
    return span


def _assembled(form: str, head: list[_Row], body: list[_Row], count: int, stretch: Span) -> Table | None:
    width = max(sum(cell.width for cell in row.cells) for row in body)
    index_width = max((sum(1 for cell in row.cells if cell.is_head) for row in body), default=0)
    names: list[Shown | None] = [None] * width
    for row in head:  # the lower header row is the finer one; a row of index names fills what is still empty
        at = width - sum(cell.width for cell in row.cells) if len(head) > 1 else 0
        at = max(at, 0)
        for cell in row.cells:
            if cell.shown.text and at < width and cell.width == 1:
                names[at] = cell.shown
            at += cell.width
    columns: list[Column] = []
    for k, name in enumerate(names):
        if name is None:
            continue
        # Cells of an index that span several rows are missing in the rows below: rows are read from their right end.
        cells = [row.cells[j].shown for row in body if 0 <= (j := k - width + len(row.cells)) < len(row.cells)]
        columns.append(Column(name, [c for c in cells if c.text not in ("...", "…")], k < index_width))
    labels = [cell.shown.text for row in body if len(row.cells) == width for cell in row.cells[:2]]
    hidden = sum(1 for row in body if all(cell.shown.text in ("...", "…") for cell in row.cells))
    return Table(form, columns, count - hidden, labels, stretch) if columns else None
