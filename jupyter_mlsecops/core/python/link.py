"""Names across the cells of one notebook: which function a call means, which constant a name stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Set
from typing import Any

import msgspec

from .bindings import Bindings
from .branches import MOST
from .facts import IMPORT, VALUE, Binding, Use
from .holders import Holders, Option
from .makers import PARTIAL, Makers
from .spot import Spot, entry_of, last_name
from .strings import folded
from .tables import Tables

__all__ = ["PARTIAL", "Names", "Spot", "last_name"]

_DEPTH = 8
_LONGEST = 40  # attributes, calls and elements in one name
_LONGEST_NAME = 1000  # characters
_BUILTINS = frozenset(("open", "eval", "exec", "compile", "__import__"))
# What everybody calls these where the import is out of sight (a start-up file, ``%run``, a star import).
_CUSTOMARY = {"np": "numpy", "pd": "pandas", "tf": "tensorflow", "plt": "matplotlib.pyplot", "nx": "networkx"}
_KNOWN_ROOTS = frozenset((*_BUILTINS, *_CUSTOMARY.values()))
_LITERALS = (ast.Constant, ast.JoinedStr, ast.Dict, ast.List, ast.Tuple, ast.Set, ast.BinOp)


class _Held(msgspec.Struct, frozen=True):
    """The name of an expression, and how deep its search began. ``node`` is kept: its place in memory is the key."""

    name: str
    depth: int
    most: int
    node: ast.expr


class Names(Bindings):
    """The names of one notebook, whose Python cells have these tables."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self.aliases = tables.aliases
        self.stars = tables.stars
        self._roots = _KNOWN_ROOTS | tables.roots
        self.other_names = tables.other_names
        self.defined = tables.defined
        self._known: dict[tuple[int, int], tuple[str, ...]] = {}
        self._bound: dict[tuple[int, int, int], tuple[str, int]] = {}
        self._held: dict[tuple[int, int, int], _Held] = {}
        self._busy: set[tuple[int, int]] = set()
        self.pick = 0  # which of the functions that an expression may mean is asked for
        self._most = 1  # how many there were
        self._holders = Holders(self, tables)
        self._makers = Makers(self, self._holders)

    def last(self, node: ast.expr) -> str:
        """The last part of all names that an expression may have, as far as it can be read off its text: ``()`` for
        a call. Empty where names have to be followed."""
        kind = node.__class__
        if kind is ast.Attribute:
            attribute: str = node.attr  # type: ignore[attr-defined]
            return "" if attribute in self._holders.attributes else attribute
        if kind is ast.Name:
            name: str = node.id  # type: ignore[attr-defined]
            return "" if name in self.other_names else name
        return "()" if kind is ast.Call and not self._makers.may_make(node) else ""

    @property
    def other_attributes(self) -> Set[str]:
        """The attributes that may stand for something of another name."""
        return self._holders.attributes

    def call_name(self, unit: int, use: Use) -> str:
        """The qualified name of what a call calls."""
        return self.call_names(unit, use)[0]

    def call_names(self, unit: int, use: Use) -> tuple[str, ...]:
        """The qualified names of the functions that a call may mean, the likeliest first: of each branch of an ``if``,
        each element of a list that a loop goes through.
        """
        key = unit, use.order
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.names_of(Spot(unit, use.node.func, use.scope, use.order))
        return known

    def names_of(self, spot: Spot) -> tuple[str, ...]:
        """The qualified names that an expression may have, the likeliest first."""
        self._most = 1
        names = [self.qualified(spot)]
        for pick in range(1, min(self._most, MOST)):
            self.pick = pick
            names.append(self.qualified(spot))
        self.pick = 0
        return tuple(dict.fromkeys(names))

    def qualified(self, spot: Spot, depth: int = 0) -> str:
        """The dotted name of an expression, imports and assigned names resolved; calls are ``()``, elements ``[]``.

        ``tarfile.open(p).extractall`` gives ``tarfile.open().extractall``. A root that is not known is ``?``.
        """
        node: Any = spot.node
        suffix: list[str] = []
        while True:
            kind = node.__class__
            if kind is ast.Attribute:
                if node.attr in self._holders.attributes:
                    held = self.chosen(self._holders.attribute(Spot(spot.unit, node, spot.scope, spot.order)), depth)
                    if held:
                        root = held
                        break
                suffix.append("." + node.attr)
                node = node.value
            elif kind is ast.Name:
                root = self.root(Spot(spot.unit, node, spot.scope, spot.order), node.id, depth)
                break
            elif kind is ast.Call:
                made = self._makers.made(Spot(spot.unit, node, spot.scope, spot.order), depth)
                if made:
                    root = made
                    break
                suffix.append("()")
                node = node.func
            elif kind is ast.Subscript:
                held = self._makers.element(Spot(spot.unit, node, spot.scope, spot.order), depth)
                if held:
                    root = held
                    break
                suffix.append("[]")
                node = node.value
            elif kind in (ast.Await, ast.NamedExpr):
                node = node.value
            elif kind is ast.IfExp or kind is ast.BoolOp:
                ways = (node.body, node.orelse) if kind is ast.IfExp else node.values
                root = self.chosen((Spot(spot.unit, way, spot.scope, spot.order) for way in ways), depth) or "?"
                break
            else:
                root = "?"
                break
        if len(suffix) > _LONGEST:  # nobody writes that by hand, and no rule names it
            return "?" + "".join(reversed(suffix[:2]))
        suffix.append(root)
        return "".join(reversed(suffix))[-_LONGEST_NAME:]

    def root(self, spot: Spot, name: str, depth: int) -> str:
        found = self.bindings(spot, name)
        if found is None:
            return _CUSTOMARY.get(name, name)
        unit, first, others = found
        if others:
            every = (self._of_binding(unit, binding, depth) for binding in (first, *others))
            return self.chosen(every, depth) or self._of_binding(unit, first, depth)
        return self._of_binding(unit, first, depth)

    def _of_binding(self, unit: int, binding: Binding, depth: int) -> str:
        if binding.kind is IMPORT:
            return binding.target
        if binding.node is None or depth >= _DEPTH:
            return "?"
        key = unit, binding.order, self.pick
        known = self._bound.get(key)
        if known is None:
            outer, self._most = self._most, 1
            if binding.kind is VALUE:
                name = self.qualified(Spot(unit, binding.node, binding.scope, binding.order), depth + 1)
            else:  # a parameter, which may be what its default says
                scope = self.facts[unit].scopes[binding.scope].outer
                name = self.chosen((Spot(unit, binding.node, scope, binding.order),), depth) or "?"
            known = self._bound[key] = name, self._most
            self._most = outer
        self._most = max(self._most, known[1])
        return known[0]

    def chosen(self, options: Iterable[Option], depth: int) -> str:
        """The name of the option that is asked for, of those that lead to a module; empty if none does."""
        if depth >= _DEPTH:
            return ""
        found: list[str] = []
        for option in options:
            name = option if isinstance(option, str) else self._named(option, depth + 1)
            if name and name not in found and self._leads(name):
                found.append(name)
                if len(found) == MOST:
                    break
        if not found:
            return ""
        self._most = max(self._most, len(found))
        return found[min(self.pick, len(found) - 1)]

    def _named(self, spot: Spot, depth: int) -> str:
        """The name of an expression that something holds; what holds itself has none."""
        key = spot.unit, id(spot.node)
        if key in self._busy:
            return ""
        place = (*key, self.pick)
        known = self._held.get(place)
        if known is None or (not known.name and known.depth > depth):
            outer, self._most = self._most, 1
            self._busy.add(key)
            name = self.qualified(spot, depth)
            self._busy.discard(key)
            known = self._held[place] = _Held(name if self._leads(name) else "", depth, self._most, spot.node)
            self._most = outer
        self._most = max(self._most, known.most)
        return known.name

    def _leads(self, name: str) -> bool:
        """Whether a name leads to a module."""
        return name.partition(".")[0].partition("(")[0] in self._roots

    def literal(self, spot: Spot) -> Any:
        """The value of a literal, or of the one that a name was last given; None for any other expression."""
        node = self.settled(spot).node
        return node.value if isinstance(node, ast.Constant) else folded(node)

    def returned(self, spot: Spot) -> list[Spot]:
        """What the call of one of the notebook's own functions may return."""
        return [one for one in self._holders.returned(spot) if isinstance(one, Spot)]

    def partial(self, spot: Spot) -> Spot | None:
        """The ``functools.partial(...)`` that a called expression is or is bound to."""
        spot = self.settled(spot)
        if isinstance(spot.node, ast.Call) and spot.node.args:
            func = Spot(spot.unit, spot.node.func, spot.scope, spot.order)
            if self.qualified(func) in PARTIAL:
                return spot
        return None

    def settled(self, spot: Spot) -> Spot:
        """The expression that a name was last given, or that an attribute or element of something written out is;
        followed as far as it is known.
        """
        for _ in range(_DEPTH):
            node = spot.node
            if isinstance(node, (ast.NamedExpr, ast.Await)):
                spot = Spot(spot.unit, node.value, spot.scope, spot.order)
                continue
            if not isinstance(node, ast.Name):
                held = self._settled_part(spot)
                if held is None:
                    break
                spot = held
                continue
            found = self.lookup(spot, node.id)
            if found is None or found[1].node is None:
                break
            unit, binding = found
            if binding.kind is VALUE:
                spot = Spot(unit, found[1].node, binding.scope, binding.order)
            elif isinstance(found[1].node, ast.Constant) and isinstance(found[1].node.value, bool):
                return Spot(unit, found[1].node, binding.scope, binding.order)  # the default of a parameter
            else:
                break
        return spot

    def _settled_part(self, spot: Spot) -> Spot | None:
        """The one literal that an attribute or element is; of a loop over texts the first."""
        key = spot.unit, id(spot.node)
        if key in self._busy:
            return None
        self._busy.add(key)
        try:
            if isinstance(spot.node, ast.Attribute) and spot.node.attr in self._holders.attributes:
                options = self._holders.attribute(spot)
            elif isinstance(spot.node, ast.Subscript):
                options = self._holders.element(spot)
            elif (entry := entry_of(spot.node)) is not None:
                options = self._holders.element(Spot(spot.unit, entry, spot.scope, spot.order))
            else:
                return None
        finally:
            self._busy.discard(key)
        first = options[0] if options else None
        if isinstance(first, Spot) and isinstance(first.node, ast.Name):  # self.share = share
            first = self.settled(first)
        if not isinstance(first, Spot):
            return None
        is_made = isinstance(first.node, ast.Call) and last_name(first.node.func) in ("partial", "dict")
        if not is_made and not isinstance(first.node, _LITERALS):
            return None
        return first if len(options) == 1 or all(map(_is_text, options)) else None


def _is_text(option: Option) -> bool:
    return isinstance(option, Spot) and isinstance(option.node, ast.Constant) and isinstance(option.node.value, str)
