"""Values that are named by the head of their column: a data frame that was shown as HTML or text, a printed CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jupyter_mlsecops.sdk import Span, regex

_PART = regex(r"<(?P<row>tr|table)\b|<(?P<kind>t[hd])\b[^<>]{0,200}>\s{0,40}(?P<text>[^<>\s]{0,1300})\s{0,40}</")
_HEAD_LINE = regex(r"[ \t]{0,80}[\w \t,;.|\"-]{3,300}\r?\Z")
_FIELD = regex(r"[^\s,;|]+")
_ROWS = 20
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
            row.append((part["kind"], part["text"]))
            continue
        if row and all(kind == "th" for kind, _ in row):
            if not names:
                names = [text for _, text in row]
                if not any(map(counts, names)):
                    return
        else:
            yield from (
                (name, text) for name, (_, text) in zip(names, row, strict=False) if len(text) >= 8 and counts(name)
            )
        row = []


def named_columns(text: str, start: int) -> Iterator[tuple[str, Span]]:
    """The name and the cells of the column of a plain text whose head the word at ``start`` is in.

    No name and no cell may have a space in it; of rows with other counts of cells none counts.
    """
    begin = text.rfind("\n", max(0, start - 300), start) + 1
    end = text.find("\n", start, start + 300)
    if end < 0 or _HEAD_LINE.match(text[begin:end]) is None:
        return
    names = list(_FIELD.finditer(text, begin, end))
    place = next((k for k, name in enumerate(names) if name.start() <= start < name.end()), -1)
    if len(names) < 2 or place < 0 or not all(name[0].strip('"').isidentifier() for name in names):
        return
    for _ in range(_ROWS):
        begin, end = end + 1, text.find("\n", end + 1, end + 2000)
        end = end if end >= 0 else min(len(text), begin + 2000)
        cells = list(_FIELD.finditer(text, begin, end))
        if len(cells) - len(names) not in (0, 1):  # rows of a frame begin with their index
            return
        cell = cells[place - len(names)]
        value = cell[0].strip('"')
        if len(value) >= 8:
            at = cell.start() + cell[0].find(value)
            yield names[place][0].strip('"'), Span(at, at + len(value))
