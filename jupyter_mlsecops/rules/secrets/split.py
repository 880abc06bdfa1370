"""Secrets that a cell writes in pieces: adjacent literals, ``+``, ``join``. No line of the source holds them whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from jupyter_mlsecops.sdk import Code, Confidence, Match, Proposal, Segment, Severity, Span, rule, shape

from . import clouds, models, services, unprefixed
from .filters import looks_random
from .fixes import proposals
from .named import is_credential, label_of
from .pairs import Pair
from .row import Row, found, match_of

_SHORTEST = 12


@cache
def _prefixed() -> tuple[Row, ...]:
    return (*models.ROWS, *clouds.ALL_ROWS, *services.ALL_ROWS)


@cache
def _variables() -> dict[str, str]:
    return {row.label: row.variable for row in (*_prefixed(), *unprefixed.ROWS)}


def _propose(segment: Segment, match: Match) -> Iterable[Proposal]:
    return proposals(match.label, _variables().get(match.label, ""))(segment, match)


@rule(
    id="split-secret",
    on=Code,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Secret written in pieces",
    cwe=798,
    bad=['api_key = «"' + "q8Zk3Vw1" + '" + "' + "Yt5Rb7Nc2M" + '"»'],
    ok=['url = "https://example.org/" + "models/resnet50"'],
    precedence=5,
    propose=_propose,
)
def split_secret(code: Code) -> Iterator[Match]:
    """A secret in two literals is as readable as one in a single literal.

    Revoke it where it was issued, then read it from the environment."""
    for text in code.folded():
        if not _SHORTEST <= len(text.value) <= 10_000:
            continue
        whole = _value(code, text.value, text.name, text.parts)
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
    code: Code, value: str, name: str, parts: tuple[Span, ...]
) -> tuple[str, Severity | None, Confidence | None, str] | None:
    pieces = [code.text[slice(*part)] for part in parts]
    for row in _prefixed():
        for span, token in found(row, value):
            if not any(token in piece for piece in pieces):  # in one piece it is found where it stands
                match = match_of(row, None, span, token)
                return match.label, match.severity, match.confidence, match.preview
    pair = Pair(name, Span(0, len(value)), value, True, False)
    if any(c.isspace() for c in value) or not name:
        return None
    for row in unprefixed.ROWS:
        if any(word in name.lower() for word in row.context) and unprefixed.fits(row, value):
            return row.label, row.severity, row.confidence, shape()
    if is_credential(pair) and _is_named(name) and looks_random(name, value):
        return label_of(name), Severity.HIGH, Confidence.MEDIUM, shape()
    return None


def _is_named(name: str) -> bool:
    lowered = name.lower()
    return any(
        word in lowered for word in ("api", "token", "secret", "pass", "pwd", "credential", "access", "auth", "private")
    )
