"""Calls and arguments in R code, as rules see them, with the edits that change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from ..ipynb import Cell
from ..model import Severity
from ..rule import Match, Place, Proposal, TextEdit
from ..text import Span
from . import syntax
from .syntax import Argument, call_of

if TYPE_CHECKING:
    from .code import RCode


class RChunk(msgspec.Struct, frozen=True, eq=False):
    """A stretch of R in a cell: all of it, the body of ``%%R``, a line behind ``%R``."""

    cell: Cell
    number: int
    start: int
    text: str


class RCall(msgspec.Struct, frozen=True, eq=False):
    """A call in R code. ``span`` counts in the cell's source; ``name`` is without its package."""

    code: RCode
    chunk: RChunk
    call: syntax.Call

    @property
    def name(self) -> str:
        """The function, without its package."""
        return self.call.name

    @property
    def package(self) -> str:
        """The package as written; empty where none is."""
        return self.call.package

    @property
    def span(self) -> Span:
        """The whole call."""
        return self.call.span.shift(self.chunk.start)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.chunk.cell.source_pointer, self.span)

    @property
    def arguments(self) -> tuple[RValue, ...]:
        """All arguments in order."""
        return tuple(RValue(self.code, self.chunk, argument) for argument in self.call.arguments)

    def argument(self, position: int, *names: str) -> RValue | None:
        """The argument with one of the names, else the one at a position among those without a name."""
        for argument in self.call.arguments:
            if argument.name in names:
                return RValue(self.code, self.chunk, argument)
        plain = [argument for argument in self.call.arguments if not argument.name]
        return RValue(self.code, self.chunk, plain[position]) if 0 <= position < len(plain) else None

    def match(
        self,
        message: str = "",
        severity: Severity | None = None,
        related: Sequence[Place] = (),
        proposals: Sequence[Proposal] = (),
    ) -> Match:
        """The match of this call, for a rule on a notebook."""
        return Match(self.span, message, severity, related=(self.place, *related), proposals=tuple(proposals))

    def without(self, argument: RValue) -> tuple[TextEdit, ...]:
        """Edits after which the call is not given the argument."""
        spans = [(a.start, a.span.end) for a in self.call.arguments]
        at = spans.index((argument.written.start, argument.written.span.end))
        if at + 1 < len(spans):
            span = Span(spans[at][0], spans[at + 1][0])
        else:
            span = Span(spans[at - 1][1] if at else spans[at][0], spans[at][1])
        return (TextEdit(span.shift(self.chunk.start), "", self.chunk.cell.source_pointer),)


class RValue(msgspec.Struct, frozen=True, eq=False):
    """An argument of a call."""

    code: RCode
    chunk: RChunk
    written: Argument

    @property
    def name(self) -> str:
        """The name under which it is passed; empty if there is none."""
        return self.written.name

    @property
    def span(self) -> Span:
        """The value, in the cell's source."""
        return self.written.span.shift(self.chunk.start)

    @property
    def source(self) -> str:
        """The value as written."""
        return self.chunk.text[slice(*self.written.span)]

    @property
    def constant(self) -> str | None:
        """The string it is worth; None if that is not known."""
        text, is_whole = self.code.text(self.written.value, self._at)
        return text if is_whole else None

    @property
    def text(self) -> str:
        """The text that it begins with, as far as it is known."""
        return self.code.text(self.written.value, self._at)[0]

    @property
    def is_false(self) -> bool:
        """Whether it is FALSE or 0, written out or given to a name."""
        value = self.code.settled(self.written.value, self._at)
        return len(value) == 1 and value[0].text in ("FALSE", "F", "0", "0L")

    @property
    def call(self) -> RCall | None:
        """The call that it is as a whole, or that its name was last given."""
        call = call_of(self.code.settled(self.written.value, self._at))
        return RCall(self.code, self.chunk, call) if call is not None else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it that are no functions, those behind the names it was given included."""
        return tuple(self.code.names(self.written.value, self._at))

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that it calls, those behind the names it was given included."""
        return tuple(self.code.names(self.written.value, self._at, functions=True))

    @property
    def _at(self) -> tuple[int, int]:
        return self.chunk.number, self.written.start

    def secured(self) -> tuple[TextEdit, ...]:
        """Edits that write https for the one http address that is written out in it; none where it is not."""
        at = self.source.find("http://")
        if at < 0 or self.source.count("http://") > 1:
            return ()
        start = self.span.start + at
        return (TextEdit(Span(start, start + 4), "https", self.chunk.cell.source_pointer),)
