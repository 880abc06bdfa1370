"""Where text becomes a command, a program or a statement: the calls that several rules of this folder look at."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jupyter_mlsecops.sdk import (
    ASYNC_SHELLS,
    GET_OUTPUT,
    OS_SHELLS,
    SUBPROCESS,
    Call,
    Code,
    Place,
    Source,
    Value,
    command_of,
    regex,
    replace,
)

QUOTES = ("shlex.quote", "pipes.quote", "shlex.join", "subprocess.list2cmdline")
RUNNERS = (
    *("eval", "exec", "builtins.eval", "builtins.exec", "get_ipython().run_cell", "get_ipython().ev"),
    *("get_ipython().ex", "get_ipython().run_code", "get_ipython().run_cell_async", "IPython.get_ipython().run_cell"),
    *("IPython.get_ipython().ev", "IPython.get_ipython().ex", "code.InteractiveInterpreter().runsource"),
    *("code.InteractiveConsole().push", "__builtins__.eval", "__builtins__.exec", "timeit.timeit"),
)
EXPRESSIONS = ("pandas.eval", "numexpr.evaluate", "*.query", "*.eval")
SAID: dict[Source, str] = {
    "model": "the answer of a language model",
    "widget": "what is typed into a widget",
    "input": "what is typed in",
    "network": "what a server sends",
    "table": "what a data file holds",
}
_SHELL_PROGRAM = regex(r"(?:.*/)?(?:ba|z|da|k|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?", re.IGNORECASE)


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
    for call in code.calls(*OS_SHELLS, *ASYNC_SHELLS, *GET_OUTPUT):
        yield Sunk(call, command_of(call))
    for call in code.calls(*SUBPROCESS):
        command = call.argument(0, "args")
        shell = call.argument(8, "shell")
        if shell is not None and shell.may_be(True):
            yield Sunk(call, command)
        elif command is not None and shell_script(command) is not None:
            yield Sunk(call, shell_script(command))


def shell_script(command: Value) -> Value | None:
    """The text that ``["bash", "-c", text]`` gives to a shell; None for any other command."""
    return script_of(command.items)


def script_of(words: Sequence[Value]) -> Value | None:
    """The same of the words of a command."""
    if len(words) < 3 or not isinstance(words[0].constant, str) or not _SHELL_PROGRAM.fullmatch(words[0].constant):
        return None
    given = [k for k, word in enumerate(words[1:-1], 1) if word.constant in ("-c", "-lc", "-ic", "/c", "-Command")]
    return words[given[0] + 1] if given else None


def is_own_method(code: Code, call: Call) -> bool:
    """Whether it is a method of a class of the notebook's own."""
    receiver = call.receiver
    if receiver is None:
        return False
    made = code.names.settled(receiver.spot)
    func = made.node.func if isinstance(made.node, ast.Call) else made.node
    found = code.names.lookup(made, func.id) if isinstance(func, ast.Name) else None
    return found is not None and found[1].of != 0


def comes_from(code: Code, call: Call, place: Place | None) -> tuple[Place, ...]:
    """The place that explains a call, unless it stands in the call itself."""
    if place is None or place.span is None:
        return ()
    is_inside = place.pointer == code.cell.source_pointer and place.span.overlaps(call.span)
    return () if is_inside else (place,)


def _compiled(code: Code, value: Value | None) -> Value | None:
    if value is None or value.name not in ("compile()", "builtins.compile()"):
        return value
    at = code.names.settled(value.spot)
    arguments = getattr(at.node, "args", None)
    return Value(code.cells[at.unit], replace(at, node=arguments[0])) if arguments else value
