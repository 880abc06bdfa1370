"""What the Python cells of one notebook bind, store and define, by name: where names are looked up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import Any, TypeVar

from .facts import Binding, Change, Facts, Put

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
_FEW = 8  # cells that changed, up to which the tables of an earlier state are brought up to date


class Tables:
    """The tables of cells with these ``facts``; ``before`` are those of an earlier state of the notebook.

    What is found by a name begins with the number of its cell, in order: the bindings of the notebook's own names, the
    entries that are added to mappings, the stores to attributes of names; and the scopes of lambdas, by the identity
    of the lambda. The sets are those of all cells together (see ``Facts``).
    """

    def __init__(self, facts: Sequence[Facts], before: Tables | None = None) -> None:
        self.facts = list(facts)
        step = _Step(before.facts if before is not None else (), self.facts)
        known = before if before is not None and step.is_small else None
        self.bindings: Mapping[str, list[tuple[int, list[Binding]]]] = step.table(
            known.bindings if known else {}, lambda one: one.scopes[0].names.items()
        )
        self.changes: Mapping[str, list[tuple[int, Change]]] = step.table(
            known.changes if known else {},
            lambda one: ((name, change) for name, changes in one.changes.items() for change in changes),
        )
        self.puts: Mapping[str, list[tuple[int, Put]]] = step.table(
            known.puts if known else {}, lambda one: ((put.last, put) for put in one.attribute_puts)
        )
        self.lambdas: Mapping[int, list[tuple[int, int]]] = step.table(
            known.lambdas if known else {}, lambda one: ((id(owner), number) for owner, number in one.lambdas)
        )
        self.aliases: Set[str] = step.united(known.aliases if known else None, lambda one: one.aliases)
        self.roots: Set[str] = step.united(known.roots if known else None, lambda one: one.roots)
        self.other_names: Set[str] = step.united(known.other_names if known else None, lambda one: one.other_names)
        self.members: Set[str] = step.united(known.members if known else None, lambda one: one.members)
        self.returning: Set[str] = step.united(known.returning if known else None, lambda one: one.returning)
        self.defined: Set[str] = step.united(known.defined if known else None, lambda one: one.defined)
        self.stars: list[str] = step.stars(known.stars if known else None)


class _Step:
    """What changed from the facts of one state to those of the next."""

    def __init__(self, old: Sequence[Facts], new: Sequence[Facts]) -> None:
        self._old, self._new = old, new
        self._changed = list(range(len(new)))
        self.is_small = False
        if len(old) == len(new):
            changed = [unit for unit, facts in enumerate(new) if old[unit] is not facts]
            self.is_small = len(changed) <= _FEW
            self._changed = changed if self.is_small else self._changed

    def table(
        self, known: Mapping[K, list[tuple[int, T]]], items: Callable[[Facts], Iterable[tuple[K, T]]]
    ) -> Mapping[K, list[tuple[int, T]]]:
        """A table, made of the ``known`` one of the state before, which stays as it is; ``items`` of each cell."""
        fresh: dict[K, list[tuple[int, T]]] = {}
        for unit in self._changed:
            for name, item in items(self._new[unit]):
                fresh.setdefault(name, []).append((unit, item))
        if not known:
            return fresh
        gone = {name for unit in self._changed for name, _ in items(self._old[unit])}
        if not gone and not fresh:
            return known
        found = dict(known)
        for name in gone.union(fresh):
            stays = [entry for entry in found.pop(name, ()) if entry[0] not in self._changed]
            entries = sorted((*stays, *fresh.get(name, ())), key=_unit)
            if entries:
                found[name] = entries
        return found

    def united(self, known: Set[str] | None, part: Callable[[Facts], Set[str]]) -> Set[str]:
        """One of the sets of all cells together."""
        if known is not None and all(part(self._old[unit]) == part(self._new[unit]) for unit in self._changed):
            return known
        return frozenset().union(*map(part, self._new))

    def stars(self, known: list[str] | None) -> list[str]:
        """The modules of which cells import everything, in order."""
        if known is not None and not any(self._old[unit].stars or self._new[unit].stars for unit in self._changed):
            return known
        return [module for one in self._new for module in one.stars]


def _unit(entry: tuple[int, Any]) -> int:
    return entry[0]
