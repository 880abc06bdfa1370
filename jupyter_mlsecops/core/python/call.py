"""Calls and stores, as rules see them, with the edits that change them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..once import once
from ..rule import Place, TextEdit
from ..text import Span
from . import callfix
from .facts import Put, Use
from .folding import NOT_CONSTANT, constant
from .link import Spot
from .value import Value

if TYPE_CHECKING:
    from .code import Code


class Call:
    """A call. ``name`` is the qualified name of what is called, ``written`` what the cell says (``np.load``).

    ``is_reference`` is true where a function is handed to one that calls it (``map(pickle.load, files)``): the
    arguments are not known then, and ``span`` is the function's name. Where they are passed beside it, the call
    ``has_arguments`` and is one like any other (``Thread(target=run, kwargs={"port": 80})``). A call that
    goes ``through`` a function of the notebook stands for the call inside of that.
    """

    def __init__(
        self,
        code: Code,
        use: Use,
        name: str,
        skip: int = 0,
        reference: ast.expr | None = None,
        has_arguments: bool = False,
        through: ast.Call | None = None,
    ) -> None:
        self._code = code
        self._use = use
        self._skip = skip
        self._reference = reference
        self.name = name
        self.is_reference = reference is not None and not has_arguments
        self.has_arguments = has_arguments or through is not None
        self._through = through

    @property
    def order(self) -> int:
        """Calls of one cell in the order in which they stand."""
        return self._use.order

    def is_same(self, other: Call) -> bool:
        """Whether this is another reading of the same call, or of the same function that is handed on."""
        return self._use is other._use and self._reference is other._reference and self._skip == other._skip

    @property
    def passes_keywords(self) -> bool:
        """Whether any keyword or ``**mapping`` is passed."""
        return not self.is_reference and (bool(self._use.node.keywords) or self._partial is not None)

    @once
    def span(self) -> Span:
        """The whole call, in code points of the cell's source."""
        return callfix.node_span(self._reference or self._use.node, self._code.summary.lines)

    @once
    def func_span(self) -> Span:
        """What is called, without the arguments."""
        return callfix.node_span(self._reference or self._use.node.func, self._code.summary.lines)

    @once
    def statement_span(self) -> Span | None:
        """The statement, where it is nothing but this call."""
        statement = self._use.statement
        return callfix.node_span(statement, self._code.summary.lines) if statement is not None else None

    @property
    def assigned_to(self) -> str:
        """The name that the value this call is part of is assigned to; empty if there is none."""
        facts = self._code.summary.facts
        inside = (self._use.node.lineno, self._use.node.col_offset)
        for scope in facts.scopes:
            for name, bindings in scope.names.items():
                for binding in bindings:
                    if binding.node is not None and _holds(binding.node, inside):
                        return name
        for put in facts.puts:
            if _holds(put.value, inside) and isinstance(put.node, ast.Attribute):
                return put.node.attr
        return ""

    @property
    def is_stored(self) -> bool:
        """Whether the result goes straight into an attribute or element (``s.context = make()``)."""
        return any(put.value is self._use.node for put in self._code.summary.facts.puts)

    @property
    def written(self) -> str:
        """The name as the cell writes it."""
        return self._code.source[slice(*self.func_span)]

    @property
    def place(self) -> Place:
        """Where it stands, for a chain."""
        return Place(self._code.cell.source_pointer, self.span)

    @property
    def receiver(self) -> Value | None:
        """The object whose method is called; None for a call of a plain name."""
        func = self._use.node.func
        return self._value(func.value) if isinstance(func, ast.Attribute) and not self.is_reference else None

    @property
    def called(self) -> Value:
        """What is called, as an expression."""
        return self._value(self._use.node.func)

    @once
    def args(self) -> tuple[Value, ...]:
        """The positional arguments up to the first ``*values`` that is not known; those of a partial come first."""
        if self.is_reference:
            return ()
        held: list[Value] = []
        at = self._partial
        if at is not None and isinstance(at.node, ast.Call):
            held = [Value(self._code, Spot(at.unit, a, at.scope, at.order)) for a in at.node.args[1:]]
        own: list[Value] = []
        for argument in self._use.node.args[self._skip :]:
            if isinstance(argument, ast.Starred):
                spread = self._value(argument.value)
                own += spread.items
                if not spread.is_whole_list:
                    break
            else:
                own.append(self._value(argument))
        return (*held, *own)

    @property
    def starred(self) -> tuple[Value, ...]:
        """What is passed as ``*values``."""
        if self.is_reference:
            return ()
        return tuple(self._value(a.value) for a in self._use.node.args if isinstance(a, ast.Starred))

    @once
    def keywords(self) -> Mapping[str, Value]:
        """The keyword arguments by name, with those of a ``**mapping`` that is a known dict and of a partial."""
        return self._read_keywords[0]

    @property
    def has_unknown_kwargs(self) -> bool:
        """Whether keywords or arguments are passed that cannot be known (``**options``, ``*values``)."""
        starred = any(
            isinstance(argument, ast.Starred) and not self._value(argument.value).is_whole_list
            for argument in self._use.node.args
        )
        return self.is_reference or starred or self._read_keywords[1]

    def argument(self, position: int, *keywords: str) -> Value | None:
        """The argument at a position (None: only by keyword if negative) or under one of the keywords."""
        for keyword in keywords:
            if keyword in self.keywords:
                return self.keywords[keyword]
        return self.args[position] if 0 <= position < len(self.args) else None

    def set_keyword(self, name: str, value: str) -> tuple[TextEdit, ...] | None:
        """Edits after which the call passes ``name=value``; None where no small edit does that."""
        if not self._editable or (name in self.keywords and not self._writes(name)):
            return None
        return callfix.set_keyword(self._use.node, self._code.summary.lines, name, value)

    def drop_keyword(self, name: str) -> tuple[TextEdit, ...] | None:
        """Edits after which the call does not pass the keyword."""
        if not self._editable or not self._writes(name):
            return None
        return callfix.drop_keyword(self._use.node, self._code.summary.lines, name)

    def rename(self, name: str, first_argument_only: bool = False) -> tuple[TextEdit, ...] | None:
        """Edits after which another attribute is called, on request with the first argument alone."""
        if not self._editable:
            return None
        lines = self._code.summary.lines
        renamed = callfix.rename(self._use.node, lines, name)
        rest = callfix.keep_first_argument(self._use.node, lines) if first_argument_only else ()
        return (*renamed, *rest) if renamed is not None and rest is not None else None

    def drop_statement(self) -> tuple[TextEdit, ...] | None:
        """Edits that remove the statement, where it is nothing but this call."""
        statement = self._use.statement
        if statement is None or not self._editable:
            return None
        return callfix.drop_statement(statement, self._code.summary.lines)

    @property
    def _editable(self) -> bool:
        return self._skip == 0 and self._reference is None and self._through is None

    def _writes(self, name: str) -> bool:
        return any(keyword.arg == name for keyword in self._use.node.keywords)

    def _value(self, node: ast.expr) -> Value:
        spot = Spot(self._code.unit, node, self._use.scope, self._use.order)
        if self._through is not None:
            written = (*self._through.args, *(keyword.value for keyword in self._through.keywords))
            if not any(node is one for one in written):
                return _Elsewhere(self._code, spot)
        return Value(self._code, spot)

    @once
    def _partial(self) -> Spot | None:
        use = self._use
        return self._code.names.partial(Spot(self._code.unit, use.node.func, use.scope, use.order))

    @once
    def _read_keywords(self) -> tuple[Mapping[str, Value], bool]:
        found: dict[str, Value] = {}
        unknown = False
        if self.is_reference:
            return MappingProxyType(found), True
        held = self._partial
        sources = [(self._use.node, None)] if held is None else [(held.node, held), (self._use.node, None)]
        for node, at in sources:
            for keyword in node.keywords if isinstance(node, ast.Call) else ():
                value = (
                    Value(self._code, Spot(at.unit, keyword.value, at.scope, at.order))
                    if at
                    else self._value(keyword.value)
                )
                if keyword.arg is not None:
                    found[keyword.arg] = value
                else:
                    found.update(value.entries)
                    unknown = unknown or not value.is_whole
        return MappingProxyType(found), unknown


