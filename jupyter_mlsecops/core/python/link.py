"""Names across the cells of one notebook: which function a call means, which constant a name stands for.

Cells may run in any order, so a name that its own cell does not bind earlier is looked for in the cells before, then
in those behind. A later binding ends an earlier one: after ``pickle = Fake()`` nothing called ``pickle`` is the module.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .facts import IMPORT, VALUE, Binding, Facts, Use
from .summary import Summary

_DEPTH = 8
_LONGEST = 40  # attributes, calls and elements in one name
_LONGEST_NAME = 1000  # characters
PARTIAL = ("functools.partial", "functools.partialmethod")
_IMPORTERS = ("importlib.import_module", "__import__", "importlib.__import__")
# What everybody calls these where the import is out of sight (a start-up file, ``%run``, a star import).
_CUSTOMARY = {"np": "numpy", "pd": "pandas", "tf": "tensorflow", "plt": "matplotlib.pyplot", "nx": "networkx"}


@dataclass(frozen=True, eq=False)
class Spot:
    """An expression and where it stands: names mean something only at a place and at a time."""

    unit: int
    node: ast.expr
    scope: int
    order: int


class Names:
    """The names of one notebook. ``summaries`` are its Python cells in document order."""

    def __init__(self, summaries: Sequence[Summary]) -> None:
        self.facts: list[Facts] = [summary.facts for summary in summaries]
        self._table: dict[str, list[tuple[int, list[Binding]]]] = {}
        for unit, facts in enumerate(self.facts):
            for name, bindings in facts.scopes[0].names.items():
                self._table.setdefault(name, []).append((unit, bindings))
        self.aliases: set[str] = set().union(*(facts.aliases for facts in self.facts))
        self.stars = [module for facts in self.facts for module in facts.stars]
        self._known: dict[tuple[int, int], str] = {}
        self._bound: dict[tuple[int, int], str] = {}

    def lookup(self, spot: Spot, name: str) -> tuple[int, Binding] | None:
        """The binding that a name has at a place, with the number of its cell."""
        scopes = self.facts[spot.unit].scopes
        number = spot.scope
        while number > 0:
            scope = scopes[number]
            bindings = scope.names.get(name)
            if bindings and (not scope.is_class or number == spot.scope):
                return spot.unit, _last(bindings, spot.order) or bindings[0]
            number = scope.outer
        places = self._table.get(name)
        if not places:
            return None
        at = bisect_left(places, spot.unit, key=_unit_of)
        if at < len(places) and places[at][0] == spot.unit:
            found = _last(places[at][1], spot.order)
            if found is not None:
                return spot.unit, found
        if at > 0:
            unit, bindings = places[at - 1]
            return unit, _last(bindings, None) or bindings[-1]
        return places[0][0], places[0][1][0]

    def call_name(self, unit: int, use: Use) -> str:
        """The qualified name of what a call calls."""
        key = unit, use.order
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.qualified(Spot(unit, use.node.func, use.scope, use.order))
        return known

    def qualified(self, spot: Spot, depth: int = 0) -> str:
        """The dotted name of an expression, imports and assigned names resolved; calls are ``()``, elements ``[]``.

        ``tarfile.open(p).extractall`` gives ``tarfile.open().extractall``. A root that is not known is ``?``.
        """
        node: Any = spot.node
        suffix: list[str] = []
        while True:
            kind = node.__class__
            if kind is ast.Attribute:
                suffix.append("." + node.attr)
                node = node.value
            elif kind is ast.Name:
                root = self._root(Spot(spot.unit, node, spot.scope, spot.order), node.id, depth)
                break
            elif kind is ast.Call:
                made = self._made(Spot(spot.unit, node, spot.scope, spot.order), depth)
                if made:
                    root = made
                    break
                suffix.append("()")
                node = node.func
            elif kind is ast.Subscript:
                suffix.append("[]")
                node = node.value
            elif kind in (ast.Await, ast.NamedExpr):
                node = node.value
            else:
                root = "?"
                break
        if len(suffix) > _LONGEST:  # nobody writes that by hand, and no rule names it
            return "?" + "".join(reversed(suffix[:2]))
        suffix.append(root)
        return "".join(reversed(suffix))[-_LONGEST_NAME:]

    def _root(self, spot: Spot, name: str, depth: int) -> str:
        found = self.lookup(spot, name)
        if found is None:
            return _CUSTOMARY.get(name, name)
        unit, binding = found
        if binding.kind is IMPORT:
            return binding.target
        if binding.kind is VALUE and binding.node is not None and depth < _DEPTH:
            key = unit, binding.order
            known = self._bound.get(key)
            if known is None:
                known = self.qualified(Spot(unit, binding.node, binding.scope, binding.order), depth + 1)
                self._bound[key] = known
            return known
        return "?"

    def _made(self, spot: Spot, depth: int) -> str:
        """The name of what a call returns where that is a function or module that its arguments name; else empty."""
        node = spot.node
        if not isinstance(node, ast.Call) or not node.args or depth >= _DEPTH:
            return ""
        func = node.func
        last = last_name(func)
        if last not in ("getattr", "import_module", "__import__", "partial") and last not in self.aliases:
            return ""
        name = self.qualified(Spot(spot.unit, func, spot.scope, spot.order), depth + 1)
        if name == "getattr" and len(node.args) >= 2:
            attribute = self.literal(Spot(spot.unit, node.args[1], spot.scope, spot.order))
            if isinstance(attribute, str):
                return (
                    self.qualified(Spot(spot.unit, node.args[0], spot.scope, spot.order), depth + 1) + "." + attribute
                )
        if name in PARTIAL:
            return self.qualified(Spot(spot.unit, node.args[0], spot.scope, spot.order), depth + 1)
        if name in _IMPORTERS:
            module = self.literal(Spot(spot.unit, node.args[0], spot.scope, spot.order))
            if isinstance(module, str):
                return module.partition(".")[0] if name.endswith("__import__") else module
        return ""

    def literal(self, spot: Spot) -> Any:
        """The value of a literal, or of the one that a name was last given; None for any other expression."""
        node = self.settled(spot).node
        return node.value if isinstance(node, ast.Constant) else None

    def partial(self, spot: Spot) -> Spot | None:
        """The ``functools.partial(...)`` that a called expression is or is bound to."""
        spot = self.settled(spot)
        if isinstance(spot.node, ast.Call) and spot.node.args:
            func = Spot(spot.unit, spot.node.func, spot.scope, spot.order)
            if self.qualified(func) in PARTIAL:
                return spot
        return None

    def settled(self, spot: Spot) -> Spot:
        """The expression that a name was last given, followed as far as it is known."""
        for _ in range(_DEPTH):
            node = spot.node
            if isinstance(node, (ast.NamedExpr, ast.Await)):
                spot = Spot(spot.unit, node.value, spot.scope, spot.order)
                continue
            if not isinstance(node, ast.Name):
                break
            found = self.lookup(spot, node.id)
            if found is None or found[1].kind is not VALUE or found[1].node is None:
                break
            spot = Spot(found[0], found[1].node, found[1].scope, found[1].order)
        return spot


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name; empty for any other expression."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _unit_of(place: tuple[int, list[Binding]]) -> int:
    return place[0]


def _order_of(binding: Binding) -> int:
    return binding.order


def _last(bindings: list[Binding], before: int | None) -> Binding | None:
    """The last binding made before an order; one in an ``except`` branch does not replace an import."""
    behind = len(bindings) if before is None else bisect_left(bindings, before, key=_order_of)
    if behind == 0:
        return None
    at = behind - 1
    while at > 0 and bindings[at].weak:
        at -= 1
    return bindings[at] if bindings[at].kind is IMPORT else bindings[behind - 1]
