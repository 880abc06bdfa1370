"""Secrets that stand beside their public half: an AWS key after its id, a Twilio token after its account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .filters import looks_drawn
from .fixes import proposals

_BETWEEN = r"[\"'\s,:;|]{1,12}(?:[a-z_]{1,30}[ ]?=[ ]?)?[\"']?"
_AWS = regex(rf"(?:AKIA|ASIA)[A-Z2-7]{{16}}{_BETWEEN}([A-Za-z0-9/+]{{40}})(?![A-Za-z0-9/+=_-])")
_TWILIO = regex(rf"AC[0-9a-f]{{32}}{_BETWEEN}([0-9a-f]{{32}})(?![A-Za-z0-9_-])")
_BODY = "q7Rk2Zs9Xw4Tn6Yb1Vd8" + "Lm3Jp5Hc0Gf6Qz8Kt2Wx"
_ID = "AKIA" + "Q2W3" * 4  # an id that nobody has: the page of rules shows it
_HEX = "0d5e9c3ab714f682" + "7c41d90be385a26f"


@rule(
    id="aws-key-pair",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="AWS secret key after its key id",
    cwe=798,
    bad=[
        f'conn = S3Connection("{_ID}", "«{_BODY}»")',
        f"# %%\n!cat keys.csv\n# %% [output]\nAccess key ID,Secret access key\n{_ID},«{_BODY}»",
    ],
    ok=[f'ids = ["{_ID}", "{_ID}"]', f'key_id = "{_ID}"  # the secret is in the vault'],
    screen=("AKIA", "ASIA"),
    precedence=1700,
    propose=proposals("AWS secret access key", "AWS_SECRET_ACCESS_KEY"),
    dense=True,
)
def aws_key_pair(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can use this AWS account with both halves of the key.

    Deactivate the key at https://console.aws.amazon.com/iam, then read the new one from the environment."""
    for match in _AWS.finditer(segment.text):
        if looks_drawn(match[1]):
            yield _match(segment, match, "AWS secret access key")


@rule(
    id="twilio-login",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Twilio auth token after its account id",
    cwe=798,
    bad=[f'client = Client("AC{_HEX[::-1]}", "«{_HEX}»")'],
    ok=[f'client = Client("AC{_HEX}", os.environ["TWILIO_AUTH_TOKEN"])'],
    screen=("AC",),
    shapes=("AC[0-9a-f]{32}",),
    precedence=1710,
    propose=proposals("Twilio auth token", "TWILIO_AUTH_TOKEN"),
    dense=True,
)
def twilio_login(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can use this Twilio account.

    Rotate the auth token at https://console.twilio.com, then read the new one from the environment."""
    for match in _TWILIO.finditer(segment.text):
        if looks_drawn(match[1]):
            yield _match(segment, match, "Twilio auth token")


def _match(segment: Segment, match: re.Match[str], label: str) -> Match:
    return Match(Span(*match.span(1)), message=f"{label} {segment.where}", label=label, preview=shape())
