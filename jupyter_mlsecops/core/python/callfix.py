"""Edits of one call: the smallest change of its text. Code is never printed anew, so comments and layout stay.

Every function gives None where no such edit is right; the engine tries the others before they are offered.
"""

from __future__ import annotations

import ast

from ..model import Applicability
from ..regex import regex
from ..rule import Proposal, TextEdit
from ..text import Lines, Span

_COMMENT_OR_REST = regex(r"#[^\r\n]*|\)|,|[ \t\f\r\n\\]+")
_BLANK_LINES = regex(r"[ \t\f]*(?:\r\n|\r|\n)?")


def offer(title: str, applicability: Applicability, edits: tuple[TextEdit, ...] | None) -> tuple[Proposal, ...]:
    """One proposal for a match; none where there are no edits."""
    return (Proposal(title, applicability, edits),) if edits else ()


def node_span(node: ast.expr | ast.stmt | ast.alias, lines: Lines) -> Span:
    """The span of a node, in code points of the text that ``lines`` are of."""
    return Span(
        lines.ast_offset(node.lineno, node.col_offset),
        lines.ast_offset(node.end_lineno or node.lineno, node.end_col_offset or 0),
    )


def set_keyword(call: ast.Call, lines: Lines, name: str, value: str) -> tuple[TextEdit, ...] | None:
    """Give a keyword a value: replace the written one, or add ``name=value`` behind the last argument."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return (TextEdit(node_span(keyword.value, lines), value),)
    if any(keyword.arg is None for keyword in call.keywords):
        return None  # the mapping may hold the keyword already
    close = node_span(call, lines).end - 1
    items = [*call.args, *(keyword.value for keyword in call.keywords)]
    if not items:
        at = _opening(call, lines)
        return (TextEdit(Span(at, at), f"{name}={value}"),) if at is not None else None
    last = max(items, key=lambda item: node_span(item, lines).end)
    if isinstance(last, ast.GeneratorExp) and len(items) == 1 and node_span(last, lines).end == close + 1:
        return None
    behind = _behind(lines.text, node_span(last, lines).end, close)
    if behind is None:
        return None
    return (TextEdit(Span(behind, behind), f", {name}={value}"),)


def drop_keyword(call: ast.Call, lines: Lines, name: str) -> tuple[TextEdit, ...] | None:
    """Remove a keyword with one comma, and its line where it has one to itself."""
    spans = sorted(
        [(_keyword_start(lines, k), k.arg == name, k.value) for k in call.keywords]
        + [(node_span(a, lines).start, False, a) for a in call.args],
        key=lambda item: item[0],
    )
    place = next((i for i, item in enumerate(spans) if item[1]), None)
    if place is None:
        return None
    text = lines.text
    close = node_span(call, lines).end - 1
    start, end = spans[place][0], node_span(spans[place][2], lines).end
    behind = _behind(text, end, spans[place + 1][0] if place + 1 < len(spans) else close)
    if behind is None:
        return None
    comma = _comma(text, behind, close)
    if comma is not None:  # up to the next argument, or the end of its own line
        line_start = text.rfind("\n", 0, start) + 1
        after = _BLANK_LINES.match(text, comma + 1)
        if after and after.group().endswith(("\n", "\r")) and not text[line_start:start].strip():
            return (TextEdit(Span(line_start, after.end())),)
        if place + 1 < len(spans) and "#" not in text[comma : spans[place + 1][0]]:
            following = spans[place + 1][0]
            if not text[comma + 1 : following].strip():
                return (TextEdit(Span(start, following)),)
        if place == 0 or place + 1 < len(spans):
            return (TextEdit(Span(start, comma + 1)),)
    if place == 0:
        return (TextEdit(Span(start, behind)),)
    before = _behind(text, node_span(spans[place - 1][2], lines).end, start)
    if before is None or "#" in text[before:start]:
        return None
    return (TextEdit(Span(before, behind)),)


def rename(call: ast.Call, lines: Lines, name: str) -> tuple[TextEdit, ...] | None:
    """Call another attribute of the same object: ``yaml.load`` becomes ``yaml.safe_load``."""
    if not isinstance(call.func, ast.Attribute):
        return None
    end = node_span(call.func, lines).end
    start = end - len(call.func.attr)
    return (TextEdit(Span(start, end), name),) if lines.text[start:end] == call.func.attr else None


def keep_first_argument(call: ast.Call, lines: Lines) -> tuple[TextEdit, ...] | None:
    """Remove every argument behind the first positional one."""
    if not call.args or isinstance(call.args[0], ast.Starred):
        return None
    items = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    if not items:
        return ()
    first = node_span(call.args[0], lines).end
    last = max(node_span(item, lines).end for item in items)
    close = node_span(call, lines).end - 1
    start, end = _behind(lines.text, first, close), _behind(lines.text, last, close)
    if start is None or end is None or "#" in lines.text[start:end]:
        return None
    return (TextEdit(Span(start, end)),)


def drop_statement(statement: ast.stmt, lines: Lines) -> tuple[TextEdit, ...] | None:
    """Remove a statement with its line; ``pass`` stands in where something else is on the line."""
    span = node_span(statement, lines)
    text = lines.text
    line_start = lines.line_span(lines.line_of(span.start)).start
    line_end = lines.line_span(lines.line_of(span.end)).end
    alone = not text[line_start : span.start].strip() and not text[span.end : line_end].strip()
    if not alone or text[line_start : span.start]:  # in a block it may be the only statement
        return (TextEdit(span, "pass"),)
    end = line_end + 2 if text.startswith("\r\n", line_end) else min(line_end + 1, len(text))
    if end == len(text) and line_start and not text[line_end:end]:  # the last line goes with the line end before it
        line_start -= 2 if text[:line_start].endswith("\r\n") else 1
    return (TextEdit(Span(line_start, end)),)


def _opening(call: ast.Call, lines: Lines) -> int | None:
    """The offset behind the opening parenthesis of a call without arguments."""
    at = lines.text.find("(", node_span(call.func, lines).end, node_span(call, lines).end)
    return at + 1 if at >= 0 else None


def _behind(text: str, at: int, limit: int) -> int | None:
    """The end of an argument with the parentheses around it; None where other text comes before a comma or limit."""
    end = at
    while at < limit:
        match = _COMMENT_OR_REST.match(text, at, limit)
        if match is None:
            return end if text[at : at + 1] != ")" else None
        if match.group() == ",":
            return end
        if match.group() == ")":
            end = match.end()
        at = match.end()
    return end


def _comma(text: str, at: int, limit: int) -> int | None:
    while at < limit:
        match = _COMMENT_OR_REST.match(text, at, limit)
        if match is None:
            return None
        if match.group() == ",":
            return at
        at = match.end()
    return None


def _keyword_start(lines: Lines, keyword: ast.keyword) -> int:
    return lines.ast_offset(keyword.lineno, keyword.col_offset)
