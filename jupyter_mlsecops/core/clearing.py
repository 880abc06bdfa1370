"""The fix that clears an output."""

from __future__ import annotations

from .model import Applicability
from .regex import regex
from .rule import Proposal, TextEdit
from .segments import Segment

_OUTPUT = regex(r".*/outputs/\d+(?=/)")


def output_of(pointer: str) -> str:
    """The pointer of the output that something stands in; empty for what stands in none."""
    output = _OUTPUT.match(pointer)
    return output[0] if output else ""


def clear_output(segment: Segment) -> tuple[Proposal, ...]:
    """Clear the output that a text stands in; nothing for any other text."""
    output = output_of(segment.pointer)
    return (Proposal("Clear this output", Applicability.SAFE, (TextEdit(None, pointer=output),)),) if output else ()
