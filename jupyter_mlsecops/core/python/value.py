"""An expression, as rules see it: what it is worth, what it is called, where it stands."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..once import once
from ..rule import TextEdit
from ..text import Span
from . import folding
from .callfix import node_span
from .folding import NOT_CONSTANT
from .link import Spot
from .mapping import Mapped, mapped

if TYPE_CHECKING:
    from .code import Code

_KINDS: dict[type, str] = {
    ast.Constant: "constant",
    ast.JoinedStr: "fstring",
    ast.BinOp: "concat",
    ast.Name: "name",
    ast.Attribute: "name",
    ast.Subscript: "name",
    ast.Dict: "dict",
    ast.List: "list",
    ast.Tuple: "list",
    ast.Set: "list",
    ast.Call: "call",
}


class Value:
    """An expression: an argument, or what is stored. ``span`` is where it stands in the cell.

    ``kind`` is that of the expression a name was last given: constant, fstring, concat, dict, list, call; name where
    that is not known, unknown for any other expression.
    """

    def __init__(self, code: Code, spot: Spot) -> None:
        self._code = code
        self.spot = spot

    @once
    def span(self) -> Span:
        """The expression as written, in code points of the cell's source."""
        return node_span(self.spot.node, self._code.summary.lines)

    @once
    def _settled(self) -> Spot:
        return self._code.names.settled(self.spot)

    @once
    def kind(self) -> str:
        """See the class; an expression that is worth a constant is one."""
        if self.constant is not NOT_CONSTANT:
            return "constant"
        return _KINDS.get(self._settled.node.__class__, "unknown")

    @once
    def constant(self) -> Any:
        """The number, string, True, False or None that it is worth; ``NOT_CONSTANT`` if that is not known."""
        return folding.constant(self._code.names, self.spot)

    @once
    def text(self) -> str:
        """The text that it begins with: all of a constant string, the head of an f-string; empty if none is known."""
        found = folding.leading(self._code.names, self.spot)
        return found[0] if found else ""

    @once
    def name(self) -> str:
        """The qualified name of a name, attribute or call (``numpy.load``, ``open()``); ``?`` where it is unknown."""
        return self._code.names.qualified(self.spot)

    @once
    def is_written_out(self) -> bool:
        """Whether the expression itself is a literal, not a name for one."""
        return isinstance(self.spot.node, ast.Constant)

    @once
    def is_filled_in(self) -> bool:
        """Whether it is a text with values written into it: an f-string, ``+``, ``%`` or ``.format``."""
        return self.kind != "constant" and folding.leading(self._code.names, self.spot) is not None

    @once
    def is_harmless(self) -> bool:
        """Whether it is a text into which nothing but constants and the interpreter's path is written."""
        return folding.is_harmless(self._code.names, self.spot)

    def replaced(self, text: str) -> tuple[TextEdit, ...]:
        """Edits that write another expression in its place, which may be in another cell."""
        if self.spot.unit == self._code.unit:
            return (TextEdit(self.span, text),)
        home = self._code.cells[self.spot.unit]
        return (TextEdit(Value(home, self.spot).span, text, home.cell.source_pointer),)

    def shows(self, *names: str) -> bool:
        """Whether its text shows a value of one of these qualified names, or a value out of its ``items()``."""
        return folding.shows(self._code.names, self.spot, names)

    @once
    def items(self) -> tuple[Value, ...]:
        """The elements of a list, tuple or set up to the first ``*values``; none for anything else."""
        node = self._settled.node
        elements = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
        return tuple(map(self._inner, itertools.takewhile(lambda e: not isinstance(e, ast.Starred), elements)))

    @once
    def choices(self) -> tuple[Value, ...]:
        """The expressions that it may be worth: both of ``a if x else b``, all of ``a or b``, what ``os.getenv`` gives
        for a variable that is not set; else itself alone.
        """
        node = self._settled.node
        if isinstance(node, ast.IfExp):
            return (self._inner(node.body), self._inner(node.orelse))
        if isinstance(node, ast.Call) and len(node.args) == 2 and self.name in ("os.getenv()", "os.environ.get()"):
            return (self, self._inner(node.args[1]))
        return tuple(map(self._inner, node.values)) if isinstance(node, ast.BoolOp) else (self,)

    @property
    def is_whole_list(self) -> bool:
        """Whether ``items`` are all elements of a list or tuple."""
        node = self._settled.node
        return isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) == len(self.items)

    @once
    def _mapping(self) -> Mapped:
        return mapped(self._code.names, self.spot)

    @once
    def entries(self) -> Mapping[str, Value]:
        """The entries of a dict with constant keys: written out, as ``dict(key=value)``, from ``**another`` dict, or
        added before (``kw["key"] = value``, ``kw.update(key=value)``); none for anything else.
        """
        return {key: Value(self._code, spot) for key, spot in self._mapping.entries.items()}

    @property
    def is_whole(self) -> bool:
        """Whether ``entries`` are all entries of a dict."""
        return self._mapping.is_whole

    def is_true(self) -> bool:
        """Whether it is the constant True (or 1)."""
        return self.constant is True or (self.constant == 1 and not isinstance(self.constant, (str, bytes)))

    def is_false(self) -> bool:
        """Whether it is the constant False (or 0)."""
        return self.constant is False or (isinstance(self.constant, int) and self.constant == 0)

    def may_be(self, flag: bool) -> bool:
        """Whether it is True (or False), or one of the expressions that it may be worth is."""
        return any(one.is_true() if flag else one.is_false() for one in self.choices)

    def beside(self, node: ast.expr) -> Value:
        """Another expression at the same place."""
        at = self.spot
        return Value(self._code, Spot(at.unit, node, at.scope, at.order))

    def _inner(self, node: ast.expr) -> Value:
        at = self._settled
        return Value(self._code, Spot(at.unit, node, at.scope, at.order))
