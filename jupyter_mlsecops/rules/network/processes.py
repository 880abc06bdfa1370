"""Command lines that a Python cell runs: ``subprocess``, ``os.system`` and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from jupyter_mlsecops.sdk import regex

from ...sdk import Call, Code, Command, Match, Shell, Span, Value, Word, called_shells, node_span

_RUNNERS = (
    *(f"subprocess.{name}" for name in ("run", "Popen", "call", "check_call", "check_output", "getoutput")),
    *("subprocess.getstatusoutput", "os.system", "os.popen", "pexpect.spawn", "pty.spawn", "psutil.Popen"),
    *("asyncio.create_subprocess_shell", "get_ipython().system", "get_ipython().system_raw"),
    *("get_ipython().getoutput", "IPython.get_ipython().system"),
)
_SPREAD = ("asyncio.create_subprocess_exec", "subprocess32.Popen", "os.execlp", "os.execl")
_MAGICS = ("get_ipython().run_line_magic", "get_ipython().magic", "IPython.get_ipython().run_line_magic")
_LITERAL = regex(r"(?P<prefix>[rRfFuU]{0,2})(?P<quote>\"{3}|'{3}|\"|')(?P<text>.{0,4000})(?P=quote)", re.DOTALL)


def launched(code: Code, check: Callable[[Shell, Command], Iterable[Match]]) -> Iterator[Match]:
    """The matches of ``check`` in the commands that a cell's calls run.

    Where a command is written out in the cell, spans and edits count there; of any other command that is known, one
    that another cell holds, the call is the place and nothing is edited.
    """
    found: set[int] = set()
    for call, shell, command in _written_out(code):
        for match in check(shell, command):
            found.add(call.order)
            yield match
    for call, shell in called_shells(code):
        if call.order not in found:
            matches = [match for command in shell.commands() for match in check(shell, command)]
            if matches:
                yield Match(call.span, matches[0].message, matches[0].severity)


def _written_out(code: Code) -> Iterator[tuple[Call, Shell, Command]]:
    """The commands of calls. All spans count in the cell's source, which is the text of the shell."""
    whole = Shell(code.cell, "script", code.cell.source, 0)
    for call in code.calls(*_RUNNERS):
        value = call.argument(0, "args", "cmd", "command")
        if value is not None:
            for command in _of_list(code, value.items) if value.items else _of_text(code, value):
                yield call, whole, command
    for call in code.calls(*_SPREAD):
        for command in _of_list(code, call.args):
            yield call, whole, command
    for call in code.calls(*_MAGICS):
        for value in call.args[:2]:
            for command in _of_text(code, value, call.name.endswith("run_line_magic")):
                yield call, whole, command
    for call in code.calls("tensorboard.program.TensorBoard().configure"):
        value = call.argument(0, "argv")
        for command in _of_list(code, value.items[1:]) if value is not None else ():
            start = command.span.start
            yield (
                call,
                whole,
                Command((Word("tensorboard", Span(start, start)), *command.words), (), (), "", command.span),
            )
    for call in code.calls("tensorboard.notebook.start"):
        value = call.argument(0, "args_string")
        for command in _of_text(code, value, True) if value is not None else ():
            yield call, whole, command


def _of_list(code: Code, items: tuple[Value, ...]) -> Iterator[Command]:
    words: list[Word] = []
    for item in items:
        if item.spot.unit != code.unit:
            return
        start, end = item.span
        if isinstance(item.constant, str) and item.is_written_out:
            words.append(Word(item.constant, _inside(code, item)))
        else:
            name = item.name if item.name == "sys.executable" else "?"
            words.append(Word(name, Span(start, end)))
    if words:
        yield Command(tuple(words), (), (), "", Span(words[0].span.start, words[-1].span.end))


def _of_text(code: Code, value: Value, arguments: bool = False) -> Iterator[Command]:
    """The commands of a text that is written out in this cell; ``arguments`` are those of a program named elsewhere.

    What an f-string puts in is part of a word, as an expression in braces is on a ``!`` line.
    """
    at = code.names.settled(value.spot)
    if at.unit != code.unit:
        return
    span = node_span(at.node, code.summary.lines)
    literal = _LITERAL.match(code.cell.source, *span)
    if literal is None or literal.end() != span.end or "\\" in literal["text"] or literal["quote"] in literal["text"]:
        return
    lead = "tensorboard " if arguments else ""
    shift = literal.start("text") - len(lead)
    kind: Literal["line", "script"] = "line" if "f" in literal["prefix"].lower() else "script"
    for command in Shell(code.cell, kind, lead + literal["text"], 0).commands():
        words = tuple(Word(word.text, word.span.shift(shift)) for word in command.words)
        yield Command(words, (), (), command.operator, command.span.shift(shift))


def _inside(code: Code, value: Value) -> Span:
    """A string without its quotes, as far as it is written plainly."""
    start, end = value.span
    text = value.constant
    at = code.cell.source.find(text, start, end) if text else -1
    return Span(at, at + len(text)) if at >= 0 else value.span
