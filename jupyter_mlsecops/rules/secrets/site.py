"""One secret in a cell, and what its fixes ask about the place."""

from __future__ import annotations

import ast
from bisect import bisect_right
from functools import cached_property

from jupyter_mlsecops.sdk import Around, Cell, Code, Frozen, Match, Segment, Span

from .literals import Token, tokens


class Site(Frozen, frozen=True, eq=False, dict=True):
    """A value at ``span`` of a cell's source that is to be kept in the variable ``name``."""

    segment: Segment
    match: Match
    span: Span
    name: str
    around: Around
    cell: Cell

    @property
    def source(self) -> str:
        """The cell's source."""
        return self.segment.text

    @property
    def pointer(self) -> str:
        """The pointer of the cell's source."""
        return self.segment.pointer

    @cached_property
    def code(self) -> Code | None:
        """The cell as Python; None if it is not."""
        return self.around.codes.get(self.pointer)

    @cached_property
    def tokens(self) -> list[Token]:
        """The strings, comments and IPython lines of the cell."""
        return tokens(self.source)

    @cached_property
    def token(self) -> Token | None:
        """The string, comment or IPython line that holds the value."""
        return next((t for t in self.tokens if t.start <= self.span.start and self.span.end <= t.end), None)

    @cached_property
    def statement(self) -> int:
        """Where the line begins on which the top-level statement with the value starts."""
        at = self.span.start
        if self.code is not None:
            lines, body = self.code.summary.lines, self.code.summary.parsed.tree.body
            k = bisect_right(body, lines.line_of(at), key=_first_line) - 1
            while k > 0 and _last_line(body[k - 1]) >= _first_line(body[k]):  # they share a line
                k -= 1
            for statement in body[max(k, 0) : k + 2]:
                start = lines.ast_offset(_first_line(statement), 0)
                if start <= at <= lines.line_span(_last_line(statement)).end:
                    return start
        return self.source.rfind("\n", 0, at) + 1


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min(statement.lineno, *(each.lineno for each in decorators)) if decorators else statement.lineno


def _last_line(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno
