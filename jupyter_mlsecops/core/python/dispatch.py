"""Which rules have something to look at in a cell: most have nothing in most cells, and need not be asked.

What a rule asks of a cell is noted the first time that it finds nothing there. Rules depend on nothing but the answers
they get, so where all these questions have no answer, the rule would find nothing either. Cells in which nothing
changed since the last scan of a notebook keep what was found in them (see ``reuse``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import compress, count
from operator import attrgetter, not_

import msgspec

from ..ipynb import Cell
from ..rule import Match, Rule
from .answers import Answers
from .asked import FILES, PLACE, Asked, Told
from .code import Code
from .linked import Linked
from .reuse import Known, State, Still
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
        ``before``, which are states of notebooks that share cells. ``guard`` deals with rules that fail."""
        cells = linked.cells
        if not cells:
            return [], State()
        ways = self._ways(tuple(rules), linked.answers, before)
        order = ways.order
        had = _still(ways, before, linked)
        known, told = had.known, had.told
        here: dict[int, list[tuple[Rule, Match]]] = {}  # of the cells in which something was asked
        unsure: list[Cell] = []
        for unit in [*compress(count(), map(not_, map(known.__contains__, cells)))]:
            cell = cells[unit]
            was, new, still = had.open.get(cell, _NOTHING)
            again = _NO_RULES
            if was is not None and still is not None:
                if not still.is_firm(cell, was):
                    again = was.asked_again(partial(still.holds, cell))
                if not new and not again:
                    known[cell] = was
                    if was.is_unsure:
                        unsure.append(cell)
                    continue
            code = linked.code(unit)
            known[cell] = now = Known()
            if was is None or new:
                wanted = {ways.known_to[asked] for asked in self._index.asking(code) if asked in ways.known_to}
                wanted |= ways.always | ways.unknown
            if was is not None:
                wanted = (wanted & new if new else set()) | (again & order.keys())
                now.take(was, order.keys() - new - again)
            matched = here[unit] = list(now.matches)
            for rule in sorted(wanted, key=order.__getitem__):
                code.asked = asked = Asked(rule in ways.unknown)
                matches = [(rule, match) for match in guard(rule, partial(_run, rule, code))]
                code.asked = None
                matched += matches
                pointers = _pointers(matches)
                if asked.elsewhere or not asked.has_ended or not pointers <= {cell.source_pointer}:
                    now.again.add(rule)  # what it found names other texts, which may change when its own cell does not
                else:
                    now.matches += matches
                    for kind in {*asked.needs, PLACE} if pointers else asked.needs:
                        now.needs.setdefault(kind, set()).add(rule)
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
        )
        every = [*map(_MATCHES, map(known.__getitem__, cells))]
        for unit, matched in here.items():
            every[unit] = matched
        with_some = zip(compress(cells, every), filter(None, every), strict=True)
        return [(rule, cell, match) for cell, some in with_some for rule, match in some if rule in order], state

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


class _Had(msgspec.Struct, frozen=True):
    """What is ``known`` of cells of earlier states, and what the notebook ``told`` rules. In cells that are ``open``
    rules may have to be asked: what is known there, the rules that are new, and what of the whole stays as it was."""

    known: dict[Cell, Known] = msgspec.field(default_factory=dict)
    open: dict[Cell, tuple[Known | None, Set[Rule], Still | None]] = msgspec.field(default_factory=dict)
    told: dict[Rule, Told] = msgspec.field(default_factory=dict)


def _still(ways: Ways, before: Sequence[State], linked: Linked) -> _Had:
    """What is known of the cells in which everything is as it was."""
    had = _Had()
    # Where several states know a cell, the one in which fewer rules are new tells more of it.
    for state, (told, new) in sorted(((s, _still_told(ways, s)) for s in before), key=lambda one: len(one[1][1])):
        still = state.still(linked)
        if not still.cells:
            continue
        had.told.update(_both(had.told, told) if had.told else told)
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


def _still_told(ways: Ways, before: State) -> tuple[dict[Rule, Told], Set[Rule]]:
    """What the notebook told rules before and tells them still; the rules that it tells something else by now, or that
    were not asked before."""
    if before.ways is ways:
        return dict(before.told), _NO_RULES
    new = ways.order.keys() - before.rules
    still: dict[Rule, Told] = {}
    for rule, answers in before.told.items():
        if any(ways.answers.to(question) != answer for question, answer in answers.items()):
            new.add(rule)
        elif rule in ways.order:
            still[rule] = answers
    return _both(ways.told(), still), new & ways.order.keys()


def _both(one: dict[Rule, Told], other: Mapping[Rule, Told]) -> dict[Rule, Told]:
    """What rules were told here and there."""
    return {**one, **{rule: {**one[rule], **told} if rule in one else told for rule, told in other.items()}}


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
        for word, asking in self._words.items():
            if word in source:
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
