"""What the calls of a cell install: pip that Python starts or calls, and installers that are Python functions."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import partial

import msgspec
from msgspec.structs import replace

from ..python.budget import Budget
from ..python.code import Call, Code, Value
from ..python.filling import GAP
from ..python.spelled import Speller, spellings
from ..python.spot import Spot
from ..text import Span
from . import runners
from .called import called_shells, command_of, spread_words
from .installs import install_of, installs
from .launched import inside, written_out
from .line import Shell, shells_in
from .modules import NAMES, named_commands
from .nested import nested
from .requirement import Requirement, requirement
from .words import Word

_LISTS = {
    "micropip.install": "micropip",
    "piplite.install": "piplite",
    "piplite.piplite.install": "piplite",
    "pyodide_js.loadPackage": "pyodide",
    "js.pyodide.loadPackage": "pyodide",
    "*.install_pypi_package": "pip",  # notebooks of EMR, which install on every node
    "pipmaster.install": "pip",
    "pipmaster.install_multiple": "pip",
    "pipmaster.install_or_update": "pip",
    "pipmaster.install_if_missing": "pip",
    "pipmaster.ensure_packages": "pip",
    "dbutils.library.installPyPI": "dbutils",
    "dbutils.library.install": "dbutils",
}
_COMMANDS = (
    *(*runners.ALL, *runners.LISTED, *runners.SPREAD, *runners.LINE_MAGICS, *runners.CELL_MAGICS),
    *(*runners.PIP, *runners.CONDA),
)
_NAMED = (*_COMMANDS, *_LISTS, *NAMES, *runners.PYTHON)
CALLED = frozenset(name.rpartition(".")[2] for name in _NAMED) | {"local[]", "local[][]"}
"""The last parts of the names of all that may install something when it is called."""


class Installed(msgspec.Struct, frozen=True):
    """One package that a call installs; its span, in the cell's source, is the call's where it is written elsewhere."""

    tool: str
    requirement: Requirement


def installing(code: Code, budget: Budget) -> Iterator[Installed]:
    """What the calls of a cell install, in order of the calls."""
    if code.lasts().isdisjoint(CALLED):
        return
    calls = [(call, _in_command) for call in code.calls(*_COMMANDS)]
    calls += [(call, _in_list) for call in code.calls(*_LISTS)]
    calls += [(call, partial(_in_words, words)) for call, words in named_commands(code)]
    written: dict[int, list[Requirement]] = {}
    for call, command in written_out(code) if calls else ():
        found = install_of(command)
        written.setdefault(call.order, []).extend(found.requirements if found is not None else ())
    for call, read in sorted(calls, key=lambda pair: pair[0].order):
        known: set[tuple[str, str, str, str]] = set()
        for each in spellings(code, partial(read, code, call), budget):
            for one in _placed(call, each, written.get(call.order, [])):
                told = one.requirement
                key = (told.name, told.specifier, told.kind, told.url)
                if key not in known:
                    known.add(key)
                    yield one


def programs(code: Code) -> Iterator[tuple[Call, str, str]]:
    """The calls of a cell that run a text as Python, as a cell of IPython or in a shell that is itself a command, each
    with the text, if it is constant, and its language."""
    if code.mentions("-c", "<<"):
        for call, shell in called_shells(code):
            yield from ((call, one.text, one.language) for one in nested(shell) if one.language != "requirements")
    for call in code.calls(*runners.PYTHON):
        value = call.argument(0, "raw_cell", "source")
        if value is not None and isinstance(value.constant, str):
            yield call, value.constant, "python"
    for call in code.calls(*runners.CELL_MAGICS):
        name, text = call.argument(0, "magic_name"), call.argument(2, "cell")
        is_python = name is not None and name.constant in runners.PYTHON_MAGICS
        if is_python and text is not None and isinstance(text.constant, str):
            yield call, text.constant, "python"


def _placed(call: Call, found: list[Installed], written: list[Requirement]) -> Iterator[Installed]:
    """The packages of a command where the cell has them written out, else where the call is."""
    in_step = len(found) == len(written)
    for at, one in enumerate(found):
        told = one.requirement
        if told.span.end > 0:
            yield one
            continue
        same = (w for w in written if (w.name, w.specifier, w.url) == (told.name, told.specifier, told.url))
        place = written[at] if in_step else next(same, None)
        yield replace(one, requirement=replace(told, span=place.span if place is not None else call.span))


_NOWHERE = Span(0, 0)


def _in_words(words: tuple[str | Value, ...], code: Code, call: Call, speller: Speller) -> list[Installed]:
    text = _joined([word if isinstance(word, str) else speller.text(word.spot) for word in words])
    return _installed([Shell(code.cell, "script", text, 0)])


def _in_command(code: Code, call: Call, speller: Speller) -> list[Installed]:
    return _installed(_shells(code, call, speller))


def _installed(shells: list[Shell]) -> list[Installed]:
    return [
        Installed(install.tool, replace(one, span=_NOWHERE))
        for shell in shells
        for install in installs(shell)
        for one in install.requirements
    ]


def _shells(code: Code, call: Call, speller: Speller) -> list[Shell]:
    if call.name in runners.LINE_MAGICS or call.name in runners.CELL_MAGICS:
        texts = [speller.text(value.spot) for value in call.args[:3]]
        if call.name in runners.CELL_MAGICS:
            return shells_in(code.cell, "%%" + " ".join(texts[:2]) + "\n" + "".join(texts[2:]))
        return shells_in(code.cell, "%" + " ".join(texts[:2]).lstrip("%"))
    if call.name in runners.CONDA:
        text = "conda " + _joined([_verb(value) or speller.text(value.spot) for value in call.args])
    elif call.name in runners.SPREAD:
        text = _joined([speller.text(value.spot) for value in spread_words(call)])
    else:
        value = command_of(call)
        words = speller.words(value.spot) if value is not None else None
        text = _joined(words) if words is not None else speller.text(value.spot) if value is not None else ""
    if call.name in runners.PIP:
        text = f"pip {text}"
    return [Shell(code.cell, "script", text, 0)] if text and text != GAP else []


def _verb(value: Value) -> str:
    """The sub-command that a constant of conda stands for; empty for any other expression."""
    last = value.name.rpartition("Commands.")[2] if "Commands." in value.name else ""
    return last.lower() if last in ("INSTALL", "CREATE", "UPDATE") else ""


def _joined(words: list[str]) -> str:
    return " ".join(word if GAP in word else shlex.quote(word) for word in words)


def _in_list(code: Code, call: Call, speller: Speller) -> list[Installed]:
    """The packages of ``micropip.install(["a", "b"])`` and the like."""
    value = call.argument(0, "requirements", "pypiPackage", "path", "packages", "names")
    if value is None:
        return []
    elements = speller.elements(value.spot)
    tool = next(tool for name, tool in _LISTS.items() if call.name.endswith(name.lstrip("*")))
    version = call.argument(1, "version") if tool == "dbutils" else None
    pin = speller.text(version.spot) if version is not None else ""
    found = []
    for spot in [value.spot] if elements is None else elements:
        text = speller.text(spot) + (f"=={pin}" if pin else "")
        one = requirement(Word(text, _place(code, call, spot)))
        if one is not None:
            found.append(Installed(tool, one))
    return found


def _place(code: Code, call: Call, spot: Spot) -> Span:
    settled = code.names.settled(spot)
    value = Value(code, settled)
    is_here = settled.unit == code.unit and isinstance(value.constant, str)
    return inside(code, value) if is_here else call.span
