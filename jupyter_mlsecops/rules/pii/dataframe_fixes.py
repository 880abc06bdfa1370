"""Fixes of a table that shows persons: redact its cells, clear the output, show the frame without these columns."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Applicability, Match, Proposal, Segment, Span, TextEdit

from .dataframe import CELLS, ROWS, Shown
from .dataframe_code import hashed, prelude_place, shown_frame, without
from .dataframe_html import head_text
from .dataframe_output import (
    Seen,
    Sibling,
    in_raw,
    in_text,
    is_small,
    json_tables,
    output_of,
    own_tables,
    root_of,
    siblings,
    tables_in,
)
from .dataframe_records import LEAST

_REDACTED = "[redacted]"
_DROP = "Show the table without these columns"
_HASH = "Show salted hashes instead (a guess can be tested while the salt is known)"
_HASH_PRELUDE = "import hashlib\nimport os\n\nsalt = os.urandom(16)\n"


def proposals(segment: Segment, match: Match) -> Iterator[Proposal]:
    """What can be done about one finding; a changed cell comes with its redacted output, which is still stored."""
    output, number, kind = output_of(segment)
    if not output or match.span is None:
        return
    seen = _table_at(segment, match.span)
    redaction = _redaction(segment, seen) if seen else _json_redaction(segment)
    if redaction:
        yield Proposal("Redact these columns in the output", Applicability.SAFE, redaction)
    yield Proposal("Clear this output", Applicability.SAFE, (TextEdit(None, pointer=output),))
    if seen is not None:
        yield from _in_code(segment, seen, number, kind, redaction or (TextEdit(None, pointer=output),))


def _table_at(segment: Segment, span: Span) -> Seen | None:
    if segment.kind == "json":
        return None
    for seen in own_tables(segment, CELLS):
        head = seen.table.columns[seen.verdict.columns[0]].head.span
        at = head_text(segment.raw, head) if segment.kind == "html" else head
        if in_text(segment, at) == span:
            return seen
    return None


def _redaction(segment: Segment, seen: Seen) -> tuple[TextEdit, ...]:
    """The edits that take the values out of every text of the output; none where one of them cannot be read."""
    if not is_small(seen):
        return ()
    cells = _cells(seen)
    edits = [
        TextEdit(in_raw(segment, cell.span), _put(cell, seen.table.form, segment.kind == "html"), segment.pointer)
        for cell in cells
    ]
    values = {cell.text for cell in cells if len(cell.text) >= 4}
    for sibling in siblings(segment):
        more = _in_sibling(sibling, values)
        if more is None:
            return ()
        edits += more
    return tuple(dict.fromkeys(edits))


def _in_sibling(sibling: Sibling, values: set[str]) -> list[TextEdit] | None:
    """The edits in another text of the same output; None where it shows values and cannot be read as a table."""
    if not isinstance(sibling.value, str):
        edits = _json_edits(sibling.value, sibling.pointer)
        return [] if not edits and not _mentions(repr(sibling.value), values) else edits or None
    if not _mentions(sibling.value, values):
        return []
    tables = tables_in(sibling, CELLS)
    if "\x1b" in sibling.value or not tables or not all(is_small(seen) for seen in tables):
        return None
    edits = [
        TextEdit(cell.span, _put(cell, seen.table.form, sibling.mime == "text/html"), sibling.pointer)
        for seen in tables
        for cell in _cells(seen)
    ]
    rest = sibling.value
    for edit in sorted(edits, key=lambda e: e.span or Span(0, 0), reverse=True):
        if edit.span is not None:
            rest = rest[: edit.span.start] + rest[edit.span.end :]
    return edits if not _mentions(rest, values) else None


def _mentions(text: str, values: set[str]) -> bool:
    return any(value in text for value in values)


def _cells(seen: Seen) -> list[Shown]:
    columns = [seen.table.columns[k] for k in seen.verdict.columns]
    return [cell for column in columns for cell in column.cells if cell.text]


def _put(cell: Shown, form: str, is_html: bool) -> str:
    """What stands for a value: in tables that are aligned as wide as it was."""
    width = cell.span.end - cell.span.start
    if is_html or form in ("csv", "records"):
        return _REDACTED
    if width < len(_REDACTED):
        return "*" * max(width, 2)
    return _REDACTED.rjust(width) if form in ("pandas", "spark") else _REDACTED.ljust(width)


def _json_redaction(segment: Segment) -> tuple[TextEdit, ...]:
    root = root_of(segment)
    edits = _json_edits(root[1], root[0]) if root else None
    if not edits:
        return ()
    for sibling in siblings(segment):
        if isinstance(sibling.value, str) and (tables := tables_in(sibling, CELLS)):
            edits += [
                TextEdit(cell.span, _put(cell, seen.table.form, sibling.mime == "text/html"), sibling.pointer)
                for seen in tables
                for cell in _cells(seen)
            ]
    return tuple(edits)


def _json_edits(value: object, pointer: str) -> list[TextEdit] | None:
    """The edits of the flagged columns of JSON records; None where a value cannot be reached."""
    edits: list[TextEdit] = []
    for seen in json_tables(value, pointer):
        if seen.rows > ROWS:
            return None
        for cell in (cell for column in seen.columns for cell in column.cells):
            if cell.is_string and cell.length >= LEAST:
                edits.append(TextEdit(Span(0, cell.length), _REDACTED, cell.pointer))
            elif cell.text and not cell.in_record:
                return None
            elif cell.text:
                edits.append(TextEdit(None, pointer=cell.pointer))
    return edits


def _in_code(segment: Segment, seen: Seen, number: int, kind: str, stored: tuple[TextEdit, ...]) -> Iterator[Proposal]:
    """Show the frame without the columns, and take out of the stored output what it shows now."""
    cell, form = segment.cell, seen.table.form
    outputs = cell.json.get("outputs") if cell else None
    if cell is None or not isinstance(outputs, list) or form in ("csv", "records"):
        return
    if form == "boxed" and "to_markdown(" not in cell.source:  # drawn by a library that takes any rows
        return
    kinds = [str(output.get("output_type", "")) if isinstance(output, dict) else "" for output in outputs]
    frame = shown_frame(cell.source, kind, number, kinds)
    if frame is None:
        return
    flagged = [seen.table.columns[k] for k in seen.verdict.columns]
    names = [column.head.text for column in flagged if not column.is_index]
    call = without(names, form, any(column.is_index for column in flagged))
    edit = TextEdit(Span(frame.span.end, frame.span.end), call, cell.source_pointer)
    yield Proposal(_DROP, Applicability.REVIEW, (edit, *stored))
    at = prelude_place(cell.source)
    if form in ("html", "pandas", "boxed") and frame.name and len(names) == len(flagged) and at is not None:
        edits = (
            TextEdit(Span(at, at), _HASH_PRELUDE, cell.source_pointer),
            TextEdit(frame.span, hashed(frame, names), cell.source_pointer),
        )
        yield Proposal(_HASH, Applicability.REVIEW, (*edits, *stored))
