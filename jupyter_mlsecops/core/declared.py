"""The packages that a notebook declares: what its cells install, and what a script's own metadata ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from .dependency import Declared
from .distributions import of_conda
from .environment import canonical
from .ipynb import Cell, Notebook
from .python.budget import Budget
from .python.code import Code, linked
from .python.magics import quiet
from .python.summary import summarise
from .regex import regex
from .scriptblock import script_requirements
from .shell.installing import CALLED, installing, programs
from .shell.interpolated import filled, has_holes
from .shell.line import Shell, shells_of
from .shell.nested import nested
from .shell.requirement import Requirement, requirement
from .shell.variables import Variables
from .shell.words import Word, words
from .text import Span

_DEEPEST = 3  # programs inside programs that are looked into
_STEPS = 100_000  # that may be spent on loops and functions of one notebook
_CONDA = ("conda", "mamba", "micromamba", "conda env", "pixi", "pixi global", "pixi exec")
_TOOL = regex(
    r"\b(?:pip[\d.]*|conda|mamba|micromamba|uvx?|pipx|pixi|juv|poetry|pdm|pipenv|rye|easy_install|pip_sync"
    r"|micropip|piplite|pipmaster|loadPackage|install_pypi_package|installPyPI|dbutils)\b"
)
_MAGIC_COMMENT = regex(r"^# MAGIC %(?:sh[ \t]+)?((?:pip|conda|mamba|uv)[ \t][^\r\n]*)", re.MULTILINE)
_WRITTEN = regex(r"\s*%%(?:writefile|file)[ \t][^\r\n]*requirements[\w.-]{0,40}\.(?:txt|in)[\"']?[ \t]*(?:\r\n|\n)")
_CALLED_WITH = regex(r"\s{0,99}%%(?:bash|sh|script[ \t]+(?:ba|z)?sh)[ \t][^\r\n]{0,200}?-s[ \t]+([^\r\n]{0,2000})")
_MAY_INSTALL = regex(r"install|\badd\b|\bpip|conda|micropip|loadPackage")
_LINE = regex(r"^[ \t]*([^\s#][^\r\n]*)", re.MULTILINE)
_COMMENT = regex(r"\s#|\s--")
_CALL = regex(r"\b(?:" + "|".join(sorted({name.partition("[")[0].partition("(")[0] for name in CALLED})) + r")\b")


class _Told(msgspec.Struct, frozen=True):
    """What one cell tells by itself, and whether more is to be found in how cells hang together."""

    declared: tuple[Declared, ...] = ()
    holes: tuple[Shell, ...] = ()
    names_tool: bool = False
    may_call: bool = False


def declared(notebook: Notebook) -> tuple[Declared, ...]:
    """All places of a notebook, Python file or file of requirements that ask for a package, in order of place.

    A text that stands for several, in a loop or with a variable, has one entry for each. What is installed for another
    Python (``pipx``, ``uvx``) counts; what is commented out or only printed does not. ``python`` is no package but the
    interpreter. Cells that did not change are not read again.
    """
    if notebook.manifest is not None:
        return notebook.manifest.packages
    known = notebook.state.get("declared")
    if known is None or known[0] != notebook.cells:
        known = notebook.state["declared"] = notebook.cells, tuple(_declared(notebook))
    found: tuple[Declared, ...] = known[1]
    return found


def _declared(notebook: Notebook) -> Iterator[Declared]:
    with quiet():
        told = {cell: _told(cell) for cell in notebook.cells if cell.kind == "code"}
    asks_calls = any(one.names_tool for one in told.values()) and any(one.may_call for one in told.values())
    more: dict[Cell, list[Declared]] = {}
    if asks_calls or any(one.holes for one in told.values()):
        budget = Budget(_STEPS)
        with linked(notebook) as cells:
            for code in cells.codes:
                more[code.cell] = list(_linked(code, told[code.cell].holes, asks_calls, budget))
    for cell, one in told.items():
        yield from sorted((*one.declared, *more.get(cell, ())), key=lambda each: each.span)


def _told(cell: Cell) -> _Told:
    """What a cell tells; kept with the cell."""
    known: _Told | None = cell.__dict__.get("told")
    if known is None:
        known = cell.__dict__["told"] = _read(cell)
    return known


def _read(cell: Cell) -> _Told:
    found: list[Declared] = []
    holes: list[Shell] = []
    script = Variables(_arguments(cell))
    for shell in (*shells_of(cell), *_magic_comments(cell)):
        if shell.kind == "file":  # what it installs is not installed here
            continue
        if cell.language == "python" and has_holes(shell):
            holes.append(shell)
            continue
        variables = script if shell.kind == "script" else Variables()
        for install in variables.installs(shell):
            found += (_of(cell, install.tool, one, one.span.shift(shell.start)) for one in install.requirements)
        found += _nested(cell, shell)
    if cell.language != "python":
        return _Told(tuple(found))
    found += (_of(cell, "script", one, one.span) for one in script_requirements(cell.source))
    found += (_of(cell, "requirements.txt", one, one.span) for one in _written(cell))
    code = summarise(cell).parsed.text
    return _Told(tuple(found), tuple(holes), _TOOL.search(code) is not None, _CALL.search(code) is not None)


def _arguments(cell: Cell) -> list[str]:
    """What a cell's script is called with (``%%bash -s numpy``), without what IPython puts in."""
    head = _CALLED_WITH.match(cell.source) if cell.language == "python" and "%%" in cell.source else None
    return [word.text for word in words(head[1], False) if not word.text.startswith(("$", "{"))] if head else []


