"""The rows of the tables as rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jupyter_mlsecops.sdk import Code, Confidence, Match, Place, Rule, replace, rule

from . import adapter
from .row import Row
from .tables import ROWS


def _matches(row: Row, code: Code) -> Iterator[Match]:
    if row.may_be_in(code):
        for hit in adapter.hits(code, row.tests):
            severity = row.judge(hit) if row.judge else row.severity
            yield Match(hit.span, severity=severity, confidence=Confidence(hit.confidence.lower()))


def _first(row: Row, code: Code) -> Iterator[Match]:
    """The first match of the notebook if it is in this cell, with the places of all others."""
    here = list(_matches(row, code))
    if here and not any(True for cell in code.cells[: code.unit] for _ in _matches(row, cell)):
        there = ((cell, match) for cell in code.cells[code.unit + 1 :] for match in _matches(row, cell))
        others = [*((code, match) for match in here[1:]), *there]
        related = tuple(Place(cell.cell.source_pointer, match.span, "here too") for cell, match in others)
        more = f" and {len(others)} more" if others else ""
        yield replace(here[0], message=row.title + more, related=related)


def _check(row: Row) -> Callable[[Code], Iterator[Match]]:
    def check(code: Code) -> Iterator[Match]:
        yield from _first(row, code) if row.once else _matches(row, code)

    check.__doc__ = f"{row.why}\n\n{row.remedy}"
    return check


def _rule(row: Row) -> Rule:
    declare = rule(
        id=row.id,
        on=Code,
        severity=row.severity,
        confidence=row.confidence,
        title=row.title,
        category=row.category,
        cwe=row.cwe,
        bad=row.bad,
        ok=row.ok,
        screen=row.screen,
        aliases=row.aliases,
        profile=row.profile,
        second_opinion=True,
        form_of=row.form_of,
    )
    return declare(_check(row))


RULES = [_rule(row) for row in ROWS]
