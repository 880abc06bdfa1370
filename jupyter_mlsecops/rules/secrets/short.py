"""Secrets and tokens that are as short as passwords: ``SERVICE_TOKEN = "…"`` with twelve characters."""

from __future__ import annotations

from jupyter_mlsecops.sdk import regex

from .filters import UNNAMED, looks_random, switches
from .pairs import Pair

# ``token`` alone is a word of a text.
_NAMES = regex(
    r"(?i)(?:secret|api_?key|secret_?key|private_?key|signing_?key|encryption_?key|[a-z]_token|[a-z]{2}Token|_pat)"
    r"(?:[_-]?(?:value|prod|dev|staging|live|main|old|new|\d{1,3}))?\Z"
)
_NOT_ONE = regex(
    r"(?i)(?:next|page|start|end|stop|eos|bos|pad|unk|sep|cls|mask|image|special|decoder|new|input|output|first|last|prev|csrf|"
    r"xsrf|sync|cursor|sample|scene|prompt|video|audio|text|word|sub|char)_?token"
)
_SHORTEST = 10


def is_short(pair: Pair) -> bool:
    """Whether a short value in quotes, or of the environment, is a secret by its name and no word."""
    name, value = pair.name, pair.value
    if not (pair.quoted or name.isupper()) or pair.weak or not _SHORTEST <= len(value) < UNNAMED:
        return False
    if _NAMES.search(name) is None or _NOT_ONE.search(name) is not None or value == value.lower():
        return False
    return switches(value) * 5 >= len(value) * 2 and looks_random("password", value) and any(map(str.isdigit, value))
