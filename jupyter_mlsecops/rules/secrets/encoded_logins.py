"""Users and passwords in base64: ``Authorization: Basic``, Docker's ``auth`` and npm's ``_auth``."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from jupyter_mlsecops.sdk import BLANK, Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .checks import decoded
from .filters import looks_random
from .fixes import proposals
from .passwords import is_password

_BEFORE = regex(
    r"(?:(?<![A-Za-z])[Bb]asic[ ]{1,3}|\\{0,2}[\"']auth\\{0,2}[\"']\s{0,8}:\s{0,8}\\{0,2}[\"']|"
    r"(?<![A-Za-z0-9])_auth[ \t]{0,3}=[ \t]{0,3}[\"']?)(?=[A-Za-z0-9+/=]{8})"
)
_VALUE = regex(r"[A-Za-z0-9+/]{8,600}={0,2}(?![A-Za-z0-9+/=_-])")
_LOGIN = regex(r"([^\s:]{0,200}):([^\r\n\t]{0,400})\Z")
_KEYS = ("auth", "_auth")
# In base64 a colon is one of these, by its place.
_WITH_COLON = "[A-Za-z0-9+/]*(?:O[g-v]|[DTjz][o-r]|6)"
_SHAPE = rf"(?:asic +|auth(?:\\*[\"']{BLANK}*:{BLANK}*\\*[\"']|[ \t]*=[ \t]*[\"']?|\n)){_WITH_COLON}"
LABEL = "User and password in base64"

_FAKE = base64.b64encode(("ada:" + "t7Kq2xWz9Lm").encode()).decode()
_TOLD = base64.b64encode(b"user:password").decode()


def is_login(value: str) -> bool:
    """Whether a base64 text holds a user and a password that is no placeholder, or a token in the place of either."""
    try:
        match = _LOGIN.match(decoded(value).decode())
    except UnicodeDecodeError:
        return False
    if match is None or not match[0].isprintable():
        return False
    user, password = match[1], match[2]
    return is_password(password, user) if password else len(user) >= 16 and looks_random("token", user)


@rule(
    id="encoded-login",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="User and password in base64",
    cwe=(522, 798),
    bad=[
        f'headers = {{"Authorization": "Basic «{_FAKE}»"}}',
        f'!curl -H "authorization: basic «{_FAKE}»" https://api.corp.internal',
        f'# %%\n!cat ~/.docker/config.json\n# %% [output]\n{{"auths": {{"registry.corp": {{"auth": "«{_FAKE}»"}}}}}}',
        f'# %%\nshow()\n# %% [output application/json]\n{{"auths": {{"registry.corp": {{"auth": "«{_FAKE}»"}}}}}}',
        f"%%writefile .npmrc\n_auth=«{_FAKE}»",
    ],
    ok=[
        'headers = {"Authorization": "Basic <credentials>"}',
        f'headers = {{"Authorization": "Basic {_TOLD}"}}',
        "# Basic understanding of Python is enough",
        'config = {"auth": "oauth2+bearer"}',
    ],
    screen=("asic ", '"auth', "'auth", "_auth", "auth\n"),
    shapes=(_SHAPE,),
    precedence=1600,
    propose=proposals(LABEL, ""),
)
def encoded_login(segment: Segment) -> Iterator[Match]:
    """Base64 is no encryption: everyone who gets the notebook can read this user and password.

    Change the password, then build the header from the environment."""
    text = segment.text
    if segment.key in _KEYS and _VALUE.fullmatch(text) and is_login(text):
        yield _match(segment, Span(0, len(text)))
        return
    for before in _BEFORE.finditer(text):
        value = _VALUE.match(text, before.end())
        if value and is_login(value[0]):
            yield _match(segment, Span(*value.span()))


def _match(segment: Segment, span: Span) -> Match:
    return Match(span, message=f"{LABEL} {segment.where}", label=LABEL, preview=shape())
