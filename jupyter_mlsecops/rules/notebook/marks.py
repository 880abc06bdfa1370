"""Marks that change what a notebook does: one finding for all of them, whose fix removes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...sdk import Applicability, Match, Place, Proposal, TextEdit


def removable(marks: Sequence[str]) -> Iterator[Match]:
    """One match for the values at some pointers, with the fix that removes them all; none where there are none."""
    if marks:
        remove = Proposal("Remove the mark", Applicability.SAFE, tuple(TextEdit(None, pointer=p) for p in marks))
        yield Match(None, related=tuple(Place(pointer, None) for pointer in marks), proposals=(remove,))
