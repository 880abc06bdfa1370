"""Broken hash functions."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_WEAK = ("md5", "sha1", "md4", "sha")


@rule(
    id="weak-hash",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    profile="strict",
    title="MD5 or SHA-1 hash",
    cwe=327,
    owasp=["ML06"],
    screen=("md5", "sha1", "md4", "hashlib"),
    aliases=("B324", "S324", "B303"),
    bad=[
        Example(
            "import hashlib\nh = «hashlib.md5(data)».hexdigest()",
            fixed="import hashlib\nh = hashlib.md5(data, usedforsecurity=False).hexdigest()",
        ),
        Example(
            "import hashlib\nh = «hashlib.sha1()»",
            fixed="import hashlib\nh = hashlib.sha1(usedforsecurity=False)",
        ),
        "from hashlib import md5 as digest\nh = «digest(password.encode())»",
        "import hashlib\nh = «hashlib.new('md5', data)»",
    ],
    ok=[
        "import hashlib\nh = hashlib.sha256(data)",
        "import hashlib\nh = hashlib.md5(data, usedforsecurity=False)",
        "import hashlib\nh = hashlib.new('sha256', data)",
        "def md5(x): ...\nmd5(data)",
    ],
)
def weak_hash(code: Code) -> Iterator[Match]:
    """Two different files with the same MD5 or SHA-1 can be made, so neither proves that a file is unchanged.

    Use hashlib.sha256. For a cache key or a checksum against accidents, say so with usedforsecurity=False."""
    names = (*(f"hashlib.{name}" for name in _WEAK), "hashlib.new")
    for call in code.calls(*names):
        algorithm = call.argument(0, "name") if call.name == "hashlib.new" else None
        if algorithm is not None and str(algorithm.constant).lower().replace("-", "") not in _WEAK:
            continue
        if call.name == "hashlib.new" and algorithm is None:
            continue
        flag = call.keywords.get("usedforsecurity")
        if flag is not None and flag.is_false():
            continue
        edits = call.set_keyword("usedforsecurity", "False")
        yield Match(call.span, proposals=offer("Set usedforsecurity=False", Applicability.SAFE, edits))
