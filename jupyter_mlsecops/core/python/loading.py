"""How bad a load is: the file that this notebook downloaded is worse than the one that it wrote."""

from __future__ import annotations

from ..model import Severity
from ..rule import Match, Proposal
from .code import Call, Code, Value


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
    does not tell about; a file that it wrote itself is worth no more than a remark.
    """
    origin = code.origin(value)
    related = (origin.place,) if origin.place is not None else ()
    name = call.name.replace("()", "")
    if origin.kind == "downloaded":
        message = f"{name} on a file that cell {origin.cell} downloads"
        return Match(call.span, message, fetched, related=related, proposals=proposals)
    if origin.kind == "url":
        return Match(call.span, f"{name} on a file from the network", fetched, proposals=proposals)
    if origin.kind == "written":
        message = f"{name} on a file that cell {origin.cell} writes"
        return Match(call.span, message, Severity.INFO, related=related, proposals=proposals)
    return Match(call.span, f"{name} runs what the file tells it to", unknown, proposals=proposals)
