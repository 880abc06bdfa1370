"""Which rules have something to look at in a cell: most have nothing in most cells, and need not be asked.

What a rule asks of a cell is noted the first time that it finds nothing there. Rules depend on nothing but the answers
they get, so where all these questions have no answer, the rule would find nothing either. Cells in which nothing
changed since the last scan of a notebook keep what was found in them (see ``reuse``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..ipynb import Cell
from ..rule import Match, Rule
from .asked import Asked
from .code import Code
from .reuse import Known, State

Guard = Callable[[Rule, Iterator[Match]], Iterable[Match]]


class Dispatch:
    """What is known of the questions of rules about code.

    What was learned holds for all notebooks, but for rules that asked something about the notebook as a whole: theirs
    is learned anew in each.
    """

    def __init__(self) -> None:
        self._learned: dict[Rule, Asked] = {}

    def run(
        self, codes: Sequence[Code], rules: Sequence[Rule], guard: Guard, before: State
    ) -> tuple[list[tuple[Rule, Code, Match]], State]:
        """What some rules find in the cells of one notebook, cell by cell, and what to hand over to its next scan as
        ``before``. ``guard`` deals with rules that fail."""
        index, unknown = self._index(rules)
        order = {rule: rank for rank, rule in enumerate(rules)}
        cells, summaries = tuple(code.cell for code in codes), tuple(code.summary for code in codes)
        environment = codes[0].notebook.environment if codes else None
        still, told_same = before.still(cells, summaries, environment)
        new = order.keys() - before.rules
        if not told_same:
            new |= before.asking & order.keys()
        asking = set(before.asking)
        found: list[tuple[Rule, Code, Match]] = []
        known: dict[Cell, Known] = {}
        for code, cell in zip(codes, cells, strict=True):
            was = before.known.get(cell) if cell in still else None
            known[cell] = now = Known()
            if was is None:
                wanted = index.asking(code) | unknown
            else:
                now.matches += ((rule, match) for rule, match in was.matches if rule in order and rule not in new)
                wanted = was.again & order.keys()
                if new:
                    wanted |= new & (index.asking(code) | unknown)
            here = list(now.matches)
            for rule in sorted(wanted, key=order.__getitem__):
                code.asked = asked = Asked()
                matches = [(rule, match) for match in guard(rule, _run(rule, code))]
                code.asked = None
                here += matches
                if asked.elsewhere or not asked.has_ended or any(_leads_out(match, cell) for _, match in matches):
                    now.again.add(rule)
                else:
                    now.matches += matches
                if asked.of_notebook:
                    asking.add(rule)
                if rule in unknown and asked.has_ended and not asked.was_answered:
                    index.add(rule, asked)
                    unknown.remove(rule)
                    if not asked.of_notebook:
                        self._learned[rule] = asked
            found += ((rule, code, match) for rule, match in sorted(here, key=lambda one: order[one[0]]))
        return found, State(cells, summaries, environment, frozenset(order), frozenset(asking), known)

    def _index(self, rules: Sequence[Rule]) -> tuple[_Index, set[Rule]]:
        """What is known of the questions of rules, and the rules of which nothing is known."""
        index, unknown = _Index(), set(rules)
        for rule in rules:
            if rule in self._learned:
                index.add(rule, self._learned[rule])
                unknown.remove(rule)
        return index, unknown


def _leads_out(match: Match, cell: Cell) -> bool:
    """Whether a match names places in other texts, which may change when its own cell does not."""
    pointers = {place.pointer for place in (*match.related, *match.hidden)}
    pointers.update(edit.pointer for proposal in match.proposals for edit in proposal.edits)
    return not pointers <= {"", cell.source_pointer}


def _run(rule: Rule, code: Code) -> Iterator[Match]:
    yield from rule.check(code)
    if code.asked is not None:
        code.asked.has_ended = True


class _Index:
    """Rules by what they ask for."""

    def __init__(self) -> None:
        self._lasts: dict[str, list[Rule]] = {}
        self._keywords: dict[str, list[Rule]] = {}
        self._stores: dict[str, list[Rule]] = {}
        self._escapes: list[Rule] = []
        self._shown: list[Rule] = []
        self._first: list[Rule] = []
        self._always: list[Rule] = []

    def add(self, rule: Rule, asked: Asked) -> None:
        """Note what a rule asks for."""
        if asked.anything:
            self._always.append(rule)
            return
        named = (self._lasts, asked.lasts), (self._keywords, asked.keywords), (self._stores, asked.stores)
        for group, names in named:
            for name in names:
                group.setdefault(name, []).append(rule)
        for rules, wanted in ((self._escapes, asked.escapes), (self._shown, asked.shown), (self._first, asked.first)):
            if wanted:
                rules.append(rule)

    def asking(self, code: Code) -> set[Rule]:
        """The rules that may get an answer from a cell."""
        found = set(self._always)
        for group, names in (
            (self._lasts, code.lasts()),
            (self._keywords, code.keywords()),
            (self._stores, {put.last for put in code.summary.facts.puts}),
        ):
            for name in names:
                if name in group:
                    found.update(group[name])
        if code.summary.parsed.escapes:
            found.update(self._escapes)
        if code.summary.facts.bare:
            found.update(self._shown)
        if code.unit == 0:
            found.update(self._first)
        return found
