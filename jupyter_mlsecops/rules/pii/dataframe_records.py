"""Tables as Python and JSON write them: printed dicts and rows in plain text, and records in a JSON output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from jupyter_mlsecops.sdk import Frozen, Span, regex

from .dataframe import ROWS, Column, Shown, Table
from .header import kind_of

_KEY = r"(['\"])(?P<key>[^'\"\\\n]{1,60})\1\s{0,4}:"
_FIELD = r"\b(?P<field>[A-Za-z_][A-Za-z0-9_]{0,60})="
_VALUE = r"\s{0,4}(?P<value>'[^'\n]{0,300}'|\"[^\"\n]{0,300}\"|[^\s,'\"{}\[\]()]{1,60})"
_ENTRY = regex(_KEY + _VALUE)
_PAIR = regex(f"(?:{_KEY}|{_FIELD}){_VALUE}")
_BEGINS = regex(r"^[ \t]{0,8}(?:\[\s{0,8})?(?:\{\s{0,8}['\"]|Row\()", re.MULTILINE)
LEAST = 6  # a JSON string of fewer characters is no text that a rule sees or an edit reaches
_MOST_TEXT = 400_000
_MOST_PAIRS = 20_000


class JsonCell(Frozen, frozen=True):
    """A value below a name: as text, where it stands, whether it is a string there, of which length, in a record."""

    text: str
    pointer: str
    is_string: bool
    length: int
    in_record: bool


class JsonColumn(Frozen, frozen=True):
    """A name and the values below it."""

    label: str
    cells: list[JsonCell]


def record_table(text: str) -> Table | None:
    """The dicts or Spark rows that a plain text prints, as one table; spans count in ``text``."""
    text = text[:_MOST_TEXT]
    begin = _BEGINS.search(text) if "{" in text or "Row(" in text else None
    if begin is None:
        return None
    pattern = _PAIR if "=" in text else _ENTRY  # the first takes several times as long
    pairs = list(islice(pattern.finditer(text, begin.start()), _MOST_PAIRS))
    if not any(map(kind_of, {pair["key"] or pair["field"] for pair in pairs})):
        return None
    heads: dict[str, Shown] = {}
    cells: dict[str, list[Shown]] = {}
    last = begin.start()
    for pair in pairs:
        group = "key" if pair["key"] else "field"
        name = pair[group]
        start, end = pair.span("value")
        if text[start] in "'\"" and end - start >= 2:
            start, end = start + 1, end - 1
        heads.setdefault(name, Shown(name, Span(*pair.span(group))))
        cells.setdefault(name, []).append(Shown(text[start:end], Span(start, end)))
        last = end
    known = [len(each) for name, each in cells.items() if kind_of(name)]
    columns = [Column(head, cells[name]) for name, head in heads.items()]
    return Table("records", columns, max(known), (), Span(begin.start(), last))


def json_columns(value: Any, pointer: str) -> Iterator[tuple[list[JsonColumn], int]]:
    """The columns of each table that a JSON value is, with the count of its rows.

    Known are a list of records, ``{"data": [records]}`` with or without a schema, ``{"columns": [...], "data":
    [[...]]}`` and a mapping of names to lists. At most ``ROWS`` rows are read.
    """
    if isinstance(value, dict):
        data, names = value.get("data"), value.get("columns")
        if _is_records(data):
            yield from json_columns(data, f"{pointer}/data")
        elif isinstance(data, list) and isinstance(names, list) and data and isinstance(data[0], list):
            rows = [row for row in data[:ROWS] if isinstance(row, list)]
            yield (
                [
                    JsonColumn(
                        str(name),
                        [_cell(row[k], f"{pointer}/data/{n}/{k}") for n, row in enumerate(rows) if k < len(row)],
                    )
                    for k, name in enumerate(names)
                ],
                len(data),
            )
        else:
            lists = {k: v for k, v in value.items() if isinstance(v, list) and kind_of(k) and _are_scalars(v)}
            if lists:
                columns = [
                    JsonColumn(k, [_cell(each, f"{pointer}/{_escaped(k)}/{n}") for n, each in enumerate(v[:ROWS])])
                    for k, v in lists.items()
                ]
                yield columns, max(len(v) for v in lists.values())
    elif _is_records(value):
        names = list(dict.fromkeys(k for record in value[:ROWS] if isinstance(record, dict) for k in record))
        yield (
            [
                JsonColumn(
                    name,
                    [
                        _cell(record[name], f"{pointer}/{n}/{_escaped(name)}", True)
                        for n, record in enumerate(value[:ROWS])
                        if isinstance(record, dict) and name in record
                    ],
                )
                for name in names
            ],
            len(value),
        )


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _are_scalars(values: list[Any]) -> bool:
    return bool(values) and not any(isinstance(v, (dict, list)) for v in values[:ROWS])


def _cell(value: Any, pointer: str, in_record: bool = False) -> JsonCell:
    is_string = isinstance(value, str)
    text = value if is_string else "" if value is None or isinstance(value, (dict, list)) else str(value)
    return JsonCell(text.strip(), pointer, is_string, len(text), in_record)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
