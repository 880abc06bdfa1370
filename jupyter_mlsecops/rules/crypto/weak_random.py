"""Secrets made by a generator that can be foretold."""

from __future__ import annotations

import ast
import re
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
    Span,
    TextEdit,
    import_edits,
    node_span,
    offer,
    regex,
    rule,
)

_WORD = (
    r"(?:api_?key|passwords?|passwd|otp|secret_key|(?:auth|access|session|reset|csrf|api)_?token"
    r"|(?:session|encryption|signing|private)_?key|verification_?code)"
)
_SECRET = regex(rf"(?:^|_){_WORD}(?:_?key)?$", re.I)
# A function that makes one: ``generate_password``, ``new_api_key``.
_MAKER = regex(
    rf"(?:^|_)(?:gen|generate|make|create|new|random|get)_?\w{{0,20}}?_?{_WORD}s?$|^{_WORD}_generator$", re.I
)
_UNSURE_MAKER = regex(
    r"^_?(?:gen|generate|make|create|new)_(?:[a-z]{1,20}_){0,3}(?:token|key|secret|salt|nonce|pin|code)s?$", re.I
)
# Names that are a secret only if they are made of letters and digits: a token is a word to a language model.
_UNSURE = regex(r"(?:^|_)(?:token|key|code|pin|pwd|session_id|secret|salt|nonce)$", re.I)
_BITS = ("getrandbits", "randbytes", "bytes")
_JOINED = regex(r"(?:\"\"|'')\.join\(")
_LETTERS = regex(r"\b(?:ascii_letters|ascii_lowercase|ascii_uppercase|hexdigits|printable)\b|0123456789abcdef")
_KEYWORDS = ("password", "passwd", "secret", "api_key", "salt", "nonce", "auth_token", "access_token")
_FUNCTIONS = ("choice", "choices", "randint", "random", "getrandbits", "sample", "randrange", "randbytes")
_WEAK = (
    *(f"random.{name}" for name in _FUNCTIONS),
    *(f"random.Random().{name}" for name in _FUNCTIONS),
    *(f"numpy.random.{name}" for name in ("choice", "randint", "random", "bytes", "rand")),
    *(f"numpy.random.default_rng().{name}" for name in ("choice", "integers", "random", "bytes")),
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
        Example(
            "import random\npassword = ''.join(«random.choices(letters, k=12)»)",
            fixed="import secrets\nimport random\npassword = ''.join(secrets.SystemRandom().choices(letters, k=12))",
        ),
        "import random\nsalt = ''.join(«random.choice(ALPHABET)» for _ in range(8))",
        "import random\nsecret = «random.getrandbits(256)»",
        "import random\nreset_token = «random.getrandbits(128)»",
        Example(
            "from random import choice\napi_key = ''.join(«choice(letters)» for _ in range(32))",
            fixed="import secrets\nfrom random import choice\n"
            "api_key = ''.join(secrets.choice(letters) for _ in range(32))",
        ),
        "import random, string\ntoken = ''.join(«random.choice(string.ascii_letters)» for _ in range(20))",
        "import random\ndef generate_password(n):\n    return ''.join(«random.choice(letters)» for _ in range(n))",
        "import random, string\ndef gen_token(n=20):\n    return ''.join(«random.choices(string.ascii_letters, k=n)»)",
        "import random\nuser = User(name='a', password=str(«random.randint(0, 9999)»))",
        "import random\nverification_code = ''.join(«random.choice('0123456789')» for _ in range(6))",
        "import numpy as np\nsession_token = «np.random.bytes(16)»",
        "import random\nuser = {}\nuser['password'] = «random.randint(0, 9999)»",
    ],
    ok=[
        "import random\nx = random.choice(items)",
        "import secrets\ntoken = secrets.token_hex(16)",
        "import random\ndef generate_token(words):\n    return random.choice(words)",
        "import random\nnext_token = random.choice(vocabulary)",
        "import random\nkey = random.choice(list(params))",
        "import random\ntoken = random.choice(tokens)",
        "import random\nsecret = random.randint(1, 100)\nguess = int(input())",
        "import random\nsalt = random.random()",
        "import secrets\npassword = ''.join(secrets.choice(letters) for _ in range(12))",
        "import random\npassword = random.SystemRandom().choice(letters)",
    ],
)
def weak_random_secret(code: Code) -> Iterator[Match]:
    """The numbers of random and numpy.random can be foretold from earlier ones, and so can the secret.

    Use the secrets module: secrets.token_urlsafe(32), secrets.choice(letters)."""
    inside: list[tuple[Span, bool]] | None = None
    for call in code.calls(*_WEAK):
        name = call.assigned_to
        secret = bool(_SECRET.search(name) or (_UNSURE.search(name) and _is_text(code, call)))
        if not secret:
            inside = _secret_places(code) if inside is None else inside
            around = [sure for place, sure in inside if place.start <= call.span.start < place.end]
            secret = any(around) or (bool(around) and _is_text(code, call))
        if secret:
            yield Match(call.span, proposals=_unforeseen(code, call))


def _is_text(code: Code, call: Call) -> bool:
    """Whether it is one of many letters or bits: a game has a secret number, and a token of a text is a word."""
    source = code.cell.source
    line = source[source.rfind("\n", 0, call.span.start) + 1 : call.span.start]
    letters = _LETTERS.search(source[slice(*call.span)]) or _JOINED.search(line)
    return call.name.rpartition(".")[2] in _BITS or letters is not None


def _secret_places(code: Code) -> list[tuple[Span, bool]]:
    """The functions that make secrets, what is passed as one, and what is stored under such a key; with each, whether
    that is sure."""
    functions: list[tuple[Span, bool]] = []
    for node in ast.walk(code.summary.parsed.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            is_sure = _MAKER.search(node.name) is not None
            if is_sure or _UNSURE_MAKER.search(node.name):
                functions.append((node_span(node, code.summary.lines), is_sure))
    found: list[Span] = []
    for call in code.keyword(*_KEYWORDS):
        values = [call.keywords[name] for name in _KEYWORDS if name in call.keywords]
        found += [value.span for value in values if value.spot.unit == code.unit]
    for store in code.stores("*[]"):
        if isinstance(store.key, str) and _SECRET.search(store.key):
            found.append(store.span)
    return [*functions, *((span, True) for span in found)]


def _unforeseen(code: Code, call: Call) -> tuple[Proposal, ...]:
    """The same function of a generator that nobody can foretell."""
    last = call.name.rpartition(".")[2]
    imported = import_edits(code, "secrets")
    if not call.name.startswith("random.") or call.is_reference or imported is None:
        return ()
    maker = "secrets.choice" if last == "choice" else f"secrets.SystemRandom().{last}"
    if last == "randbytes":
        maker = "secrets.token_bytes"
    edits = (*imported, TextEdit(call.func_span, maker))
    return offer("Use the secrets module", Applicability.REVIEW, edits)
