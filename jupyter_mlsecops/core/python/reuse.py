"""What was found in a cell holds still where nothing changed that the cell depends on.

After an edit the statements that came and went are compared: cells that use a name to which one of them gives something
are looked at anew, and so are those that use what these cells define (see ``reached``). Rules that look further than
that are asked again everywhere; in a cell that moved, those that looked where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from itertools import compress
from operator import is_not, not_

import msgspec

from ..ipynb import Cell
from ..once import once
from ..rule import Match, Rule
from .asked import FILES, HANDED, PLACE, Told
from .far import untouched
from .linked import Linked
from .origin import Moved
from .reached import unreached
from .summary import Summary
from .tables import Tables
from .ways import Ways

_PLACE = frozenset((PLACE,))


class Known(msgspec.Struct):
    """What rules found in one cell. ``again`` are those that looked beyond it and its names: they are asked again.
    ``needs`` are others by what they looked at besides (see ``far``): they are asked again where that is not as it was.
    """

    matches: list[tuple[Rule, Match]] = msgspec.field(default_factory=list)
    again: set[Rule] = msgspec.field(default_factory=set)
    needs: dict[str, set[Rule]] = msgspec.field(default_factory=dict)

    @property
    def is_unsure(self) -> bool:
        """Whether rules looked at more than the cell, its names and where it stands."""
        return bool(self.again) or not self.needs.keys() <= _PLACE

    def asked_again(self, holds: Callable[[str], bool]) -> Set[Rule]:
        """The rules that are to be asked again where of what they look at besides only some holds still."""
        gone = [rules for kind, rules in self.needs.items() if not holds(kind)]
        return self.again.union(*gone) if gone else self.again

    def take(self, other: Known, left: Set[Rule]) -> None:
        """What is known of some rules is what was known of them before."""
        self.matches += (one for one in other.matches if one[0] in left)
        for kind, rules in other.needs.items():
            if both := rules & left:
                self.needs[kind] = both


class State(msgspec.Struct, frozen=True):
    """What is known of the code of a notebook: its Python cells, the rules that were asked, and what each cell had.

    ``told`` is what the notebook said to rules that asked about the whole of it, ``lasts`` are the last parts of the
    names of what is called in cells, ``moved`` is what the notebook does with files, as far as somebody asked. In cells
    that are ``unsure`` rules looked at more than the cell, its names and where it stands.
    """

    cells: tuple[Cell, ...] = ()
    summaries: tuple[Summary, ...] = ()
    ways: Ways | None = None
    told: Mapping[Rule, Told] = msgspec.field(default_factory=dict)
    known: dict[Cell, Known] = msgspec.field(default_factory=dict)
    lasts: Mapping[Cell, Set[str]] = msgspec.field(default_factory=dict)
    moved: Moved | None = None
    tables: Tables | None = None
    unsure: Set[Cell] = frozenset()

    @property
    def rules(self) -> Set[Rule]:
        """The rules that were asked."""
        return self.ways.order.keys() if self.ways is not None else set()

    def still(self, linked: Linked) -> Still:
        """What of this state holds in a later one."""
        cells = unreached(self.cells, self.summaries, linked.cells, linked.summaries)
        if not cells or self.tables is None:
            return Still(self, linked, cells, frozenset())
        were = frozenset(cells.values())
        changed = [*compress(self.summaries, map(not_, map(were.__contains__, self.cells)))]
        changed += compress(linked.summaries, map(not_, map(cells.__contains__, linked.cells)))
        stays = untouched(changed, (self.tables, linked.tables))
        moved = any(map(is_not, cells, cells.values()))
        if moved and any(cell.pointer != was.pointer for cell, was in cells.items()):  # both tell places in other cells
            stays = stays - {FILES, HANDED}
        return Still(self, linked, cells, stays)


class Still:
    """What of a state holds in a later one, whose cells are ``linked``: the ``cells`` in which everything is as it was,
    each with the one that it was. ``stays`` is what of the whole surely stays as it was, ``firm`` what rules that
    looked beyond a cell find as it was, if the cell stands where it stood, as far as is known."""

    def __init__(self, state: State, linked: Linked, cells: Mapping[Cell, Cell], stays: Set[str]) -> None:
        self.cells = cells
        self.stays = stays
        self.firm = stays | {PLACE}
        self._state = state
        self._linked = linked

    def is_firm(self, cell: Cell, known: Known) -> bool:
        """Whether all that rules looked at for a cell is as it was, as far as is known."""
        return not known.again and known.needs.keys() <= self.firm and self.cells[cell] is cell

    def holds(self, cell: Cell, kind: str) -> bool:
        """Whether something that a cell does not hold itself is as it was for it."""
        if kind == PLACE:
            return self.cells[cell] is cell
        return kind in self.stays or (kind == FILES and self._has_same_files)

    @once
    def _has_same_files(self) -> bool:
        before, trail = self._state.moved, self._linked.trail
        is_same = before is not None and bool(trail.files) and trail.moved is not None and trail.moved.is_like(before)
        if is_same:
            self.firm = self.firm | {FILES}
        return is_same
