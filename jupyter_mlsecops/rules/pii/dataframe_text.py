"""Tables in plain text: drawn with bars, aligned by spaces, or separated by commas. Only where a header names persons.

Each reader is asked about one line that may be a header and looks at the lines below it, so the work is bounded by
the number of such lines, which is bounded as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jupyter_mlsecops.sdk import Span, regex, replace

from .dataframe import ROWS, TABLES, Column, Shown, Table, pieces, stripped
from .dataframe_aligned import aligned
from .header import kind_of, lowered, stems_in

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
    heads = _candidates(text)
    if not heads:
        return []
    lines = list(_lines(text))
    starts = {start: k for k, (start, _) in enumerate(lines)}
    found: list[Table] = []
    done = 0
    for head in heads:
        k = starts.get(head, len(lines))
        if head < done or k + 1 >= len(lines) or len(found) >= TABLES:
            continue
        start, end = lines[k]
        if end - start > _WIDEST:
            continue
        for read in _READERS:
            table = read(text, lines, k, rows)
            if table is not None:
                found.append(table)
                done = table.body.end
                break
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


def _lines(text: str) -> Iterator[Line]:
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield at, end - 1 if text[end - 1 : end] == "\r" else end
        at = end + 1


def _is_known(names: Sequence[Shown]) -> bool:
    return any(kind_of(name.text) is not None for name in names)


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
    if not any(text.find(bar, start, end) >= 0 for bar in _BARS):
        return []
    bars = [m.start() for m in _BAR.finditer(text, start, end)]
    edges = [start - 1, *bars, end]
    cells = [stripped(text, a + 1, b) for a, b in zip(edges, edges[1:], strict=False)]
    if not cells[0].text:
        cells = cells[1:]
    if cells and not cells[-1].text and len(bars) > 1:
        cells = cells[:-1]
    return cells


def _is_rule(text: str, start: int, end: int) -> bool:
    return end - start <= _WIDEST and bool(_RULE.match(text[start:end]))


def _underlined(text: str, lines: list[Line], k: int, rows: int) -> Table | None:
    """Columns as wide as the dashes below their names."""
    start, end = lines[k + 1]
    if not start < end <= start + _WIDEST or not _DASHES.match(text[start:end]):
        return None
    columns = [Span(p.span.start - start, p.span.end - start) for p in pieces(text, start, end, 1)]
    names = _cut(text, *lines[k], columns)
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
            body.append(_cut(text, at, stop, columns))
    return _table("boxed", names, body, count, Span(first, last)) if body else None


def _cut(text: str, start: int, end: int, columns: list[Span]) -> list[Shown]:
    return [stripped(text, min(start + c.start, end), min(start + c.end, end)) for c in columns]


def _separated(text: str, lines: list[Line], k: int, rows: int) -> Table | None:
    """Values between commas, semicolons or tabs, as a printed file shows them."""
    start, end = lines[k]
    head = text[start:end]
    if "=" in head or head.lstrip()[:1] in ("{", "[", "(") or "Index([" in head:
        return None
    mark = max(",;\t", key=head.count)
    if mark not in head:
        return None
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


_READERS: tuple[Callable[[str, list[Line], int, int], Table | None], ...] = (_bars, _underlined, aligned, _separated)
