"""JSON web tokens: decoded, so that a finding says until when the token opens doors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, replace, shape

from . import checks
from .row import Row, find_prefixed, rules_of

_W = "[A-Za-z0-9_-]"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_UNSIGNED = regex(rf"eyJ(?<!{_W}eyJ){_W}{{10,1000}}[.]eyJ{_W}{{10,4000}}[.](?![A-Za-z0-9_.-])")
_EXAMPLE = {"name": "John Doe", "sub": "1234567890"}

ROW = Row(
    "jwt",
    "JSON web token",
    f"eyJ{_W}{{10,4000}}[.]eyJ{_W}{{10,4000}}[.]{_W}{{20,2000}}",
    ("eyJ",),
    "ACCESS_TOKEN",
    severity=Severity.HIGH,
    check=checks.jwt,
)


def _find(row: Row, segment: Segment) -> Iterator[Match]:
    text = segment.text
    for match in find_prefixed(row, segment):
        if match.span is not None:
            yield _dated(match, segment, text[slice(*match.span)])
    if ".eyJ" not in text:
        return
    for hit in _UNSIGNED.finditer(text):
        head, claims, _ = hit[0].split(".")
        if str(checks.json_object(head).get("alg", "")).lower() == "none" and checks.json_object(claims):
            label = "unsigned JSON web token"
            message = f"{label[0].upper()}{label[1:]} {segment.where}"
            yield Match(
                Span(*hit.span()),
                message=message,
                severity=Severity.MEDIUM,
                confidence=Confidence.HIGH,
                label=label,
                preview=shape("eyJ"),
            )


def _dated(match: Match, segment: Segment, token: str) -> Match:
    """The match with what the claims of its token say: whose it is, and when it ends."""
    claims = checks.json_object(token.split(".")[1])
    if not claims:
        return match
    if any(claims.get(name) == value for name, value in _EXAMPLE.items()):
        return replace(match, message=f"{match.message} (documentation example)", severity=Severity.LOW)
    match = _of_supabase(match, segment, claims)
    end = expiry(claims)
    return replace(match, message=f"{match.message}, {end}") if end else match


def _of_supabase(match: Match, segment: Segment, claims: dict[str, Any]) -> Match:
    """Of Supabase's two keys one is made to be seen, the other passes every policy of the database."""
    role = claims.get("role")
    if claims.get("iss") not in ("supabase", "supabase-demo") or role not in ("anon", "service_role"):
        return match
    label = "Supabase public key" if role == "anon" else "Supabase service key"
    severity = Severity.INFO if role == "anon" else Severity.CRITICAL
    return replace(match, message=f"{label} {segment.where}", label=label, severity=severity)


def expiry(claims: dict[str, Any]) -> str:
    """Until when a token with these claims is valid, in words; empty if it cannot be told."""
    if "exp" not in claims:
        return "never expires"
    end = claims["exp"]
    if isinstance(end, bool) or not isinstance(end, (int, float)) or not 0 <= end < 250_000_000_000:
        return ""
    return f"expires {(_EPOCH + timedelta(seconds=int(end))):%Y-%m-%d} (UTC)"


RULES = rules_of((ROW,), 1200, _find)
