"""The shell lines of a Python cell, and the commands that its code runs: ``os.system``, ``subprocess`` and the like."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from ..python.callers import added
from ..python.code import Call, Code, Value
from ..python.inserted import GAP, skeleton
from ..rule import Match
from . import runners
from .line import Shell, shells_in, shells_of

_UNKNOWN = "{…}"
_DEPTH = 5
_MOST = 200  # words of one command
_RUNNERS = (
    *(*runners.ALL, *runners.LISTED, *runners.SPREAD, *runners.LINE_MAGICS, *runners.CELL_MAGICS),
    *(*runners.PIP, *runners.CONDA),
)
_KNOWN = {"sys.executable": "python"}


def own_shells(code: Code) -> list[Shell]:
    """The shell lines and line magics that are written in a cell, in order."""
    return shells_of(code.cell) if code.escapes else []


def called_shells(code: Code) -> Iterator[tuple[Call, Shell]]:
    """The calls of a cell that run a command or a magic, each with its lines as far as they are constant.

    ``sys.executable`` reads ``python``, any other value that is put in ``{…}``. Spans count in that line, not in the
    cell.
    """
    if not any(True for _ in code.calls(*_RUNNERS)):  # which most cells call none of
        return
    for call in code.calls(*runners.ALL, *runners.LISTED):
        text = _command(code, command_of(call))
        if text:
            yield call, Shell(code.cell, "script", text, 0)
    for call in code.calls(*runners.SPREAD):
        text = _joined(code, spread_words(call))
        if text:
            yield call, Shell(code.cell, "script", text, 0)
    for call in code.calls(*runners.LINE_MAGICS, *runners.CELL_MAGICS):
        for shell in shells_in(code.cell, _magic(code, call)):
            yield call, replace(shell, start=0)
    for call in code.calls(*runners.PIP):
        text = _command(code, command_of(call))
        if text:
            yield call, Shell(code.cell, "script", f"pip {text}", 0)
    for call in code.calls(*runners.CONDA):
        text = _joined(code, call.args)
        if text:
            yield call, Shell(code.cell, "script", f"conda {text}", 0)


def matching_calls(code: Code, find: Callable[[Shell], Iterable[object]]) -> Iterator[Match]:
    """The calls of a cell that run a line in which ``find`` finds something."""
    for call, shell in called_shells(code):
        if any(True for _ in find(shell)):
            yield Match(call.span)


def command_of(call: Call) -> Value | None:
    """The argument of one of ``runners.ALL`` or ``runners.LISTED`` that is the command: a text, or a list of words."""
    if call.name in runners.LISTED:
        return call.argument(runners.LISTED[call.name], "args", "argv")
    is_of_loop = call.name.endswith(".subprocess_shell") and "create" not in call.name
    return call.argument(int(is_of_loop), "args", "command", "cmd", "argv")


def spread_words(call: Call) -> tuple[Value, ...]:
    """The words that are the arguments of one of ``runners.SPREAD``."""
    at = runners.SPREAD.get(call.name, 0)
    if not at:
        return call.args
    args = call.args[:-1] if call.name.endswith("e") else call.args  # the last one is the environment
    return (*args[at - 1 : at], *args[at + 1 :])  # the program, without its name as the program is told it


def split_text(code: Code, value: Value) -> Value:
    """What is split into words by ``text.split()`` and ``shlex.split(text)``; the value itself if it is neither."""
    spot = code.names.settled(value.spot)
    node = spot.node
    if not isinstance(node, ast.Call):
        return value
    if value.name == "shlex.split()" and node.args:
        return Value(code, replace(spot, node=node.args[0]))
    if isinstance(node.func, ast.Attribute) and node.func.attr == "split" and not node.args:
        return Value(code, replace(spot, node=node.func.value))
    return value


def _command(code: Code, value: Value | None) -> str:
    if value is None:
        return ""
    words = _words(code, value)
    if words is not None:
        return _joined(code, words)
    text = _text(code, split_text(code, value))
    return "" if text == _UNKNOWN else text


def _words(code: Code, value: Value, depth: int = 0) -> tuple[Value, ...] | None:
    """The words of a command that is a list, with what is added to it before it runs; None for any other value.

    What several words may stand for (``*options``) counts as one that is not known."""
    at = code.names.settled(value.spot)
    node = at.node
    found: list[Value] = []
    if isinstance(node, (ast.List, ast.Tuple)):
        found += (Value(code, replace(at, node=one)) for one in node.elts)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and depth < _DEPTH:
        sides = [Value(code, replace(at, node=one)) for one in (node.left, node.right)]
        known = [_words(code, side, depth + 1) for side in sides]
        if known == [None, None]:
            return None
        found += (word for words, side in zip(known, sides, strict=True) for word in (words or (side,)))
    else:
        return None
    for one, is_list in added(code, value.spot):
        more = _words(code, Value(code, one), depth + 1) if is_list and depth < _DEPTH else None
        found += more or (Value(code, one),)
    return tuple(found[:_MOST])


def _joined(code: Code, items: tuple[Value, ...]) -> str:
    words = [_text(code, item) for item in items]
    return " ".join(word if word == _UNKNOWN else shlex.quote(word) for word in words)


def _magic(code: Code, call: Call) -> str:
    """A magic that is called, as it is written in a cell."""
    texts = [_text(code, value) for value in call.args[:3]]
    if not texts:
        return ""
    if call.name.endswith("cell_magic"):
        return "%%" + " ".join(texts[:2]) + "\n" + "".join(texts[2:])
    return "%" + " ".join(texts[:2]).lstrip("%").strip()


def _text(code: Code, value: Value) -> str:
    """The text of an expression, with ``{…}`` for what is not known."""
    if isinstance(value.constant, str):
        return value.constant
    return skeleton(code, value, _KNOWN).replace(GAP, _UNKNOWN) or _UNKNOWN
