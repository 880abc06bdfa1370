"""Whether a text that stands where only a password can stand is one that somebody uses."""

from __future__ import annotations

from functools import lru_cache

from jupyter_mlsecops.sdk import regex

from .filters import entropy, is_placeholder

_PLACEHOLDER = regex(
    r"(?i)x{3}|\*{3}|\.{3}|…|•|your|my[-_]?pass|placeholder|example|redacted|change[-_]?(?:me|it)|dummy|sample|fake|"
    r"secret[-_]?(?:key|pass)|pass[-_]?(?:wor[dt]|wd|phrase)|mot[-_]?de[-_]?passe|kennwort|contrase|fill[-_]|enter[-_]|"
    r"put[-_]|^<|>$|[{}]|^\[|%s|%\(|^%|^\$|getenv|environ|getpass|prompt|"
    r"^(?:user|pass|pwd|pw|admin|root|guest|test|secret|token|login|postgres|mysql|elastic|neo4j|"
    r"default|anonymous|abc|qwerty|api_?key)\w{0,10}\W?\Z|"
    r"^(?:foo|bar|baz|qux|none|null|true|false|o?auth|basic|bearer|digest|ntlm|kerberos)"
    r"(?:foo|bar|baz|auth|[\d\W_]){0,8}\Z|"
    r"^(?:no|not|un)[-_ ]?(?:needed|required|used|necessary|set|key|pass)|^[A-Z]+(?:_[A-Z]+)*\Z|123456"
)
_IDENTIFIER = regex(r"[a-z]+(?!(?<=[a-z]{5})_\d{3,4}\Z)(?:_[a-z0-9]+)+\Z|[a-z]+[A-Z][a-z]+(?:[A-Z][a-z]+)*\Z")
_LEAST = 6


@lru_cache(maxsize=512)
def is_password(value: str, user: str = "") -> bool:
    """Whether ``value``, which ``user`` logs in with, is no placeholder, no variable's name and not the user's name."""
    if len(value) < _LEAST or len(set(value)) < 4 or value.lower() == user.lower():
        return False
    if (
        _PLACEHOLDER.search(value)
        or is_placeholder(value)
        or _IDENTIFIER.match(value)
        or any(c.isspace() for c in value)
    ):
        return False
    return entropy(value) >= 2.3
