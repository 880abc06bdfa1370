"""Private keys without their PEM frame: in base64 a second time, as bare DER, as PKCS #12."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .checks import decoded
from .filters import is_blank
from .fixes import advice

# How a key begins in base64: the fixed bytes of its outermost structure, around those that give its length.
_BEGINNINGS = (
    "LS0tLS1CRUdJTi[A-Za-z0-9+/]",  # -----BEGIN
    "MII[A-Za-z0-9+/]{2}[AQgw]IBADANBgkqhkiG9w0BAQEFAAS",  # PKCS #8, RSA
    "MII[A-Za-z0-9+/]{2}[AQgw]IBAAKC",  # PKCS #1
    "MHcCAQEEI",  # SEC 1, 256 bits
    "MIGkAgEBBD",  # SEC 1, 384 bits
    "MI[GH][A-Za-z0-9+/]AgEAMB(?:MGByqGSM49AgEG|AGByqGSM49AgEG)",  # PKCS #8, elliptic curve
    "MC4CAQAwBQYDK2Vw",  # PKCS #8, Ed25519
    "MII[A-Za-z0-9+/]{2}[AQgw]IBAzCC",  # PKCS #12
)
_KEY = regex(
    rf"(?<![A-Za-z0-9+/_-])(?:{'|'.join(_BEGINNINGS)})"
    r"(?:[A-Za-z0-9+/]|(?:\\r)?\\n(?=[A-Za-z0-9+/]{4})|\r?\n[ \t]{0,12}(?=[A-Za-z0-9+/]{20})){24,30000}={0,2}"
    r"(?!\.{2}|…)"
)
_BREAK = regex(r"(?:\\r)?\\n|\s")
LABEL = "Private key in base64"
_BODY = "q7Rk2Zs9Xw4Tn6Yb1Vd8" * 4


@rule(
    id="encoded-private-key",
    on=Segment,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Private key in base64",
    cwe=798,
    bad=[
        'key = "«' + "LS0tLS1CRUdJTiBQ" + "UklWQVRFIEtFWS0tLS0tCk1J" + _BODY + '»"',
        'key = "«' + "MIIEvQIBADANBgkq" + "hkiG9w0BAQEFAASC" + _BODY + '»"',
        'p12 = "«' + "MIIJqQIB" + "AzCC" + _BODY + '=»"',
    ],
    ok=[
        'cert = "' + "LS0tLS1CRUdJTiBD" + "RVJUSUZJQ0FURS0tLS0tCk1J" + _BODY + '"',
        'key = "' + "MIIBIjANBgkqhkiG9w0BAQEFAAOC" + _BODY + '"  # a public key',
    ],
    screen=(
        *("LS0tLS1CRUdJTi", "IBADANBgkqhkiG9w0BAQEFAAS", "IBAAKC", "MHcCAQEEI", "MIGkAgEBBD", "GByqGSM49AgEG"),
        *("MC4CAQAwBQYDK2Vw", "IBAzCC"),
    ),
    precedence=40,
    propose=advice("Keep the key in a file outside the project and read it from there"),
    dense=True,
)
def encoded_private_key(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can sign and log in as the owner of this private key.

    Replace the key pair, keep the new key in a file outside the project, and pass its path."""
    for match in _KEY.finditer(segment.text):
        body = _BREAK.sub("", match[0])
        if is_blank(body[20:]) or (
            body.startswith("LS0t") and b"PRIVATE KEY" not in decoded(body[: len(body) // 4 * 4])
        ):
            continue
        yield Match(Span(*match.span()), message=f"{LABEL} {segment.where}", label=LABEL, preview=shape())
