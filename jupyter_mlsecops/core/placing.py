"""From a place in a notebook to the location that a report gives."""

from __future__ import annotations

from .ipynb import Notebook
from .matched import Matched
from .model import Location, Part
from .segments import Segment
from .text import Lines, Span, printable


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


def _lines(segment: Segment) -> Lines:
    return Lines(segment.raw)
