"""Random tokens: a small language of shapes, and the checksums and structures that some formats have."""

from __future__ import annotations

import base64
import json
import random
import re
import string
import zlib
from typing import NamedTuple

DIGITS, UPPER, LOWER = string.digits, string.ascii_uppercase, string.ascii_lowercase
CLASSES = {
    "N": DIGITS + UPPER + LOWER,
    "W": DIGITS + UPPER + LOWER + "_-",
    "V": DIGITS + UPPER + LOWER + "_",
    "L": UPPER + LOWER,
    "U": UPPER + DIGITS,
    "P": LOWER + DIGITS,
    "S": UPPER + "234567",
    "H": "0123456789abcdef",
    "D": DIGITS,
    "B": DIGITS + UPPER + LOWER + "+/",
    "T": DIGITS + UPPER + LOWER + "_~.",
}
_BASE62 = DIGITS + UPPER + LOWER
_BASE58 = "".join(c for c in DIGITS + UPPER + LOWER if c not in "0OIl")
_PIECE = re.compile(r"\{(?:(uuid)|([A-Z])(\d+)(?:-(\d+))?|([^{}]+\|[^{}]+))\}")


class Token(NamedTuple):
    """A token as it is written: the secret in it, and what stands before and behind (a connection string has both)."""

    secret: str
    before: str = ""
    behind: str = ""

    @property
    def text(self) -> str:
        return self.before + self.secret + self.behind


def shape(pattern: str, chance: random.Random) -> str:
    """A text of a shape: ``{N34}`` is 34 letters or digits, ``{W20-40}`` a range, ``{a|b}`` a choice, ``{uuid}``."""

    def piece(match: re.Match[str]) -> str:
        uuid, letter, least, most, choice = match.groups(default="")
        if uuid:
            return "-".join(shape(f"{{H{size}}}", chance) for size in (8, 4, 4, 4, 12))
        if choice:
            return chance.choice(choice.split("|"))
        size = chance.randint(int(least), int(most or least))
        return "".join(chance.choices(CLASSES[letter], k=size))

    return _PIECE.sub(piece, pattern)


def base62(number: int, width: int) -> str:
    """A number in base 62, filled with zeros on the left."""
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return digits.rjust(width, "0")


def with_crc62(prefix: str, chance: random.Random) -> str:
    """GitHub and npm: 30 characters and their CRC-32 in base 62."""
    body = shape("{N30}", chance)
    return prefix + body + base62(zlib.crc32(body.encode()), 6)


def github(chance: random.Random) -> str:
    return with_crc62("gh" + chance.choice("pousr") + "_", chance)


def github_app(prefix: str, chance: random.Random) -> str:
    """A token of an app since April 2026: the number of the app, and a JSON web token."""
    return shape(prefix + "{D7}_", chance) + jwt(chance)


def cloudflare(chance: random.Random) -> str:
    body = shape("{N40}", chance)
    return shape("cf{ut|at}_", chance) + body + f"{zlib.crc32(body.encode()):08x}"


def grafana(chance: random.Random) -> str:
    body = "glsa" + shape("_{N32}", chance)
    return f"{body}_{zlib.crc32(body.encode()).to_bytes(4, 'little').hex()}"


def atlassian(chance: random.Random) -> str:
    body = "ATATT3xFf" + "GF0" + shape("{W170}", chance) + "="
    return body + f"{zlib.crc32(body.encode()):08X}"


def gitlab_routable(chance: random.Random) -> str:
    """A personal token that names its cell: a length in base 36 and a CRC-32 of all before it."""
    head = "glpat" + shape("-{W27}", chance) + ".0" + shape("{P1}", chance) + "." + shape("{P2}", chance)
    number, digits = zlib.crc32(head.encode()), ""
    while number:
        number, rest = divmod(number, 36)
        digits = (DIGITS + LOWER)[rest] + digits
    return head + digits.rjust(7, "0")


