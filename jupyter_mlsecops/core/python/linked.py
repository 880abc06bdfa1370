"""What the cells of one notebook share: names, imports, the trail of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..ipynb import Cell, Notebook
from ..once import once
from .answers import Answers, answers_of
from .link import Names
from .magics import quiet
from .origin import Trail
from .summary import summarise
from .tables import Tables

if TYPE_CHECKING:
    from .code import Code


class Linked:
    """What the cells of one notebook share.

    ``lasts`` are the last parts of the names of what cells call, as far as somebody asked.
    """

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.cells = [c for c in notebook.cells if c.kind == "code" and c.language == "python"]
        with quiet():
            self.summaries = [summarise(cell) for cell in self.cells]
        self.codes: list[Code] = []
        self.kept: dict[str, Any] = {}
        self.lasts: dict[Cell, frozenset[str]] = {}

    @once
    def answers(self) -> Answers:
        """What the notebook as a whole says to questions."""
        return answers_of(self.notebook, self.cells, self.summaries)

    @once
    def names(self) -> Names:
        tables = Tables([summary.facts for summary in self.summaries], self.notebook.state.get("tables"))
        self.notebook.state["tables"] = tables
        return Names(tables)

    @once
    def trail(self) -> Trail:
        return Trail(self.names, self.cells, self.summaries)

