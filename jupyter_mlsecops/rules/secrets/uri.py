"""Passwords in URLs: ``scheme://user:password@host``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, rule, shape

from .filters import entropy
from .fixes import proposals
from .row import place

_URI = re.compile(r"://([^\s/@\"'`<>{}$:]{0,64}):([^\s/@\"'`<>{}$]{4,200})@(\[?[A-Za-z0-9][A-Za-z0-9.:-]{0,200})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}\Z")
_PLACEHOLDER = re.compile(
    r"(?i)x{3}|\*{3}|\.{3}|^(?:user|pass|pwd|admin|root|guest|test|secret|token|changeme|your|my|postgres|mysql|example|"
    r"dummy|foo|bar|password)\w{0,10}\W?\Z|your|placeholder|example|redacted|^[A-Z_]+\Z|[(\[]|%s|^\$|^%|change[-_]?me"
)
_REDACTED = "[redacted"


@rule(
    id="uri-credentials",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Password in a URL",
    cwe=798,
    bad=['engine = create_engine("postgresql://app:«' + "t7Kq2" + 'xWz9»@db.corp.internal:5432/prod")'],
    ok=[
        'url = f"postgresql://{user}:{password}@{host}/db"',
        'url = "postgresql://user:password@localhost/db"',
        "# see https://example.org/a:b/c@d",
    ],
    screen=("://",),
    precedence=1500,
    propose=proposals("password in a URL", ""),
)
def uri_credentials(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in with the user and password in this URL.

    Change the password, then build the URL from the environment."""
    text = segment.text
    if "@" not in text:
        return
    for match in _URI.finditer(text):
        password = match[2]
        scheme = _SCHEME.search(text, max(0, match.start() - 21), match.start())
        if scheme is None or password.startswith(_REDACTED) or _is_placeholder(unquote(password), match[1]):
            continue
        yield Match(
            Span(*match.span(2)),
            message=f"Password in a URL {place(segment)}",
            label="Password in a URL",
            preview=shape(),
        )


def _is_placeholder(password: str, user: str) -> bool:
    if _PLACEHOLDER.search(password) or len(set(password)) < 4:
        return True
    return password.lower() == user.lower() or (password.isdigit() and len(password) < 6) or entropy(password) < 2.3
