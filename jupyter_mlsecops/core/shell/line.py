"""The shell commands of a notebook: ``!`` lines, line magics and ``%%bash`` cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

from ..ipynb import Cell, Notebook
from ..once import once
from ..python.magics import Escape, mask
from ..regex import regex
from ..text import Span
from . import commands as parser
from . import words as lexer
from .commands import SHELLS, Command, Redirect
from .words import Word

if TYPE_CHECKING:
    from .installs import Install

__all__ = ["Command", "Redirect", "Shell", "Variable", "Word", "commands"]

# A cheap look before the mask: a sigil, or a command that runs as a magic without one.
_ESCAPE = regex(r"^[ \t\f]*(?:[!%]|(?:pip3?|conda|mamba|micromamba|uv)[ \t])|=[ \t]*[!%]", re.MULTILINE)
_SHELL_MAGICS = frozenset(("sx", "system", "sh", "shell"))
_SHELL_CELLS = SHELLS | _SHELL_MAGICS | {"shell", "!", "cmd", "powershell", "pwsh"}
_SH_CELL = regex(r"\s{0,99}%sh(?=\s)(?:[ \t]+-e\b)?(?=[^\r\n]*[\r\n])")  # as Databricks has it: all lines below too
# Files of commands that a cell writes, and what a line of a Dockerfile gives to its shell.
_SCRIPT_FILE = regex(r"[^\r\n]*\.(?:sh|bash|zsh|ksh)[\"']?[ \t]*\Z")
_DOCKERFILE = regex(r"(?:[^\r\n]*[/\\ \t\"'])?(?:Dockerfile|Containerfile)(?:\.[\w-]{1,40})?[\"']?[ \t]*\Z")
_RUN = regex(r"[ \t]*(?i:RUN)[ \t]+(?:--\w[^\s\\]*[ \t]+)*(?!\[)")
_TIMERS = frozenset(("time", "timeit", "prun", "memit", "capture"))
_ASSIGNMENT = regex(r"([A-Za-z_]\w*)[ \t]*=(.*)\Z", re.DOTALL)
_CACHED = 4096


class Variable(msgspec.Struct, frozen=True):
    """An environment variable that a command sets; ``span`` is the word ``NAME=value``."""

    name: str
    value: str
    span: Span


class Shell(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One logical shell line.

    ``kind`` is line (``!``), script (a line of a ``%%bash`` cell or of a notebook with a shell as its kernel), file (a
    line of a script that a cell writes, which runs elsewhere) or magic (a line magic, whose name is the first word).
    ``text`` is what is written, with its continued lines; ``start`` is its offset in the cell's source. All spans count
    in ``text``. A file that lists packages is one line of kind manifest, and ``said`` is what it says in the words of
    commands.
    """

    cell: Cell
    kind: Literal["line", "script", "file", "magic", "manifest"]
    text: str
    start: int
    said: tuple[Install, ...] = ()

    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        if self.kind == "manifest":
            return tuple(word for command in self.commands() for word in command.words)
        return _words(self.text, not self.is_script)

    def commands(self) -> tuple[Command, ...]:
        """The simple commands in order; those inside ``$(…)``, ``<(…)`` and ``bash -c '…'`` come last."""
        return self._commands

    @once
    def _commands(self) -> tuple[Command, ...]:
        if self.kind == "manifest":
            return tuple(install.command for install in self.said)
        return _parsed(self.text, not self.is_script)

    @property
    def is_script(self) -> bool:
        """Whether a shell reads it as it is, without IPython."""
        return self.kind in ("script", "file")

    @property
    def magic(self) -> str:
        """The name of the line magic; empty for a command of the shell."""
        return self.words()[0].text if self.kind == "magic" and self.words() else ""

    def cut(self, span: Span) -> Span:
        """``span`` with the blanks in front of it, or behind it at the start of the line: what goes with a word."""
        start, end = span
        while start > 0 and self.text[start - 1] in " \t":
            start -= 1
        while start == 0 and end < len(self.text) and self.text[end] in " \t":
            end += 1
        return Span(start, end)

    def variables(self) -> Iterator[Variable]:
        """The environment variables that it sets: ``A=1 cmd``, ``export A=1``, ``%env A=1``."""
        if self.magic in ("env", "set_env"):
            name, _, value = self.text.partition(self.magic)[2].strip().replace("=", " ", 1).partition(" ")
            if name:
                yield Variable(name, value.strip(), Span(self.text.index(name, len(self.magic)), len(self.text)))
            return
        for command in self.commands():
            exported = command.words[1:] if command.name in ("export", "declare", "set", "setenv") else ()
            for word in (*command.settings, *exported):
                match = _ASSIGNMENT.match(word.text)
                if match:
                    yield Variable(match.group(1), match.group(2), word.span)


