"""Secrets that a cell writes in pieces: adjacent literals, ``+``, ``join``. No line of the source holds them whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from jupyter_mlsecops.sdk import JOINTS, Confidence, Match, Proposal, Segment, Severity, Span, pieces, rule, shape

from .context import fits
from .filters import looks_random
from .fixes import proposals
from .named import is_credential, label_of
from .pairs import Pair
from .row import found, match_of
from .tables import prefixed, unprefixed
from .uri import credentials
from .words import WORDS, is_weak

_SHORTEST = 8


@cache
def _variables() -> dict[str, str]:
    return {row.label: row.variable for row in (*prefixed(), *unprefixed())}


def _propose(segment: Segment, match: Match) -> Iterable[Proposal]:
    return proposals(match.label, _variables().get(match.label, ""))(segment, match)


@rule(
    id="split-secret",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Secret written in pieces",
    cwe=798,
    bad=['api_key = «"' + "q8Zk3Vw1" + '" + "' + "Yt5Rb7Nc2M" + '"»'],
    ok=['url = "https://example.org/" + "models/resnet50"'],
    precedence=5,
    shapes=JOINTS,
    propose=_propose,
)
def split_secret(segment: Segment) -> Iterator[Match]:
    """A secret in two literals is as readable as one in a single literal.

    Revoke it where it was issued, then read it from the environment."""
    for text in pieces(segment):
        if not _SHORTEST <= len(text.value) <= 10_000:
            continue
        whole = _value(segment, text.value, text.name, text.parts)
        if whole is not None:
            label, severity, confidence, preview = whole
            yield Match(
                text.span,
                message=f"{label} in code, written in pieces",
                severity=severity,
                confidence=confidence,
                label=label,
                preview=preview,
                parts=text.parts,
            )


def _value(
    segment: Segment, value: str, name: str, parts: tuple[Span, ...]
) -> tuple[str, Severity | None, Confidence | None, str] | None:
    written = [segment.text[slice(*part)] for part in parts]
    for row in prefixed():
        for span, token in found(row, value):
            if not any(token in piece for piece in written):  # in one piece it is found where it stands
                match = match_of(row, None, span, token)
                return match.label, match.severity, match.confidence, match.preview
    for _, label in credentials(value):
        if not any(True for piece in written for _ in credentials(piece)):
            return label, Severity.CRITICAL, Confidence.HIGH, shape()
    pair = Pair(name, Span(0, len(value)), value, True, False)
    if any(c.isspace() for c in value) or not name:
        return None
    for row in unprefixed():
        if any(word in name.lower() for word in row.context) and fits(row, value):
            return row.label, row.severity, row.confidence, shape()
    if is_credential(pair) and _is_named(name) and looks_random(name, value):
        return label_of(name), Severity.HIGH, Confidence.MEDIUM, shape()
    return None


def _is_named(name: str) -> bool:
    lowered = name.lower()
    return any(word in lowered for word in WORDS) and not is_weak(name)
