"""The events of one cell: names bound, functions called, attributes stored."""

from __future__ import annotations

import ast
from collections.abc import Iterable

IMPORT, VALUE, UNKNOWN = "import", "value", "unknown"


class Binding:
    """A name gets a value: an import's target, the value of an expression, or something that cannot be known."""

    __slots__ = ("kind", "node", "order", "scope", "target", "weak")

    def __init__(self, order: int, kind: str, scope: int, target: str = "", node: ast.expr | None = None) -> None:
        self.order = order
        self.kind = kind
        self.scope = scope
        self.target = target
        self.node = node
        self.weak = False


class Use:
    """A call as it is written.

    ``statement`` is the statement that is nothing but this call; ``named`` says that the result gets a name or is
    called at once, so that what it returns is judged where it is used.
    """

    __slots__ = ("named", "node", "order", "scope", "statement")

    def __init__(self, node: ast.Call, order: int, scope: int) -> None:
        self.node = node
        self.order = order
        self.scope = scope
        self.statement: ast.stmt | None = None
        self.named = False


class Put:
    """A store to an attribute or an element: ``s.verify = False``, ``os.environ["A"] = "1"``."""

    __slots__ = ("node", "order", "scope", "statement", "value")

    def __init__(
        self, node: ast.Attribute | ast.Subscript, value: ast.expr, statement: ast.stmt, order: int, scope: int
    ) -> None:
        self.node = node
        self.value = value
        self.statement = statement
        self.order = order
        self.scope = scope

    @property
    def last(self) -> str:
        """The attribute stored to; ``[]`` for an element."""
        return self.node.attr if isinstance(self.node, ast.Attribute) else "[]"


class Scope:
    """A function, class, lambda or comprehension; scope 0 is the cell itself, which all cells share."""

    __slots__ = ("is_class", "names", "outer", "shared")

    def __init__(self, outer: int, is_class: bool = False) -> None:
        self.outer = outer
        self.is_class = is_class
        self.names: dict[str, list[Binding]] = {}
        self.shared: set[str] = set()


class Facts:
    """The events of one cell. Orders count up in the order in which Python would run a straight line."""

    def __init__(self) -> None:
        self.scopes = [Scope(-1)]
        self.uses: list[Use] = []
        self.puts: list[Put] = []
        self.bare: list[ast.Expr] = []
        self.stars: list[str] = []
        self.modules: set[str] = set()
        self.aliases: set[str] = set()


def imports_of(facts: Iterable[Facts]) -> frozenset[str]:
    """The modules that cells import, and ``module.name`` for each name taken from one."""
    return frozenset().union(*(one.modules for one in facts))
