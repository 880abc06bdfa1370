"""Logins of URLs that stand apart from them: without a scheme, or filled in where the URL has gaps for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .chosen import is_password_of
from .fixes import proposals

_PASSWORD = r"[^\s/:@\"'`<>{}()\[\]$%,;|\\]{6,64}"
_BARE = regex(
    rf"(?:(?<=[\"'=\s(])|^)([A-Za-z][\w.-]{{1,40}}):({_PASSWORD})@(?!sha256:)"
    r"(?:\d{1,3}(?:\.\d{1,3}){3}|[A-Za-z][A-Za-z0-9.-]{1,80}):\d{2,5}(?![\w.])"
)
_NO_USER = regex(
    r"(?i)(?:mailto|acct|e-?mail|mail|from|to|cc|bcc|xmpp|sips?|npm|pkg|docker|image|git|pypi|by|contact)\Z"
)
_LITERAL = r"b?(?:\"([^\s\"\\]{6,128})\"|'([^\s'\\]{6,128})')"
_USER = r"(?:\"[^\"\n\\]{0,80}\"|'[^'\n\\]{0,80}'|[A-Za-z_][\w.]{0,60})"
_FILLED = regex(
    r"://(?:%s:%s|\{0?\}:\{1?\})@[^\s\"']{0,120}[\"']\s{0,20}(?:%\s{0,4}\(|\.format\()\s{0,40}"
    rf"{_USER}\s{{0,4}},\s{{0,40}}{_LITERAL}\s{{0,20}}[,)]"
)
LABEL = "Password of a connection"
_FAKE = "t7Kq2" + "xWz9Lm"


@rule(
    id="login-of-connection",
    form_of="uri-credentials",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Password of a connection",
    cwe=798,
    bad=[
        f'dsn = "app:«{_FAKE}»@db.corp.internal:5432/shop"',
        f"!load --to app:«{_FAKE}»@10.0.0.8:5432/shop",
        "# %% [markdown]\nThe proxy is ann:«" + "Harbour" + "2019»@proxy:3128",
        f'engine = create_engine("mysql+pymysql://%s:%s@%s/%s" % (user, "«{_FAKE}»", host, "shop"))',
        'url = "postgresql://{}:{}@db/shop".format("app", "«' + "Harbour" + '2019»")',
    ],
    ok=[
        'dsn = "user:password@db.corp.internal:5432/shop"',
        'link = "mailto:harbour2019@corp.internal/"\nbox = "Ada:lovelace2012@corp.internal/inbox"',
        'image = "python:3.11-slim2@sha256:' + "0d5e9c3ab714f682" + '"',
        'image = "registry:tag20v1x@mirror.corp.internal"',
        'url = "postgresql://%s:%s@db/shop" % (user, password)',
        'url = "postgresql://{}:{}@db/shop".format("user", "your-password")',
    ],
    screen=("@",),
    shapes=(
        r"@[A-Za-z0-9][A-Za-z0-9.-]+:[0-9]{2}",
        r"://(?:%s:%s|\{0?\}:\{1?\})@",
    ),
    precedence=1510,
    propose=proposals("password", "PASSWORD"),
)
def login_of_connection(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in with the user and password of this connection.

    Change the password, then read it from the environment when you connect."""
    for match in _BARE.finditer(segment.text) if "@" in segment.text else ():
        if _NO_USER.match(match[1]) is None and is_password_of(match[2], match[1]):
            yield _match(segment, match, 2)
    for match in _FILLED.finditer(segment.text) if "://" in segment.text else ():
        group = 1 if match[1] is not None else 2
        if is_password_of(match[group]):
            yield _match(segment, match, group)


def _match(segment: Segment, match: re.Match[str], group: int) -> Match:
    return Match(Span(*match.span(group)), message=f"{LABEL} {segment.where}", label="password", preview=shape())
