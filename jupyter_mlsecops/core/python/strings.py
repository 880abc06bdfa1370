"""Constant string expressions: what they are worth, where their letters stand, and what they are called."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ..regex import regex
from ..text import Lines, Span
from .literals import Literal, literals

_CONTINUED = regex(r"\\(?:\r\n|\r|\n)")
_LONGEST_JOIN = 200


class Text(msgspec.Struct, frozen=True):
    """A constant string expression.

    ``value`` is what Python would make of it, ``span`` the whole expression, ``parts`` the stretches between quotes
    that it is written in, without continued line ends. ``name`` is what it is assigned to, passed as or keyed by.
    """

    value: str
    span: Span
    parts: tuple[Span, ...]
    name: str


def texts(tree: ast.Module, lines: Lines, over: Sequence[int] | None = None) -> Iterator[Text]:
    """All constant string expressions, the outermost of each, in document order.

    With ``over``, places in order: only the expressions that one of them is in.
    """
    body = [node for node in tree.body if over is None or _is_over(_span(node, lines), over)]
    stack: list[tuple[Any, str]] = [(statement, "") for statement in reversed(body)]
    while stack:
        node, name = stack.pop()
        if isinstance(node, (ast.Constant, ast.BinOp, ast.JoinedStr, ast.Call)):
            value = folded(node)
            if value is not None:
                span = _span(node, lines)
                if over is None or _is_over(span, over):
                    yield Text(value, span, tuple(_parts(lines.text, literals(lines.text, *span))), name)
                continue
        stack.extend(reversed(list(_children(node))))


def _span(node: ast.expr | ast.stmt, lines: Lines) -> Span:
    end = lines.ast_offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
    return Span(lines.ast_offset(node.lineno, node.col_offset), end)


def _is_over(span: Span, places: Sequence[int]) -> bool:
    return bisect_left(places, span.start) < bisect_left(places, span.end)


def folded(node: ast.expr) -> str | None:
    """The value of an expression made of nothing but string literals; None for any other."""
    done: list[str] = []
    stack: list[ast.expr] = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            done.append(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            stack += [node.right, node.left]
        elif isinstance(node, ast.JoinedStr):
            stack.extend(reversed(node.values))
        elif isinstance(node, ast.FormattedValue) and node.conversion == -1 and node.format_spec is None:
            stack.append(node.value)
        elif isinstance(node, ast.Call):
            joined = _joined(node)
            if joined is None:
                return None
            done.append(joined)
        else:
            return None
    return "".join(done) if done else None


def _joined(node: ast.Call) -> str | None:
    """The value of ``"-".join(["a", "b"])`` with nothing but literals."""
    func = node.func
    if not (isinstance(func, ast.Attribute) and func.attr == "join" and len(node.args) == 1 and not node.keywords):
        return None
    glue, items = func.value, node.args[0]
    if not (
        isinstance(glue, ast.Constant) and isinstance(glue.value, str) and isinstance(items, (ast.List, ast.Tuple))
    ):
        return None
    words = [e.value for e in items.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
    return glue.value.join(words) if 0 < len(words) == len(items.elts) <= _LONGEST_JOIN else None


def _parts(text: str, written: Iterable[Literal]) -> Iterator[Span]:
    for literal in written:
        start = literal.body.start
        for field in literal.fields:
            yield from _stretches(text, start, field.span.start)
            yield from _parts(text, field.inner)
            start = field.span.end
        yield from _stretches(text, start, literal.body.end)


def _stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """A stretch without its continued line ends."""
    for gap in _CONTINUED.finditer(text, start, end):
        if gap.start() > start:
            yield Span(start, gap.start())
        start = gap.end()
    if end > start:
        yield Span(start, end)


def _children(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """What is in a node, each with the name it gets there."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from ((target, "") for target in targets)
        if node.value is not None:
            target, value = targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                yield from ((v, _name_of(t)) for t, v in zip(target.elts, value.elts, strict=True))
            else:
                yield value, _name_of(target)
    elif isinstance(node, ast.keyword):
        yield node.value, node.arg or ""
    elif isinstance(node, ast.NamedExpr):
        yield node.value, _name_of(node.target)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                yield key, ""
            yield value, key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
    elif isinstance(node, ast.Compare) and len(node.comparators) == 1:
        yield node.left, _name_of(node.comparators[0])
        yield node.comparators[0], _name_of(node.left)
    elif isinstance(node, ast.arguments):
        named = [*node.posonlyargs, *node.args]
        behind = named[len(named) - len(node.defaults) :]
        yield from ((default, a.arg) for a, default in zip(behind, node.defaults, strict=True))
        for argument, given in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            if given is not None:
                yield given, argument.arg
    else:
        for field in node._fields:
            member = getattr(node, field, None)
            if isinstance(member, list):
                yield from ((item, "") for item in member if isinstance(item, ast.AST))
            elif isinstance(member, ast.AST):
                yield member, ""


def _name_of(target: ast.AST) -> str:
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute):
        return target.attr
    if isinstance(target, ast.Subscript):
        key = target.slice
        return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
    return ""
