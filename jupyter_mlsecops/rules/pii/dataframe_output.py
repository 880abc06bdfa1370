"""The tables of one output: which of its texts the rule looks at, and where the same table stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jupyter_mlsecops.sdk import Frozen, Segment, Span, regex

from .dataframe import CELLS, ROWS, Table
from .dataframe_html import html_tables
from .dataframe_records import JsonCell, JsonColumn, json_columns, record_table
from .dataframe_text import text_tables
from .dataframe_verdict import Verdict, judge, verdict_on

_PLACE = regex(r"(?P<output>.*/outputs/(?P<number>\d{1,6}))/(?:data/)?(?P<name>.+)\Z", re.DOTALL)
_V3_NAMES = {"text": "text/plain", "html": "text/html"}


class Seen(Frozen, frozen=True):
    """A table that shows personal data, and which of its columns do."""

    table: Table
    verdict: Verdict


class Sibling(Frozen, frozen=True):
    """Another representation of the same output: its pointer, its MIME type and its value."""

    pointer: str
    mime: str
    value: Any


class SeenJson(Frozen, frozen=True):
    """The columns of a table of JSON values that show personal data, how bad that is, and the count of its rows."""

    columns: list[JsonColumn]
    verdict: Verdict
    rows: int

    @property
    def strings(self) -> list[JsonCell]:
        """The values of these columns that are strings."""
        return [cell for column in self.columns for cell in column.cells if cell.is_string]


def own_tables(segment: Segment, rows: int = ROWS) -> list[Seen]:
    """The tables of a segment that show personal data; spans count in ``raw`` of HTML, else in ``text``."""
    return _seen(segment.raw if segment.kind == "html" else segment.text, segment.kind == "html", rows)


def tables_in(sibling: Sibling, rows: int = ROWS) -> list[Seen]:
    """The same for a sibling that is a text; spans count in it."""
    return _seen(sibling.value, sibling.mime == "text/html", rows) if isinstance(sibling.value, str) else []


def json_tables(value: Any, pointer: str) -> Iterator[SeenJson]:
    """The tables of a JSON value that show personal data."""
    for columns, rows in json_columns(value, pointer):
        verdict = judge([c.label for c in columns], [[cell.text for cell in c.cells] for c in columns])
        if verdict is not None:
            yield SeenJson([columns[k] for k in verdict.columns], verdict, rows)


def read(text: str, is_html: bool, rows: int) -> list[Table]:
    """All tables of a text that the readers know."""
    if is_html:
        return list(html_tables(text, rows))
    tables = text_tables(text, rows)
    if not tables and (records := record_table(text)) is not None:
        tables = [records]
    return tables


def _seen(text: str, is_html: bool, rows: int) -> list[Seen]:
    found = [Seen(table, verdict) for table in read(text, is_html, rows) if (verdict := verdict_on(table))]
    return [seen for seen in found if seen.table.form != "records" or _is_list(seen)]


def _is_list(seen: Seen) -> bool:
    """A single printed dict is a table only if it tells two things of a person."""
    return seen.table.rows > 1 or len(seen.verdict.columns) > 1


def is_small(seen: Seen) -> bool:
    """Whether its cells can be named one by one."""
    return seen.table.rows * len(seen.verdict.columns) <= CELLS


def siblings(segment: Segment) -> Iterator[Sibling]:
    """The other representations of the output that a segment belongs to; HTML first, plain text last."""
    place = _PLACE.match(segment.pointer)
    output = _output(segment, place)
    if place is None or output is None:
        return
    bundle = output.get("data")
    is_v4 = isinstance(bundle, dict)
    found: list[Sibling] = []
    for name, value in (bundle if isinstance(bundle, dict) else output).items():
        mime = name if is_v4 else _V3_NAMES.get(name, "")
        if mime and not mime.startswith(("image/", "audio/", "video/")):
            pointer = f"{place['output']}/{'data/' if is_v4 else ''}{name.replace('~', '~0').replace('/', '~1')}"
            if segment.pointer != pointer and not segment.pointer.startswith(pointer + "/"):
                found.append(Sibling(pointer, mime, _joined(value)))
    order = {"text/html": 0, "text/markdown": 2, "text/plain": 3}
    yield from sorted(found, key=lambda sibling: order.get(sibling.mime, 1))


def root_of(segment: Segment) -> tuple[str, Any] | None:
    """The pointer and the value of the JSON output that a JSON segment is in."""
    place = _PLACE.match(segment.pointer)
    output = _output(segment, place)
    bundle = output.get("data") if output is not None else None
    if place is None or not isinstance(bundle, dict):
        return None
    for mime, value in bundle.items():
        pointer = f"{place['output']}/data/{mime.replace('~', '~0').replace('/', '~1')}"
        if segment.pointer.startswith(pointer + "/"):
            return pointer, value
    return None


def output_of(segment: Segment) -> tuple[str, int, str]:
    """The pointer, the number and the type of the output that a segment belongs to."""
    place = _PLACE.match(segment.pointer)
    output = _output(segment, place)
    if place is None or output is None:
        return "", 0, ""
    return place["output"], int(place["number"]), str(output.get("output_type", ""))


def _output(segment: Segment, place: re.Match[str] | None) -> dict[str, Any] | None:
    outputs = segment.cell.json.get("outputs") if segment.cell else None
    number = int(place["number"]) if place else 0
    if place is None or not isinstance(outputs, list) or number >= len(outputs):
        return None
    output = outputs[number]
    return output if isinstance(output, dict) else None


def _joined(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value


def in_raw(segment: Segment, span: Span) -> Span:
    """A span of one of the segment's own tables as one of its raw text."""
    return span if segment.kind == "html" else segment.raw_span(span)


def in_text(segment: Segment, span: Span) -> Span:
    """A span of one of the segment's own tables as one of its text."""
    if segment.kind != "html" or segment.origin is None:
        return span
    return Span(_view_offset(segment, span.start), _view_offset(segment, span.end))


def _view_offset(segment: Segment, raw: int) -> int:
    """The first place of the text that was made from ``raw`` or what follows it."""
    low, high = 0, len(segment.text)
    while low < high:
        middle = (low + high) // 2
        if segment.raw_span(Span(middle, middle + 1)).start < raw:
            low = middle + 1
        else:
            high = middle
    return low
