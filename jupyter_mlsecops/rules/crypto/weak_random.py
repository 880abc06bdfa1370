"""Secrets made by a generator that can be foretold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

from ...sdk import Code, Confidence, Match, Severity, rule

_SECRET = regex(
    r"(?:^|_)(?:api_?key|secret|passwords?|passwd|salt|nonce|otp|(?:auth|access|session|reset|csrf)_?token)(?:_?key)?$",
    re.I,
)
_WEAK = tuple(
    f"{module}.{name}"
    for module, names in (
        ("random", ("choice", "choices", "randint", "random", "getrandbits", "sample", "randrange", "randbytes")),
        ("numpy.random", ("choice", "randint", "random", "bytes", "rand")),
    )
    for name in names
)


@rule(
    id="weak-random-secret",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Secret made with a predictable random generator",
    cwe=330,
    screen=("random",),
    bad=[
        "import random\npassword = ''.join(«random.choices(letters, k=12)»)",
        "import random\nreset_token = «random.getrandbits(128)»",
        "from random import choice\napi_key = ''.join(«choice(letters)» for _ in range(32))",
    ],
    ok=[
        "import random\nx = random.choice(items)",
        "import secrets\ntoken = secrets.token_hex(16)",
        "import random\nnext_token = random.choice(vocabulary)",
        "import random\nkey = random.choice(list(params))",
    ],
)
def weak_random_secret(code: Code) -> Iterator[Match]:
    """The numbers of random and numpy.random can be foretold from earlier ones, and so can the secret.

    Use the secrets module: secrets.token_urlsafe(32), secrets.choice(letters)."""
    for call in code.calls(*_WEAK):
        if _SECRET.search(call.assigned_to):
            yield Match(call.span)
