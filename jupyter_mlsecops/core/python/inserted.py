"""The expressions that a text is filled in with: those of an f-string, ``+``, ``%`` and ``.format``."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from ..regex import regex
from ..rule import TextEdit
from ..text import Span
from .code import NOT_CONSTANT, Code
from .link import Spot
from .literals import literals
from .magics import parse_expression
from .value import Value

__all__ = ["GAP", "Inserted", "expression", "inserted", "skeleton"]

_STEPS = 100
_LAST = 1 << 60  # behind every event of a cell
_DOLLAR = regex(r"\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})")
_PLACE = regex(r"%(?:\(\w{1,80}\))?[-+ #0-9.]{0,10}[a-zA-Z]|\{[^{}]{0,200}\}")
GAP = "\0"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_SAME = ("textwrap.dedent()", "inspect.cleandoc()")  # but for blanks


class Inserted(msgspec.Struct, frozen=True):
    """One expression in a text.

    ``span`` is where the expression stands in its cell and ``field`` the same with what marks the place: the braces of
    an f-string. ``pointer`` is the cell's source and ``source`` its text; ``literal`` is the f-string around it, as
    wide as the expression elsewhere. ``is_plain``: a field is the expression alone, with no format or conversion.
    """

    value: Value
    span: Span
    field: Span
    pointer: str
    source: str
    literal: Span
    is_plain: bool = True

    @property
    def is_field(self) -> bool:
        """Whether it stands in an f-string."""
        return self.literal != self.span

    def wrapped(self, function: str) -> tuple[TextEdit, ...]:
        """Edits after which a function of the expression is inserted: ``function(str(expression))``."""
        start, end = self.span
        return (
            TextEdit(Span(start, start), f"{function}(str(", self.pointer),
            TextEdit(Span(end, end), "))", self.pointer),
        )


def inserted(code: Code, value: Value | None) -> tuple[Inserted, ...]:
    """The expressions that a text is filled in with, in order, whatever cell it is written in.

    Empty for any other expression, and where a place cannot be told.
    """
    if value is None:
        return ()
    out: list[Inserted] = []
    stack = [value.spot]
    for _ in range(_STEPS):
        if not stack:
            return tuple(out)
        written = stack.pop()
        at = code.names.settled(written)
        inner = _operands(code, at)
        if inner is not None and _spreads(at.node, code, inner[0], at):
            return ()
        if inner is not None:
            stack.extend(reversed([replace(at, node=one) for one in inner]))
        elif isinstance(at.node, ast.JoinedStr):
            fields = _fields(code, at, at.node)
            if fields is None:
                return ()
            out += fields
        elif not (isinstance(at.node, ast.Constant)):
            home = code.cells[written.unit]
            one = Value(home, written)
            out.append(Inserted(one, one.span, one.span, home.cell.source_pointer, home.cell.source, one.span))
    return ()


def skeleton(code: Code, value: Value | None, known: Mapping[str, str] = _NOTHING) -> str:
    """The constant text of a filled-in string with ``GAP`` for each expression; empty for any other expression.

    ``known`` are texts of values by qualified name.
    """
    if value is None:
        return ""
    out: list[str] = []
    stack: list[Spot] = [value.spot]
    for _ in range(_STEPS):
        if not stack:
            break
        at = code.names.settled(stack.pop())
        node = at.node
        if isinstance(node, ast.Constant):
            out.append(str(node.value))
        elif isinstance(node, ast.JoinedStr):
            stack.extend(replace(at, node=one) for one in reversed(node.values))
        elif isinstance(node, ast.FormattedValue):
            filled = Value(code.cells[at.unit], replace(at, node=node.value))
            joined = _pieces(code, code.names.settled(filled.spot)) if filled.constant is NOT_CONSTANT else None
            if joined is not None:
                stack.extend(reversed(joined))
            else:
                out.append(str(filled.constant) if filled.constant is not NOT_CONSTANT else known.get(filled.name, GAP))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            stack += [replace(at, node=node.right), replace(at, node=node.left)]
        elif (pieces := _pieces(code, at)) is not None:
            stack.extend(reversed(pieces))
        elif returned := code.names.returned(at):
            stack.append(returned[0])
        elif (dollars := _template(code, at)) is not None:
            out.append(_DOLLAR.sub(GAP, skeleton(code, dollars)))
        else:
            operands = _operands(code, at)
            template = skeleton(code, Value(code.cells[at.unit], replace(at, node=operands[0]))) if operands else ""
            out.append(_PLACE.sub(GAP, template) if operands else known.get(Value(code, at).name, GAP))
    return "".join(out) if out != [GAP] else ""


def _pieces(code: Code, at: Spot) -> list[Spot] | None:
    """The texts that ``" ".join([...])``, ``text.replace(...)`` and methods like ``strip`` are made of, else None."""
    node = at.node
    if isinstance(node, ast.Call) and node.args and Value(code, at).name in _SAME:
        return [replace(at, node=node.args[0])]
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    method, owner = node.func.attr, replace(at, node=node.func.value)
    if method == "join" and node.args:
        listed = code.names.settled(replace(at, node=node.args[0]))
        if isinstance(listed.node, (ast.ListComp, ast.GeneratorExp)):
            return [replace(owner, node=part) for _ in range(2) for part in (*_written(listed.node.elt), owner.node)][
                :-1
            ]
        glue = ast.copy_location(ast.Constant(" "), node)
        items = listed.node.elts if isinstance(listed.node, (ast.List, ast.Tuple)) else None
        return [replace(listed, node=part) for item in items for part in (item, glue)] if items else None
    if method in ("strip", "lower", "upper", "rstrip", "lstrip"):
        return [owner]
    if method == "replace" and len(node.args) == 2:
        return [owner, replace(at, node=node.args[1])]
    return None


def _written(element: ast.expr) -> list[ast.expr]:
    """The constant text of what a comprehension makes; its names are those of a scope of its own and stay gaps."""
    parts = element.values if isinstance(element, ast.JoinedStr) else [element]
    gap = ast.copy_location(ast.Constant(GAP), element)
    return [part if isinstance(part, ast.Constant) else gap for part in parts]


def _template(code: Code, at: Spot) -> Value | None:
    """The text that ``Template(text).substitute(...)`` fills in; None for any other expression."""
    node = at.node
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr not in ("substitute", "safe_substitute"):
        return None
    made = code.names.settled(replace(at, node=node.func.value))
    if not isinstance(made.node, ast.Call) or not made.node.args or Value(code, made).name != "string.Template()":
        return None
    return Value(code.cells[made.unit], replace(made, node=made.node.args[0]))


def expression(code: Code, text: str) -> Value | None:
    """An expression that IPython evaluates in a cell (``!rm {name}``), its names as at the end of the cell.

    None where it is none. Its span means nothing."""
    node = parse_expression(text.strip())
    return Value(code, Spot(code.unit, node, 0, _LAST)) if node is not None else None


def _operands(code: Code, at: Spot) -> list[ast.expr] | None:
    """The pieces of ``a + b``, ``text % values`` and ``text.format(...)``; None for any other expression."""
    node = at.node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [node.left, node.right]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        values = node.right
        return [node.left, *(values.elts if isinstance(values, ast.Tuple) else [values])]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return [node.func.value, *node.args, *(keyword.value for keyword in node.keywords)]
    return None


def _spreads(node: ast.expr, code: Code, template: ast.expr, at: Spot) -> bool:
    """Whether one expression may be filled in at several places: ``text.format(*values)``, ``text % row``."""
    if isinstance(node, ast.Call):
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        return starred or any(keyword.arg is None for keyword in node.keywords)
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mod) or isinstance(node.right, ast.Tuple):
        return False
    text = code.names.literal(replace(at, node=template))
    return isinstance(node.right, ast.Dict) or not isinstance(text, str) or len(_PLACE.findall(text)) != 1


def _fields(code: Code, at: Spot, node: ast.JoinedStr) -> list[Inserted] | None:
    """The fields of an f-string. Python tells their places only since 3.12, so they are read off the source."""
    home = code.cells[at.unit]
    source = home.text
    nodes = [value for value in node.values if isinstance(value, ast.FormattedValue)]
    places = [(literal, field) for literal in literals(source, *Value(home, at).span) for field in literal.fields]
    if len(places) != len(nodes):
        return None
    out = []
    for formatted, (literal, field) in zip(nodes, places, strict=True):
        span = field.expression
        if field.is_shown or not _is_same(source[slice(*span)], formatted.value):
            return None
        is_plain = formatted.conversion == -1 and formatted.format_spec is None
        spot = replace(at, node=formatted.value)
        cell = home.cell
        value, pointer = Value(home, spot), cell.source_pointer
        out.append(Inserted(value, span, field.span, pointer, cell.source, literal.span, is_plain))
    return out


def _is_same(text: str, node: ast.expr) -> bool:
    parsed = parse_expression(f"({text})")
    return parsed is not None and ast.dump(parsed) == ast.dump(node)
