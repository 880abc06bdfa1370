"""An expression and where it stands."""

from __future__ import annotations

import ast

from ..frozen import Frozen


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name; empty for any other expression."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


class Spot(Frozen, frozen=True, eq=False):
    """An expression and where it stands: names mean something only at a place and at a time."""

    unit: int
    node: ast.expr
    scope: int
    order: int
