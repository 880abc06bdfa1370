"""Values of an HTML table that are named by the head of their column: a data frame that was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jupyter_mlsecops.sdk import regex

_PART = regex(r"<(?P<row>tr|table)\b|<(?P<kind>t[hd])\b[^<>]{0,200}>\s{0,40}(?P<text>[^<>\s]{0,1300})\s{0,40}</")
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
