"""What a notebook's own objects hold: attributes of its classes, elements of its lists and dicts, what its functions
return.

Each question is answered with expressions of which any may be the one that is meant; with none where nothing is known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .facts import IMPORT, PARSERS, RECORDS, VALUE, Binding, Put, given_by_name
from .spot import Spot, last_name

if TYPE_CHECKING:
    from .link import Names
    from .tables import Tables

Option = Spot | str
"""An expression, or the qualified name that an import gives."""
_MOST = 12  # options of one question
_DEPTH = 4
_ITERATED = frozenset(("sorted", "list", "tuple", "set", "reversed", "iter", "frozenset", "tqdm"))
# What gives a class a field with a default: that of dataclasses and attrs, and that of pydantic.
_FIELDS = frozenset(("field", "Field", "ib", "attrib"))
_NO_LAMBDA = [(0, 0)]
_LAST = 1 << 60  # behind every event of a cell
_Owner = tuple[int | str, int]


class Holders:
    """The holders of one notebook; ``attributes`` and ``functions`` are the names that are worth asking about."""

    def __init__(self, names: Names, tables: Tables) -> None:
        self._names = names
        self._puts = tables.puts
        self._lambdas = tables.lambdas
        self._known: dict[tuple[int | str, int, str], tuple[list[Option], list[tuple[int, Put]]]] = {}
        self.attributes = tables.members
        self.functions = tables.returning

    def attribute(self, spot: Spot) -> list[Option]:
        """What the attribute ``spot`` may be: set on the same object, or by the class of the object."""
        node = spot.node
        if not isinstance(node, ast.Attribute) or node.attr not in self.attributes:
            return []
        owner = self._owner(Spot(spot.unit, node.value, spot.scope, spot.order))
        if owner is None:
            return []
        told = self._told(Spot(spot.unit, node.value, spot.scope, spot.order), node.attr) if owner[1] >= 0 else []
        if told:
            return told
        key = (*owner, node.attr)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._of(owner, node.attr)
        held, stores = list(known[0]), known[1]
        here = (spot.unit, spot.order)
        if owner[1] < 0:  # one object, and time passes: the last store before counts, else the first one behind
            before = [(unit, put) for unit, put in stores if (unit, put.order) < here]
            stores = before[-1:] or [(unit, put) for unit, put in stores if unit != spot.unit][:1]
        held += (Spot(unit, put.value, put.scope, put.order) for unit, put in stores if (unit, put.order) != here)
        if not held and owner[1] < 0:
            held += self._given(Spot(spot.unit, node.value, spot.scope, spot.order), node.attr)
        return held[:_MOST]

    def _told(self, spot: Spot, attribute: str) -> list[Option]:
        """What an object of one of the notebook's classes is given under a name where it is made: ``Config(a=True)``.

        Where a store follows, that may say otherwise, and nothing is known."""
        made = self._names.settled(spot)
        if attribute in self._puts or not isinstance(made.node, ast.Call):
            return []
        return [*_spots(made, (value for name, value in given_by_name(made.node) if name == attribute))]

    def _given(self, spot: Spot, attribute: str) -> list[Spot]:
        """What an object is given under a name where it is made: ``SimpleNamespace(verify=False)``, or what
        ``parse_args()`` gives for a flag that nobody sets."""
        made = self._names.settled(spot)
        if isinstance(made.node, ast.Subscript):  # args, rest = parser.parse_known_args()
            made = Spot(made.unit, made.node.value, made.scope, made.order)
        made = next((self._names.settled(one) for one in self._names.returned(made)), made)
        if not isinstance(made.node, ast.Call):
            return []
        if last_name(made.node.func) in PARSERS:
            return [*self._flags(made.node, attribute)]
        if last_name(made.node.func) not in RECORDS:
            return []
        return _spots(made, (value for name, value in given_by_name(made.node) if name == attribute))

    def _flags(self, read: ast.Call, name: str) -> Iterator[Spot]:
        """The defaults of the flags with a name. What a notebook is started with sets none of them, but may give a
        text: that is known where an empty list is read in its place."""
        given = [*read.args, *(keyword.value for keyword in read.keywords)]
        is_empty = any(isinstance(one, ast.List) and not one.elts for one in given)
        for unit, facts in enumerate(self._names.facts):
            for declared, use in facts.flags:
                default = dict(given_by_name(use.node))["default"]
                is_switch = isinstance(default, ast.Constant) and isinstance(default.value, bool)
                if declared == name and (is_switch or is_empty):
                    yield Spot(unit, default, use.scope, use.order)

    def _of(self, owner: _Owner, attribute: str, depth: int = 0) -> tuple[list[Option], list[tuple[int, Put]]]:
        """What the body of a class gives to an attribute of its objects, and the stores to that attribute; those of the
        classes it is made from where it has none."""
        held: list[Option] = []
        for unit, binding in self._members(owner, attribute):
            held += _bound(unit, binding)
        stores = [
            (unit, put)
            for unit, put in self._puts.get(attribute, ())
            if self._owner(Spot(unit, put.node.value, put.scope, put.order)) == owner
        ]
        for base in self._bases(owner) if not held and not stores and depth < _DEPTH else ():
            held, stores = self._of(base, attribute, depth + 1)
            if held or stores:
                break
        return held, stores

    def _bases(self, owner: _Owner) -> Iterator[_Owner]:
        """The notebook's own classes that a class is made from."""
        unit, number = owner
        if isinstance(unit, int) and number > 0:
            scope = self._names.facts[unit].scopes[number]
            for base in scope.bases:
                found = self._owner(Spot(unit, base, scope.outer, _LAST))
                if found is not None and found[1] > 0:
                    yield found

    def _members(self, owner: _Owner, name: str) -> list[tuple[int, Binding]]:
        """The bindings of a name in the body of a class, the last one first; none for an object of no known class."""
        unit, scope = owner
        if not isinstance(unit, int) or scope < 0:
            return []
        return [(unit, binding) for binding in reversed(self._names.facts[unit].scopes[scope].names.get(name, ()))]

    def _owner(self, spot: Spot) -> _Owner | None:
        """The class that an object is of, as unit and scope; for another object its binding; None for a module."""
        node = spot.node
        if isinstance(node, ast.Call):
            node = node.func
        if not isinstance(node, ast.Name):
            return None
        found = self._names.lookup(spot, node.id)
        if found is None:
            return None if isinstance(spot.node, ast.Call) else (node.id, -1)
        unit, binding = found
        if binding.of:
            return unit, binding.of
        if binding.kind is IMPORT or isinstance(spot.node, ast.Call):
            return None
        made = self._names.settled(Spot(unit, binding.node, binding.scope, binding.order)) if binding.node else None
        if made is not None and isinstance(made.node, ast.Call) and isinstance(made.node.func, ast.Name):
            maker = self._names.lookup(made, made.node.func.id)
            if maker is not None and maker[1].of:
                return maker[0], maker[1].of
        return id(binding), -1

    def returned(self, spot: Spot) -> list[Option]:
        """What the call ``spot`` of one of the notebook's own functions may return."""
        node = spot.node
        if not isinstance(node, ast.Call):
            return []
        unit, number = self._body(Spot(spot.unit, node.func, spot.scope, spot.order))
        if not number:
            return []
        returns = self._names.facts[unit].scopes[number].returns
        options: list[Option] = [Spot(unit, value, number, order) for order, value in returns[:_MOST]]
        return options

    def _body(self, spot: Spot) -> tuple[int, int]:
        node = spot.node
        if isinstance(node, ast.Name):
            found = self._names.lookup(spot, node.id)
            if found is not None and found[1].body:
                return found[0], found[1].body
            return self._lambdas.get(id(self._names.settled(spot).node), _NO_LAMBDA)[0]
        if isinstance(node, ast.Attribute):
            owner = self._owner(Spot(spot.unit, node.value, spot.scope, spot.order))
            for unit, binding in self._members(owner, node.attr) if owner is not None else ():
                return unit, binding.body
        return self._lambdas.get(id(node), _NO_LAMBDA)[0]

    def element(self, spot: Spot, depth: int = 0) -> list[Option]:
        """What an element may be: ``readers["csv"]``, ``readers[kind]``, the variable of a loop over a list."""
        node = spot.node
        if not isinstance(node, ast.Subscript) or depth > _DEPTH:
            return []
        holder = Spot(spot.unit, node.value, spot.scope, spot.order)
        if isinstance(node.slice, ast.Constant) and node.slice.value is None:
            each: list[Option] = [*self._each(holder, depth)]
            return each[:_MOST]
        if isinstance(node.value, ast.Name) and not self._is_written_out(holder):
            return []  # like the columns of a table
        key = self._names.literal(Spot(spot.unit, node.slice, spot.scope, spot.order))
        if isinstance(node.value, ast.Subscript):
            holders = [one for one in self.element(holder, depth + 1) if isinstance(one, Spot)]
        else:
            holders = [holder]
        found: list[Option] = []
        for one in holders:
            changed = self._names.changes(one)
            found += (value for name, value in reversed(changed) if name == key or key is None)
            if not found or key is None:
                found += _picked(self._names.settled(one), key)
        return found[:_MOST]

    def _is_written_out(self, holder: Spot) -> bool:
        """Whether the notebook writes out elements of what a name stands for."""
        node = self._names.settled(holder).node
        is_written = isinstance(node, (ast.List, ast.Tuple, ast.Dict)) or _is_dict(node)
        return is_written or bool(self._names.changes(holder))

    def _each(self, holder: Spot, depth: int) -> Iterator[Spot]:
        """What a loop over an expression goes through."""
        at = self._names.settled(holder)
        node = at.node
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            yield from _spots(at, node.elts)
        elif isinstance(node, ast.Dict):
            yield from _spots(at, (key for key in node.keys if key is not None))
        elif isinstance(node, ast.Call) and depth < _DEPTH:
            func = node.func
            if isinstance(func, ast.Attribute) and func.attr in ("items", "values", "keys") and not node.args:
                inner = self._names.settled(Spot(at.unit, func.value, at.scope, at.order))
                if isinstance(inner.node, ast.Dict):
                    pairs = [(k, v) for k, v in zip(inner.node.keys, inner.node.values, strict=True) if k is not None]
                    index = ("keys", "values", "items").index(func.attr)
                    yield from _spots(inner, (pair[index] if index < 2 else _tuple(*pair) for pair in pairs))
            elif isinstance(func, ast.Name) and node.args:
                first = [*self._each(Spot(at.unit, node.args[0], at.scope, at.order), depth + 1)][:_MOST]
                if func.id in _ITERATED:
                    yield from first
                elif func.id == "enumerate":
                    yield from (Spot(s.unit, _tuple(ast.Constant(0), s.node), s.scope, s.order) for s in first)


