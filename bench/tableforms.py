"""Every form in which outputs show a table: HTML, aligned and barred texts, separated values, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

from bench.peopletables import Table

Output = dict[str, Any]


def _html(table: Table, index: bool = True) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in table.heads)
    labels = [f"<th>{escape(table.label(k))}</th>" if index else "" for k in range(len(table.rows))]
    body = "".join(
        f"<tr>{label}{''.join(f'<td>{escape(v)}</td>' for v in row)}</tr>\n"
        for label, row in zip(labels, table.rows, strict=True)
    )
    corner = "<th></th>" if index else ""
    return (
        f'<table border="1" class="dataframe">\n<thead><tr>{corner}{head}</tr></thead>\n<tbody>{body}</tbody></table>'
    )


def _styled(table: Table) -> str:
    head = "".join(
        f'<th id="T_1_level0_col{k}" class="col_heading" >{escape(h)}</th>\n' for k, h in enumerate(table.heads)
    )
    body = "".join(
        f'<tr><th id="r{k}" class="row_heading" >{escape(table.label(k))}</th>'
        + "".join(f'<td id="T_1_row{k}_col{j}" class="data" >{escape(v)}</td>' for j, v in enumerate(row))
        + "</tr>"
        for k, row in enumerate(table.rows)
    )
    return (
        f'<style type="text/css"></style><table id="T_1"><thead><tr><th class="blank" >&nbsp;</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _polars_html(table: Table) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in table.heads)
    body = "".join("<tr>" + "".join(f"<td>&quot;{escape(v)}&quot;</td>" for v in row) + "</tr>" for row in table.rows)
    types = "<td>str</td>" * len(table.heads)
    n, m = len(table.rows), len(table.heads)
    return (
        f'<div><small>shape: ({n}, {m})</small><table border="1" class="dataframe"><thead><tr>{head}</tr>'
        f"<tr>{types}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _widths(table: Table) -> list[int]:
    return [max(len(h), *(len(row[k]) for row in table.rows)) for k, h in enumerate(table.heads)]


def _pandas(table: Table, index: bool = True) -> str:
    label = max(len(table.label(k)) for k in range(len(table.rows))) if index else 0
    wide = [w + 1 if any(len(row[k]) == w for row in table.rows) else w for k, w in enumerate(_widths(table))]
    lines = [" " * label + "".join(" " + h.rjust(w) for h, w in zip(table.heads, wide, strict=True))]
    for k, row in enumerate(table.rows):
        cells = "".join(" " + v.rjust(w) for v, w in zip(row, wide, strict=True))
        lines.append((table.label(k).ljust(label) if index else "") + cells)
    return "\n".join(lines)


def _wrapped(table: Table) -> str:
    half = len(table.heads) // 2
    first = Table("", table.heads[:half], [row[:half] for row in table.rows], [], table.labels)
    rest = Table("", table.heads[half:], [row[half:] for row in table.rows], [], table.labels)
    lines = _pandas(first).split("\n")
    lines = [lines[0] + "  \\", *(line + "   " for line in lines[1:])]
    return "\n".join(lines) + "\n\n" + _pandas(rest)


def _barred(table: Table, bar: str, edge: str, cross: str, dash: str, top: bool, right: bool = False) -> str:
    wide = _widths(table)
    rule = edge + cross.join(dash * (w + 2) for w in wide) + edge
    fit = (lambda v, w: v.rjust(w)) if right else (lambda v, w: v.ljust(w))

    def line(row: list[str]) -> str:
        return bar + bar.join(f" {fit(v, w)} " for v, w in zip(row, wide, strict=True)) + bar

    lines = [line(table.heads), rule, *(line(row) for row in table.rows)]
    return "\n".join([rule, *lines, rule] if top else lines)


def _polars(table: Table) -> str:
    text = _barred(table, "┆", "╞", "╪", "═", True)
    types = "┆" + "┆".join(f" {'---'.ljust(w)} " for w in _widths(table)) + "┆"
    kinds = "┆" + "┆".join(f" {'str'.ljust(max(w, 3))} " for w in _widths(table)) + "┆"
    top, head, rule, *rest = text.split("\n")
    shape = f"shape: ({len(table.rows)}, {len(table.heads)})"
    return "\n".join([shape, top, head, types, kinds, rule, *rest]).replace("┆ ", "│ ", 1)


def _underlined(table: Table) -> str:
    wide = _widths(table)
    lines = [table.heads, ["-" * w for w in wide], *table.rows]
    return "\n".join("  ".join(v.ljust(w) for v, w in zip(row, wide, strict=True)).rstrip() for row in lines)


def _separated(table: Table, mark: str) -> str:
    return "\n".join(mark.join(f'"{v}"' if mark in v else v for v in row) for row in [table.heads, *table.rows])


def _records(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]


def _stream(text: str) -> Output:
    return {"output_type": "stream", "name": "stdout", "text": text + "\n"}


def _shown(**data: Any) -> Output:
    bundle = {
        name.replace("__", "/").replace("_plus_", "+").replace("_dot_", "."): value for name, value in data.items()
    }
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": bundle}


FORMS: dict[str, Callable[[Table], Output]] = {
    "pandas, html and plain": lambda t: _shown(text__plain=_pandas(t), text__html=_html(t)),
    "html without an index": lambda t: _shown(text__html=_html(t, False)),
    "Styler": lambda t: _shown(text__plain="<pandas.io.formats.style.Styler at 0x7f>", text__html=_styled(t)),
    "polars html": lambda t: _shown(text__html=_polars_html(t)),
    "pandas, plain": lambda t: _shown(text__plain=_pandas(t)),
    "pandas, printed": lambda t: _stream("Loaded.\n" + _pandas(t)),
    "pandas, no index": lambda t: _stream(_pandas(t, False)),
    "pandas, wrapped": lambda t: _stream(_wrapped(t)),
    "polars": lambda t: _stream(_polars(t)),
    "Spark": lambda t: _stream(_barred(t, "|", "+", "+", "-", True, True)),
    "Markdown": lambda t: _shown(text__markdown=_barred(t, "|", "|", "|", "-", False)),
    "psql": lambda t: _stream(_barred(t, "|", "|", "+", "-", True)),
    "underlined": lambda t: _stream(_underlined(t)),
    "comma": lambda t: _stream(_separated(t, ",")),
    "semicolon": lambda t: _stream(_separated(t, ";")),
    "tab": lambda t: _stream(_separated(t, "\t")),
    "dicts": lambda t: _stream(repr(_records(t))),
    "JSON lines": lambda t: _stream("\n".join(json.dumps(r, ensure_ascii=False) for r in _records(t))),
    "JSON records": lambda t: _shown(application__json=_records(t)),
    "data resource": lambda t: _shown(
        **{"application__vnd_dot_dataresource_plus_json": {"schema": {"fields": []}, "data": _records(t)}}
    ),
}


# Those that show labels of rows, and those that are no text.
LABELLED = {"pandas, html and plain", "Styler", "pandas, plain", "pandas, printed", "pandas, wrapped"}
AS_JSON = {"JSON records", "data resource"}
