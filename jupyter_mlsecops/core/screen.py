"""Screening: which rules may match in a text at all, by the literals they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .needles import COMBINATIONS, Adaptive, Needle, Search
from .rule import Rule


class Screen:
    """A set of rules, asked "who may match in this text?". Rules without literals always may.

    Rules that share a guard and a screen are one entry: they are many, and pass or fail together.
    """

    def __init__(self, rules: Sequence[Rule], using: type[Search] = Adaptive) -> None:
        groups: dict[object, list[Rule]] = {}
        for k, rule in enumerate(rules):
            groups.setdefault((rule.guard, rule.screen, rule.shapes) if rule.guard else k, []).append(rule)
        self._groups = list(groups.values())
        self._search = using([Needle(r.screen, r.caseless, r.dense, r.shapes) for r, *_ in self._groups])
        self._known: dict[frozenset[int], list[list[Rule]]] = {}

    def passing(self, texts: Iterable[str]) -> dict[int, list[list[Rule]]]:
        """By the number of a text the rules that may match in it, in the same order each time; those with one guard
        together. Texts that no rule may match in are not there."""
        found = self._search.present([*texts]) if self._groups else ()
        return {k: self.of(present) for k, present in enumerate(found) if present}

    def present(self, text: str) -> frozenset[int]:
        """What of all that is looked for is in a text; for ``of``, on its own or united with that of other texts."""
        return self._search.present([text])[0] if self._groups else frozenset()

    def of(self, present: frozenset[int]) -> list[list[Rule]]:
        """The rules that may match where this is present; those with one guard together."""
        passing = self._known.get(present)
        if passing is None:
            if len(self._known) > COMBINATIONS:
                self._known.clear()
            passing = self._known[present] = [self._groups[k] for k in sorted(present)]
        return passing
