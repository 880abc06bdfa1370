"""Columns of personal data in the tables that outputs show: one finding a table, however many rows it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jupyter_mlsecops.sdk import Confidence, Example, Match, Place, Proposal, Segment, Severity, Span, rule

from .dataframe import CELLS, Column, may_hold
from .dataframe_html import head_text
from .dataframe_output import (
    Seen,
    SeenJson,
    Sibling,
    in_raw,
    in_text,
    is_small,
    json_tables,
    own_tables,
    root_of,
    siblings,
    tables_in,
)
from .dataframe_records import LEAST
from .dataframe_verdict import message_of
from .header import STEMS, kind_of
from .header_names_world import CAPITALS

_ALSO = "The same table"
_LEAST_VALUE = 4  # a shorter value stands in other texts by chance
_PARTS_ROWS = 5  # rows that name a table, so that it is known again
_MAIL = "ann.lee@mail" + "."

_BAD_FRAME = f"""\
df.head()
# %% [output text/plain]
              «email»  visits
0  {_MAIL}org       3
1  {_MAIL}net       4"""
_FIXED_FRAME = """\
df.head()
# %% [output text/plain]
              email  visits
0        [redacted]       3
1        [redacted]       4"""
_BAD_HTML = f"""\
df
# %% [output text/html]
<table border="1" class="dataframe"><thead><tr><th></th><th>«E-mail»</th><th>«DOB»</th><th>plan</th></tr></thead>
<tbody><tr><th>0</th><td>{_MAIL}org</td><td>1985-03-12</td><td>basic</td></tr></tbody></table>"""
_FIXED_HTML = """\
df
# %% [output text/html]
<table border="1" class="dataframe"><thead><tr><th></th><th>E-mail</th><th>DOB</th><th>plan</th></tr></thead>
<tbody><tr><th>0</th><td>[redacted]</td><td>[redacted]</td><td>basic</td></tr></tbody></table>"""


def _propose(segment: Segment, match: Match) -> Iterable[Proposal]:
    from .dataframe_fixes import proposals  # most tables show nobody

    return proposals(segment, match)


@rule(
    id="pii-columns",
    on=Segment,
    title="Personal data in a table",
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    cwe=359,
    screen=STEMS,
    shapes=(*map(re.escape, STEMS), *CAPITALS),
    caseless=True,
    guard=may_hold,
    printed=True,
    propose=_propose,
    bad=[
        Example(_BAD_FRAME, _FIXED_FRAME),
        Example(_BAD_HTML, _FIXED_HTML),
        "df.show()\n# %% [output]\n+--------+---+\n|«forename»|age|\n+--------+---+\n|     Ann| 34|\n+--------+---+",
        "!head people.csv\n# %% [output]\nid,«last name»,city\n1,Lee,Bern\n2,Roth,Ulm",
    ],
    ok=[
        "df.head()\n# %% [output text/plain]\n   email_count  visits\n0            7       3\n1            2       4",
        "df.describe()\n# %% [output text/plain]\n"
        "         phone\ncount  4.0\nmean   5551234\nstd    12.0\nmax    5551239",
        "df.head()\n# %% [output text/plain]\n        email  visits\n0  [redacted]       3\n1        ****       4",
    ],
)
def pii_columns(segment: Segment) -> Iterator[Match]:
    """A table in an output shows columns of personal data. The saved notebook takes these people's data wherever it
    goes.

    Drop these columns before the table is shown, and redact or clear the output that is stored."""
    if segment.kind == "json":
        yield from _in_json(segment)
        return
    own = own_tables(segment)
    beside = list(siblings(segment)) if own else []
    if segment.kind != "html" and any(s.mime == "text/html" and tables_in(s) for s in beside):
        return  # the same table, and HTML is what people see
    for seen in own:
        yield _match(segment, seen, beside)


def _match(segment: Segment, seen: Seen, beside: list[Sibling]) -> Match:
    table, verdict = seen.table, seen.verdict
    flagged = [table.columns[k] for k in verdict.columns]
    heads = [_head(segment, column) for column in flagged]
    related = [
        Place(segment.pointer, in_raw(segment, head), column.head.text) for head, column in _rest(heads, flagged)
    ]
    hidden = [Place(segment.pointer, in_raw(segment, span)) for span in _cells(segment, seen)]
    for sibling in beside:
        for other in tables_in(sibling):
            same = [other.table.columns[k] for k in other.verdict.columns]
            if {column.head.text for column in same} & {column.head.text for column in flagged}:
                related.append(Place(sibling.pointer, same[0].head.span, _ALSO, explains=True))
            hidden += [Place(sibling.pointer, span) for span in _spans(other)]
        if not isinstance(sibling.value, str):
            hidden += [
                place for found in json_tables(sibling.value, sibling.pointer) for place in _hidden_strings(found)
            ]
    hidden += _repeated(beside, {cell.text for column in flagged for cell in column.cells})
    named = heads + [cell.span for column in flagged for cell in column.cells[:_PARTS_ROWS]]
    return Match(
        in_text(segment, heads[0]),
        message_of([column.head.text for column in flagged], table.rows),
        severity=verdict.severity,
        confidence=verdict.confidence,
        parts=tuple(in_text(segment, span) for span in named),
        related=tuple(related),
        hidden=tuple(hidden),
    )


def _head(segment: Segment, column: Column) -> Span:
    return head_text(segment.raw, column.head.span) if segment.kind == "html" else column.head.span


def _rest(heads: list[Span], columns: list[Column]) -> list[tuple[Span, Column]]:
    return list(zip(heads, columns, strict=True))[1:]


def _cells(segment: Segment, seen: Seen) -> list[Span]:
    """What must not be shown of a segment's own table: each cell, of a large table all of its body."""
    if not is_small(seen):
        return [seen.table.body]
    whole = next((s for s in segment.remember(_in_full) if s.table.body == seen.table.body), seen)
    return [cell.span for k in seen.verdict.columns for cell in whole.table.columns[k].cells if cell.text]


