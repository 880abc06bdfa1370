"""What the cells of one notebook share: names, imports, the trail of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..ipynb import Cell, Notebook
from ..once import once
from .answers import Answers, answers_of
from .callmoves import Move
from .link import Names
from .magics import quiet
from .origin import Moved, Trail
from .summary import summarise
from .tables import Tables

if TYPE_CHECKING:
    from .code import Code


class Linked:
    """What the cells of one notebook share.

    ``lasts`` are the last parts of the names of what cells call, as far as somebody asked; ``moved`` are the files that
    an earlier state has fetched and written, if they are the same still, ``moves`` what cells did with files then and
    do still.
    """

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.cells = [c for c in notebook.cells if c.kind == "code" and c.language == "python"]
        with quiet():
            self.summaries = [summarise(cell) for cell in self.cells]
        self.codes: list[Code] = []
        self.kept: dict[str, Any] = {}
        self.lasts: dict[Cell, frozenset[str]] = {}
        self.moved: Moved | None = None
        self.moves: dict[Cell, list[Move]] = {}

    @once
    def answers(self) -> Answers:
        """What the notebook as a whole says to questions."""
        return answers_of(self.notebook, self.summaries)

    @once
    def tables(self) -> Tables:
        """Where names are looked up."""
        known = Tables([summary.facts for summary in self.summaries], self.notebook.state.get("tables"))
        self.notebook.state["tables"] = known
        return known

    @once
    def names(self) -> Names:
        return Names(self.tables)

    @once
    def trail(self) -> Trail:
        return Trail(self.names, self.cells, self.summaries, self.moved, self.moves)
