"""Checksums and inner structure of tokens. A check that holds makes a finding certain; one that fails drops nothing."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Any

_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE62 = _BASE36[:10] + _BASE36[10:].upper() + _BASE36[10:]
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_JWT_KEYS = frozenset(("alg", "typ", "kid", "enc", "jku", "x5u", "jwk", "x5c", "x5t", "cty", "crit", "zip"))


def _base62(number: int, width: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return digits.rjust(width, "0")


def crc32_base62(token: str) -> bool:
    """GitHub and npm: the last six characters are the CRC-32 of the thirty before them, in base 62.

    Sources differ on the order of the letters in that base, so either is accepted.
    """
    body, check = token[-36:-6], token[-6:]
    digits = _base62(zlib.crc32(body.encode()), 6)
    return check in (digits, digits.swapcase())


def crc32_hex_after_prefix(token: str) -> bool:
    """Cloudflare: the last eight hex digits are the CRC-32 of what stands between prefix and checksum."""
    body, check = token[token.index("_") + 1 : -8], token[-8:]
    return f"{zlib.crc32(body.encode()):08x}" == check


def crc32_grafana(token: str) -> bool:
    """Grafana: eight hex digits, the CRC-32 of all before the last underscore, low byte first."""
    body, _, check = token.rpartition("_")
    return zlib.crc32(body.encode()).to_bytes(4, "little").hex() == check


def grafana_key(token: str) -> bool:
    """Grafana's older keys: a JSON object with the key, its name and the number of the organisation."""
    return {"k", "n", "id"} <= json_object(token).keys()


def crc32_hex(token: str) -> bool:
    """Atlassian: the last eight hex digits are the CRC-32 of everything before them."""
    return f"{zlib.crc32(token[:-8].encode()):08X}" == token[-8:].upper()


def crc32_gitlab(token: str) -> bool:
    """GitLab: a token with dots ends in seven digits of base 36, the CRC-32 of all before them; others have none."""
    if "." not in token:
        return True
    digits, number = "", zlib.crc32(token[:-7].encode())
    while number:
        number, rest = divmod(number, 36)
        digits = _BASE36[rest] + digits
    return digits.rjust(7, "0") == token[-7:]


def decoded(text: str) -> bytes:
    """The bytes of standard or URL-safe base64, padded or not; empty if it is neither."""
    body = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def json_object(text: str) -> dict[str, Any]:
    """The JSON object in a base64 text; empty if there is none."""
    import json  # few tokens hold any, and nothing else asks for it

    try:
        value = json.loads(decoded(text))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def jwt(token: str) -> bool:
    """Header and payload decode to JSON objects, and the header has a registered key."""
    head, payload, *_ = token.split(".")
    return bool(_JWT_KEYS & json_object(head).keys()) and bool(json_object(payload))


def neptune(token: str) -> bool:
    """The whole token decodes to JSON with the address and the key of the service."""
    return {"api_address", "api_key"} <= json_object(token).keys()


def sentry_org(token: str) -> bool:
    """The middle part decodes to JSON with the time of issue."""
    parts = token.split("_")
    return len(parts) > 2 and "iat" in json_object(parts[1])


def discord(token: str) -> bool:
    """The first part decodes to the decimal id of the bot."""
    number = decoded(token.partition(".")[0])
    return number.isdigit() and int(number) >= 1000


def azure_storage(key: str) -> bool:
    """86 characters and two signs of padding: 64 bytes."""
    return len(decoded(key)) == 64


def aws_key_id(token: str) -> bool:
    """After the prefix stand the characters of base 32 only."""
    return re.fullmatch(r"[A-Z2-7]{16}", token[4:]) is not None


def pypi(token: str) -> bool:
    """A macaroon, version 2, whose location is the package index."""
    head = decoded(token[5:][: len(token[5:]) // 4 * 4])
    return head[:2] == b"\x02\x01" and b"pypi." in head[:20]


def jfrog(token: str) -> bool:
    """An API key is 54 bytes or so in base 58; a reference token decodes to a record that begins with its kind."""
    if token.startswith("cmVmd"):
        return decoded(token).startswith(b"reftkn:")
    return all(c in _BASE58 for c in token)


def prefect(token: str) -> bool:
    """Whether a key is of the kind that rule sets of others know too: that of a person."""
    return token.startswith("pnu_")
