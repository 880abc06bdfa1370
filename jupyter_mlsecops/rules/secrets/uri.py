"""Passwords in URLs: ``scheme://user:password@host``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .filters import entropy, is_blank, is_placeholder, looks_random
from .fixes import proposals

# The host may be filled in later, or stand in the next literal.
# A dollar before the ``@`` begins no variable.
_URI = regex(
    r"://([^\s/@\"'`<>{}$:]{0,64}):([^\s/@\"'`<>{}$]{4,200}\$?(?:@[^\s/@\"'`<>{}$:]{1,40})?)@(?=[\[A-Za-z0-9{$%\"'])"
)
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]{1,20}\Z")
_PLACEHOLDER = regex(
    r"(?i)x{3}|\*{3}|\.{3}|^(?:user|pass|pwd|admin|root|guest|test|secret|token|changeme|your|my|postgres|mysql|example|"
    r"dummy|foo|bar|password)\w{0,10}\W?\Z|your|placeholder|example|redacted|(?-i:^[A-Z_]+\Z)|^tiger\Z|[(\[]|(?<![A-Za-z0-9])%s\Z|^\$|^%|change[-_]?me"
)
_USER = regex(r"://([A-Za-z0-9_.~+=%-]{16,400})(?::(?:x-oauth-basic|x)?)?@([A-Za-z0-9][A-Za-z0-9.-]{0,80}|[{$])")
_REDACTED = "[redacted"


@rule(
    id="uri-credentials",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Password in a URL",
    cwe=798,
    bad=[
        'engine = create_engine("postgresql://app:«' + "t7Kq2" + 'xWz9»@db.corp.internal:5432/prod")',
        "engine = create_engine('postgresql://app:«" + "hAjSqygx" + "wQZHHtCQ»@db.corp.internal/prod')",
        'r = redis.from_url("redis://:«' + "t7Kq2" + 'xWz9$»@cache.corp.internal:6379/0")',
        'dsn = "mysql://app:«' + "Tulip@" + '1620»@db.corp.internal/shop"',
        "!git clone https://«" + "q8Zk3Vw1LxYt" + "5Rb7Nc2M»@git.corp.internal/team/repo.git",
    ],
    ok=[
        'url = f"postgresql://{user}:{password}@{host}/db"',
        'url = "postgresql://user:password@localhost/db"',
        'dsn = "https://' + "0a1b2c3d4e5f" * 2 + '@o1.ingest.sentry.io/1"',
        "# see https://example.org/a:b/c@d",
        'url = "oracle://scott:tiger@localhost/orcl"\ndsn = "mysql://app:DB_PASSWORD@db/prod"',
    ],
    screen=("://",),
    shapes=(r"://[^\s/@\"'`<>{}$]+\$?@",),
    precedence=1500,
    propose=proposals("password in a URL", ""),
)
def uri_credentials(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in with the password or token in this URL.

    Change it, then build the URL from the environment."""
    for span, label in credentials(segment.text):
        yield Match(span, message=f"{label} {segment.where}", label=label, preview=shape())


def credentials(text: str) -> Iterator[tuple[Span, str]]:
    """The passwords and tokens in the URLs of a text, and what each is."""
    if "@" not in text:
        return
    for match in _USER.finditer(text):
        # What a URL of Sentry holds is meant for browsers.
        if _scheme(text, match) and looks_random("token", match[1]) and "sentry" not in match[2].lower():
            yield Span(*match.span(1)), "Token in a URL"
    for match in _URI.finditer(text):
        password = match[2]
        if not _scheme(text, match) or password.startswith(_REDACTED) or _is_placeholder(unquote(password), match[1]):
            continue
        yield Span(*match.span(2)), "Password in a URL"


def _scheme(text: str, match: re.Match[str]) -> bool:
    return _SCHEME.search(text, max(0, match.start() - 21), match.start()) is not None


@lru_cache(maxsize=512)
def _is_placeholder(password: str, user: str) -> bool:
    if _PLACEHOLDER.search(password) or is_placeholder(password) or len(set(password)) < 4 or is_blank(password, 0):
        return True
    return password.lower() == user.lower() or (password.isdigit() and len(password) < 6) or entropy(password) < 2.3
