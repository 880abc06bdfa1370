"""Tables in plain text: drawn with bars, aligned by spaces, or separated by commas. Only where a header names persons.

Of a line that may be a header, a cheap question to it and the line below it tells which readers are asked. These look
at the lines below it, so the work is bounded by the number of such lines, which is bounded as well.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence

from jupyter_mlsecops.sdk import Span, lowered, regex, replace

from .dataframe import ROWS, TABLES, Column, Shown, Table, cut, pieces, stripped
from .dataframe_aligned import aligned, may_align
from .header import kind_of, stems_in

_MOST_TEXT = 400_000
_MOST_LINES = 200  # lines with a known word that are looked at
_MOST_ROWS = 5_000
_WIDEST = 5_000  # a longer line is no row
_BARS = "|│┆║┃"
_BAR = regex(f"[{_BARS}]")
_RULE = regex(r"[\s+|│┆║┃:=\-─━═┌┬┐╞╪╡└┴┘├┼┤╭╮╰╯╟╢╠╣╔╗╚╝╤╧╫╬┏┓┗┛┠┨┣┫┳┻╋┯┷]+\Z")
_DASHES = regex(r"\s*(?:-{2,}|={2,})(?:\s+(?:-{2,}|={2,}))*\s*\Z")
_DTYPE = regex(r"(?:[iuf]\d{1,3}|str|string|bool|date\S*|cat|<\w{1,8}>|list\[\S+|object|binary|---|…)\Z")
_ELLIPSIS = ("...", "..", "…")

Line = tuple[int, int]


def text_tables(text: str, rows: int = ROWS) -> list[Table]:
    """The tables of a plain text one of whose headers is known; spans count in ``text``."""
    text = text[:_MOST_TEXT]
    lines: list[Line] = []
    found: list[Table] = []
    done = 0
    for head in _candidates(text):
        below = text.find("\n", head) + 1
        if head < done or not below or len(found) >= TABLES:
            continue
        header, row = _line_at(text, head), _line_at(text, below)
        readers = [read for may, read in _READERS if may(header, row)] if len(header) <= _WIDEST else []
        if not readers:
            continue
        lines = lines or _lines(text)
        k = bisect(lines, (head,))
        table = next((table for read in readers if (table := read(text, lines, k, rows))), None)
        if table is not None:
            found.append(table)
            done = table.body.end
    return _joined(found, text)


def _candidates(text: str) -> list[int]:
    """Where the lines begin that hold a word of a known header."""
    plain = lowered(text)
    starts: set[int] = set()
    for stem in stems_in(plain):
        at = plain.find(stem)
        seen = 0
        while at >= 0 and seen < _MOST_LINES:
            starts.add(plain.rfind("\n", 0, at) + 1)
            seen += 1
            end = plain.find("\n", at)
            at = plain.find(stem, end) if end >= 0 else -1
    return sorted(starts)[:_MOST_LINES]


def _line_at(text: str, start: int) -> str:
    """The line that begins there, as far as it is no wider than a row."""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else None].removesuffix("\r")[: _WIDEST + 1]


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        lines.append((at, end - 1 if line.endswith("\r") else end))
        at = end + 1
    return lines


def _is_known(names: Sequence[Shown]) -> bool:
    return any(kind_of(name.text) is not None for name in names)


def _may_bar(header: str, below: str) -> bool:
    return bool(below) and _BAR.search(header) is not None


def _bars(text: str, lines: list[Line], k: int, rows: int) -> Table | None:
    """Cells between vertical bars: Spark, polars, Markdown, SQL clients, tabulate, rich."""
    start, end = lines[k]
    names = _barred(text, start, end)
    if not names or not _is_known(names):
        return None
    body: list[list[Shown]] = []
    first = last = lines[k][1]
    count = 0
    if len(names) == 1 and not _is_rule(text, *lines[k + 1]):
        return None  # one word between bars is no table
    for at, stop in lines[k + 1 : k + 1 + _MOST_ROWS]:
        if at < stop and _is_rule(text, at, stop):
            continue
        cells = _barred(text, at, stop) if stop - at <= _WIDEST else []
        if len(cells) != len(names):
            break
        if not body and all(not c.text or _DTYPE.match(c.text) for c in cells):
            continue
        first = at if not body else first
        last = stop
        count += not all(c.text in _ELLIPSIS for c in cells)
        if len(body) < rows:
            body.append(cells)
    if not body:
        return None
    is_polars = "┆" in text[start:end] or any(mark in text[start:end] for mark in "│║┃")
    form = "polars" if is_polars else "spark" if k and text.startswith("+-", lines[k - 1][0]) else "boxed"
    return _table(form, names, body, count, Span(first, last))


def _barred(text: str, start: int, end: int) -> list[Shown]:
    bars = [m.start() for m in _BAR.finditer(text, start, end)]
    if not bars:
        return []
    edges = [start - 1, *bars, end]
    cells = [stripped(text, a + 1, b) for a, b in zip(edges, edges[1:], strict=False)]
    if not cells[0].text:
        cells = cells[1:]
    if cells and not cells[-1].text and len(bars) > 1:
        cells = cells[:-1]
    return cells


def _is_rule(text: str, start: int, end: int) -> bool:
    return end - start <= _WIDEST and bool(_RULE.match(text[start:end]))


def _is_underlined(header: str, below: str) -> bool:
    return len(below) <= _WIDEST and _DASHES.match(below) is not None


def _underlined(text: str, lines: list[Line], k: int, rows: int) -> Table | None:
    """Columns as wide as the dashes below their names."""
    start, end = lines[k + 1]
    columns = [Span(p.span.start - start, p.span.end - start) for p in pieces(text, start, end, 1)]
    names = cut(text, lines[k], columns)
    if not _is_known(names):
        return None
    body: list[list[Shown]] = []
    first = last = end
    count = 0
    for at, stop in lines[k + 2 : k + 2 + _MOST_ROWS]:
        if not text[at:stop].strip() or _DASHES.match(text[at : min(stop, at + _WIDEST)]):
            break
        first = at if not body else first
        last = stop
        count += 1
        if len(body) < rows:
            body.append(cut(text, (at, stop), columns))
    return _table("boxed", names, body, count, Span(first, last)) if body else None


def _may_separate(header: str, below: str) -> bool:
    if "=" in header or header.lstrip()[:1] in ("{", "[", "(") or "Index([" in header:
        return False
    mark = _mark(header)
    if mark not in header or '"' in header:
        return mark in header
    # Without quotes there is a field more than marks in a header, and never more than that in a row.
    names = header.split(mark)
    return below.count(mark) + 1 >= len(names) and any(kind_of(name.strip()) is not None for name in names)


def _separated(text: str, lines: list[Line], k: int, rows: int) -> Table | None:
    """Values between commas, semicolons or tabs, as a printed file shows them."""
    start, end = lines[k]
    mark = _mark(text[start:end])
    names = _fields(text, start, end, mark)
    if not _is_known(names) or any(len(name.text) > 60 for name in names):
        return None
    body: list[list[Shown]] = []
    last = end
    count = 0
    for at, stop in lines[k + 1 : k + 1 + _MOST_ROWS]:
        cells = _fields(text, at, stop, mark) if stop - at <= _WIDEST else []
        if len(cells) != len(names):
            break
        last = stop
        count += 1
        if len(body) < rows:
            body.append(cells)
    return _table("csv", names, body, count, Span(lines[k + 1][0], last)) if body else None


def _mark(header: str) -> str:
    return max(",;\t", key=header.count)


def _fields(text: str, start: int, end: int, mark: str) -> list[Shown]:
    fields: list[Shown] = []
    at = start
    while at <= end:
        quoted = at < end and text[at] == '"'
        close = text.find('"', at + 1, end) if quoted else -1
        while quoted and close >= 0 and text[close + 1 : close + 2] == '"':
            close = text.find('"', close + 2, end)
        stop = text.find(mark, close + 1 if close >= 0 else at, end)
        stop = end if stop < 0 else stop
        fields.append(stripped(text, at + 1, close) if close >= 0 else stripped(text, at, stop))
        at = stop + 1
    return fields


def _table(form: str, names: Sequence[Shown], body: list[list[Shown]], count: int, stretch: Span) -> Table:
    columns = [
        Column(name, [row[k] for row in body if row[k].text not in _ELLIPSIS])
        for k, name in enumerate(names)
        if name.text
    ]
    return Table(form, columns, count, [row[0].text for row in body], stretch)


def _joined(tables: list[Table], text: str) -> list[Table]:
    """pandas writes a wide frame in blocks one below the other, each but the last marked by a backslash."""
    whole: list[Table] = []
    for table in tables:
        before = whole[-1] if whole else None
        if before is not None and before.form == table.form == "pandas" and before.rows == table.rows:
            head = text.rfind("\n", 0, before.body.start - 1) + 1
            if text[head : before.body.start].rstrip().endswith("\\"):
                columns = [*before.columns, *table.columns]
                whole[-1] = replace(before, columns=columns, body=Span(before.body.start, table.body.end))
                continue
        whole.append(table)
    return whole


_READERS: tuple[tuple[Callable[[str, str], bool], Callable[[str, list[Line], int, int], Table | None]], ...] = (
    (_may_bar, _bars),
    (_is_underlined, _underlined),
    (may_align, aligned),
    (_may_separate, _separated),
)
