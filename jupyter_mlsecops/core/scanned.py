"""The result for one file, and the lines of it that may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import structs
from msgspec.structs import replace

from .advisory import State
from .ipynb import Cell, Notebook, handed
from .matched import Matched
from .model import Finding, Input, Location, Problem, SuppressedFinding
from .text import Lines, mask


class Frame(msgspec.Struct, frozen=True):
    """The lines a finding stands on, secrets masked: ``(line number, text)``; where the mark begins and ends."""

    lines: list[tuple[int, str]]
    start_column: int
    end_column: int


class Scan(msgspec.Struct, frozen=True, eq=False):
    """The result for one file. ``notebook`` is None where the file could not be read.

    ``packages`` are those that it needs, each with the worst that is known of it; empty where nobody asked.
    """

    input: Input
    findings: list[Finding] = msgspec.field(default_factory=list)
    suppressed: list[SuppressedFinding] = msgspec.field(default_factory=list)
    problems: list[Problem] = msgspec.field(default_factory=list)
    packages: Mapping[str, State] = msgspec.field(default_factory=dict)
    notebook: Notebook | None = None
    matched: Matched | None = None

    def frame(self, location: Location) -> Frame | None:
        """The lines of a location as they may be shown; None where it is not a stretch of a text.

        Columns count code points from 0, in the masked first and last line.
        """
        segment = self.matched.texts.get(location.pointer) if self.matched else None
        if self.matched is None or segment is None or location.region is None:
            return None
        lines, hidden = Lines(segment.raw), self.matched.masks.get(location.pointer, [])
        span = lines.span(location.region)
        first, last = location.region.start_line, min(location.region.end_line, location.region.start_line + 5)
        shown = []
        for number in range(first, last + 1):
            start, end = lines.line_span(number)
            shown.append((number, mask(segment.raw, hidden, start, end)))
        begin = lines.line_span(first).start
        last_begin = lines.line_span(last).start
        end = min(span.end, lines.line_span(last).end)
        return Frame(
            shown,
            len(mask(segment.raw, hidden, begin, span.start)),
            len(mask(segment.raw, hidden, last_begin, max(end, last_begin))),
        )


class Last(msgspec.Struct, frozen=True, eq=False):
    """A scan, kept with the notebook for its next state: where nothing changed, it says what a new one would say.

    ``asked`` is who scanned it, and as what. It holds no notebook: each would hold all earlier ones.
    """

    scan: Scan
    asked: tuple[object, ...]
    cells: tuple[Cell, ...]
    rest: dict[str, Any]

    @classmethod
    def of(cls, scan: Scan, notebook: Notebook, *asked: object) -> Last:
        """What to keep of a scan."""
        return cls(replace(scan, notebook=None), _context(notebook, asked), notebook.cells, _rest(notebook))

    def again(self, notebook: Notebook, *asked: object) -> Scan | None:
        """The scan of a later state of the notebook, if it has the same content; else None."""
        if self.cells != notebook.cells:  # of which each is like itself alone
            return None
        if any(old is not new and old != new for old, new in zip(self.asked, _context(notebook, asked), strict=True)):
            return None
        if self.rest != _rest(notebook):
            return None
        return replace(self.scan, notebook=notebook, input=structs.replace(self.scan.input, digest=notebook.digest))


def _context(notebook: Notebook, asked: tuple[object, ...]) -> tuple[object, ...]:
    return (*asked, notebook.path, notebook.nbformat, notebook.language, *handed(notebook).values())


def _rest(notebook: Notebook) -> dict[str, Any]:
    return {key: value for key, value in notebook.json.items() if key != "cells"}
