"""Screening: which rules may match in a text at all, by the literals they name."""

from __future__ import annotations

from collections.abc import Sequence

from .needles import Adaptive, Needle, Search
from .rule import Rule


class Screen:
    """A set of rules, asked "who may match in this text?". Rules without literals always may."""

    def __init__(self, rules: Sequence[Rule], using: type[Search] = Adaptive) -> None:
        self._rules = rules
        self._search = using([Needle(rule.screen, rule.caseless, rule.dense, rule.shapes) for rule in rules])

    def passing(self, texts: Sequence[str]) -> list[list[Rule]]:
        """For each text the rules that may match in it, in the order of the set."""
        return [[self._rules[k] for k in sorted(present)] for present in self._search.present(texts)]
