"""The edit that imports a module at the head of a cell, for a fix whose new code needs it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..rule import TextEdit
from ..text import Span

if TYPE_CHECKING:
    from .code import Code


def import_edits(code: Code, module: str) -> tuple[TextEdit, ...] | None:
    """Edits after which ``module`` is a name for that module in the cell; none where it is one already.

    None where no line can be put in front of the cell's first statement.
    """
    if code.imports_as_itself(module):
        return ()
    for statement in code.summary.parsed.tree.body:
        if _comes_first(statement):
            continue
        decorators = getattr(statement, "decorator_list", None) or [statement]
        start = code.summary.lines.ast_offset(min(node.lineno for node in (statement, *decorators)), 0)
        indent = code.text[start : start + statement.col_offset]
        if indent.strip() or not indent.isascii():
            return None
        end = "\r\n" if "\r\n" in code.cell.source else "\n"
        return (TextEdit(Span(start, start), f"{indent}import {module}{end}"),)
    return None


def _comes_first(statement: ast.stmt) -> bool:
    """Whether nothing may stand in front of a statement: a docstring, ``from __future__``."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
