"""The result for one file, and the lines of it that may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .advisory import State
from .ipynb import Notebook
from .matching import Matched
from .model import Finding, Input, Location, Problem, SuppressedFinding
from .text import Lines, mask


@dataclass(frozen=True)
class Frame:
    """The lines a finding stands on, secrets masked: ``(line number, text)``; where the mark begins and ends."""

    lines: list[tuple[int, str]]
    start_column: int
    end_column: int


@dataclass(frozen=True, eq=False)
class Scan:
    """The result for one file. ``notebook`` is None where the file could not be read.

    ``packages`` are those that it needs, each with the worst that is known of it; empty where nobody asked.
    """

    input: Input
    findings: list[Finding] = field(default_factory=list)
    suppressed: list[SuppressedFinding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    packages: Mapping[str, State] = field(default_factory=dict)
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
