"""An expression and where it stands."""

from __future__ import annotations

import ast

from ..frozen import Frozen


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name; empty for any other expression."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def entry_of(node: ast.expr) -> ast.Subscript | None:
    """``options["verify"]`` for ``options.get("verify")``; None for any other expression."""
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Attribute):
        return None
    key = node.args[0]
    if node.func.attr != "get" or not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return None
    return ast.copy_location(ast.Subscript(node.func.value, key, ast.Load()), node)


class Spot(Frozen, frozen=True, eq=False):
    """An expression and where it stands: names mean something only at a place and at a time."""

    unit: int
    node: ast.expr
    scope: int
    order: int
