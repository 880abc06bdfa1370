"""What an edit makes of a notebook, told from what the same edit made of an earlier state of it.

Of a notebook that somebody works on, two things are known: what he changed since the last state, and what a fix would
have changed in that. Where neither reaches what the other one does, the notebook with both is known as well: in the
cells that he reached everything is as it is without the fix, in all others as it was with the fix in the last state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from ..ipynb import Cell
from ..rule import Match, Rule
from .asked import PLACE, Asked
from .far import untouched
from .reached import words
from .reuse import Known, Reach, State
from .tables import Tables
from .ways import Ways


class Tried(msgspec.Struct, frozen=True):
    """What is known of the code of a notebook and of what a fix makes of it.

    ``made`` is the state that a fix with this ``reach`` led to, and ``known`` what rules find in its cells; ``unsure``
    are those in which they looked at more than the cell. It was scanned for ``base``, or for an earlier state since
    which no edit has reached what it reaches: then ``known`` is of ``base`` with the fix all the same.
    """

    base: State
    made: State
    reach: Reach | None
    known: Mapping[Cell, Known]
    unsure: Set[Cell]


def tried(base: State, made: State) -> Tried:
    """What a fix made of a state, which was scanned."""
    is_one_step = made.reach is not None and made.reach.since() is base
    return Tried(base, made, made.reach if is_one_step else None, made.known, made.unsure)


def joined(
    tried: Tried, now: State, rules: tuple[Rule, ...], cells: Sequence[Cell]
) -> tuple[list[tuple[Rule, Cell, Match]], Tried] | None:
    """What ``rules`` find in the Python ``cells`` of the notebook ``now`` with the edit that was tried before; and the
    edit for its next state. None where that cannot be told without asking them.

    It tells what a scan of these cells would. Say the notebook was B, and with the fix B'; now it is N, and with the
    fix N'. A cell holds what it held as long as its text, what its names stand for and whatever rules looked at besides
    stay the same: on this ``reuse`` relies. From B' to N' leads the same edit as from B to N. What it reaches are the
    cells that use names that it changes, and those are found cell by cell: it goes other ways in N' only if a cell that
    the fix made uses one of these names, and there is none. So in the cells that it does not reach everything is as in
    B'. From N to N', likewise, leads the fix; it reaches what it reached in B, for no cell that is new in N uses a name
    that it changes. None of the cells that were looked at in N is among those, so in these everything is as in N. What
    of the whole may change for other cells is compared for both edits: what the notebook tells, its files, who calls
    functions, calls anywhere.
    """
    base, made, fix, edit = tried.base, tried.made, tried.reach, now.reach
    if fix is None or edit is None or edit.since() is not base or not _are_apart(edit, fix):
        return None
    if not fix.come.isdisjoint(now.asked):
        return None
    if made.ways is None or now.ways is None or base.ways is None or not made.ways.are_for(rules):
        return None
    if not now.ways.are_like(base.ways):  # what the notebook tells with the fix may be something else now
        return None
    known = dict(tried.known)
    known.update({cell: now.known[cell] for cell in now.asked})
    if not all(map(known.__contains__, cells)):
        return None
    here = tried.unsure & frozenset(cells)
    left, looked = here - now.asked.keys(), now.unsure & now.asked.keys()
    if not _are_firm([known[cell] for cell in left], edit, made.tables):
        return None
    if not _are_firm([known[cell] for cell in looked], fix, now.tables):
        return None
    if not _finds_nothing(now.still_told(made.ways)[1], made.ways, now.asked.values()):
        return None
    order = made.ways.order
    found = [(rule, cell, match) for cell in cells for rule, match in known[cell].matches if rule in order]
    return found, Tried(now, made, fix, known, left | looked)


def _are_apart(edit: Reach, fix: Reach) -> bool:
    """Whether neither of two edits of a notebook reaches what the other one changes or reaches."""
    if not edit.gone.isdisjoint(fix.gone):
        return False
    if not all(fix.names.isdisjoint(words(cell)) for cell in edit.come):
        return False
    return all(edit.names.isdisjoint(words(cell)) for cell in fix.come)


def _are_firm(known: Sequence[Known], reach: Reach, tables: Tables | None) -> bool:
    """Whether an edit with some reach leaves what is known of cells as it is, also where cells have those ``tables``:
    names that are in none of the states before and after it may be in them."""
    if not known:
        return True
    if tables is None:
        return False
    stays = (reach.stays & untouched(reach.summaries, (tables, tables))) | {PLACE}
    return all([one.is_firm(stays, reach) for one in known])


def _finds_nothing(rules: Set[Rule], ways: Ways, asked: Iterable[Set[Asked] | None]) -> bool:
    """Whether some rules surely find nothing in cells that were ``asked``: nothing there answers what they ask."""
    if not rules:
        return True
    if not (rules.isdisjoint(ways.always) and rules.isdisjoint(ways.unknown)):
        return False
    return all([one is not None and rules.isdisjoint(map(ways.known_to.get, one)) for one in asked])