def _in_full(segment: Segment) -> list[Seen]:
    return own_tables(segment, CELLS)


def _spans(seen: Seen) -> list[Span]:
    if seen.table.rows > len(seen.table.columns[seen.verdict.columns[0]].cells):
        return [seen.table.body]
    return [cell.span for k in seen.verdict.columns for cell in seen.table.columns[k].cells if cell.text]


def _in_json(segment: Segment) -> Iterator[Match]:
    """A table of JSON values has no header that is a text, so its finding stands at the first value."""
    known = kind_of(segment.key) is not None or segment.key.isdigit() or segment.key in ("data", "")
    root = root_of(segment) if known else None
    if root is None or any(tables_in(sibling) for sibling in siblings(segment)):
        return
    for seen in json_tables(root[1], root[0]):
        # A shorter string is no text of its own.
        if next((cell.pointer for cell in seen.strings if cell.length >= LEAST), "") == segment.pointer:
            yield Match(
                Span(0, len(segment.text)),
                message_of([column.label for column in seen.columns], seen.rows),
                severity=seen.verdict.severity,
                confidence=seen.verdict.confidence,
                hidden=(*_hidden_strings(seen), *_repeated(siblings(segment), {c.text for c in seen.strings})),
            )


def _repeated(beside: Iterable[Sibling], values: set[str]) -> Iterator[Place]:
    """Every place of the values in other texts of the output, also where no reader sees a table any more."""
    for sibling in beside:
        for value in sorted(values) if isinstance(sibling.value, str) else ():
            at = sibling.value.find(value) if len(value) >= _LEAST_VALUE else -1
            while at >= 0:
                yield Place(sibling.pointer, Span(at, at + len(value)))
                at = sibling.value.find(value, at + len(value))


def _hidden_strings(seen: SeenJson) -> Iterator[Place]:
    return (Place(cell.pointer, Span(0, cell.length)) for cell in seen.strings)
