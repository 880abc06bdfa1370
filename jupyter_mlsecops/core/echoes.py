"""Second opinions: what another tool says on lines about which a rule of ours has spoken goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ipynb import Notebook
from .text import Span

if TYPE_CHECKING:
    from .found import Found

_EVERY_LINE = 1 << 60


def without_echoes(found: list[Found], notebook: Notebook) -> list[Found]:
    """``found`` without the second opinions on what a rule that shares an alias with theirs found on the same lines."""
    if not any(one.rule.second_opinion for one in found):
        return found
    told: dict[tuple[str, str], list[Span]] = {}
    for one in found:
        if not one.rule.second_opinion:
            for pointer, span in [(one.pointer, one.span), *((p.pointer, p.span) for p in one.match.related)]:
                for alias in one.rule.aliases:
                    told.setdefault((pointer, alias), []).append(_lines(notebook, pointer, span))
    return [one for one in found if not (one.rule.second_opinion and _is_told(one, told, notebook))]


def _is_told(one: Found, told: dict[tuple[str, str], list[Span]], notebook: Notebook) -> bool:
    lines = _lines(notebook, one.pointer, one.span)
    places = (place for alias in one.rule.aliases for place in told.get((one.pointer, alias), ()))
    return any(place.start <= lines.end and lines.start <= place.end for place in places)


def _lines(notebook: Notebook, pointer: str, span: Span | None) -> Span:
    """The first and the last line that a span of a cell touches; of anything else all lines."""
    cell = notebook.cell_at(pointer)
    if cell is None or span is None:
        return Span(0, _EVERY_LINE)
    return Span(cell.lines.line_of(span.start), cell.lines.line_of(max(span.start, span.end - 1)))
