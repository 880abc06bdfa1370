"""Ciphers and signatures that protect nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, rule

_ALGORITHMS = "cryptography.hazmat.primitives.ciphers.algorithms"
_CIPHERS = (
    *(f"Crypto.Cipher.{name}.new" for name in ("DES", "DES3", "ARC4", "ARC2", "Blowfish")),
    *(f"Cryptodome.Cipher.{name}.new" for name in ("DES", "DES3", "ARC4", "ARC2", "Blowfish")),
    *(f"{_ALGORITHMS}.{name}" for name in ("ARC4", "Blowfish", "IDEA", "TripleDES", "CAST5")),
    "cryptography.hazmat.primitives.ciphers.modes.ECB",
)


@rule(
    id="weak-cipher",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Weak cipher",
    cwe=327,
    screen=("Crypto", "cryptography"),
    aliases=("B304", "B305", "S304", "S305"),
    bad=[
        "from Crypto.Cipher import DES\nc = «DES.new(key, DES.MODE_CBC, iv)»",
        "from cryptography.hazmat.primitives.ciphers import modes\nm = «modes.ECB()»",
        "from Crypto.Cipher import AES\nc = «AES.new(key, AES.MODE_ECB)»",
    ],
    ok=["from Crypto.Cipher import AES\nc = AES.new(key, AES.MODE_GCM)"],
)
def weak_cipher(code: Code) -> Iterator[Match]:
    """What this cipher hides can be read with little effort, or shows its patterns.

    Use AES-GCM, or cryptography.fernet.Fernet, which does it all."""
    for call in code.calls(*_CIPHERS):
        yield Match(call.span)
    for call in code.calls("Crypto.Cipher.AES.new", "Cryptodome.Cipher.AES.new"):
        mode = call.argument(1, "mode")
        if mode is not None and mode.name.endswith(".AES.MODE_ECB"):
            yield Match(call.span)


@rule(
    id="jwt-signature-unverified",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Token read without checking its signature",
    cwe=347,
    screen=("jwt", "jose"),
    bad=[
        "import jwt\nc = «jwt.decode(t, options={'verify_signature': False})»",
        "import jwt\nc = «jwt.decode(t, key, verify=False)»",
        "from jose import jwt\nc = «jwt.get_unverified_claims(t)»",
    ],
    ok=["import jwt\nc = jwt.decode(t, key, algorithms=['RS256'])", "import jwt\nh = jwt.get_unverified_header(t)"],
)
def jwt_signature_unverified(code: Code) -> Iterator[Match]:
    """Anyone can write such a token, so what it says about its owner proves nothing.

    Pass the key and the algorithms that you expect."""
    for call in code.calls("jwt.decode", "jose.jwt.decode", "jose.jwt.get_unverified_claims"):
        verify, options = call.keywords.get("verify"), call.keywords.get("options")
        checked = options.entries.get("verify_signature") if options is not None else None
        off = (verify is not None and verify.is_false()) or (checked is not None and checked.is_false())
        if off or call.name.endswith("get_unverified_claims"):
            yield Match(call.span)
