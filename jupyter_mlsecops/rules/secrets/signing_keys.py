"""Keys that a call signs or encrypts with, which no name stands beside: ``jwt.encode(claims, "…")``."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .chosen import is_chosen
from .filters import is_random
from .fixes import proposals

_CALLS = ("jwt.encode(", "jwt.decode(", "hmac.new(", "hmac.digest(", "Fernet(", "AESGCM(", "TimedSerializer(")
_CLAIMS = r"(?:\{[^{}]{0,400}\}|[A-Za-z_][\w.]{0,60}|\"[^\"\n]{0,80}\"|'[^'\n]{0,80}')\s{0,3},\s{0,40}"
_KEY = regex(
    rf"(?:jwt\.(?:en|de)code\(\s{{0,40}}{_CLAIMS}|(?:hmac\.(?:new|digest)|Fernet|AESGCM|TimedSerializer)\(\s{{0,40}})"
    r"(?:key[ ]?=[ ]?)?[bru]{0,2}(?:\"([^\"\s\\]{8,400})\"|'([^'\s\\]{8,400})')"
)
LABEL = "Signing key"
_FAKE = "q8Zk3Vw1Lx" + "Yt5Rb7Nc2M"


@rule(
    id="signing-key",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Key handed to a call that signs or encrypts",
    cwe=(321, 798),
    bad=[
        f'token = jwt.encode({{"sub": "ann"}}, "«{_FAKE}»", algorithm="HS256")',
        f"claims = jwt.decode(token, '«{_FAKE}»', algorithms=['HS256'])",
        f'sign = hmac.new(b"«{_FAKE}»", body, hashlib.sha256).hexdigest()',
    ],
    ok=[
        'token = jwt.encode({"sub": "ann"}, settings.SECRET_KEY, algorithm="HS256")',
        'claims = jwt.decode(token, "your-256-bit-secret", algorithms=["HS256"])',
        'sign = hmac.new(b"key", b"message", hashlib.sha256)',
    ],
    screen=_CALLS,
    precedence=4110,
    propose=proposals(LABEL, "SIGNING_KEY"),
)
def signing_key(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can forge what this key signs or read what it encrypts.

    Change it, then read it from the environment or from a store of secrets."""
    for match in _KEY.finditer(segment.text):
        span = Span(*match.span(match.lastindex or 1))
        value = segment.text[slice(*span)]
        if is_chosen(value) or is_random(value):
            yield Match(span, message=f"{LABEL} {segment.where}", label=LABEL, preview=shape())
