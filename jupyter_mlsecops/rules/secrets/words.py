"""The words that names of credentials have in them, and how they are looked for."""

from __future__ import annotations

import re
from functools import lru_cache

from jupyter_mlsecops.sdk import Literals, lowered, regex

from .values import Next

_OWN = (
    "key",
    "token",
    "secret",
    "pass",
    "pw",
    "kennwort",
    "contrase",
    "senha",
    "credential",
    "bearer",
    "authorization",
    "login",
    "identified by",
    "api_hash",
    "clave ",
    "chave ",
    "chiave ",
    "wachtwoord",
    "lösenord",
    "adgangskode",
    "salasana",
    "heslo",
    "jelszó",
    "parola",
)
_SUFFIXES = ("_pat", "-pat", "_sk")  # only at the end of a name
# The search knows no capitals but ours: of Cyrillic words the first letter is left out.
_FOREIGN = (
    "schlüssel",
    "hasł",
    "şifre",
    "clé ",
    "ароль",
    "окен",
    "密码",
    "密碼",
    "密钥",
    "金鑰",
    "口令",
    "令牌",
    "パスワード",
    "トークン",
    "비밀번호",
    "토큰",
)
WORDS = (*_OWN, *_SUFFIXES, *_FOREIGN)

# What stands behind a word that is no part of another one: ``tokenizer``, ``keyword``, ``passing``.
_BEHIND = {
    "key": "(?:[^wb]|[wb][^o])",
    "token": "(?:[^i]|i[^zs])",
    "pass": "(?:[wc]|ph|ord|e?[^a-z])",
    "pw": "(?:d|[^a-z])",
    **dict.fromkeys(_SUFFIXES, "(?:[^a-z]|$)"),
}
SHAPES = tuple(word + _BEHIND.get(word, "") for word in WORDS)
_NAMED = regex("|".join(SHAPES), re.IGNORECASE)
_PLACES = {word: regex(f"{word}(?={_BEHIND.get(word, '')})") for word in WORDS}
_LITERALS = Literals(WORDS)
CLOSELY = 1000
"""Of so many words of a text every form is looked for; behind them only what most have, so that no text of nothing but
such words keeps anybody waiting."""
# ``name = value`` and ``"name": "value"``, where the value has a digit, or a capital behind a small letter.
_CHANCE = r"(?:\d|[a-z][A-Z])"
_PLAIN = regex(
    r"(?=(\w{0,24}))\1[\\\"'`\])]{0,4}[ \t]{0,8}(?::?=|:|=>)[ \t]{0,8}[\\\"'`({\[]{0,4}"
    rf"(?=[^\s\"'`\\]{{0,16}}?{_CHANCE})"
)
_DRAWN = regex(_CHANCE)
_NEAR = 100  # no plain pair has its first digit so far behind the word
_WEAK_KEY = regex(
    r"(?i)(?:[_.-]|api|access|auth|account|private|secret|subscription|master|admin|service|signing|encryption|license|consumer|app|client|write|read|project|storage|shared|function|host|master)keys?"
)
_KEY_LAST = regex(r"(?i)keys?(?:[_-]\w{1,12})?\Z")


@lru_cache(maxsize=512)
def is_weak(name: str) -> bool:
    """Whether a name alone says nothing: ``key``, ``login``."""
    lower = name.lower()
    if lower.endswith("login"):
        return True
    if "key" not in lower or any(word in lower for word in ("token", "secret", "passw", "credential")):
        return False
    return _KEY_LAST.search(name) is not None and _WEAK_KEY.search(name) is None


def names_credential(name: str) -> bool:
    """Whether a name has a word in it that names credentials."""
    return _NAMED.search(name + " ") is not None


def starts_in(text: str) -> list[int]:
    """Where the words begin that name credentials, in order; behind ``CLOSELY`` of them those of plain pairs."""
    lower = lowered(text) + "\n"
    # Most words stand in no text: all are asked for at once, then places are looked for.
    starts = [
        match.start() + (word in _SUFFIXES)
        for word in _LITERALS.among(lower)
        for match in _PLACES[word].finditer(lower)
    ]
    starts.sort()
    if len(starts) > CLOSELY:
        drawn = Next(_DRAWN, text).at
        starts[CLOSELY:] = [s for s in starts[CLOSELY:] if drawn(s) - s < _NEAR and _PLAIN.match(text, s)]
    return starts
