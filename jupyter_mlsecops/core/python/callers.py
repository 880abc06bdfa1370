"""What calls give: to the parameters of a notebook's own functions, and to the lists that it fills."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from msgspec.structs import replace

from .code import Code
from .facts import IMPORT
from .link import Names
from .spot import Spot
from .unpacking import defaults

_Callers = Mapping[tuple[int, int], list[tuple[Spot, int]]]
_Function = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_ONE, _MANY = frozenset(("append", "add")), frozenset(("extend", "update"))


def given(code: Code, unit: int, scope: int, name: str) -> list[Spot]:
    """What is given to a parameter of the function whose inside is a scope of a cell: by each call in order, or its
    default where nobody calls. Empty where nothing is known."""
    inside = code.names.facts[unit].scopes[scope]
    if not isinstance(inside.owner, _Function):
        return []
    default = defaults(inside.owner.args).get(name)
    otherwise = Spot(unit, default or ast.Name("?", ast.Load()), inside.outer, 1 << 60)
    calls = code.remember(_callers).get((unit, scope), [])
    # Each parameter has as many values as there are calls, so that those of one call go together.
    found = [_of_call(call, skip, inside.owner.args, name) or otherwise for call, skip in calls]
    return found or ([otherwise] if default is not None else [])


def _callers(codes: tuple[Code, ...]) -> _Callers:
    """The calls of the notebook's own functions, by the cell and scope of the function, each with the number of
    parameters that it does not give (``self``)."""
    names = codes[0].names
    lambdas = {id(owner): (unit, n) for unit, facts in enumerate(names.facts) for owner, n in facts.lambdas}
    methods = _methods(names)
    defined = frozenset[str]().union(*(facts.defined for facts in names.facts))
    found: dict[tuple[int, int], list[tuple[Spot, int]]] = {}
    for unit, facts in enumerate(names.facts):
        for use in facts.called(methods.keys(), facts.functions.keys() if lambdas else defined):
            at, func = Spot(unit, use.node, use.scope, use.order), use.node.func
            if isinstance(func, ast.Name):
                meant = names.lookup(at, func.id)
                if meant is not None and meant[1].body:
                    found.setdefault((meant[0], meant[1].body), []).append((at, 0))
                elif lambdas and (place := lambdas.get(id(names.settled(replace(at, node=func)).node))) is not None:
                    found.setdefault(place, []).append((at, 0))
            elif isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
                holder = names.lookup(at, func.value.id)
                if holder is None or holder[1].kind is not IMPORT:
                    place, skip = methods[func.attr]
                    found.setdefault(place, []).append((at, skip))
    return found


def _methods(names: Names) -> dict[str, tuple[tuple[int, int], int]]:
    """The methods that only one class has, by name: where they are, and how many parameters calls do not give."""
    found: dict[str, tuple[tuple[int, int], int]] = {}
    several: set[str] = set()
    for unit, facts in enumerate(names.facts):
        for owner, number in facts.methods_defined:
            several.update((owner.name,) if owner.name in found else ())
            is_static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in owner.decorator_list)
            found[owner.name] = (unit, number), int(not is_static)
    return {name: place for name, place in found.items() if name not in several}


def added(code: Code, spot: Spot) -> list[tuple[Spot, bool]]:
    """What calls add to the list or set with a name, in order, and whether that is a list of elements itself."""
    node = spot.node
    if not isinstance(node, ast.Name):
        return []
    calls = code.remember(_additions).get(node.id, ())
    found = code.names.lookup(spot, node.id) if calls else None
    if found is None:
        return []
    return [
        (replace(call, node=call.node.args[0]), call.node.func.attr in _MANY)
        for call in calls
        if isinstance(call.node, ast.Call) and isinstance(call.node.func, ast.Attribute)
        if code.names.lookup(replace(call, node=node), node.id) == found
    ]


def _additions(codes: tuple[Code, ...]) -> Mapping[str, list[Spot]]:
    """The calls of ``append`` and the like with one argument, by the name of the list."""
    found: dict[str, list[Spot]] = {}
    for unit, facts in enumerate(codes[0].names.facts):
        for use in facts.uses:
            func = use.node.func
            is_plain = isinstance(func, ast.Attribute) and func.attr in _ONE | _MANY and len(use.node.args) == 1
            if is_plain and isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
                found.setdefault(func.value.id, []).append(Spot(unit, use.node, use.scope, use.order))
    return found


def _of_call(call: Spot, skip: int, arguments: ast.arguments, name: str) -> Spot | None:
    """What one call gives a parameter; None where that is not told."""
    node = call.node
    if not isinstance(node, ast.Call):
        return None
    named = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][skip:]
    if arguments.vararg is not None and arguments.vararg.arg == name:
        return replace(call, node=ast.copy_location(ast.List(list(node.args[len(named) :]), ast.Load()), node))
    for keyword in node.keywords:
        if keyword.arg == name:
            return replace(call, node=keyword.value)
    at = named.index(name) if name in named else len(node.args)
    is_plain = not any(isinstance(one, ast.Starred) for one in node.args[: at + 1])
    return replace(call, node=node.args[at]) if at < len(node.args) and is_plain else None