def _bound(unit: int, binding: Binding) -> list[Option]:
    if binding.kind is IMPORT:
        return [binding.target]
    if binding.kind is VALUE and binding.node is not None:
        return [Spot(unit, _default(binding.node), binding.scope, binding.order)]
    return []


def _default(node: ast.expr) -> ast.expr:
    """The default of a field that a class declares, where one is written; else what is written there."""
    if not isinstance(node, ast.Call) or last_name(node.func) not in _FIELDS:
        return node
    given = dict(given_by_name(node))
    made = given.get("default_factory")
    inside = made.body if isinstance(made, ast.Lambda) else made
    first = node.args[0] if node.args else node
    return given.get("default") or (inside if isinstance(inside, (ast.Dict, ast.List, ast.Constant)) else first)


def _picked(at: Spot, key: object) -> list[Spot]:
    """The element of a written list or dict that a key names; all of them where the key is not known."""
    node = at.node
    if isinstance(node, (ast.List, ast.Tuple)):
        elements = [e for e in node.elts if not isinstance(e, ast.Starred)]
        if isinstance(key, int) and len(elements) == len(node.elts):
            elements = elements[key : key + 1] if key >= 0 else elements[key:][:1]
        return _spots(at, elements)
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return _spots(at, (v for k, v in pairs if key is None or (isinstance(k, ast.Constant) and k.value == key)))
    if isinstance(node, ast.Call) and _is_dict(node):
        return _spots(at, (k.value for k in node.keywords if k.arg and (key is None or k.arg == key)))
    return []


def _is_dict(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"


def _spots(at: Spot, nodes: Iterable[ast.expr]) -> list[Spot]:
    return [Spot(at.unit, node, at.scope, at.order) for node in nodes]


def _tuple(*elements: ast.expr) -> ast.Tuple:
    return ast.copy_location(ast.Tuple(list(elements), ast.Load()), elements[-1])
