"""Values that are known by the name beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, regex, rule, shape

from .filters import entropy, looks_random
from .fixes import proposals
from .pairs import SHAPES, WORDS, Pair, is_literal, pairs

_STRONG_KEY = regex(
    r"(?i)(?:api|access|auth|account|private|secret|subscription|master|admin|service|signing|"
    r"encryption|license|consumer|client|shared|storage)[_. -]?keys?"
)
_NOT_CREDENTIAL = regex(
    r"""(?ix)
    tokens\b|token_?(?:id|type|len|count|limit|index|idx|class|map|ind|text|str)|tokeni[sz]|
    page_?token|(?<![a-z])(?:bos|eos|pad|unk|sep|cls|mask|image|special|decoder|start|end|stop|max|new|num|n|input|output|first|last|next|prev|
       page|continuation|sync|cursor|delimiter|trigger|video|audio|vision|prompt|placeholder)[_-]?tokens?|
    (?<![a-z])(?:public|publishable|primary|foreign|partition|sort|cache|row|group|col|column|index|dict|record|feature|instance|data|
       dataset|image|object|file|s3|hot|short|map|item|sub|state|rng|prng|random|jax|config|unique|doc|document|lookup|
       join|merge|order|natural|surrogate|hash|range|shard|bucket|tag|label|metric|param|idempotency|attention|query|
       layer|past|model|weight|registry|resource|node|edge|run|experiment|step|task|event|site|cell|output|input)[_-]?keys?\b|
    hash|digest|sha_?\d|md5|commit|checksum|fingerprint|etag|(?:key|token)[_-]?id\b|keyboard|keyword|monkey|turkey|hockey
    """
)


def is_credential(pair: Pair) -> bool:
    """Whether the name alone says that the value is one, and the value looks drawn by chance."""
    name, value = pair.name, pair.value
    if pair.weak or is_not_credential(name):
        return False
    judged = unquote(value) if "%" in value else value
    if " " in judged or not looks_random(name, judged):
        return False
    if re.search(r"(?i)key", name) and not _STRONG_KEY.search(name) and not re.search(r"(?i)token|secret|pass", name):
        return len(value) >= 20 and entropy(value) >= 3.3
    return True


@lru_cache(maxsize=512)
def is_not_credential(text: str) -> bool:
    """Whether a name, or a stretch with names in it, speaks of tokens of a language model, of digests or of indexes."""
    return _NOT_CREDENTIAL.search(text) is not None


def label_of(name: str) -> str:
    """What a value with this name is."""
    lowered = name.lower()
    for word, label in (
        ("passphrase", "Passphrase"),
        ("pass", "Password"),
        ("pwd", "Password"),
        ("token", "Token"),
        ("bearer", "Token"),
        ("authorization", "Token"),
        ("key", "API key"),
    ):
        if word in lowered:
            return label
    return "Secret"


@rule(
    id="named-credential",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Credential beside its name",
    cwe=798,
    bad=['db_password = "«' + "x7!Kq" + 'Zr4%bWm»"', 'headers = {"X-Api-Key": "«' + "q8Zk3Vw1Lx" + 'Yt5Rb7Nc2M»"}'],
    ok=[
        'password = "YOUR_PASSWORD"',
        'import os\napi_key = os.environ["API_KEY"]',
        'eos_token = "<|endoftext|>"',
        'commit_hash = "' + "0a1b2c3d4e" * 4 + '"',
    ],
    screen=WORDS,
    shapes=SHAPES,
    caseless=True,
    precedence=4000,
    propose=proposals("", ""),
)
def named_credential(segment: Segment) -> Iterator[Match]:
    """A value that looks drawn by chance stands beside the name of a password, key or token.

    Change it where it is valid, then read it from the environment or ask for it with getpass."""
    for pair in pairs(segment):
        if is_credential(pair) and is_literal(segment, pair):
            label = label_of(pair.name)
            yield Match(pair.span, message=f"{label} {segment.where}", label=label, preview=shape())