class _Elsewhere(Value):
    """An expression that stands in a function of the notebook: nothing can be written in its place."""

    @once
    def is_written_out(self) -> bool:
        return False

    def replaced(self, text: str) -> tuple[TextEdit, ...]:
        return ()


class Store:
    """A store to an attribute or element: ``s.verify = False`` has the name ``requests.Session().verify``.

    An element's name ends in ``[]`` and its constant key is ``key``.
    """

    def __init__(self, code: Code, put: Put, name: str) -> None:
        self._code = code
        self._put = put
        self.name = name

    @property
    def span(self) -> Span:
        """The whole statement."""
        return callfix.node_span(self._put.statement, self._code.summary.lines)

    @property
    def value(self) -> Value:
        """What is stored."""
        return Value(self._code, Spot(self._code.unit, self._put.value, self._put.scope, self._put.order))

    @property
    def key(self) -> Any:
        """The constant key of an element; else ``NOT_CONSTANT``."""
        node = self._put.node
        if not isinstance(node, ast.Subscript):
            return NOT_CONSTANT
        spot = Spot(self._code.unit, node.slice, self._put.scope, self._put.order)
        return constant(self._code.names, spot)

    def set_value(self, value: str) -> tuple[TextEdit, ...]:
        """Edits after which something else is stored."""
        return (TextEdit(callfix.node_span(self._put.value, self._code.summary.lines), value),)

    def drop_statement(self) -> tuple[TextEdit, ...] | None:
        """Edits that remove the statement; None where it stores to several targets."""
        statement = self._put.statement
        if (
            not isinstance(statement, ast.Assign)
            or len(statement.targets) > 1
            or statement.targets[0] is not self._put.node
        ):
            return None
        return callfix.drop_statement(statement, self._code.summary.lines)


def _holds(node: ast.expr, inside: tuple[int, int]) -> bool:
    first, last = (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return first <= inside < last
