"""The words that names of credentials have in them, and how they are looked for."""

from __future__ import annotations

import re

from jupyter_mlsecops.sdk import regex

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
)
_SUFFIXES = ("_pat", "-pat", "_sk")  # only at the end of a name
# The search knows no capitals but ours: of Cyrillic words the first letter is left out.
_FOREIGN = (
    "schlüssel",
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

# The same as the screen asks for them: not as a part of ``tokenizer``, ``keyword``, ``passing``.
SHAPES = (
    "key(?:[^wb]|[wb][^o])",
    "token(?:[^i]|i[^zs])",
    "secret",
    "pass(?:[wpc]|e?[^a-z])",
    "pw(?:d|[^a-z])",
    *_OWN[5:],
    *(f"{suffix}(?:[^a-z]|$)" for suffix in _SUFFIXES),
    *_FOREIGN,
)
_NAMED = regex("|".join(SHAPES), re.IGNORECASE)


def names_credential(name: str) -> bool:
    """Whether a name has a word in it that names credentials."""
    return _NAMED.search(name + " ") is not None


def starts_in(text: str) -> list[int]:
    """Where the words begin that name credentials, in order."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters change their length
        lowered = "".join(c.lower() if c.isascii() else c for c in text)
    return sorted(_starts(lowered))


def _starts(lowered: str) -> list[int]:
    out = []
    for word in _OWN if lowered.isascii() else (*_OWN, *_FOREIGN):
        if word in lowered:  # faster than to look for its place, and few are
            at = lowered.find(word)
            while at >= 0:
                out.append(at)
                at = lowered.find(word, at + len(word))
    for word in _SUFFIXES:
        if word in lowered:
            at = lowered.find(word)
            while at >= 0:
                end = at + len(word)
                if not lowered[end : end + 1].isalpha():
                    out.append(at + 1)
                at = lowered.find(word, end)
    return out
