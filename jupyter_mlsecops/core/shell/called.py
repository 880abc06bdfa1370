"""The shell commands that Python code runs: ``os.system``, ``subprocess``, ``get_ipython().system``, ``pip.main``."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Iterator
from dataclasses import replace

from ..python.code import Call, Code, Value
from .line import Shell

_IPYTHON = ("get_ipython()", "IPython.get_ipython()")
_RUNNERS = (
    *("os.system", "os.popen"),
    *(f"subprocess.{name}" for name in ("run", "call", "check_call", "Popen")),
    *(f"subprocess.{name}" for name in ("check_output", "getoutput", "getstatusoutput")),
    *(f"{root}.{name}" for root in _IPYTHON for name in ("system", "system_raw", "getoutput")),
)
_MAGICS = tuple(f"{root}.{name}" for root in _IPYTHON for name in ("run_line_magic", "magic"))
_UNKNOWN = "{…}"
_PIP = ("pip.main", "pip._internal.main", "pip._internal.main.main", "pip._internal.cli.main.main")


def called_shells(code: Code) -> Iterator[tuple[Call, Shell]]:
    """The calls of a cell that run a command, each with its line as far as that is constant.

    ``sys.executable`` reads ``python``, any other value that is put in ``{…}``. Spans count in that line, not in the
    cell.
    """
    for call in code.calls(*_RUNNERS):
        text = _command(code, call)
        if text:
            yield call, Shell(code.cell, "script", text, 0)
    for call in code.calls(*_MAGICS):
        words = [value.constant for value in call.args[:2]]
        if words and all(isinstance(word, str) for word in words):
            yield call, Shell(code.cell, "magic", " ".join(words).lstrip("%").strip(), 0)
    for call in code.calls(*_PIP):
        text = _command(code, call)
        if text:
            yield call, Shell(code.cell, "script", f"pip {text}", 0)


def _command(code: Code, call: Call) -> str:
    value = call.argument(0, "args", "command", "cmd")
    if value is None:
        return ""
    if value.kind == "list":
        words = [_text(code, item) for item in value.items]
        return " ".join(word if word == _UNKNOWN else shlex.quote(word) for word in words)
    text = _text(code, value)
    return "" if text == _UNKNOWN else text


def _text(code: Code, value: Value) -> str:
    """The text of an expression, with ``{…}`` for what is not known."""
    if isinstance(value.constant, str):
        return value.constant
    spot = code.names.settled(value.spot)
    node = spot.node
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(code, Value(code, replace(spot, node=part))) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(code, Value(code, replace(spot, node=node.value)))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and not isinstance(node.left, ast.BinOp):
        return "".join(_text(code, Value(code, replace(spot, node=part))) for part in (node.left, node.right))
    return "python" if value.name == "sys.executable" else _UNKNOWN
