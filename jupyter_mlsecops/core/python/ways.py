"""What some rules ask in a notebook, as far as that is known: which of them are to be asked in which cells."""

from __future__ import annotations

from ..rule import Rule
from .answers import Answers
from .asked import Asked, Told


class Ways:
    """The questions of ``rules`` in a notebook that gives these ``answers``.

    ``lesson`` stands for what was learned of rules by then. ``known_to`` are the rules by what they ask, ``always``
    those that are to be asked in every cell, ``unknown`` those of which nothing is known.
    """

    def __init__(self, rules: tuple[Rule, ...], answers: Answers, lesson: object) -> None:
        self.answers = answers
        self.order = {rule: rank for rank, rule in enumerate(rules)}
        self.known_to: dict[Asked, Rule] = {}
        self.always: set[Rule] = set()
        self.unknown: set[Rule] = set()
        self._rules = rules
        self._lesson = lesson

    def are_of(self, rules: tuple[Rule, ...], answers: Answers, lesson: object) -> bool:
        """Whether they would be made anew as they are."""
        return self._lesson is lesson and self._rules == rules and self.answers.is_like(answers)

    def are_for(self, rules: tuple[Rule, ...]) -> bool:
        """Whether they are the questions of these rules."""
        return self._rules is rules or self._rules == rules

    def are_like(self, other: Ways) -> bool:
        """Whether they are the questions of the same rules in a notebook that gives the same answers."""
        return self is other or (self.are_for(other._rules) and self.answers.is_like(other.answers))

    def add(self, rule: Rule, asked: Asked) -> None:
        """A rule asks this."""
        if asked.anything:
            self.always.add(rule)
        else:
            self.known_to[asked] = rule

    def learned(self, rule: Rule, asked: Asked, lesson: object) -> Ways:
        """What is known when a rule of which nothing was known was learned to ask this."""
        ways = Ways((), self.answers, lesson)
        ways._rules, ways.order = self._rules, self.order
        ways.known_to, ways.always = dict(self.known_to), set(self.always)
        ways.unknown = self.unknown - {rule}
        ways.add(rule, asked)
        return ways

    def told(self) -> dict[Rule, Told]:
        """What the notebook told the rules, for them to ask what they ask."""
        return {rule: asked.told for asked, rule in self.known_to.items() if asked.told}
