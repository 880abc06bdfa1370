"""What a statement gives to each of its targets, as far as that is written out."""

from __future__ import annotations

import ast


def unpacked(targets: list[ast.expr], value: ast.expr | None) -> list[ast.expr | None]:
    """What each of several targets is given, as far as it is written out; a starred one gets what is not known."""
    nothing: list[ast.expr | None] = [None] * len(targets)
    values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
    if any(isinstance(e, ast.Starred) for e in values):
        return nothing
    star = next((k for k, e in enumerate(targets) if isinstance(e, ast.Starred)), None)
    if isinstance(value, ast.Call) and star is None:  # `path, headers = urlretrieve(url)`
        return [element(value, k) for k in range(len(targets))]
    if star is None:
        return [*values] if len(values) == len(targets) else nothing
    behind = len(targets) - star - 1
    if len(values) < star + behind:
        return nothing
    return [*values[:star], None, *values[len(values) - behind :]]


def expected(argument: ast.arg, default: ast.expr | None) -> ast.expr | None:
    """What a parameter is without anything said: its default, or an object of the class that it is annotated with."""
    hint = argument.annotation
    if isinstance(hint, ast.Subscript) and isinstance(hint.value, ast.Name) and hint.value.id == "Optional":
        hint = hint.slice
    elif isinstance(hint, ast.BinOp):
        hint = hint.left
    is_none = isinstance(default, ast.Constant) and default.value is None
    if isinstance(hint, (ast.Name, ast.Attribute)) and (default is None or is_none):
        return ast.copy_location(ast.Call(hint, [], []), hint)
    return default


def defaults(node: ast.arguments) -> dict[str, ast.expr]:
    """The defaults of the parameters that have one, by name."""
    named = [*node.posonlyargs, *node.args]
    behind = named[len(named) - len(node.defaults) :]
    found = {a.arg: default for a, default in zip(behind, node.defaults, strict=True)}
    only = zip(node.kwonlyargs, node.kw_defaults, strict=True)
    return found | {a.arg: default for a, default in only if default is not None}


def element(values: ast.expr, index: int | None) -> ast.expr:
    return ast.copy_location(ast.Subscript(values, ast.Constant(index), ast.Load()), values)
