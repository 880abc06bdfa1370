"""A match with its address: where in the file it stands, and what stands there."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from msgspec.structs import replace

from .ipynb import Notebook
from .model import Part
from .once import once
from .rule import Match, Rule
from .segments import Segment
from .text import Span

_PARTS = {"metadata": Part.CELL_METADATA, "outputs": Part.OUTPUT, "attachments": Part.ATTACHMENT}


class Found(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A match with its address: a span of the raw text at ``pointer``, in code points; None for all of it."""

    rule: Rule
    match: Match
    pointer: str
    part: Part
    span: Span | None
    value: str

    @once
    def cell_key(self) -> str:
        """The cell it stands in, as a pointer."""
        return cell_key(self.pointer)


@lru_cache(maxsize=4096)
def cell_key(pointer: str) -> str:
    """The pointer of the cell that ``pointer`` leads into; outside the cells the pointer itself."""
    head, _, _ = pointer.partition("/cells/")
    return pointer if head == pointer else "/".join(pointer.split("/")[: head.count("/") + 3])


def found_in_text(rule: Rule, match: Match, segment: Segment) -> Found:
    """The match of a rule about texts with its address."""
    if rule.stored:
        return found_in_source(rule, match, segment.pointer, segment.raw, segment.part)
    span = segment.raw_span(match.span) if match.span is not None else None
    text = segment.text if match.span is None else segment.text[slice(*match.span)]
    value = "".join(segment.text[slice(*part)] for part in match.parts) or text
    return Found(rule, match, segment.pointer, segment.part, span, value)


def found_in_source(rule: Rule, match: Match, pointer: str, source: str, part: Part = Part.SOURCE) -> Found:
    """A match whose spans count in the raw text at ``pointer``, which is ``source``, with its address."""
    parts = match.parts or ((match.span,) if match.span else ())
    value = "".join(source[slice(*part)] for part in parts) or source
    return Found(rule, match, pointer, part, match.span, value)


def shifted(match: Match, by: int) -> Match:
    """A match of a shell line, whose spans count in the line, as one of its cell."""
    if not by:
        return match
    proposals = tuple(
        replace(
            proposal,
            edits=tuple(
                e if e.pointer or e.span is None else replace(e, span=e.span.shift(by)) for e in proposal.edits
            ),
        )
        for proposal in match.proposals
    )
    return replace(
        match,
        span=match.span.shift(by) if match.span else None,
        parts=tuple(part.shift(by) for part in match.parts),
        proposals=proposals,
    )


def part_at(notebook: Notebook, pointer: str) -> Part:
    """The part that a pointer to something other than a text leads into."""
    cell = notebook.cell_at(pointer)
    if cell is None:
        return Part.NOTEBOOK_METADATA
    member = pointer[len(cell.pointer) + 1 :].partition("/")[0]
    return _PARTS.get(member, Part.SOURCE)
