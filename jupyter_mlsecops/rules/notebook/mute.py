"""Cells that can show nothing but text: a rich output of theirs was put there by something else."""

from __future__ import annotations

import ast
from functools import lru_cache

from ...sdk import Cell, quiet

_LONGEST = 20_000
_SILENT = frozenset(("print", "len", "range", "int", "float", "str", "list", "dict", "set", "tuple", "sum", "open"))


def is_mute(cell: Cell | None) -> bool:
    """Whether a Python cell holds nothing that could have made a rich output: no expression at its end, no call but
    of a few builtins, no import, no magic. A cell that cannot be read may have made anything."""
    if cell is None or cell.kind != "code" or cell.language != "python" or len(cell.source) > _LONGEST:
        return False
    return _is_mute(cell.source)


@lru_cache(maxsize=512)
def _is_mute(source: str) -> bool:
    try:
        with quiet():
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if not tree.body:
        return True
    last = tree.body[-1]
    if isinstance(last, ast.Expr) and not isinstance(last.value, (ast.Constant, ast.Call)):
        return False
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Await, ast.Yield, ast.YieldFrom, ast.ClassDef)):
            return False
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in _SILENT):
            return False
    return not _shows(last)


def _shows(last: ast.stmt) -> bool:
    """Whether the last statement's value may be shown as anything but text."""
    is_call = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    return is_call and not ast.unparse(last).startswith("print(")
