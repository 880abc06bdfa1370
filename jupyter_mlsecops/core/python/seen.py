"""Expressions as one call of their function sees them: parameters and loop variables have the values of that call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import msgspec

from .facts import UNKNOWN, VALUE, Binding, Use
from .link import Names, Spot

_FOLLOWED = 12
_CALLS = 24  # calls of one function that are looked at
_ELEMENTS = 40  # elements of one loop
_NESTED = 3  # functions inside functions that hand a parameter on
_LOOPED = frozenset(
    ("list", "tuple", "set", "sorted", "reversed", "iter", *(f"tqdm{part}.tqdm" for part in ("", ".auto", ".notebook")))
)


class Seen(msgspec.Struct, frozen=True):
    """An expression, and what is given for names in it: by the identity of their bindings."""

    spot: Spot
    given: Mapping[int, Seen] = msgspec.field(default_factory=dict)

    @property
    def node(self) -> ast.expr:
        return self.spot.node

    def inner(self, node: ast.expr) -> Seen:
        """A part of the expression."""
        return Seen(Spot(self.spot.unit, node, self.spot.scope, self.spot.order), self.given)

    def with_given(self, given: Mapping[int, Seen]) -> Seen:
        """The same expression, with more names given."""
        return Seen(self.spot, {**self.given, **given})


def settle(names: Names, seen: Seen) -> Seen:
    """The expression that a name was last given, followed as far as it is known."""
    for _ in range(_FOLLOWED):
        node = seen.node
        if isinstance(node, (ast.NamedExpr, ast.Await, ast.Starred)):
            seen = seen.inner(node.value)
        elif isinstance(node, ast.Name):
            found = names.lookup(seen.spot, node.id)
            if found is None:
                break
            unit, binding = found
            if id(binding) in seen.given:
                handed = seen.given[id(binding)]
                seen = Seen(handed.spot, {**seen.given, **handed.given})
            elif binding.kind is VALUE and binding.node is not None:
                seen = Seen(Spot(unit, binding.node, binding.scope, binding.order), seen.given)
            else:
                break
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and not _is_loop(node):
            spot = names.settled(seen.spot)
            if spot.node is node:
                break
            seen = Seen(spot, seen.given)
        else:
            break
    return seen


def _is_loop(node: ast.expr) -> bool:
    """Whether this stands for each element of what a loop goes through."""
    while isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Constant) and node.slice.value is None:
            return True
        node = node.value
    return False


class Site(msgspec.Struct, frozen=True):
    """A call of a function of the notebook: its cell and the call."""

    unit: int
    use: Use


class Callers:
    """Who calls the functions of one notebook, and with what. ``was_asked`` says whether that mattered by now."""

    def __init__(self, names: Names) -> None:
        self.was_asked = False
        self._names = names
        self._sites: dict[tuple[int, int], list[Site]] = {}
        defined = frozenset[str]().union(*(facts.defined for facts in names.facts))
        for unit, facts in enumerate(names.facts) if defined else ():
            for use in facts.called(frozenset(), defined):
                body = self.body(Spot(unit, use.node.func, use.scope, use.order))
                if body is not None:
                    self._sites.setdefault(body, []).append(Site(unit, use))

    def body(self, func: Spot) -> tuple[int, int] | None:
        """The cell and scope of the function of the notebook that a name calls."""
        if not isinstance(func.node, ast.Name):
            return None
        found = self._names.lookup(func, func.node.id)
        return (found[0], found[1].body) if found is not None and found[1].body else None

    def returned(self, seen: Seen, call: ast.Call) -> Iterator[Seen]:
        """What the function of the notebook that is called gives back, as this call sees it."""
        body = self.body(seen.inner(call.func).spot)
        if body is not None:
            unit, scope = body
            given = self._given(body, seen, call)
            for order, node in self._names.facts[unit].scopes[scope].returns[:_ELEMENTS]:
                yield Seen(Spot(unit, node, scope, order), {**seen.given, **given})

    def views(self, seen: Seen) -> list[Seen]:
        """The expression as each call of its function, and each turn of a loop over what is written out, sees it."""
        views = [seen]
        for _ in range(_NESTED):
            views, more = self._once(views)
            if not more:
                break
        return views

    def _once(self, views: list[Seen]) -> tuple[list[Seen], bool]:
        out: list[Seen] = []
        more = False
        for seen in views:
            body = self._open_function(seen)
            self.was_asked |= body is not None
            sites = self._sites.get(body, [])[:_CALLS] if body else []
            turns = self._turns(seen)
            if body and sites and len(views) < _CALLS:
                calls = [Seen(Spot(s.unit, s.use.node, s.use.scope, s.use.order)) for s in sites]
                out += [seen.with_given(self._given(body, call, call.node)) for call in calls]
                more = True
            elif turns and len(views) < _CALLS:
                out += [seen.with_given(turn) for turn in turns]
                more = True
            else:
                out.append(seen)
        return out, more

    def _open_names(self, seen: Seen) -> Iterator[tuple[int, Binding, Seen]]:
        """The names that an expression is made of and that nothing is known of, with their bindings."""
        stack = [seen]
        met: set[int] = set()
        for _ in range(100):
            if not stack:
                return
            at = settle(self._names, stack.pop())
            if isinstance(at.node, ast.Name):
                found = self._names.lookup(at.spot, at.node.id)
                if found is not None and found[1].kind is UNKNOWN and id(found[1]) not in at.given:
                    yield found[0], found[1], at
            elif id(at.node) not in met:
                met.add(id(at.node))
                stack += [at.inner(child) for child in ast.iter_child_nodes(at.node) if isinstance(child, ast.expr)]
                if isinstance(at.node, ast.Call):
                    stack += [at.inner(keyword.value) for keyword in at.node.keywords]
                if isinstance(at.node, ast.JoinedStr):
                    stack += [at.inner(v.value) for v in at.node.values if isinstance(v, ast.FormattedValue)]

    def _open_function(self, seen: Seen) -> tuple[int, int] | None:
        """The function whose parameter stands in the expression."""
        for unit, _, at in self._open_names(seen):
            scopes = self._names.facts[unit].scopes
            number = at.spot.scope
            while number > 0:
                if at.node.id in scopes[number].names:  # type: ignore[attr-defined]  # it is a name
                    break
                number = scopes[number].outer
            if number > 0 and at.spot.unit == unit and scopes[number].owner is not None:
                return unit, number
        return None

    def _given(self, body: tuple[int, int], seen: Seen, call: ast.expr) -> dict[int, Seen]:
        """What a call hands to the parameters of a function, by the identity of their bindings."""
        unit, number = body
        scope = self._names.facts[unit].scopes[number]
        owner = scope.owner
        if owner is None or not isinstance(call, ast.Call):
            return {}
        given: dict[str, Seen] = {}
        parameters = [argument.arg for argument in (*owner.args.posonlyargs, *owner.args.args)]
        for name, value in zip(parameters, call.args, strict=False):
            if isinstance(value, ast.Starred):
                break
            given[name] = seen.inner(value)
        given.update({k.arg: seen.inner(k.value) for k in call.keywords if k.arg is not None})
        found: dict[int, Seen] = {}
        for name in (*parameters, *(argument.arg for argument in owner.args.kwonlyargs)):
            binding = scope.names[name][0]
            if name in given:
                found[id(binding)] = given[name]
            elif binding.node is not None:  # its default
                found[id(binding)] = Seen(Spot(unit, binding.node, binding.scope, binding.order))
        return found

    def _turns(self, seen: Seen) -> list[dict[int, Seen]]:
        """What the turns of a loop give for a loop variable in the expression."""
        stack = [seen]
        for _ in range(60):
            if not stack:
                break
            at = stack.pop()
            if isinstance(at.node, ast.Name):
                found = self._names.lookup(at.spot, at.node.id)
                if found is None or id(found[1]) in at.given or found[1].kind is not VALUE or found[1].node is None:
                    continue
                unit, binding = found
                bound = Seen(Spot(unit, found[1].node, binding.scope, binding.order), at.given)
                if _is_loop(bound.node):
                    elements = self._elements(bound)
                    if elements:
                        return [{id(binding): element} for element in elements[:_ELEMENTS]]
                stack.append(bound)
            else:
                stack += [at.inner(child) for child in ast.iter_child_nodes(at.node) if isinstance(child, ast.expr)]
        return []

    def _elements(self, seen: Seen) -> list[Seen]:
        """The elements of a loop over what is written out: ``x`` of ``for x in [...]``, one of a pair of each."""
        node = seen.node
        if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)):
            return []
        index = node.slice.value
        if index is None:
            return self._written_out(seen.inner(node.value), None)
        if not isinstance(node.value, ast.Subscript) or not isinstance(index, int):
            return []
        return self._written_out(seen.inner(node.value.value), index)

    def _written_out(self, seen: Seen, index: int | None) -> list[Seen]:
        at = settle(self._names, seen)
        node = at.node
        if isinstance(node, ast.Call):
            func = node.func
            name = self._names.qualified(at.inner(func).spot)
            if isinstance(func, ast.Attribute) and func.attr in ("items", "keys", "values") and not node.args:
                kept = settle(self._names, at.inner(func.value))
                if isinstance(kept.node, ast.Dict):
                    keys = func.attr == "keys" or (func.attr == "items" and index == 0)
                    if func.attr == "items" and index is None:
                        return []
                    parts = kept.node.keys if keys else kept.node.values
                    return [kept.inner(part) for part in parts if part is not None]
            if node.args and name == "enumerate":
                return self._written_out(at.inner(node.args[0]), None) if index == 1 else []
            if node.args and name == "zip" and index is not None and index < len(node.args):
                return self._written_out(at.inner(node.args[index]), None)
            if node.args and name in _LOOPED:
                return self._written_out(at.inner(node.args[0]), index)
            return []
        if isinstance(node, ast.Dict) and index is None:
            return [at.inner(key) for key in node.keys if key is not None]
        if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return []
        elements = [at.inner(element) for element in node.elts]
        if index is None:
            return elements
        pairs = [settle(self._names, element) for element in elements]
        return [
            pair.inner(pair.node.elts[index])
            for pair in pairs
            if isinstance(pair.node, (ast.Tuple, ast.List)) and index < len(pair.node.elts)
        ]
