"""Calls of a notebook's own functions that decide what a call inside of them does: ``get(url, verify=False)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .facts import Binding, Use
from .link import Names
from .spot import Spot
from .unpacking import defaults

_MOST = 12  # calls inside of one function that are looked at
_Function = (ast.FunctionDef, ast.AsyncFunctionDef)


def decides(call: ast.Call) -> bool:
    """Whether a call passes True or False, written out."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(isinstance(one, ast.Constant) and isinstance(one.value, bool) for one in given)


def passed_through(names: Names, unit: int, use: Use) -> Iterator[tuple[str, ast.Call]]:
    """The calls inside of the notebook's own function that ``use`` calls to which that function hands a True or False
    of this call on, each with what it calls, and with the arguments that it has in this case; what is not known of them
    reads ``?``.
    """
    func = use.node.func
    found = names.lookup(Spot(unit, func, use.scope, use.order), func.id) if isinstance(func, ast.Name) else None
    if found is None or not found[1].body:
        return
    home, binding = found
    owner = names.facts[home].scopes[binding.body].owner
    if not isinstance(owner, _Function):
        return
    given = _given(use.node, owner)
    if given is None:
        return
    flags = {name for name, value in given.items() if _is_news(value, defaults(owner.args).get(name))}
    for inner in _inside(names, home, binding):
        if flags and _hands_on(inner.node, owner, flags):
            made = _filled(use.node, inner.node, owner, given)
            for name in names.call_names(home, inner):
                yield name, made


def _inside(names: Names, unit: int, function: Binding) -> list[Use]:
    return [use for use in names.facts[unit].uses if use.scope == function.body][:_MOST]


def _given(call: ast.Call, owner: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, ast.expr] | None:
    """What a call gives by the name of the parameter; under other names what goes into ``**options``."""
    named = [one.arg for one in (*owner.args.posonlyargs, *owner.args.args)]
    if any(isinstance(one, ast.Starred) for one in call.args) or len(call.args) > len(named):
        return None
    given = dict(zip(named, call.args, strict=False))
    given.update((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg)
    return given


def _is_news(value: ast.expr, default: ast.expr | None) -> bool:
    """Whether a value is True or False, and not what the function would do anyway."""
    if not isinstance(value, ast.Constant) or not isinstance(value.value, bool):
        return False
    return not (isinstance(default, ast.Constant) and default.value is value.value)


def _hands_on(inner: ast.Call, owner: ast.FunctionDef | ast.AsyncFunctionDef, flags: set[str]) -> bool:
    named = {one.arg for one in (*owner.args.posonlyargs, *owner.args.args, *owner.args.kwonlyargs)}
    for keyword in inner.keywords:
        if isinstance(keyword.value, ast.Name):
            is_rest = keyword.arg is None and owner.args.kwarg is not None and keyword.value.id == owner.args.kwarg.arg
            if keyword.value.id in flags or (is_rest and flags - named):
                return True
    return False


def _filled(
    call: ast.Call, inner: ast.Call, owner: ast.FunctionDef | ast.AsyncFunctionDef, given: dict[str, ast.expr]
) -> ast.Call:
    """The inner call as this call makes it, standing where this call stands."""
    named = {one.arg for one in (*owner.args.posonlyargs, *owner.args.args, *owner.args.kwonlyargs)}
    rest = {name: value for name, value in given.items() if name not in named}
    usual = defaults(owner.args)

    def value(node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Name) and node.id in given:
            return given[node.id]
        node = usual.get(node.id, node) if isinstance(node, ast.Name) else node
        known = ast.Constant(node.value) if isinstance(node, ast.Constant) else ast.Name("?", ast.Load())
        return ast.copy_location(known, call)

    keywords: list[ast.keyword] = []
    for keyword in inner.keywords:
        is_rest = keyword.arg is None and isinstance(keyword.value, ast.Name) and owner.args.kwarg is not None
        if is_rest and owner.args.kwarg is not None and keyword.value.id == owner.args.kwarg.arg:  # type: ignore[attr-defined]
            keywords += (ast.keyword(name, passed) for name, passed in rest.items())
        else:
            keywords.append(ast.keyword(keyword.arg, value(keyword.value)))
    return ast.copy_location(ast.Call(call.func, [value(one) for one in inner.args], keywords), call)
