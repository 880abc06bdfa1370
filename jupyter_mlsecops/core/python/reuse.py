"""What was found in a cell holds still where nothing changed that the cell depends on.

After an edit the statements that came and went are compared: cells that use a name to which one of them gives something
are looked at anew, and so are those that use what these cells define (see ``reached``). Rules that look further than
that are asked again everywhere, those that looked for calls in all cells where a cell has such calls or had them; in a
cell that moved, those that looked where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from itertools import compress, count
from operator import is_not, not_
from weakref import ref

import msgspec

from ..ipynb import Cell
from ..once import once
from ..rule import Match, Rule
from .asked import FILES, HANDED, PLACE, Asked, Told
from .far import untouched
from .linked import Linked
from .origin import Moved
from .reached import unreached
from .summary import Summary
from .tables import Tables
from .ways import Ways

_FEW = 16  # cells: an edit that reaches more is hardly ever apart from another one
_PLACE = frozenset((PLACE,))
_NO_RULES: Set[Rule] = frozenset()


class Elsewhere(msgspec.Struct, frozen=True):
    """What a rule looked at in other cells: calls with these last parts of names, wherever they stand, and the texts at
    these pointers, which its matches name."""

    lasts: Set[str]
    pointers: Set[str]

    def stays(self, reach: Reach | None) -> bool:
        """Whether none of it stands where an edit reaches."""
        if reach is None or reach.lasts is None:
            return False
        return reach.lasts.isdisjoint(self.lasts) and reach.pointers.isdisjoint(self.pointers)


class Known(msgspec.Struct):
    """What rules found in one cell. ``again`` are those that looked beyond it and its names: they are asked again.
    ``needs`` are others by what they looked at besides (see ``far``), ``elsewhere`` those that looked for calls in all
    cells: they are asked again where that is not as it was.
    """

    matches: list[tuple[Rule, Match]] = msgspec.field(default_factory=list)
    again: set[Rule] = msgspec.field(default_factory=set)
    needs: dict[str, set[Rule]] = msgspec.field(default_factory=dict)
    elsewhere: dict[Rule, Elsewhere] = msgspec.field(default_factory=dict)

    @property
    def is_unsure(self) -> bool:
        """Whether rules looked at more than the cell, its names and where it stands."""
        return bool(self.again or self.elsewhere) or not self.needs.keys() <= _PLACE

    def is_firm(self, stays: Set[str], reach: Reach | None) -> bool:
        """Whether all that rules looked at besides the cell is as it was, where that ``stays`` and an edit has that
        ``reach``."""
        if self.again or not self.needs.keys() <= stays:
            return False
        return all([elsewhere.stays(reach) for elsewhere in self.elsewhere.values()])

    def asked_again(self, holds: Callable[[str], bool], reach: Reach | None) -> Set[Rule]:
        """The rules that are to be asked again where of what they look at besides only some holds still."""
        gone = [rules for kind, rules in self.needs.items() if not holds(kind)]
        gone.append({rule for rule, elsewhere in self.elsewhere.items() if not elsewhere.stays(reach)})
        return self.again.union(*gone)

    def take(self, other: Known, left: Set[Rule]) -> None:
        """What is known of some rules is what was known of them before."""
        self.matches += (one for one in other.matches if one[0] in left)
        self.elsewhere.update({rule: there for rule, there in other.elsewhere.items() if rule in left})
        for kind, rules in other.needs.items():
            if both := rules & left:
                self.needs[kind] = both


class Reach(msgspec.Struct, frozen=True):
    """What an edit reaches that left all other cells where they stood.

    ``since`` is the state before it. ``gone`` are the cells of that state that are not as they were, ``come`` those of
    the later one, and ``summaries`` those of both. No other cell uses one of the ``names``, which may stand for
    something else now. ``lasts`` are the last parts of the names of what these cells call, None where nobody knows,
    ``pointers`` where they stand, and ``stays`` is what of the whole surely stays as it was.
    """

    since: ref[State]
    gone: Set[Cell]
    come: Set[Cell]
    summaries: tuple[Summary, ...]
    names: Set[str]
    lasts: Set[str] | None
    pointers: Set[str]
    stays: Set[str]


class State(msgspec.Struct, frozen=True, eq=False, weakref=True):
    """What is known of the code of a notebook: its Python cells, the rules that were asked, and what each cell had.

    ``told`` is what the notebook said to rules that asked about the whole of it, ``lasts`` are the last parts of the
    names of what is called in cells, ``moved`` is what the notebook does with files, as far as somebody asked. In cells
    that are ``unsure`` rules looked at more than the cell, its names and where it stands. ``asked`` are the cells in
    which rules were asked at last, with the questions to which these may have an answer, if all rules were looked
    through; ``reach`` is that of the edit which led here.
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
    asked: Mapping[Cell, Set[Asked] | None] = msgspec.field(default_factory=dict)
    reach: Reach | None = None

    @property
    def rules(self) -> Set[Rule]:
        """The rules that were asked."""
        return self.ways.order.keys() if self.ways is not None else set()

    def still_told(self, ways: Ways) -> tuple[dict[Rule, Told], Set[Rule]]:
        """What the notebook told rules and tells them still in a later state that has those ``ways``; the rules that it
        tells something else there, or that were not asked here."""
        if self.ways is ways:
            return dict(self.told), _NO_RULES
        new = ways.order.keys() - self.rules
        still: dict[Rule, Told] = {}
        for rule, answers in self.told.items():
            if any(ways.answers.to(question) != answer for question, answer in answers.items()):
                new.add(rule)
            elif rule in ways.order:
                still[rule] = answers
        return both(ways.told(), still), new & ways.order.keys()

    def still(self, linked: Linked) -> Still:
        """What of this state holds in a later one."""
        cells, names = unreached(self.cells, self.summaries, linked.cells, linked.summaries)
        if not cells or self.tables is None:
            return Still(self, linked, cells)
        were = frozenset(cells.values())
        gone = [*compress(count(), map(not_, map(were.__contains__, self.cells)))]
        come = [*compress(count(), map(not_, map(cells.__contains__, linked.cells)))]
        changed = *(self.summaries[unit] for unit in gone), *(linked.summaries[unit] for unit in come)
        stays = untouched(changed, (self.tables, linked.tables))
        if any(map(is_not, cells, cells.values())):
            if any(cell.pointer != was.pointer for cell, was in cells.items()):  # both tell places in other cells
                stays = stays - {FILES, HANDED}
            return Still(self, linked, cells, stays)
        if len(self.cells) != len(linked.cells) or len(come) > _FEW:
            return Still(self, linked, cells, stays)
        return Still(self, linked, cells, stays, partial(self._reach, linked, gone, come, changed, names, stays))

    def _reach(
        self,
        linked: Linked,
        gone: Sequence[int],
        come: Sequence[int],
        changed: tuple[Summary, ...],
        names: Set[str],
        stays: Set[str],
    ) -> Reach:
        were, are = [self.cells[unit] for unit in gone], [linked.cells[unit] for unit in come]
        lasts = [*map(self.lasts.get, were), *[linked.code(unit).lasts() for unit in come]]
        known = [some for some in lasts if some is not None]
        return Reach(
            since=ref(self),
            gone=frozenset(were),
            come=frozenset(are),
            summaries=changed,
            names=names,
            lasts=frozenset().union(*known) if len(known) == len(lasts) else None,
            pointers=frozenset([cell.source_pointer for cell in (*were, *are)]),
            stays=stays,
        )


