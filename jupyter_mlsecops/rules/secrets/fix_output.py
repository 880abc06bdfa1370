"""A secret in an output, in metadata or in an attachment: put a mark in its place, or clear the output."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Applicability,
    Around,
    Found,
    Match,
    Part,
    Proposal,
    Segment,
    TextEdit,
    clear_output,
    output_of,
)

_MOST = 20  # places in other outputs that one fix redacts; further ones are findings with a fix of their own


def in_output(segment: Segment, match: Match, label: str) -> Iterator[Proposal]:
    """Redact the value in every representation of its output and in the other outputs; clear its output."""
    edits = redactions(segment, match, label)
    if edits:
        yield Proposal("Redact output", Applicability.SAFE, edits)
    yield from clear_output(segment)


def redactions(segment: Segment, match: Match, label: str) -> tuple[TextEdit, ...]:
    """Edits that put a mark in the place of the value here and in every other output; none where it stands so often in
    this one that only clearing it helps."""
    places = [(segment, match)]
    if segment.around is not None:
        value, texts = value_of(segment, match), segment.around.texts
        known = segment.around.remember(_in_outputs)
        same = known.get((value, ""), [])
        if len(same) > _MOST:
            same = known.get((value, output_of(segment.pointer) or segment.pointer), [])
        if len(same) > _MOST:
            return ()
        # In the order of the notebook, so that every finding of the value proposes the same edits.
        places = [(texts[one.pointer], one.match) for one in same if one.pointer in texts] or places
    edits = (_edit(where, what, label) for where, what in places)
    return tuple(dict.fromkeys(edit for edit in edits if edit is not None))


def _in_outputs(around: Around) -> dict[tuple[str, str], list[Found]]:
    """What was found in outputs, by its value: in all of them under an empty pointer, and under that of each."""
    found: dict[tuple[str, str], list[Found]] = {}
    for one in around.found:
        if one.part is Part.OUTPUT:
            for pointer in ("", output_of(one.pointer) or one.pointer):
                found.setdefault((one.value, pointer), []).append(one)
    return found


def in_metadata(segment: Segment, match: Match, label: str) -> Iterator[Proposal]:
    """Redact the value."""
    edit = _edit(segment, match, label)
    if edit is not None:
        title = "Redact attachment" if segment.part is Part.ATTACHMENT else "Redact metadata"
        yield Proposal(title, Applicability.REVIEW, (edit,))


def value_of(segment: Segment, match: Match) -> str:
    """The value that a match stands for."""
    parts = match.parts or ((match.span,) if match.span else ())
    return "".join(segment.text[slice(*part)] for part in parts)


def _edit(segment: Segment, match: Match, label: str) -> TextEdit | None:
    if match.span is None:
        return None
    mark = f"[redacted: {label}]"
    if segment.kind in ("html", "svg"):
        import html  # with all names of characters

        mark = html.escape(mark)
    return TextEdit(segment.raw_span(match.span), mark, segment.pointer)
