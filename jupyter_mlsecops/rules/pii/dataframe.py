"""Tables that outputs show, in whatever form: what a reader of one form makes, and what the rule looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jupyter_mlsecops.sdk import Frozen, Segment, Span

ROWS = 50  # rows of a table that are looked at
TABLES = 20  # tables of one text that are looked at
CELLS = 600  # cells that a fix replaces one by one; of a larger table the whole body is hidden
_STATISTICS = frozenset("count mean std min 25% 50% 75% max unique top freq null_count median".split())
_PLAIN = ("text/plain", "text/markdown", "")


class Shown(Frozen, frozen=True):
    """One cell: its text as a person sees it, and where it stands in the text that holds the table."""

    text: str
    span: Span


class Column(Frozen, frozen=True):
    """A header and the cells below it. ``is_index`` says that it labels the rows of a data frame."""

    head: Shown
    cells: Sequence[Shown]
    is_index: bool = False

    @property
    def values(self) -> list[str]:
        """The texts of its cells."""
        return [cell.text for cell in self.cells]


class Table(Frozen, frozen=True):
    """A table as it is shown.

    ``form`` says who drew it: html, pandas, polars, spark, boxed, csv or records. ``rows`` counts its data rows, also
    those that were not read; ``labels`` are the row labels; ``body`` is the stretch of its data rows.
    """

    form: str
    columns: Sequence[Column]
    rows: int
    labels: Sequence[str]
    body: Span

    @property
    def is_matrix(self) -> bool:
        """Whether its rows are named like its columns, as in a table of correlations."""
        labels = {label.strip().lower() for label in self.labels}
        heads = {column.head.text.strip().lower() for column in self.columns}
        return len(labels & heads) * 2 > len(self.columns)


def may_hold(segment: Segment) -> bool:
    """Whether a text can hold a table: HTML with one, several lines or records in plain text, a named JSON value."""
    if segment.kind == "html":
        return "<table" in segment.raw
    if segment.kind == "json":
        return bool(segment.key)
    is_plain = segment.kind == "stream" or (segment.kind == "text" and segment.mime in _PLAIN)
    return is_plain and ("\n" in segment.text or "{" in segment.text or "Row(" in segment.text)


def are_statistics(labels: Iterable[str]) -> bool:
    """Whether the rows of a table are count, mean and the like: ``describe()`` tells of columns, not of people."""
    return len({label.strip().lower() for label in labels} & _STATISTICS) >= 3


def pieces(text: str, start: int, end: int, least: int = 2) -> Iterator[Shown]:
    """The stretches of ``text[start:end]`` between runs of at least ``least`` spaces."""
    gap = " " * least
    at = start
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        stop = text.find(gap, at, end)
        stop = end if stop < 0 else stop
        piece = text[at:stop].rstrip()
        yield Shown(piece, Span(at, at + len(piece)))
        at = stop


def stripped(text: str, start: int, end: int) -> Shown:
    """``text[start:end]`` without the spaces around it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Shown(piece, Span(start, start + len(piece)))


def cut(text: str, line: tuple[int, int], columns: Iterable[Span]) -> list[Shown]:
    """What stands in each of ``columns``, which are stretches of a line, of the line that is a stretch of ``text``."""
    start, end = line
    return [stripped(text, min(start + column.start, end), min(start + column.end, end)) for column in columns]