def url64(value: object) -> str:
    """A value as JSON in URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


def std64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def jwt(chance: random.Random) -> str:
    head = {"alg": chance.choice(["HS256", "RS256", "ES256"]), "typ": "JWT"}
    body = {"sub": shape("{N12}", chance), "iat": 1_700_000_000 + chance.randrange(10**7), "access": "m"}
    return ".".join([url64(head), url64(body), shape("{W43}" if head["alg"] == "HS256" else "{W86}", chance)])


def neptune(chance: random.Random) -> str:
    where = "https://app.neptune.ai"
    value = {"api_address": where, "api_url": where, "api_key": shape("{uuid}", chance)}
    return std64(json.dumps(value, separators=(",", ":")).encode())


def sentry_org(chance: random.Random) -> str:
    value = {
        "iat": 1_700_000_000.5,
        "url": "https://sentry.corp.internal",
        "region_url": "",
        "org": shape("{P6}", chance),
    }
    return "sntrys" + f"_{std64(json.dumps(value, separators=(',', ':')).encode())}_" + shape("{B43}", chance)


def discord(chance: random.Random) -> str:
    number = str(chance.randrange(10**17, 10**18)).encode()
    return base64.urlsafe_b64encode(number).decode().rstrip("=") + shape(".{W6}.{W38}", chance)


def pypi(head: str, chance: random.Random) -> str:
    """A macaroon; ``head`` is its version and location in base64, which tell the index it is for."""
    body = base64.b64decode(head + "=" * (-len(head) % 4)) + b"\x02\x24" + shape("{uuid}", chance).encode()
    caveat = b"\x00\x02\x2c" + b'{"permissions": "user", "version": 1}' + b"\x00\x00\x06\x20"
    return "pypi" + "-" + base64.urlsafe_b64encode(body + caveat + chance.randbytes(32)).decode().rstrip("=")


def jfrog_key(chance: random.Random) -> str:
    return "AKC" + "p" + "".join(chance.choices(_BASE58, k=69))


def jfrog_reference(chance: random.Random) -> str:
    number = chance.randrange(1_700_000_000, 1_800_000_000)
    return std64(f"reftkn:01:{number}:".encode() + shape("{N27}", chance).encode())


def mapbox(kind: str, chance: random.Random) -> str:
    return (
        kind + "." + url64({"u": shape("{P8}", chance), "a": "cl" + shape("{P23}", chance)}) + shape(".{W22}", chance)
    )


def onepassword(chance: random.Random) -> str:
    value = {
        "signInAddress": "my.1password.com",
        "userAuth": {"method": "SRPg-4096"},
        "secretKey": shape("{N80}", chance),
    }
    return "ops" + "_" + url64({**value, "throttleSecret": {"seed": shape("{H64}", chance)}, "email": "svc"})


def password(chance: random.Random) -> str:
    """12 to 14 letters, digits and marks, as password managers make them: one of each kind at least."""
    size = chance.randint(12, 14)
    kinds = [UPPER, LOWER, DIGITS, "!#%"]
    drawn = [chance.choice(kind) for kind in kinds]
    drawn += chance.choices("".join(kinds), k=size - len(kinds))
    while True:
        chance.shuffle(drawn)
        if drawn[0] not in "!#%" and drawn[-1] not in "!#%":  # shells and comments begin with them
            return "".join(drawn)


def pem(chance: random.Random, newline: str) -> str:
    kind = chance.choice(["RSA ", "", "EC ", "OPENSSH "])
    body = std64(chance.randbytes(chance.randint(120, 400)))
    lines = [body[k : k + 64] for k in range(0, len(body), 64)]
    label = kind + "PRIVATE" + " KEY"
    return newline.join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"])


def service_account(chance: random.Random) -> Token:
    fields = {
        "type": "service_account",
        "project_id": "acme-ml",
        "private_key_id": shape("{H40}", chance),
        "private_key": "@",
        "client_email": "train@acme-ml.iam.gserviceaccount.com",
        "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
    }
    before, behind = json.dumps(fields).split("@", 1)
    key = pem(random.Random(chance.random()), "\\n")
    return Token(key, before, "\\n" + behind)


def default_credentials(chance: random.Random) -> Token:
    head = {
        "client_id": shape("{D12}", chance) + ".apps.googleusercontent.com",
        "client_secret": shape("{N24}", chance),
    }
    before = json.dumps(head)[:-1] + ', "refresh_token": "'
    return Token("1//" + shape("0{W60}", chance), before, '", "type": "authorized_user"}')


def uri(scheme: str, host: str, path: str, chance: random.Random) -> Token:
    """A URL with a user and a password; marks are encoded, as URLs want them."""
    word = password(chance).replace("%", "%25").replace("#", "%23")
    return Token(word, f"{scheme}://{chance.choice(['app', 'svc_ml', 'etl', 'reader'])}:", f"@{host}/{path}")