def commands(notebook: Notebook) -> list[Shell]:
    """Every shell line of a notebook in document order. Sources seen before cost a look-up."""
    if notebook.manifest is not None:
        return [Shell(cell, "manifest", cell.source, 0, notebook.manifest.installs) for cell in notebook.cells]
    return [shell for cell in notebook.cells for shell in shells_of(cell)]


def shells_of(cell: Cell) -> list[Shell]:
    """The shell lines of one cell in order; kept with the cell, for many rules ask and a cell may have thousands."""
    return cell.remember(_shells_of)


def _shells_of(cell: Cell) -> list[Shell]:
    source = cell.source
    if cell.kind != "code":
        return []
    if cell.language in SHELLS:
        return [Shell(cell, kind, source[start:end], start) for kind, start, end in _in_script(source, 0)]
    if cell.language == "python" and ("!" in source or "%" in source or "install" in source):
        return shells_in(cell, source)
    return []


def shells_in(cell: Cell, source: str) -> list[Shell]:
    """The shell lines of a text as those of a Python cell, for a magic that is called; ``start`` counts in the text."""
    return [Shell(cell, kind, source[start:end], start) for kind, start, end in _in_python(source)]


_words = lru_cache(maxsize=_CACHED)(lexer.words)
_parsed = lru_cache(maxsize=_CACHED)(parser.commands)
_Kind = Literal["line", "script", "file", "magic"]
_Places = tuple[tuple[_Kind, int, int], ...]


@lru_cache(maxsize=_CACHED)
def _in_script(source: str, start: int, kind: _Kind = "script") -> _Places:
    return tuple((kind, *span) for span in lexer.lines(source, start, len(source)))


@lru_cache(maxsize=_CACHED)
def _in_python(source: str) -> _Places:
    places: list[tuple[_Kind, int, int]] = []
    cell = _SH_CELL.match(source)
    if cell is not None:
        return _in_script(source, cell.end())
    if _ESCAPE.search(source):
        for escape in mask(source).escapes:
            places += _of_escape(source, escape)
    return tuple(places)


def _of_escape(source: str, escape: Escape) -> _Places:
    start, end = escape.body
    if escape.kind == "shell" or (escape.kind == "line" and escape.name in _SHELL_MAGICS):
        return _stripped("line", source, start, end)
    if escape.kind == "line" and escape.name in _TIMERS:
        argument = source[start:end]
        bang = len(argument) - len(argument.lstrip())
        sigil = argument[bang : bang + 1]
        kind: Literal["line", "magic"] = "line" if sigil == "!" else "magic"
        return _stripped(kind, source, start + bang + 1, end) if sigil and sigil in "!%" else ()
    if escape.kind == "line" and escape.name:
        return _stripped("magic", source, start - len(escape.name), end)
    if escape.kind == "cell" and is_shell_magic(escape.name, source[slice(*escape.header)]):
        return _in_script(source, start)
    if escape.kind == "cell" and escape.name in ("writefile", "file"):
        return _in_file(source, escape)
    return ()


def _in_file(source: str, escape: Escape) -> _Places:
    """The shell lines of a file that a cell writes: of a script all, of a Dockerfile what it runs."""
    header, start = source[slice(*escape.header)], escape.body.start
    if _SCRIPT_FILE.match(header):
        return _in_script(source, start, "file")
    if not _DOCKERFILE.match(header):
        return ()
    runs = ((_RUN.match(source, at, end), end) for at, end in lexer.lines(source, start, len(source)))
    return tuple(("file", run.end(), end) for run, end in runs if run is not None)


def _stripped(kind: Literal["line", "magic"], source: str, start: int, end: int) -> _Places:
    text = source[start:end]
    start += len(text) - len(text.lstrip())
    return ((kind, start, start + len(text.strip())),) if text.strip() else ()


def is_shell_magic(name: str, arguments: str) -> bool:
    """Whether a cell magic with these arguments runs the cell in a shell."""
    named = (word.rpartition("/")[2] for word in arguments.split())
    return name in _SHELL_CELLS or (name == "script" and not SHELLS.isdisjoint(named))
