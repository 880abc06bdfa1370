"""One cell, read once: its tree, its events and its strings. They depend on the cell's source alone."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

import msgspec

from ..ipynb import Cell
from ..once import once
from ..text import Lines
from .facts import IMPORT, Facts
from .magics import Parsed, parse_quietly
from .reader import read
from .strings import Text, texts

T = TypeVar("T")


class Share(msgspec.Struct, frozen=True):
    """What one cell adds to its notebook: the ``modules`` it imports, those with the modules ``around`` them, those for
    which their own name stands afterwards, and the shell lines that may install."""

    modules: frozenset[str]
    around: frozenset[str]
    named: frozenset[str]
    installs: tuple[str, ...]


class Summary:
    """The parsed source of one cell and what was read off its tree. Independent of every other cell."""

    def __init__(self, source: str, parsed: Parsed) -> None:
        self.parsed = parsed
        self._source = source

    def remember(self, make: Callable[[Summary], T]) -> T:
        """``make`` of this summary, made once and kept with the cell: for what depends on nothing but its source."""
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self.__dict__:
            self.__dict__[key] = make(self)
        made: T = self.__dict__[key]
        return made

    @once
    def lines(self) -> Lines:
        """Line starts of the text that the tree's positions count in."""
        return Lines(self.parsed.text)

    @once
    def facts(self) -> Facts:
        """Bindings, calls and stores; read off the tree on first use."""
        return read(self.parsed.tree)

    @once
    def last(self) -> ast.expr | None:
        """The expression that ends the cell, whose value the notebook shows; None where a statement or ``;`` does."""
        body = self.parsed.tree.body
        statement = body[-1] if body else None
        if not isinstance(statement, ast.Expr):
            return None
        return None if self.is_silent(statement) else statement.value

    def is_silent(self, statement: ast.Expr) -> bool:
        """Whether a statement ends in ``;``."""
        lines = self.lines
        end = lines.ast_offset(statement.end_lineno or statement.lineno, statement.end_col_offset or 0)
        return self.parsed.text[end:].lstrip().startswith(";")

    @once
    def share(self) -> Share:
        """What the cell adds to what the notebook as a whole imports and installs."""
        facts, names = self.facts, self.facts.scopes[0].names
        texts = [self._source[slice(*escape.span)] for escape in self.parsed.escapes]
        return Share(
            frozenset(facts.modules),
            facts.around,
            frozenset(m for m in facts.around if any(b.kind is IMPORT and b.target == m for b in names.get(m, ()))),
            tuple(text for text in texts if "install" in text or " add " in text),
        )

    @once
    def texts(self) -> tuple[Text, ...]:
        """The constant strings, each with its name and places."""
        return tuple(texts(self.parsed.tree, self.lines))


def summarise(cell: Cell) -> Summary:
    """The summary of a cell, kept with the cell: a notebook that was edited shares its other cells with the one before.

    To be called under ``magics.quiet``.
    """
    summary: Summary | None = cell.by_source.get("summary")
    if summary is None:
        summary = cell.by_source["summary"] = Summary(cell.source, parse_quietly(cell.source))
    return summary
