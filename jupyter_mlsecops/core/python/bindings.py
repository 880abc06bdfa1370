"""Which statement gave a name its value, where several cells give it one.

Cells may run in any order, so a name that its own cell does not bind earlier is looked for in the cells before, then
in those behind. A later binding ends an earlier one: after ``pickle = Fake()`` nothing called ``pickle`` is the module.
"""

from __future__ import annotations

import ast
from bisect import bisect_left

from .branches import last_before, others_before
from .facts import VALUE, Binding
from .spot import Spot
from .tables import Tables

_MOST_CHANGES = 200  # entries that are added to one mapping


class Bindings:
    """What gives the names of one notebook their values; its Python cells have these tables."""

    def __init__(self, tables: Tables) -> None:
        self.facts = tables.facts
        self._table = tables.bindings
        self._changes = tables.changes

    def binds(self, name: str) -> bool:
        """Whether any cell gives a name to something, outside of functions."""
        return name in self._table

    def lookup(self, spot: Spot, name: str) -> tuple[int, Binding] | None:
        """The binding that a name has at a place, with the number of its cell."""
        found = self._place(spot, name)
        if found is None:
            return None
        unit, bindings, before = found
        return unit, last_before(bindings, before) or bindings[0]

    def in_other_branches(self, spot: Spot) -> list[Spot]:
        """What a name was given in branches that ran instead of the one that gave it its last value."""
        node = spot.node
        found = self.bindings(spot, node.id) if isinstance(node, ast.Name) else None
        if found is None:
            return []
        unit, _, others = found
        return [Spot(unit, b.node, b.scope, b.order) for b in others if b.kind is VALUE and b.node is not None]

    def bindings(self, spot: Spot, name: str) -> tuple[int, Binding, list[Binding]] | None:
        """The cell and the last binding of a name before a place, and those that count where other branches ran."""
        place = self._place(spot, name)
        if place is None:
            return None
        unit, bindings, before = place
        first = last_before(bindings, before) or bindings[0]
        has_branches = bool(first.arms or bindings[-1].arms)
        return unit, first, others_before(bindings, before, self._arms(spot), first) if has_branches else []

    def _place(self, spot: Spot, name: str) -> tuple[int, list[Binding], int | None] | None:
        """The bindings of a name that are in sight at a place: their cell, and the order before which they count."""
        scopes = self.facts[spot.unit].scopes
        number = spot.scope
        while number > 0:
            scope = scopes[number]
            bindings = scope.names.get(name)
            if bindings and (not scope.is_class or number == spot.scope):
                return spot.unit, bindings, spot.order
            number = scope.outer
        places = self._table.get(name)
        if not places:
            return None
        at = bisect_left(places, spot.unit, key=_unit_of)
        if at < len(places) and places[at][0] == spot.unit and places[at][1][0].order < spot.order:
            return spot.unit, places[at][1], spot.order
        if at > 0:
            return *places[at - 1], None
        return *places[0], 0

    def _arms(self, spot: Spot) -> tuple[tuple[int, int], ...]:
        turns = self.facts[spot.unit].turns
        return turns[bisect_left(turns, spot.order, key=_first) - 1][1]

    def changes(self, spot: Spot) -> list[tuple[str | int | None, Spot]]:
        """The entries that were added to a mapping with a name before it is used at a place; a key None adds many."""
        node = spot.node
        changes = self._changes.get(node.id, ()) if isinstance(node, ast.Name) else ()
        found = self.lookup(spot, node.id) if changes and isinstance(node, ast.Name) else None
        if found is None or not isinstance(node, ast.Name):
            return []
        return [
            (change.key, Spot(unit, change.value, change.scope, change.order))
            for unit, change in changes[:_MOST_CHANGES]
            if (unit != spot.unit or change.order < spot.order)
            and self.lookup(Spot(unit, node, change.scope, change.order), node.id) == found
        ]

    def is_free(self, spot: Spot) -> bool:
        """Whether the name that a dotted expression begins with is bound nowhere in sight."""
        node = spot.node
        while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and self._place(spot, node.id) is None


def _unit_of(place: tuple[int, list[Binding]]) -> int:
    return place[0]


def _first(turn: tuple[int, tuple[tuple[int, int], ...]]) -> int:
    return turn[0]
