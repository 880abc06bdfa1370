"""Fixes that several of these rules propose."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Proposal, Segment, TextEdit, regex

_OUTPUT = regex(r".*/outputs/\d+(?=/)")


def clear_output(segment: Segment) -> Iterator[Proposal]:
    """Clear the output that a text stands in; nothing for any other text."""
    output = _OUTPUT.match(segment.pointer)
    if output:
        yield Proposal("Clear this output", Applicability.SAFE, (TextEdit(None, pointer=output[0]),))
