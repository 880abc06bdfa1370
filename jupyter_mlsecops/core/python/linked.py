"""What the cells of one notebook share: names, imports, the trail of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from ..ipynb import Cell, Notebook, column
from ..once import once
from .answers import Answers, answers_of
from .callmoves import Move
from .link import Names
from .magics import quiet
from .origin import Moved, Trail
from .summary import Summary, summarise
from .tables import Tables

if TYPE_CHECKING:
    from .code import Code


class Linked:
    """What the cells of one notebook share.

    ``make`` makes the face of a cell: of most cells of an edited notebook nobody asks anything. ``lasts`` are the last
    parts of the names of what cells call, as far as somebody asked; ``moved`` are the files that an earlier state has
    fetched and written, if they are the same still, ``moves`` what cells did with files then and do still.
    """

    def __init__(self, notebook: Notebook, make: Callable[[Linked, int], Code]) -> None:
        self.notebook = notebook
        summaries = column(notebook, "summaries", _summaries)
        self.cells = tuple(compress(notebook.cells, summaries))
        self.summaries = tuple(filter(None, summaries))
        self.made: dict[int, Code] = {}
        self._make = make
        self.kept: dict[str, Any] = {}
        self.lasts: dict[Cell, frozenset[str]] = {}
        self.moved: Moved | None = None
        self.moves: dict[Cell, list[Move]] = {}

    def code(self, unit: int) -> Code:
        """The cell with a number."""
        code = self.made.get(unit)
        if code is None:
            code = self.made[unit] = self._make(self, unit)
        return code

    @once
    def codes(self) -> tuple[Code, ...]:
        """All cells in order."""
        return tuple([self.code(unit) for unit in range(len(self.cells))])

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


def _summaries(cells: Sequence[Cell]) -> list[Summary | None]:
    """The summaries of Python cells; None for others."""
    with quiet():
        return [summarise(cell) if cell.kind == "code" and cell.language == "python" else None for cell in cells]
