"""Fixes of personal data: every value of a finding is replaced by what it was, or the output is cleared."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Applicability, Match, Part, Proposal, Segment, TextEdit, clear_output


def redact(segment: Segment, match: Match) -> Iterator[Proposal]:
    """Redact all values of a finding. An output is safe to change; what a person wrote is shown to them first."""
    edits = tuple(TextEdit(segment.raw_span(part), f"[redacted: {match.label}]") for part in match.parts)
    if segment.part is not Part.OUTPUT:
        titles = {Part.SOURCE: "Redact it here", Part.ATTACHMENT: "Redact attachment"}
        yield Proposal(titles.get(segment.part, "Redact metadata"), Applicability.REVIEW, edits)
        return
    yield Proposal("Redact output", Applicability.SAFE, edits)
    yield from clear_output(segment)
