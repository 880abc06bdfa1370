"""Lines that a fix needs at the head of its cell."""

from __future__ import annotations

import re

from jupyter_mlsecops.sdk import Around, Cell, Span, TextEdit, regex

from .literals import Token, tokens

_FUTURE = regex(r"^from[ \t]+__future__[ \t]+import[ \t]+(?:\([^)]*\)|[^\r\n]*)", re.MULTILINE)


def head_edits(around: Around, cell: Cell, before: int, lines: tuple[str, ...]) -> tuple[TextEdit, ...]:
    """Edits that put ``lines`` above the statement at offset ``before``, as far up as they may stand.

    One edit a line, so that two fixes of a cell that need the same import make it once.
    """
    at = head(cell.source, before)
    indent = _indent(around, cell)
    end = "\r\n" if "\r\n" in cell.source else "\n"
    return tuple(TextEdit(Span(at, at), f"{indent}{line}{end}", cell.source_pointer) for line in lines)


def head(source: str, before: int) -> int:
    """Where an import may stand: behind leading magics, comments, a docstring and ``from __future__``."""
    at = 0
    for token in tokens(source):
        if source[at : token.start].strip() or _next_line(source, token.end) > before:
            break
        if not _is_passed(source, token):
            break
        at = _next_line(source, token.end)
    for match in _FUTURE.finditer(source, 0, before):
        at = max(at, _next_line(source, match.end()))
    return at


def _is_passed(source: str, token: Token) -> bool:
    """Whether an import stands behind this. A command in the middle of the code stays there."""
    if token.kind == "string":
        return not token.prefix and not source[token.end : _next_line(source, token.end)].strip()
    return token.kind == "comment" or source[token.start : token.end].lstrip().startswith("%")


def _indent(around: Around, cell: Cell) -> str:
    """The indentation of a cell that is indented as a whole, which IPython takes away."""
    code = around.codes.get(cell.source_pointer)
    if code is None or not code.summary.parsed.tree.body:
        return ""
    first = code.summary.parsed.tree.body[0]
    start = code.summary.lines.ast_offset(first.lineno, 0)
    blank = cell.source[start : start + first.col_offset]
    return blank if not blank.strip() else ""


def _next_line(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end + 1
