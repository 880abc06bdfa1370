"""What the cells of one notebook share: names, imports, the trail of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from itertools import compress
from operator import attrgetter
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

_FACTS = attrgetter("facts")


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
        self.lasts: dict[Cell, Set[str]] = {}
        self.moved: Moved | None = None
        self.moves: dict[Cell, list[Move]] = {}

    def take(self, lasts: Mapping[Cell, Set[str]], moved: Moved | None, cells: Mapping[Cell, Cell]) -> None:
        """Take over what an earlier state knows of ``cells`` in which everything is as it was, each with the one that
        it was then."""
        had = [*map(lasts.__contains__, cells.values())]
        taken = map(lasts.__getitem__, compress(cells.values(), had))
        self.lasts.update(zip(compress(cells, had), taken, strict=True))
        if moved is not None:
            kept = moved.kept
            self.moves.update({cell: kept[was] for cell, was in cells.items() if was in kept})

    @property
    def files_moved(self) -> Moved | None:
        """What is known so far of what the notebook does with files."""
        return self.trail.moved if self.moved is not None or "trail" in self.__dict__ else None

    def code(self, unit: int) -> Code:
        """The cell with a number."""
        code = self.made.get(unit)
        if code is None:
            code = self.made[unit] = self._make(self, unit)
        return code

    @once
    def pointers(self) -> Set[str]:
        """Where the sources of the cells stand."""
        return frozenset([cell.source_pointer for cell in self.cells])

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
        known = Tables([*map(_FACTS, self.summaries)], self.notebook.state.get("tables"))
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
