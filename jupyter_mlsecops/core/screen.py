"""Screening: which rules may match in a text at all, by the literals they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .rule import Rule


class Screen:
    """A set of rules, asked "who may match in this text?". Rules without literals always may."""

    __slots__ = ("_caseless", "_exact", "_open", "_rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._open = [k for k, rule in enumerate(rules) if not rule.screen]
        self._exact: dict[str, list[int]] = {}
        self._caseless: dict[str, list[int]] = {}
        for k, rule in enumerate(rules):
            for literal in rule.screen:
                (self._caseless if rule.caseless else self._exact).setdefault(literal, []).append(k)

    def narrowed(self, text: str) -> Screen:
        """The same for any part of ``text``, with only the literals that occur in it: quicker to ask many times."""
        screen = Screen.__new__(Screen)
        screen._rules, screen._open = self._rules, self._open
        screen._exact = {literal: self._exact[literal] for literal in _present(self._exact, text)}
        lowered = text.lower() if self._caseless else ""
        screen._caseless = {literal: self._caseless[literal] for literal in _present(self._caseless, lowered)}
        return screen

    def passing(self, text: str) -> list[Rule]:
        """The rules that may match in ``text``, in the order of the set."""
        passed = set(self._open)
        for literal in _present(self._exact, text):
            passed.update(self._exact[literal])
        if self._caseless:
            for literal in _present(self._caseless, text.lower()):
                passed.update(self._caseless[literal])
        return [self._rules[k] for k in sorted(passed)]


def _present(literals: Iterable[str], text: str) -> list[str]:
    return [literal for literal in literals if literal in text]
