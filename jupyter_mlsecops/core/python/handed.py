"""Functions of the notebook that others call: with what somebody types into a widget, or sends to a server."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from ..once import once
from ..regex import regex
from .code import Code
from .facts import Function
from .link import Spot
from .sources import Source

_INTERACT = regex(r"ipywidgets\.(?:widgets\.)?(?:\w+\.)?(?:interact|interactive|interact_manual|interactive_output)")
_OBSERVED = regex(r"ipywidgets\.(?:widgets\.)*(?:Text|Textarea|Combobox|Password)\(\)\.(?:observe|on_submit)")
_PAGES = regex(r"(?:gradio|gr)\.(?:Interface|ChatInterface)")
_ROUTES = regex(r".*(?:fastapi\.(?:FastAPI|APIRouter)\(\)|flask\.(?:Flask|Blueprint)\(\))\.(?:route|get|post|put)")
CALLERS = frozenset(
    (
        *("interact", "interactive", "interact_manual", "interactive_output", "observe", "on_submit"),
        *("Interface", "ChatInterface"),
    )
)
_TEXT_WIDGET = regex(r"ipywidgets\.(?:widgets\.)*(?:Text|Textarea|Combobox|Password)\(\)")


class Handed:
    """The functions of one notebook by where they are, and what their parameters are given from outside."""

    def __init__(self, codes: tuple[Code, ...]) -> None:
        self._codes = codes
        self._names = codes[0].names

    @once
    def methods(self) -> dict[str, tuple[int, int]]:
        """The methods that only one class has, by name: their cell and the scope inside."""
        found: dict[str, tuple[int, int]] = {}
        several: set[str] = set()
        for unit, facts in enumerate(self._names.facts):
            for owner, number in facts.methods_defined:
                several.update((owner.name,) if owner.name in found else ())
                found[owner.name] = unit, number
        return {name: place for name, place in found.items() if name not in several}

    @once
    def _scopes(self) -> dict[int, int]:
        return {id(owner): number for facts in self._names.facts for owner, number in facts.lambdas}

    @once
    def _given(self) -> dict[tuple[int, int], dict[str, Source]]:
        """What functions are given from outside, by cell and scope: by parameter, ``*`` for all others."""
        given: dict[tuple[int, int], dict[str, Source]] = {}
        methods, functions = CALLERS | self._names.other_attributes, CALLERS | self._names.other_names
        for unit, facts in enumerate(self._names.facts):
            for owner, number in facts.decorated:
                for sources in self._decorated(unit, number, owner):
                    given.setdefault((unit, number), {}).update(sources)
            for use in facts.called(methods, functions):
                for place, sources in self._called(use.node, Spot(unit, use.node, use.scope, use.order)):
                    given.setdefault(place, {}).update(sources)
        return given

    def scope_of(self, node: ast.expr | None) -> int:
        """The number of the scope inside a lambda; 0 for any other expression."""
        return self._scopes.get(id(node), 0) if isinstance(node, ast.Lambda) else 0

    def source(self, unit: int, number: int, parameter: str) -> Source:
        """Where a parameter of a function gets its value from; empty where that is not known."""
        given = self._given.get((unit, number))
        return given.get(parameter) or given.get("*", "") if given else ""

    def _called(self, call: ast.Call, at: Spot) -> Iterator[tuple[tuple[int, int], dict[str, Source]]]:
        """What a call gives to the parameters of the function that it is handed."""
        if not (call.args or call.keywords):
            return
        name = self._names.qualified(replace(at, node=call.func))
        source = _source(name)
        if not source:
            return
        first: Any = call.args[0] if call.args else None
        for keyword in call.keywords:
            if keyword.arg in ("fn", "f", "handler") and first is None:
                first = keyword.value
        place = self._function(replace(at, node=first)) if isinstance(first, ast.expr) else None
        if place is not None:
            yield place, self._interacted(call, at) if _INTERACT.fullmatch(name) else {"*": source}

    def _function(self, at: Spot) -> tuple[int, int] | None:
        if isinstance(at.node, ast.Lambda):
            number = self.scope_of(at.node) or self._number_of(at.unit, at.node)
            return (at.unit, number) if number else None
        if not isinstance(at.node, ast.Name):
            return None
        found = self._names.lookup(at, at.node.id)
        if found is None:
            return None
        number = found[1].body or (self._number_of(found[0], found[1].node) if found[1].node is not None else 0)
        return (found[0], number) if number else None

    def _number_of(self, unit: int, node: ast.expr) -> int:
        scopes = self._names.facts[unit].scopes
        return next((number for number, scope in enumerate(scopes) if scope.owner is node), 0)

    def _interacted(self, call: ast.Call, at: Spot) -> dict[str, Source]:
        """The parameters that a text field is made for: ``interact(f, expression="")``."""
        given: dict[str, Source] = {}
        for keyword in call.keywords:
            spot = self._names.settled(replace(at, node=keyword.value))
            is_text = isinstance(spot.node, ast.Constant) and isinstance(spot.node.value, str)
            if keyword.arg and (is_text or _TEXT_WIDGET.fullmatch(self._names.qualified(spot))):
                given[keyword.arg] = "widget"
            elif keyword.arg is None or (isinstance(spot.node, ast.Dict) and len(call.args) > 1):
                given["*"] = "widget"
        if len(call.args) > 1:  # interactive_output(f, {"expression": field})
            controls = self._names.settled(replace(at, node=call.args[1]))
            pairs = controls.node if isinstance(controls.node, ast.Dict) else ast.Dict([], [])
            for key, value in zip(pairs.keys, pairs.values, strict=True):
                if isinstance(key, ast.Constant) and _TEXT_WIDGET.fullmatch(
                    self._names.qualified(replace(controls, node=value))
                ):
                    given[str(key.value)] = "widget"
        return given

    def _decorated(self, unit: int, number: int, owner: Function) -> Iterator[dict[str, Source]]:
        """What the decorators of a function give to its parameters."""
        for decorator in owner.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            at = Spot(unit, decorator, self._names.facts[unit].scopes[number].outer, 1 << 60)
            name = self._names.qualified(replace(at, node=call.func if call else decorator))
            if _INTERACT.fullmatch(name):
                yield self._interacted(call, at) if call else _defaults(owner)
            elif _ROUTES.fullmatch(name):
                yield {"*": "network"}


def _source(name: str) -> Source:
    if _INTERACT.fullmatch(name) or _OBSERVED.fullmatch(name) or _PAGES.fullmatch(name):
        return "widget"
    return ""


def _defaults(owner: Function) -> dict[str, Source]:
    """The parameters that have a text as default, for which ``@interact`` makes a text field."""
    named = [*owner.args.posonlyargs, *owner.args.args]
    behind = named[len(named) - len(owner.args.defaults) :]
    pairs = zip(behind, owner.args.defaults, strict=True)
    return {a.arg: "widget" for a, d in pairs if isinstance(d, ast.Constant) and isinstance(d.value, str)}
