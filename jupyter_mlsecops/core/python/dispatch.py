"""Which rules have something to look at in a cell: most have nothing in most cells, and need not be asked.

What a rule asks of a cell is noted the first time that it finds nothing there. Rules depend on nothing but the answers
they get, so where all these questions have no answer, the rule would find nothing either. Cells in which nothing
changed since the last scan of a notebook keep what was found in them (see ``reuse``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import partial
from itertools import compress, count
from operator import attrgetter, not_

import msgspec

from ..ipynb import Cell
from ..rule import Match, Rule
from .answers import Answers
from .asked import FILES, PLACE, Asked, Told
from .code import Code
from .joined import Tried, joined
from .linked import Linked
from .reuse import Elsewhere, Known, State, Still, both
from .ways import Ways

Guard = Callable[[Rule, Callable[[], Iterable[Match]]], list[Match]]
_NO_RULES: Set[Rule] = frozenset()
_NOTHING: tuple[Known | None, Set[Rule], Still | None] = None, _NO_RULES, None
_MATCHES = attrgetter("matches")
_WAYS = 8  # of one rule, by what notebooks told it, that are remembered


class Dispatch:
    """What is known of the questions of rules about code. What was learned in one notebook holds for all that tell a
    rule the same about the whole of them.
    """

    def __init__(self) -> None:
        self._learned: dict[Rule, list[Asked]] = {}
        self._index = _Index()
        self._lesson = object()  # another one each time that something was learned

    def run(
        self, linked: Linked, rules: Sequence[Rule], guard: Guard, before: Sequence[State]
    ) -> tuple[list[tuple[Rule, Cell, Match]], State]:
        """What some rules find in the cells of one notebook, cell by cell, and what to hand over to its next scan as
        ``before``, which are states of notebooks that share cells, the last one first. ``guard`` deals with rules that
        fail."""
        cells = linked.cells
        if not cells:
            return [], State()
        ways = self._ways(tuple(rules), linked.answers, before)
        order = ways.order
        had = _still(ways, before, linked)
        known, told = had.known, had.told
        here: dict[int, list[tuple[Rule, Match]]] = {}  # of the cells in which something was asked
        unsure: list[Cell] = []
        asking: dict[Cell, Set[Asked] | None] = {}
        for unit in [*compress(count(), map(not_, map(known.__contains__, cells)))]:
            cell = cells[unit]
            was, new, still = had.open.get(cell, _NOTHING)
            again = _NO_RULES
            if was is not None and still is not None:
                if not still.is_firm(cell, was):
                    again = still.asked_again(cell, was)
                if not new and not again:
                    known[cell] = was
                    if was.is_unsure:
                        unsure.append(cell)
                    continue
            code = linked.code(unit)
            known[cell] = now = Known()
            asking[cell] = None
            if was is None or new:
                questions = asking[cell] = self._index.asking(code)
                wanted = {ways.known_to[asked] for asked in questions if asked in ways.known_to}
                wanted |= ways.always | ways.unknown
            if was is not None:
                wanted = (wanted & new if new else set()) | (again & order.keys())
                now.take(was, order.keys() - new - again)
            matched = here[unit] = list(now.matches)
            for rule in sorted(wanted, key=order.__getitem__):
                code.asked = asked = Asked(rule in ways.unknown)
                matches = [(rule, match) for match in guard(rule, partial(_run, rule, code))]
                for one in (code, *asked.lent):
                    one.asked = None
                matched += matches
                pointers = _pointers(matches)
                if asked.elsewhere or not asked.has_ended or (pointers and not pointers <= linked.pointers):
                    now.again.add(rule)
                else:
                    now.matches += matches
                    for kind in {*asked.needs, PLACE} if pointers else asked.needs:
                        now.needs.setdefault(kind, set()).add(rule)
                    # What it found may name other cells, which may change when its own does not.
                    if asked.anywhere or not pointers <= {cell.source_pointer}:
                        now.elsewhere[rule] = Elsewhere(asked.anywhere, pointers - {cell.source_pointer})
                if asked.told:
                    told[rule] = {**told.get(rule, {}), **asked.told}
                if asked.is_new and asked.has_ended and not asked.was_answered:
                    self._learn(rule, asked)
                    ways = ways.learned(rule, asked, self._lesson)
            matched.sort(key=lambda one: order[one[0]])
            if now.is_unsure:
                unsure.append(cell)
        state = State(
            cells,
            linked.summaries,
            ways,
            told,
            known,
            linked.lasts,
            linked.files_moved,
            linked.tables,
            frozenset(unsure),
            asking,
            had.still.reach if had.still is not None else None,
        )
        every = [*map(_MATCHES, map(known.__getitem__, cells))]
        for unit, matched in here.items():
            every[unit] = matched
        with_some = zip(compress(cells, every), filter(None, every), strict=True)
        return [(rule, cell, match) for cell, some in with_some for rule, match in some if rule in order], state

    def run_after(
        self, linked: Linked, rules: tuple[Rule, ...], guard: Guard, now: State | None, like: Tried | None
    ) -> tuple[list[tuple[Rule, Cell, Match]], State | Tried]:
        """The same after an edit of the notebook ``now``, which may be a fix that was tried before: ``like`` is what is
        known of that."""
        known = joined(like, now, rules, linked.cells) if like is not None and now is not None else None
        before = (now, like.made if like is not None else None)
        return known or self.run(linked, rules, guard, [state for state in before if state is not None])

    def _ways(self, rules: tuple[Rule, ...], answers: Answers, before: Sequence[State]) -> Ways:
        """What is known of the questions of some rules in a notebook that answers so."""
        for state in before:
            if state.ways is not None and state.ways.are_of(rules, answers, self._lesson):
                return state.ways
        ways = Ways(rules, answers, self._lesson)
        for rule in rules:
            for asked in self._learned.get(rule, ()):
                if all(answers.to(question) == told for question, told in asked.told.items()):
                    ways.add(rule, asked)
                    break
            else:
                ways.unknown.add(rule)
        return ways

    def _learn(self, rule: Rule, asked: Asked) -> None:
        ways = self._learned.setdefault(rule, [])
        if len(ways) == _WAYS:
            self._index.remove(ways.pop(0))
        ways.append(asked)
        self._index.add(asked)
        self._lesson = object()


class _Had(msgspec.Struct):
    """What is ``known`` of cells of earlier states, and what the notebook ``told`` rules. In cells that are ``open``
    rules may have to be asked: what is known there, the rules that are new, and what of the whole stays as it was. The
    first of the states is ``still`` so far."""

    known: dict[Cell, Known] = msgspec.field(default_factory=dict)
    open: dict[Cell, tuple[Known | None, Set[Rule], Still | None]] = msgspec.field(default_factory=dict)
    told: dict[Rule, Told] = msgspec.field(default_factory=dict)
    still: Still | None = None


def _still(ways: Ways, before: Sequence[State], linked: Linked) -> _Had:
    """What is known of the cells in which everything is as it was."""
    had = _Had()
    # Where several states know a cell, the one in which fewer rules are new tells more of it.
    for state, (told, new) in sorted(((s, s.still_told(ways)) for s in before), key=lambda one: len(one[1][1])):
        still = state.still(linked)
        if state is before[0]:
            had.still = still
        if not still.cells:
            continue
        had.told.update(both(had.told, told) if had.told else told)
        cells = still.cells
        if had.known or had.open:
            cells = {cell: cells[cell] for cell in cells.keys() - had.known.keys() - had.open.keys()}
        had.known.update(zip(cells, map(state.known.__getitem__, cells.values()), strict=True))
        unsure = state.unsure
        for cell in [cell for cell, was in cells.items() if new or cell is not was or was in unsure]:
            had.open[cell] = had.known.pop(cell), new, still
        linked.take(state.lasts, state.moved, cells)
        if FILES in still.stays:
            linked.moved = linked.moved or state.moved
    if not had.told:
        had.told.update(ways.told())
    return had


def _pointers(matches: Iterable[tuple[Rule, Match]]) -> set[str]:
    """The places in the notebook that matches name."""
    pointers: set[str] = set()
    for _, match in matches:
        pointers.update(place.pointer for place in (*match.related, *match.hidden))
        pointers.update(edit.pointer for proposal in match.proposals for edit in proposal.edits)
    return pointers - {""}


def _run(rule: Rule, code: Code) -> Iterator[Match]:
    yield from rule.check(code)
    if code.asked is not None:
        code.asked.has_ended = True


class _Index:
    """What rules ask for, by what they ask for."""

    def __init__(self) -> None:
        self._lasts: dict[str, list[Asked]] = {}
        self._keywords: dict[str, list[Asked]] = {}
        self._stores: dict[str, list[Asked]] = {}
        self._words: dict[str, list[Asked]] = {}
        self._caseless: dict[str, list[Asked]] = {}
        self._escapes: list[Asked] = []
        self._shown: list[Asked] = []
        self._last: list[Asked] = []
        self._first: list[Asked] = []

    def add(self, asked: Asked) -> None:
        """Note what a rule asks for."""
        for one in self._places(asked):
            one.append(asked)

    def remove(self, asked: Asked) -> None:
        """Forget what a rule asks for."""
        for one in self._places(asked):
            one.remove(asked)

    def _places(self, asked: Asked) -> Iterator[list[Asked]]:
        if asked.anything:  # it is asked in every cell
            return
        named = (
            (self._lasts, asked.lasts),
            (self._keywords, asked.keywords),
            (self._stores, asked.stores),
            (self._words, asked.words),
            (self._caseless, asked.caseless),
        )
        for group, names in named:
            for name in names:
                yield group.setdefault(name, [])
        kinds = (
            (self._escapes, asked.escapes),
            (self._shown, asked.shown),
            (self._last, asked.last),
            (self._first, asked.first),
        )
        yield from (one for one, is_asked in kinds if is_asked)

    def asking(self, code: Code) -> set[Asked]:
        """The questions to which a cell may have an answer."""
        found: set[Asked] = set()
        summary, source = code.summary, code.cell.source
        for group, names in (
            (self._lasts, code.lasts),
            (self._keywords, code.keywords),
            (self._stores, lambda: {put.last for put in summary.facts.puts}),
        ):
            for name in group.keys() & names() if group else ():
                found.update(group[name])
        for words, text in ((self._words, source), (self._caseless, source.lower() if self._caseless else "")):
            for word, asking in words.items():
                if word in text:
                    found.update(asking)
        if summary.parsed.escapes:
            found.update(self._escapes)
        if summary.facts.bare:
            found.update(self._shown)
        if summary.last is not None:
            found.update(self._last)
        if code.unit == 0:
            found.update(self._first)
        return found
