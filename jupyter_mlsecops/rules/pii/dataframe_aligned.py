"""Tables in plain text whose columns are told apart by spaces alone: what pandas, R and others print.

A column is a stretch of the line that a gutter of spaces, running down through header and rows, sets apart from the
next. One space between two headers is enough, and a header or value of several words is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jupyter_mlsecops.sdk import Frozen, Span, regex

from .dataframe import Column, Shown, Table, cut, stripped
from .header import kind_of, names_any

_FIRST_ROWS = 3  # rows from which the gutters are made; each further row may only narrow them
_MOST_ROWS = 5_000
_WIDEST = 5_000
_FOOTER = regex(r"\[\d+ rows x \d+ columns\]|\(\d+ rows?\)|only showing top|shape:|Name: |Length: |dtype: ")
_ELLIPSIS = ("...", "..", "…")
_PROSE = regex(r" (?:the|and|is|for|that|with|to|a|in|was|are) ", re.IGNORECASE)
_WORD = regex(r"[^ ]+")

Line = tuple[int, int]


class _Layout(Frozen, frozen=True):
    """Where the columns of a table lie in its lines, and what each header says; the first may be the row labels."""

    stretches: list[Span]
    heads: list[Shown | None]
    is_right: bool


def may_align(header: str, below: str) -> bool:
    """Whether a line can name columns of persons that are told apart by spaces, going by it and the line below it."""
    header, below = _bare(header), below.rstrip()
    if not header or not below or header.lstrip()[0] in "{[(<'\"":
        return False
    if header[0] != " " and "  " not in header or len(_PROSE.findall(header)) > 1:
        return False
    return names_any(header) or (header[0] == " " and names_any(below))  # the row labels may have a name of their own


def aligned(text: str, lines: Sequence[Line], k: int, rows: int) -> Table | None:
    """The table whose header is line ``k``, which may be one; None if the lines below do not stand in its columns."""
    start, end = lines[k]
    header = _bare(text[start:end])
    below = k + 1
    index_line = _index_names(text, lines, below, header)
    below += index_line is not None
    first = [_line(text, lines[j]) for j in range(below, min(below + _FIRST_ROWS, len(lines)))]
    first = first[: next((j for j, row in enumerate(first) if _ends(row)), len(first))]
    layout = _layout(header, first, start, index_line is not None)
    if layout is None and len(first) > 1:  # what follows a short table is no row of it
        first = first[:1]
        layout = _layout(header, first, start, index_line is not None)
    if layout is None:
        return None
    names = [head.text for head in layout.heads if head]
    if index_line is not None:
        names += re.split(r" {2,}", _line(text, index_line))
    labels = next((j for j, head in enumerate(layout.heads) if head), 0)
    # Numbers below no name are counts, as ``value_counts()`` prints them: the table tells of values, not of people.
    if not any(map(kind_of, names)) or None in layout.heads[labels:]:
        return None
    return _read(text, lines, below, rows, layout, index_line)


def _read(
    text: str, lines: Sequence[Line], below: int, rows: int, layout: _Layout, index_line: Line | None
) -> Table | None:
    stretches = list(layout.stretches)
    body: list[list[Shown]] = []
    edges: list[tuple[set[int], set[int]]] = [(set(), set()) for _ in stretches]
    first = last = lines[below][0]
    count = 0
    for line in lines[below : below + _MOST_ROWS]:
        row = _line(text, line)
        if _ends(row):
            break
        fitted = _fitted(row, stretches, layout.is_right)
        if fitted is None:
            break
        stretches = fitted
        last = line[1]
        if len(body) >= rows:
            count += not row.lstrip().startswith("..")
            continue
        cells = cut(text, line, stretches)
        count += not all(cell.text in _ELLIPSIS for cell in cells[1:])
        body.append(cells)
        for (starts, ends), cell in zip(edges, cells, strict=True):
            if cell.text:
                starts.add(cell.span.start - line[0])
                ends.add(cell.span.end - line[0])
        if len(body) == rows and not _are_straight(edges):
            return None
    if not _are_straight(edges):
        return None
    columns = []
    for k, head in enumerate(layout.heads):
        column = [row[k] for row in body if row[k].text not in _ELLIPSIS]
        if head is not None:
            columns.append(Column(head, column))
        elif index_line is not None:
            begin, end = index_line
            following = stretches[k + 1].start if k + 1 < len(stretches) else stretches[k].end
            name = stripped(text, min(begin + stretches[k].start, end), min(begin + following, end))
            columns.append(Column(name, [cell for cell in column if cell.text], True))
    nameless = [k for k, head in enumerate(layout.heads) if head is None]
    labels = [row[k].text for row in body for k in nameless]
    return Table("pandas", columns, count, labels, Span(first, last))


def _line(text: str, line: Line) -> str:
    return text[line[0] : min(line[1], line[0] + _WIDEST + 1)].rstrip()


def _bare(header: str) -> str:
    """A header without spaces behind it and without the backslash by which pandas says that more columns follow."""
    header = header.rstrip()
    return header[:-1].rstrip() if header.endswith(" \\") else header


def _ends(row: str) -> bool:
    return not row or len(row) > _WIDEST or bool(_FOOTER.match(row))


def _index_names(text: str, lines: Sequence[Line], below: int, header: str) -> Line | None:
    """The line below the header that names the row labels and is empty under every column."""
    if below + 1 >= len(lines) or header[0] != " ":
        return None
    row = _line(text, lines[below])
    is_name = row and row[0] != " " and len(row) <= len(header) - len(header.lstrip())
    return lines[below] if is_name and not _ends(_line(text, lines[below + 1])) else None


def _layout(header: str, rows: Sequence[str], offset: int, names_labels: bool) -> _Layout | None:
    """The columns of a header and the first rows below it. ``offset`` is where the header begins in the text;
    ``names_labels`` says that a line below it names the row labels."""
    if not rows:
        return None
    stretches = _stretches([header, *rows])
    needs_label = len(rows) < 2 and not names_labels  # a row alone says too little of where columns lie
    if needs_label and header[slice(*stretches[0])].strip():
        return None
    shown, *cells = [[line[start:end] for start, end in stretches] for line in (header, *rows)]
    is_right = _is_right(shown, cells)
    if is_right is None:
        return None
    names = [head.strip() for head in shown]
    filled = [any(cell.strip() for cell in column) for column in zip(*cells, strict=True)]
    groups = _grouped(header, rows, stretches, names, filled, is_right)
    heads: list[Shown | None] = []
    whole: list[Span] = []
    for group in groups:
        span = Span(stretches[group[0]].start, stretches[group[-1]].end)
        whole.append(span)
        head = stripped(header, span.start, min(span.end, len(header)))
        heads.append(Shown(head.text, head.span.shift(offset)) if head.text else None)
    if len(rows) < 2 and heads[0] is not None and (needs_label or len(whole) < 2):
        return None
    return _Layout(whole, heads, is_right)


def _stretches(lines: Sequence[str]) -> list[Span]:
    """What the words of some lines cover together."""
    words = sorted(word.span() for line in lines for word in _WORD.finditer(line))
    covered: list[Span] = []
    first, last = words[0]
    for start, end in words:
        if start > last:
            covered.append(Span(first, last))
            first = start
        last = max(last, end)
    return [*covered, Span(first, last)]


def _is_right(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool | None:
    """Whether cells end below their headers rather than begin there; None if most do neither."""
    both = [
        (head, cell) for row in rows for head, cell in zip(heads, row, strict=True) if head.strip() and cell.strip()
    ]
    right = sum(len(head.rstrip()) == len(cell.rstrip()) for head, cell in both)
    left = sum(_indent(head) == _indent(cell) for head, cell in both)
    return None if max(right, left) * 2 < len(both) else right >= left


def _indent(piece: str) -> int:
    return len(piece) - len(piece.lstrip())


def _grouped(
    header: str,
    rows: Sequence[str],
    stretches: Sequence[Span],
    names: Sequence[str],
    filled: Sequence[bool],
    is_right: bool,
) -> list[list[int]]:
    """Stretches that are one column: words of one header, or of values wider than their header."""
    groups: list[list[int]] = []
    joins_next = False
    for k, stretch in enumerate(stretches):
        gap = stretch.start - stretches[k - 1].end if k else 0
        joins = joins_next
        joins_next = False
        if k and not is_right and gap == 1 and (not names[k] or not filled[k]):
            joins = True
        if is_right and k + 1 < len(stretches) and stretches[k + 1].start - stretch.end == 1:
            is_label = k == 0 and header[:1] == " " and not _is_filled(rows, stretch.end + 1)
            joins_next = (
                not filled[k]
                or (not names[k] and not is_label)
                or (bool(names[k]) and _is_one(header, rows, stretch.end))
            )
        if joins and groups:
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def _is_one(header: str, rows: Sequence[str], gap: int) -> bool:
    """Whether a gutter of one space, between two words of the header, lies inside one column: a value fills what
    follows it, and pandas sets two spaces before a column whose values are as wide as its name."""
    if not (header[gap - 1 : gap].strip() and header[gap + 1 : gap + 2].strip()):
        return False
    return _is_filled(rows, gap + 1)


def _is_filled(rows: Sequence[str], at: int) -> bool:
    """Whether a value other than a negative number begins there."""
    return any(row[at : at + 1].strip() and row[at] != "-" for row in rows)


def _fitted(row: str, stretches: Sequence[Span], is_right: bool) -> list[Span] | None:
    """The stretches widened by what a row has between them; None where no gutter is left."""
    fitted = list(stretches)
    for k in range(len(fitted) - 1):
        start, end = fitted[k].end, fitted[k + 1].start
        gap = row[start:end]
        if not gap.strip():
            continue
        if " " not in gap:
            return None
        left = 0 if gap[0] == " " else gap.index(" ")
        right = len(gap) if gap[-1] == " " else gap.rindex(" ") + 1
        island = gap[left:right]
        if island.strip():  # a word that touches neither side
            if is_right:
                right = left + len(island) - len(island.lstrip())
            else:
                left += len(island.rstrip())
        if right <= left:
            return None
        fitted[k] = Span(fitted[k].start, start + left)
        fitted[k + 1] = Span(start + right, fitted[k + 1].end)
    last = fitted[-1]
    tail = row[last.end :]
    if tail.strip():
        if is_right or tail[0] == " " and "  " in tail.strip():
            return None
        fitted[-1] = Span(last.start, len(row))
    if fitted[0].start > 0 and row[: fitted[0].start].strip():
        fitted[0] = Span(0, fitted[0].end)
    return fitted


def _are_straight(edges: Sequence[tuple[set[int], set[int]]]) -> bool:
    """Whether the cells of most columns all begin, or all end, in one place of their lines: prose does not."""
    straight = sum(len(starts) == 1 or len(ends) == 1 for starts, ends in edges)
    return straight * 3 >= len(edges) * 2
