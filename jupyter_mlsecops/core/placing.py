"""From a place in a notebook to the location that a report gives."""

from __future__ import annotations

from collections.abc import Iterator

from .found import Found
from .ipynb import Notebook
from .matched import Matched
from .model import Location, Part
from .rule import Place
from .segments import Segment
from .text import Lines, Span, printable

PLACES = 100  # at which a finding stands that are listed


def location_of(notebook: Notebook, matched: Matched, pointer: str, part: Part, span: Span | None) -> Location:
    """The location of a span, in code points, of the raw text at ``pointer``; None is all of it."""
    segment = matched.texts.get(pointer)
    region = segment.remember(_lines).region(span) if segment is not None and span is not None else None
    if notebook.is_script:
        return Location(path=notebook.path, part=Part.FILE, region=region)
    cell = notebook.cell_at(pointer)
    return Location(
        path=notebook.path,
        cell_index=cell.index if cell else None,
        cell_id=printable(cell.id, 80) if cell and cell.id else None,
        part=part,
        pointer=matched.shown(pointer),
        region=region,
    )


def placed(notebook: Notebook, matched: Matched, place: Place) -> Location | None:
    """The location of a place in another text; None where that was not read."""
    segment = matched.texts.get(place.pointer)
    return location_of(notebook, matched, place.pointer, segment.part, place.span) if segment is not None else None


def values_of(notebook: Notebook, matched: Matched, one: Found) -> Iterator[Location]:
    """The locations of the values that a match of several found, of so many as are listed."""
    segment = matched.texts.get(one.pointer)
    if one.match.several and segment is not None:
        for part in one.match.parts[:PLACES]:
            yield location_of(notebook, matched, one.pointer, one.part, segment.raw_span(part))


def _lines(segment: Segment) -> Lines:
    return Lines(segment.raw)
