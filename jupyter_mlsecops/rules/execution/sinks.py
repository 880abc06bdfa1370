"""Where text becomes a command, a program or a statement: the calls that several rules of this folder look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from jupyter_mlsecops.sdk import Call, Code, Place, Shell, Source, Value, commands, regex

QUOTES = ("shlex.quote", "pipes.quote", "shlex.join", "subprocess.list2cmdline")
RUNNERS = (
    *("eval", "exec", "builtins.eval", "builtins.exec", "get_ipython().run_cell", "get_ipython().ev"),
    *("get_ipython().ex", "get_ipython().run_code", "get_ipython().run_cell_async", "IPython.get_ipython().run_cell"),
    *("IPython.get_ipython().ev", "IPython.get_ipython().ex", "code.InteractiveInterpreter().runsource"),
    *("code.InteractiveConsole().push", "__builtins__.eval", "__builtins__.exec", "timeit.timeit"),
)
SHELLS = (
    *("os.system", "os.popen", "os.popen2", "os.popen3", "get_ipython().system", "get_ipython().getoutput"),
    *("IPython.get_ipython().system", "IPython.get_ipython().getoutput", "posix.system", "pty.spawn"),
    *(
        "google.colab._system_commands._shell_line_magic",
        "IPython.utils.process.system",
        "IPython.utils.process.getoutput",
    ),
)
ASYNC_SHELL = ("asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell", "*.subprocess_shell")
SUBPROCESS = tuple(f"subprocess.{name}" for name in ("run", "call", "Popen", "check_call", "check_output"))
GET_OUTPUT = (
    *("subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput", "commands.getstatusoutput"),
)
SAID: dict[Source, str] = {
    "model": "the answer of a language model",
    "widget": "what is typed into a widget",
    "input": "what is typed in",
    "network": "what a server sends",
    "table": "what a data file holds",
}
_SHELL_PROGRAM = regex(r"(?:.*/)?(?:ba|z|da|k|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?", re.IGNORECASE)
_PLAIN_LITERAL = regex(r"""[rR]?(?:\"\"\"|'''|["'])""")


class Sunk(NamedTuple):
    """A call and the argument of it that is run."""

    call: Call
    value: Value | None


def runs_code(code: Code) -> Iterator[Sunk]:
    """The calls that run a text as Python; what ``compile`` is given stands for what it makes."""
    for call in code.calls(*RUNNERS):
        value = call.argument(0, "source", "raw_cell", "expr", "stmt", "code")
        if call.name == "timeit.timeit" and (value is None or value.kind not in ("fstring", "concat")):
            continue
        yield Sunk(call, _compiled(code, value))


def runs_shell(code: Code) -> Iterator[Sunk]:
    """The calls that give a text to a shell."""
    for call in code.calls(*SHELLS, *ASYNC_SHELL, *GET_OUTPUT):
        yield Sunk(call, call.argument(0, "command", "cmd", "argv"))
    for call in code.calls(*SUBPROCESS):
        command = call.argument(0, "args")
        shell = call.argument(8, "shell")
        if shell is not None and shell.is_true():
            yield Sunk(call, command)
        elif command is not None and shell_script(command) is not None:
            yield Sunk(call, shell_script(command))


def shell_script(command: Value) -> Value | None:
    """The text that ``["bash", "-c", text]`` gives to a shell; None for any other command."""
    words = command.items
    if len(words) < 3 or not isinstance(words[0].constant, str) or not _SHELL_PROGRAM.fullmatch(words[0].constant):
        return None
    given = [k for k, word in enumerate(words[1:-1], 1) if word.constant in ("-c", "-lc", "-ic", "/c", "-Command")]
    return words[given[0] + 1] if given else None


def shell_lines(code: Code) -> Sequence[Shell]:
    """The shell lines and line magics of a cell."""
    return code.remember(_lines_of_cells).get(code.cell.index, ())


def shell_texts(code: Code) -> Iterator[tuple[Call, Shell]]:
    """The constant commands that Python gives to a shell, read as shell lines. ``start`` is -1 where the places in them
    cannot be told."""
    for call, value in runs_shell(code):
        text = value.constant if value is not None else None
        if value is not None and isinstance(text, str) and text.strip():
            written = code.cell.source[slice(*value.span)]
            opening = _PLAIN_LITERAL.match(written)
            start = opening.end() if opening else 0
            plain = opening is not None and value.is_written_out and written[start : start + len(text)] == text
            yield call, Shell(code.cell, "script", text, value.span.start + start if plain else -1)


def comes_from(code: Code, call: Call, place: Place | None) -> tuple[Place, ...]:
    """The place that explains a call, unless it stands in the call itself."""
    if place is None or place.span is None:
        return ()
    is_inside = place.pointer == code.cell.source_pointer and place.span.overlaps(call.span)
    return () if is_inside else (place,)


def _lines_of_cells(codes: tuple[Code, ...]) -> dict[int, list[Shell]]:
    lines: dict[int, list[Shell]] = {}
    for shell in commands(codes[0].notebook):
        lines.setdefault(shell.cell.index, []).append(shell)
    return lines


def _compiled(code: Code, value: Value | None) -> Value | None:
    if value is None or value.name not in ("compile()", "builtins.compile()"):
        return value
    at = code.names.settled(value.spot)
    arguments = getattr(at.node, "args", None)
    return Value(code.cells[at.unit], replace(at, node=arguments[0])) if arguments else value
