"""How bad a load is: the file that this notebook downloaded is worse than the one that it wrote."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Severity
from ..rule import Match, Place, Proposal
from .code import Call, Code, Value
from .files import Step

_LONGEST = 60  # characters of a function's name in a message


def load_match(
    code: Code,
    call: Call,
    value: Value | None,
    *,
    unknown: Severity = Severity.HIGH,
    fetched: Severity = Severity.CRITICAL,
    proposals: tuple[Proposal, ...] = (),
) -> Match:
    """The match of a call that runs what a file says, judged by where ``value``, the file, comes from.

    ``fetched`` is the severity of a file that the notebook downloads or reads from a URL, ``unknown`` that of one it
    does not tell about, or of a download whose hash or commit is given; what somebody uploads is high at most, and a
    file that the notebook wrote itself is worth no more than a remark. The message tells the way of the file, and
    ``related`` holds its places.
    """
    origin = code.origin(value)
    name = call.written if "?" in call.name or not call.name else call.name
    name = name.replace("()", "").replace("[]", "")[:_LONGEST]
    related = tuple(step.place for step in origin.steps if not _is_inside(step.place, code, call))
    if origin.kind == "unknown" or (origin.kind == "written" and not origin.steps):
        severity = unknown if origin.kind == "unknown" else Severity.INFO
        message = f"{name} runs what the file tells it to"
        if origin.kind == "written":
            message = f"{name} on a file that this notebook writes"
        return Match(call.span, message, severity, proposals=proposals)
    if origin.kind == "url":
        way = chain(origin.steps, f"loaded with {name}", code.cell.index + 1) if origin.steps else ""
        return Match(
            call.span, way or f"{name} on data from the network", fetched, related=related, proposals=proposals
        )
    message = chain(origin.steps, f"loaded with {name}", code.cell.index + 1)
    severity = Severity.INFO
    if origin.is_checked:
        severity = unknown
        message += "; a hash or commit is given"
    elif origin.kind == "downloaded":
        severity = fetched
    elif origin.kind == "uploaded":
        severity = max(unknown, min(fetched, Severity.HIGH, key=_rank), key=_rank)
    return Match(call.span, message, severity, related=related, proposals=proposals)


def chain(steps: Sequence[Step], last: str, cell: int) -> str:
    """The way of a file in words: ``Downloaded in cell 3, unpacked in cell 4, loaded with joblib.load in cell 9``."""
    verbs: list[tuple[list[str], int]] = []
    for verb, number in [*((step.verb, step.cell) for step in steps), (last, cell)]:
        if verbs and verbs[-1][1] == number:
            verbs[-1][0].append(verb)
        else:
            verbs.append(([verb], number))
    parts = []
    for words, number in verbs:
        listed = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
        parts.append(f"{listed} in cell {number}")
    text = ", ".join(parts)
    return text[0].upper() + text[1:]


def _is_inside(place: Place, code: Code, call: Call) -> bool:
    """Whether a place stands in the call itself, where the finding points to already."""
    span = place.span
    here = place.pointer == code.cell.source_pointer
    return here and span is not None and call.span.start <= span.start and span.end <= call.span.end


def _rank(severity: Severity) -> int:
    return severity.rank
