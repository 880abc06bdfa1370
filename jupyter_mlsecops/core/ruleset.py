"""The set of rules that a scan runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from .rule import Rule


class RuleSet:
    """The rules of one process, by id, in a fixed order."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        ordered = sorted(rules, key=lambda r: r.id)
        self._by_id: Mapping[str, Rule] = {r.id: r for r in ordered}
        if len(self._by_id) != len(ordered):
            twice = next(a.id for a, b in zip(ordered, ordered[1:], strict=False) if a.id == b.id)
            raise ValueError(f"two rules have the id {twice!r}")

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Rule:
        return self._by_id[id]

    def named(self) -> list[Rule]:
        """The rules that findings are called by: without those that are forms of others."""
        return [r for r in self if not r.form_of]

    def on(self, subject: type) -> list[Rule]:
        """The rules that look at one class of subject."""
        return [r for r in self if r.on is subject]

    @property
    def digest(self) -> str:
        """Names this set of rules: 16 hex digits over ids, severities and the package version given in each id."""
        text = "\n".join(f"{r.id} {r.severity.value} {r.confidence.value} {r.title}" for r in self)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
