"""The names that people give to credentials: variables, members, options and arguments, in several styles."""

from __future__ import annotations

import random
import re

from .providers import Provider

_ARGUMENTS = ("api_key", "token", "access_token", "api_token", "auth_token", "secret_key", "apiKey", "api_secret")
_PASSWORDS = ("password", "passwd", "pwd", "passphrase")
_NEUTRAL = ("KEY", "TOK", "X", "MY_CREDS", "SECRET_VALUE")
_NAMED = re.compile("@[Nnckw]@")


def camel(name: str) -> str:
    head, *rest = name.lower().split("_")
    return head + "".join(part.capitalize() for part in rest)


def is_named(phrase: str) -> bool:
    """Whether a phrase says which provider the token is of."""
    return _NAMED.search(phrase) is not None


def named(phrase: str, provider: Provider, chance: random.Random) -> str:
    """A phrase with the names of a provider filled in, in a style that is drawn; the token is still open."""
    upper = _variable(provider, chance)
    lower = _member(provider, chance)
    argument = chance.choice(_PASSWORDS if provider.is_password else _ARGUMENTS)
    words = {
        "N": upper,
        "n": lower,
        "c": camel(lower),
        "k": lower.replace("_", "-"),
        "A": argument,
        "Q": chance.choice("\"'"),
        "w": provider.word or provider.variable.lower().split("_")[0],
    }
    return re.sub("@([NnckAQw])@", lambda match: words[match[1]], phrase)


def _variable(provider: Provider, chance: random.Random) -> str:
    variable = provider.variable
    styles = [variable] * 4 + [
        variable.lower(),
        f"MY_{variable}",
        variable + chance.choice(["_PROD", "_2", "_DEV", "_V2"]),
    ]
    if not provider.word:
        styles.append(chance.choice(_NEUTRAL))
    return chance.choice(styles)


def _member(provider: Provider, chance: random.Random) -> str:
    lower = provider.variable.lower()
    styles = [lower] * 3 + [f"my_{lower}"]
    if provider.word and "token" not in provider.word:
        ends = (
            _PASSWORDS[:3] if provider.is_password else ("api_key", "token", "key", "secret", "access_key", "api_token")
        )
        styles += [f"{provider.word}_{chance.choice(ends)}" for _ in range(3)]
    elif not provider.word:
        styles.append(chance.choice(_NEUTRAL).lower())
    return chance.choice(styles)
