"""Which rules have something to look at in a cell: most have nothing in most cells, and need not be asked.

What a rule asks of a cell is noted the first time that it finds nothing there. Rules depend on nothing but the answers
they get, so where all these questions have no answer, the rule would find nothing either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..rule import Match, Rule
from .asked import Asked
from .code import Code

Guard = Callable[[Rule, Iterator[Match]], Iterable[Match]]


class Dispatch:
    """What is known of the questions of rules about code.

    What was learned holds for all notebooks, but for rules that asked something about the notebook as a whole: theirs
    is learned anew in each.
    """

    def __init__(self) -> None:
        self._learned: dict[Rule, Asked] = {}

    def run(self, codes: Sequence[Code], rules: Sequence[Rule], guard: Guard) -> Iterator[tuple[Rule, Code, Match]]:
        """What some rules find in the cells of one notebook, cell by cell. ``guard`` deals with rules that fail."""
        index = _Index()
        order = {rule: rank for rank, rule in enumerate(rules)}
        unknown = set(rules)
        for rule in rules:
            if rule in self._learned:
                index.add(rule, self._learned[rule])
                unknown.remove(rule)
        for code in codes:
            for rule in sorted(index.asking(code) | unknown, key=order.__getitem__):
                code.asked = asked = Asked() if rule in unknown else None
                for match in guard(rule, _run(rule, code)):
                    yield rule, code, match
                code.asked = None
                if asked is not None and asked.has_ended and not asked.was_answered:
                    index.add(rule, asked)
                    unknown.remove(rule)
                    if not asked.of_notebook:
                        self._learned[rule] = asked


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
