"""Commands that a Python cell runs, at the places where it writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from ..python.callfix import node_span
from ..python.code import Call, Code, Value
from ..regex import regex
from ..rule import Match
from ..text import Span
from . import runners
from .called import called_shells, command_of, split_text, spread_words
from .line import Command, Shell, Word, is_shell_magic

_LITERAL = regex(r"(?P<prefix>[rRfFuU]{0,2})(?P<quote>\"{3}|'{3}|\"|')(?P<text>.{0,4000})(?P=quote)", re.DOTALL)
_AS_MAGICS = ("sx", "system")


def launched(code: Code, check: Callable[[Shell, Command], Iterable[Match]]) -> Iterator[Match]:
    """The matches of ``check`` in the commands that a cell's calls run.

    Where a command is written out in the cell, the shell is all of the source, so that spans and edits count there; of
    any other command that is known, one that another cell holds, the call is the place and nothing is edited.
    """
    found: set[int] = set()
    for call, command in written_out(code):
        for match in check(Shell(code.cell, "script", code.cell.source, 0), command):
            found.add(call.order)
            yield match
    for call, shell in called_shells(code):
        if call.order not in found:
            matches = [match for command in shell.commands() for match in check(shell, command)]
            if matches:
                yield Match(call.span, matches[0].message, matches[0].severity)


def written_out(code: Code) -> Iterator[tuple[Call, Command]]:
    """The commands that a cell's calls run, as far as they are written out in it. All spans count in its source."""
    for call in code.calls(*runners.ALL, *runners.LISTED):
        value = command_of(call)
        if value is not None:
            found = _of_list(code, value.items) if value.items else _of_text(code, split_text(code, value))
            yield from ((call, command) for command in found)
    for call in code.calls(*runners.SPREAD):
        yield from ((call, command) for command in _of_list(code, spread_words(call)))
    for call in code.calls(*runners.LINE_MAGICS, *runners.CELL_MAGICS):
        yield from ((call, command) for command in _of_magic(code, call))
    for call in code.calls(*runners.PIP):
        value = command_of(call)
        for command in _of_list(code, value.items) if value is not None else ():
            program = Word("pip", Span(command.span.start, command.span.start))
            yield call, Command((program, *command.words), (), (), "", command.span)
    for call in code.calls(*runners.CONDA):
        for command in _of_list(code, call.args):
            program = Word("conda", Span(command.span.start, command.span.start))
            yield call, Command((program, *command.words), (), (), "", command.span)
    for call in code.calls("tensorboard.program.TensorBoard().configure"):
        value = call.argument(0, "argv")
        for command in _of_list(code, value.items[1:]) if value is not None else ():
            program = Word("tensorboard", Span(command.span.start, command.span.start))
            yield call, Command((program, *command.words), (), (), "", command.span)
    for call in code.calls("tensorboard.notebook.start"):
        value = call.argument(0, "args_string")
        for command in _of_text(code, value, "tensorboard ") if value is not None else ():
            yield call, command


def _of_magic(code: Code, call: Call) -> Iterator[Command]:
    if not call.args:
        return
    first, *rest = call.args
    name = first.constant
    if not isinstance(name, str):
        return
    if call.name.endswith("cell_magic"):
        if len(rest) > 1 and is_shell_magic(name, rest[0].text):
            yield from _of_text(code, rest[1])
    elif rest:
        yield from _of_text(code, rest[0], "" if name in _AS_MAGICS else f"{name} ")
    else:
        for command in _of_text(code, first):
            program = command.words[0]
            yield replace(command, words=(replace(program, text=program.text.lstrip("%")), *command.words[1:]))


def _of_list(code: Code, items: Sequence[Value]) -> Iterator[Command]:
    words: list[Word] = []
    for item in items:
        if item.spot.unit != code.unit:
            return
        start, end = item.span
        if isinstance(item.constant, str) and item.is_written_out:
            words.append(Word(item.constant, inside(code, item)))
        else:
            name = item.name if item.name == "sys.executable" else "?"
            words.append(Word(name, Span(start, end)))
    if words:
        yield Command(tuple(words), (), (), "", Span(words[0].span.start, words[-1].span.end))


def _of_text(code: Code, value: Value, lead: str = "") -> Iterator[Command]:
    """The commands of a text that is written out in this cell; ``lead`` is a program in front of it, named elsewhere.

    What an f-string puts in is part of a word, as an expression in braces is on a ``!`` line.
    """
    at = code.names.settled(value.spot)
    if at.unit != code.unit:
        return
    span = node_span(at.node, code.summary.lines)
    literal = _LITERAL.match(code.cell.source, *span)
    if literal is None or literal.end() != span.end or "\\" in literal["text"] or literal["quote"] in literal["text"]:
        return
    shift = literal.start("text") - len(lead)
    kind: Literal["line", "script"] = "line" if "f" in literal["prefix"].lower() else "script"
    for command in Shell(code.cell, kind, lead + literal["text"], 0).commands():
        words = tuple(Word(word.text, word.span.shift(shift)) for word in command.words)
        yield Command(words, (), (), command.operator, command.span.shift(shift))


def inside(code: Code, value: Value) -> Span:
    """A string of the cell without its quotes, as far as it is written plainly."""
    start, end = value.span
    text = value.constant
    at = code.cell.source.find(text, start, end) if text else -1
    return Span(at, at + len(text)) if at >= 0 else value.span
