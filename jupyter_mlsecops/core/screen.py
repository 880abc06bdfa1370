"""Screening: which rules may match in a text at all, by the literals they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .rule import Rule

RUN = re.compile(r"[A-Za-z0-9_\-./+=~:]{16,}")


class Screen:
    """A set of rules, asked "who may match in this text?". Rules without literals always may."""

    __slots__ = ("_caseless", "_dense", "_exact", "_open", "_rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._open = [k for k, rule in enumerate(rules) if not rule.screen]
        self._exact: dict[str, list[int]] = {}
        self._dense: dict[str, list[int]] = {}
        self._caseless: dict[str, list[int]] = {}
        for k, rule in enumerate(rules):
            for literal in rule.screen:
                literals = self._caseless if rule.caseless else self._dense if rule.dense else self._exact
                literals.setdefault(literal, []).append(k)

    def narrowed(self, text: str) -> Screen:
        """The same for any part of ``text``, with only the literals that occur in it: quicker to ask many times."""
        screen = Screen.__new__(Screen)
        screen._rules, screen._open = self._rules, self._open
        screen._exact = {literal: self._exact[literal] for literal in _present(self._exact, text)}
        runs = "\n".join(set(RUN.findall(text))) if self._dense else ""
        screen._dense = {literal: self._dense[literal] for literal in _present(self._dense, runs)}
        lowered = text.lower() if self._caseless else ""
        screen._caseless = {literal: self._caseless[literal] for literal in _present(self._caseless, lowered)}
        return screen

    def passing(self, text: str) -> list[Rule]:
        """The rules that may match in ``text``, in the order of the set."""
        passed = set(self._open)
        for literals in (self._exact, self._dense):
            for literal in _present(literals, text):
                passed.update(literals[literal])
        if self._caseless:
            for literal in _present(self._caseless, text.lower()):
                passed.update(self._caseless[literal])
        return [self._rules[k] for k in sorted(passed)]


def _present(literals: Iterable[str], text: str) -> list[str]:
    return [literal for literal in literals if literal in text]