def _written(cell: Cell) -> Iterator[Requirement]:
    """What a cell writes to a file of requirements (``%%writefile requirements.txt``)."""
    head = _WRITTEN.match(cell.source) if "%%" in cell.source else None
    if head is not None:
        yield from _listed(cell.source, head.end())


def _listed(source: str, at: int) -> Iterator[Requirement]:
    """What the lines of a file of requirements ask for, from a place on."""
    for line in _LINE.finditer(source, at):
        text = line.group(1)
        if not text.startswith("-"):
            start, cut = line.start(1), _COMMENT.search(text)
            text = (text[: cut.start()] if cut is not None else text).rstrip(" \t\\")
            one = requirement(Word(text, Span(start, start + len(text))))
            if one is not None:
                yield one


def _magic_comments(cell: Cell) -> Iterator[Shell]:
    """The commands of a notebook that Databricks wrote as a Python file, where magics are comments."""
    if cell.language == "python" and cell.source.startswith("# Databricks notebook source"):
        for match in _MAGIC_COMMENT.finditer(cell.source):
            yield Shell(cell, "line", match.group(1), match.start(1))


def _linked(code: Code, holes: Iterable[Shell], asks_calls: bool, budget: Budget) -> Iterator[Declared]:
    """What is known of a cell once it is linked with the others."""
    for shell in holes:
        known: set[tuple[Span, str, str, str]] = set()
        for line, origin in filled(code, shell, budget):
            for install in Variables().installs(line):
                for one in install.requirements:
                    span = origin.raw(one.span).shift(shell.start)
                    key = span, one.name, one.specifier, one.url
                    if key not in known:
                        known.add(key)
                        yield _of(code.cell, install.tool, one, span)
            for inner in _nested(code.cell, line):
                span = origin.raw(inner.span).shift(shell.start)
                key = span, inner.name, inner.requirement.specifier, inner.requirement.url
                if key not in known:
                    known.add(key)
                    yield _at(inner, code.cell, span)
    if asks_calls:
        for installed in installing(code, budget):
            yield _of(code.cell, installed.tool, installed.requirement, installed.requirement.span)
        for call, text, language in programs(code):
            yield from _inside(code.cell, text, language, call.span, False)


def _nested(cell: Cell, shell: Shell) -> Iterator[Declared]:
    """What the programs in the commands of a line install."""
    for inner in nested(shell):
        place = inner.span.shift(shell.start)
        if inner.language == "requirements":
            for one in _listed(inner.text, 0):
                span = one.span.shift(place.start) if inner.is_written_out else place
                yield _of(cell, "requirements.txt", one, span)
        else:
            yield from _inside(cell, inner.text, inner.language, place, inner.is_written_out)


def _inside(cell: Cell, text: str, language: str, place: Span, is_written_out: bool) -> Iterator[Declared]:
    """What a program installs that stands in a cell: at the places where it is written out there, else all at one."""
    depth = cell.__dict__.get("nesting", 0)
    if depth >= _DEEPEST or not _MAY_INSTALL.search(text):
        return
    own = Cell(0, None, "code", language, text, "", "", {})
    own.__dict__["nesting"] = depth + 1
    for found in declared(Notebook("", "", (4, 5), language, (own,), {"": text}, is_script=True)):
        yield _at(found, cell, found.span.shift(place.start) if is_written_out else place)


def _at(one: Declared, cell: Cell, span: Span) -> Declared:
    return replace(one, requirement=replace(one.requirement, span=span), pointer=cell.source_pointer, span=span)


def _of(cell: Cell, tool: str, one: Requirement, span: Span) -> Declared:
    name = one.key or canonical(one.file[0])
    is_conda = tool in _CONDA
    return Declared(
        of_conda(name) if is_conda else name,
        one.version,
        replace(one, span=span),
        cell.source_pointer,
        span,
        tool,
        hashes=one.hashes,
        ecosystem="conda" if is_conda else "",
    )
