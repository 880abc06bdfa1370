"""Broken hash functions."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    TextEdit,
    offer,
    regex,
    rule,
)

_WEAK = ("md5", "sha1", "md4", "sha")
_OTHERS = (
    *(
        f"{package}.Hash.{name}.new"
        for package in ("Crypto", "Cryptodome")
        for name in ("MD2", "MD4", "MD5", "SHA", "SHA1")
    ),
    *(f"cryptography.hazmat.primitives.hashes.{name}" for name in ("MD5", "SHA1")),
    *("passlib.hash.md5_crypt.hash", "passlib.hash.sha1_crypt.hash", "passlib.hash.lmhash.hash"),
)
_PASSWORD = regex(r"(?i)(?:^|[^a-z])(?:\w*_)?(?:passwords?|passwd|pwd|pw|passphrase|pin_code)(?![a-z])")


@rule(
    id="weak-hash",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="MD5 or SHA-1 hash",
    cwe=327,
    owasp=["ML06"],
    screen=("md5", "sha1", "md4", "hashlib", "MD5", "SHA1", "MD4", "MD2", "Hash"),
    aliases=("B324", "S324", "B303", "S303"),
    bad=[
        Example(
            "import hashlib\nh = «hashlib.md5(data)».hexdigest()",
            fixed="import hashlib\nh = hashlib.md5(data, usedforsecurity=False).hexdigest()",
        ),
        Example(
            "import hashlib\nh = «hashlib.sha1()»",
            fixed="import hashlib\nh = hashlib.sha1(usedforsecurity=False)",
        ),
        Example(
            "import hashlib\ndef store(password):\n    return «hashlib.md5(password.encode())».hexdigest()", fixed=None
        ),
        "import hashlib\npassword_hash = «hashlib.sha1(word)».digest()",
        "from hashlib import md5 as digest\nh = «digest(password.encode())»",
        "import hashlib\nh = «hashlib.new('md5', data)»",
        "import hashlib\nh = «hashlib.new(name='SHA-1')»",
        "import hashlib\nh = «getattr(hashlib, 'md5')(data)»",
        "from Crypto.Hash import MD5\nh = «MD5.new(data)»",
        "from cryptography.hazmat.primitives import hashes\nd = hashes.Hash(«hashes.SHA1()»)",
        "import hashlib\nwith open(p, 'rb') as f:\n    h = «hashlib.file_digest(f, 'md5')»",
    ],
    ok=[
        "import hashlib\nh = hashlib.sha256(data)",
        "import hashlib\nh = hashlib.md5(data, usedforsecurity=False)",
        "import hashlib\nh = hashlib.new('sha256', data)",
        "def md5(x): ...\nmd5(data)",
        "import hashlib\nprint('hashlib.md5(data)')",
        "import hashlib\nhashlib = Fake()\nhashlib.md5(data)",
    ],
)
def weak_hash(code: Code) -> Iterator[Match]:
    """Two different files with the same MD5 or SHA-1 can be made, so neither proves that a file is unchanged.

    Use hashlib.sha256, and hashlib.scrypt for a password. For a cache key say so with usedforsecurity=False."""
    names = (*(f"hashlib.{name}" for name in _WEAK), "hashlib.new", "hashlib.file_digest")
    for call in code.calls(*names):
        if call.name in ("hashlib.new", "hashlib.file_digest"):
            algorithm = call.argument(1, "digest") if call.name.endswith("digest") else call.argument(0, "name")
            if algorithm is None or str(algorithm.constant).lower().replace("-", "") not in _WEAK:
                continue
        flag = call.keywords.get("usedforsecurity")
        if flag is None or not flag.is_false():
            yield _match(code, call)
    for call in code.calls(*_OTHERS):
        yield Match(call.span)


def _match(code: Code, call: Call) -> Match:
    """A hash of a password is worse than that of a file: it is guessed, and no switch cures that."""
    span = call.span
    arguments = code.cell.source[call.func_span.end : span.end]
    if _PASSWORD.search(arguments) or _PASSWORD.search(call.assigned_to):
        return Match(span, "Password hashed with a function that is too quick", Severity.MEDIUM)
    return Match(span, proposals=_fixes(call))


def _fixes(call: Call) -> tuple[Proposal, ...]:
    if call.name.endswith("digest"):
        return ()
    unsafe = offer("Set usedforsecurity=False", Applicability.SAFE, call.set_keyword("usedforsecurity", "False"))
    edit: tuple[TextEdit, ...] | None = None
    if call.written.endswith((".md5", ".sha1")):
        edit = call.rename("sha256")
    elif call.name == "hashlib.new" and call.args and call.args[0].is_written_out:
        edit = call.args[0].replaced('"sha256"')
    return (*unsafe, *offer("Use SHA-256: other hashes than before", Applicability.REVIEW, edit))
