"""Ciphers, keys and initialisation vectors that protect nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Proposal, Severity, Value, offer, regex, rule

_PRIMITIVES = "cryptography.hazmat.primitives"
_ALGORITHMS = (f"{_PRIMITIVES}.ciphers.algorithms", "cryptography.hazmat.decrepit.ciphers.algorithms")
_PACKAGES = ("Crypto", "Cryptodome")
_CIPHERS = (
    *(
        f"{p}.Cipher.{name}.new"
        for p in _PACKAGES
        for name in ("DES", "DES3", "ARC4", "ARC2", "Blowfish", "CAST", "XOR")
    ),
    *(f"{a}.{name}" for a in _ALGORITHMS for name in ("ARC4", "Blowfish", "IDEA", "TripleDES", "CAST5", "SEED", "RC2")),
    *("pyDes.des", "pyDes.triple_des", "arc4.ARC4", "blowfish.Cipher"),
    f"{_PRIMITIVES}.ciphers.modes.ECB",
)
_ASYMMETRIC = f"{_PRIMITIVES}.asymmetric"
# Where the number of bits stands among the arguments, and how many are enough.
_KEYS = {
    f"{_ASYMMETRIC}.rsa.generate_private_key": (1, ("key_size",), 2048),
    f"{_ASYMMETRIC}.dsa.generate_private_key": (0, ("key_size",), 2048),
    f"{_ASYMMETRIC}.dh.generate_parameters": (1, ("key_size",), 2048),
    **{f"{p}.PublicKey.{kind}.generate": (0, ("bits",), 2048) for p in _PACKAGES for kind in ("RSA", "DSA", "ElGamal")},
    "rsa.newkeys": (0, ("nbits",), 2048),
    "OpenSSL.crypto.PKey().generate_key": (1, ("bits",), 2048),
}
_CURVES = tuple(f"{_ASYMMETRIC}.ec.{name}" for name in ("SECP192R1", "SECT163K1", "SECT163R2"))
_AES = tuple(f"{p}.Cipher.AES.new" for p in _PACKAGES)
_MODES = tuple(f"{_PRIMITIVES}.ciphers.modes.{mode}" for mode in ("CBC", "CTR", "OFB", "CFB", "GCM"))
_REPEATED = regex(r"b?(['\"])(?:\\x[0-9a-fA-F]{2}|\\0|.){1,4}\1\s{0,4}\*\s{0,4}\d{1,3}\Z|bytes\(\d{1,3}\)\Z")


@rule(
    id="weak-cipher",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Weak cipher or key",
    cwe=[327, 326, 329],
    screen=("Crypto", "cryptography", "pyDes", "newkeys", "arc4", "blowfish", "OpenSSL"),
    aliases=("B304", "B305", "B505", "S304", "S305", "S505"),
    bad=[
        "from Crypto.Cipher import DES\nc = «DES.new(key, DES.MODE_CBC, iv)»",
        "from cryptography.hazmat.primitives.ciphers import modes\nm = «modes.ECB()»",
        "from Crypto.Cipher import AES\nc = «AES.new(key, AES.MODE_ECB)»",
        "from Cryptodome.Cipher import AES as A\nmode = A.MODE_ECB\n# %%\nc = «A.new(key, mode=mode)»",
        "from cryptography.hazmat.primitives.ciphers import algorithms as alg\na = «alg.TripleDES(key)»",
        Example(
            "from cryptography.hazmat.primitives.asymmetric import rsa\n"
            "k = «rsa.generate_private_key(public_exponent=65537, key_size=1024)»",
            fixed="from cryptography.hazmat.primitives.asymmetric import rsa\n"
            "k = rsa.generate_private_key(public_exponent=65537, key_size=3072)",
        ),
        "from Crypto.PublicKey import RSA\nk = «RSA.generate(1024)»",
        "import rsa\npub, priv = «rsa.newkeys(512)»",
        "from Crypto.Cipher import AES\nc = «AES.new(key, AES.MODE_CBC, b'0123456789abcdef')»",
        "from cryptography.hazmat.primitives.ciphers import modes\nm = «modes.CBC(b'\\x00' * 16)»",
        "from Crypto.Cipher import AES\nIV = b'0123456789abcdef'\n# %%\nc = «AES.new(key, AES.MODE_CBC, iv=IV)»",
    ],
    ok=[
        "from Crypto.Cipher import AES\nc = AES.new(key, AES.MODE_GCM)",
        "from Crypto.Cipher import AES\nc = AES.new(key, AES.MODE_CBC, os.urandom(16))",
        "from cryptography.hazmat.primitives.asymmetric import rsa\nk = rsa.generate_private_key(65537, 4096)",
        "from Crypto.PublicKey import RSA\nk = RSA.generate(bits)",
        "class DES: ...\nDES.new(key)",
        "from cryptography.fernet import Fernet\nf = Fernet(Fernet.generate_key())",
    ],
)
def weak_cipher(code: Code) -> Iterator[Match]:
    """What this hides can be read with little effort, or shows its patterns.

    Use AES-GCM with os.urandom for every nonce, or cryptography.fernet.Fernet, which does it all."""
    for call in code.calls(*_CIPHERS):
        yield Match(call.span)
    for call in code.calls(*_AES):
        mode, vector = call.argument(1, "mode"), call.argument(2, "iv", "IV", "nonce")
        if mode is not None and (mode.name.endswith(".MODE_ECB") or mode.constant == 1):
            yield Match(call.span)
        elif vector is not None and _is_fixed(code, vector):
            yield Match(call.span, "The same initialisation vector every time")
    for call in code.calls(*_MODES):
        vector = call.argument(0, "initialization_vector", "nonce")
        if vector is not None and _is_fixed(code, vector):
            yield Match(call.span, "The same initialisation vector every time")
    for call in code.calls(*_KEYS):
        position, names, enough = _KEYS[call.name]
        bits = call.argument(position, *names)
        if bits is not None and isinstance(bits.constant, int) and 0 < bits.constant < enough:
            yield Match(call.span, f"A key of {bits.constant} bits is too short", proposals=_longer(code, bits))
    for call in code.calls(*_CURVES):
        yield Match(call.span, "A key on this curve is too short")


def _is_fixed(code: Code, value: Value) -> bool:
    if isinstance(value.constant, (bytes, str)) and value.constant:
        return True
    written = code.cell.source[slice(*value.span)] if value.spot.unit == code.unit else ""
    return _REPEATED.match(written) is not None


def _longer(code: Code, bits: Value) -> tuple[Proposal, ...]:
    edits = bits.replaced("3072") if bits.is_written_out and bits.spot.unit == code.unit else None
    return offer("Use 3072 bits", Applicability.REVIEW, edits)
