"""Private keys of other formats than PEM: JSON web keys and PuTTY's files."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .filters import is_blank
from .fixes import advice

_Q = r"\\{0,2}[\"']"
_MEMBER = regex(rf"{_Q}([dk]){_Q}\s{{0,5}}:\s{{0,5}}{_Q}([A-Za-z0-9_-]{{22,1400}}=?)(?={_Q})")
_KIND = regex(rf"{_Q}kty{_Q}\s{{0,5}}:\s{{0,5}}{_Q}(RSA|EC|OKP|oct)(?={_Q})")
_REACH = 3000
_LINE = r"(?:\r?\n|\\r\\n|\\n)"
_PUTTY = regex(
    rf"Private-Lines:[ ]?[0-9]{{1,4}}{_LINE}[ ]{{0,12}}"
    rf"([A-Za-z0-9+/]{{16,80}}(?:{_LINE}[ ]{{0,12}}[A-Za-z0-9+/]{{16,80}}){{0,300}}"
    rf"(?:{_LINE}[ ]{{0,12}}[A-Za-z0-9+/]{{4,16}}(?=[=\s\\]|\Z))?={{0,2}})"
)
LABEL = "Private key"
_BODY = "q7Rk2Zs9Xw4Tn6Yb1Vd8Lm3Jp5Hc0Gf6Qz8Kt2WxAbc"


@rule(
    id="jwk-private-key",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Private JSON web key",
    cwe=798,
    bad=[
        f'jwk = {{"kty": "EC", "crv": "P-256", "x": "{_BODY[::-1]}", "d": "«{_BODY}»"}}',
        f'jwk = {{"kty": "oct", "k": "«{_BODY}»"}}',
    ],
    ok=[
        f'jwk = {{"kty": "EC", "crv": "P-256", "x": "{_BODY}", "y": "{_BODY[::-1]}"}}',
        f'jwk = {{"kty": "RSA", "n": "{_BODY * 3}", "e": "AQAB"}}',
        f'row = {{"d": "{_BODY}"}}',
    ],
    screen=('kty"', "kty'", "kty\\"),
    precedence=50,
    propose=advice("Keep the key in a file outside the project and read it from there"),
)
def jwk_private_key(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can sign and decrypt as the owner of this key.

    Replace the key pair, keep the new key in a file outside the project, and pass its path."""
    text = segment.text
    kinds: dict[bool, list[int]] = {True: [], False: []}
    for kind in _KIND.finditer(text):
        kinds[kind[1] == "oct"].append(kind.start())
    if not any(kinds.values()):
        return
    for member in _MEMBER.finditer(text):
        if _is_near(member.start(), kinds[member[1] == "k"]) and not is_blank(member[2], 3.5):
            yield Match(Span(*member.span(2)), message=f"{LABEL} {segment.where}", label=LABEL, preview=shape())


def _is_near(at: int, places: list[int]) -> bool:
    """Whether one of the places, which are in order, can belong to the same key."""
    k = bisect_left(places, at)
    return any(abs(place - at) <= _REACH for place in places[max(0, k - 1) : k + 1])


@rule(
    id="putty-private-key",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Private key of PuTTY",
    cwe=798,
    bad=[
        "# %%\n!cat key.ppk\n# %% [output]\n"
        + "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n"
        + f"«{_BODY}»\nPrivate-MAC: 0"
    ],
    ok=["# %%\n!head -2 key.ppk\n# %% [output]\nPuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none"],
    screen=("Private-Lines:",),
    precedence=60,
    propose=advice("Keep the key in a file outside the project and read it from there"),
)
def putty_private_key(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in as the owner of this private key.

    Replace the key pair and keep the new key in a file outside the project."""
    text = segment.text
    for match in _PUTTY.finditer(text):
        locked = "Encryption: none" not in text[max(0, match.start() - _REACH) : match.start()]
        yield Match(
            Span(*match.span(1)),
            message=f"{LABEL} {segment.where}" + (" (encrypted)" if locked else ""),
            severity=Severity.HIGH if locked else Severity.CRITICAL,
            label=LABEL,
            preview=shape(),
        )
