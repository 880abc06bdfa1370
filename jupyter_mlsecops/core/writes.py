"""Which files a notebook writes."""

from __future__ import annotations

from .ipynb import Cell, Notebook
from .python.code import linked
from .python.fetches import WRITERS
from .python.reached import words
from .regex import regex

_SCREEN = regex(r"\b(?:" + "|".join(WRITERS) + r")\s*\(")
_MOST = 400


def writes(notebook: Notebook) -> tuple[str, ...]:
    """The paths on disk that calls of a notebook write, as far as they are wholly known: from the folder in which it
    starts, or absolute."""
    if not any(c.kind == "code" and c.language == "python" and _may_write(c) for c in notebook.cells):
        return ()
    with linked(notebook) as cells:
        return cells.trail.files.written()[:_MOST]


def _may_write(cell: Cell) -> bool:
    return not words(cell).isdisjoint(WRITERS) and _SCREEN.search(cell.source) is not None
