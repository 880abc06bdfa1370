"""An expression and where it stands."""

from __future__ import annotations

import ast
from dataclasses import dataclass


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name; empty for any other expression."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@dataclass(eq=False, slots=True)
class Spot:
    """An expression and where it stands: names mean something only at a place and at a time.

    Nobody changes one; it is not frozen because many are made, and that takes four times as long.
    """

    unit: int
    node: ast.expr
    scope: int
    order: int