def both(one: dict[Rule, Told], other: Mapping[Rule, Told]) -> dict[Rule, Told]:
    """What rules were told here and there."""
    return {**one, **{rule: {**one[rule], **told} if rule in one else told for rule, told in other.items()}}


class Still:
    """What of a state holds in a later one, whose cells are ``linked``: the ``cells`` in which everything is as it was,
    each with the one that it was. ``stays`` is what of the whole surely stays as it was, ``firm`` what rules that
    looked beyond a cell find as it was, if the cell stands where it stood, as far as is known. ``reach`` makes the
    reach of the edit, if that left all other cells where they were."""

    def __init__(
        self,
        state: State,
        linked: Linked,
        cells: Mapping[Cell, Cell],
        stays: Set[str] = frozenset(),
        reach: Callable[[], Reach] | None = None,
    ) -> None:
        self.cells = cells
        self.stays = stays
        self.firm = stays | {PLACE}
        self._state = state
        self._linked = linked
        self._reach = reach

    @once
    def reach(self) -> Reach | None:
        """The reach of an edit that left all other cells where they stood; None for any other one."""
        return self._reach() if self._reach is not None else None

    def is_firm(self, cell: Cell, known: Known) -> bool:
        """Whether all that rules looked at for a cell is as it was, as far as is known."""
        if self.cells[cell] is not cell:
            return False
        return known.is_firm(self.firm, self.reach if known.elsewhere else None)

    def asked_again(self, cell: Cell, known: Known) -> Set[Rule]:
        """The rules that are to be asked again in a cell."""
        return known.asked_again(partial(self._holds, cell), self.reach if known.elsewhere else None)

    def _holds(self, cell: Cell, kind: str) -> bool:
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
