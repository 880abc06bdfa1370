"""What could not be assessed of a file, as problems for its report."""

from __future__ import annotations

from .ipynb import Notebook
from .matched import Lost
from .model import Problem
from .modelfile import ModelFile
from .text import printable

_GAP = 400  # characters that say what was not read of a model file


def unread(model: ModelFile) -> list[Problem]:
    """What was not read of a model file."""
    texts = (f"{model.path}: {printable(gap, _GAP)}" for gap in model.gaps)
    return [Problem(path=model.path, kind="model-not-assessed", message=text) for text in texts]


def unlisted(notebook: Notebook) -> list[Problem]:
    """What could not be read in a file that lists packages."""
    reasons = notebook.manifest.problems if notebook.manifest is not None else ()
    return [Problem(path=notebook.path, kind="not-readable", message=f"{notebook.path}: {r}") for r in reasons]


def unparsed(notebook: Notebook, pointer: str, lost: Lost) -> Problem:
    """The lines of a cell that no code rule has seen."""
    cell = notebook.cell_at(pointer)
    where = f"cell {cell.index + 1}, " if cell is not None and not notebook.is_script else ""
    lines = lost.lines
    some = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]}-{lines[-1]}"
    message = f"{notebook.path}: {where}{some}: {lost.reason}, so its code was not assessed."
    return Problem(path=notebook.path, kind="cell-not-parsed", message=message)
