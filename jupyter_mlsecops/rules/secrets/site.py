"""One secret in a cell, and what its fixes ask about the place."""

from __future__ import annotations

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
            lines = self.code.summary.lines
            for statement in self.code.summary.parsed.tree.body:
                first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
                start, end = lines.ast_offset(first, 0), lines.ast_offset(statement.end_lineno or first, 0)
                if start <= at < max(end, lines.line_span(statement.end_lineno or first).end + 1):
                    return start
        return self.source.rfind("\n", 0, at) + 1
