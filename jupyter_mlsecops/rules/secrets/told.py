"""Values told in a sentence, before their name or with only a space behind it: "use … as your API key"."""

from __future__ import annotations

from functools import lru_cache

from jupyter_mlsecops.sdk import Span, regex

from .filters import is_password, looks_random, switches

_REACH = 60
_AS = (" as ", " als ", " comme ", " como ", " come ")
_LINKS = (*_AS, " is ", " for ")
_NAMED = regex(
    r"(?P<whose>(?:your|the|my|our|his|her|their|an?|this|de[nr]|la|le|el|[ls]u|votre|tu)[ ])?[\"'`*(]{0,3}"
    r"(?P<name>[A-Za-z0-9_.\- ]{0,40})\Z"
)
_VALUE = regex(r"[\"'`*(<]{0,3}(?P<value>[A-Za-z0-9][^\s\"'`<>()]{7,1299}?)[\"'`*)>,]{0,4}\Z")
WITH = regex(
    r"(?i)(?:\b(?:with|using|and|mit|und|avec|et|con|com|y|e|en|met|i|z|и|с|ve|my|your|old|current|default) |"
    r"[,/]\s?)(?:(?:the|its|dem|le|el|la|il|het|a) )?(?:mot de )?\Z"
)
"""What stands before a password that somebody is told to log in with: "with the", "and your"."""
_LONGEST = 1300
_SHORTEST = 8
_LEAST = 20


def told_before(text: str, start: int) -> tuple[str, Span] | None:
    """The beginning of the name that the word at ``start`` is in, and the value that a sentence gives it before."""
    least = max(0, start - _REACH)
    near = text[least:start]
    if not (" is " in near or " for " in near or " as " in near or " com" in near or " als " in near):  # most of them
        return None
    at, link = max((text.rfind(link, least, start), link) for link in _LINKS)
    if at < 0:
        return None
    named = _NAMED.match(text, at + len(link), start)
    if named is None or (link not in _AS and not named["whose"]):
        return None
    span = _value_before(text, at)
    return (named["name"].replace(" ", "_"), span) if span is not None else None


@lru_cache(maxsize=4)
def _value_before(text: str, end: int) -> Span | None:
    """The value that ends before a link; the words of a name behind it all ask for the same one."""
    if text[max(0, end - _SHORTEST) : end].split() != [text[max(0, end - _SHORTEST) : end]]:
        return None
    size = len(text[max(0, end - _LONGEST) : end].rsplit(None, 1)[-1])
    value = _VALUE.match(text, end - size, end)
    return Span(*value.span("value")) if value is not None else None


def stands_out(value: str, name: str = "", before: str = "") -> bool:
    """Whether a value is so long and mixed that a space between it and a name makes no sentence of them.

    One that somebody is told to log in with may be short: "with password …"."""
    value = value.rstrip(".:!?")
    if is_password(name) and WITH.search(before) and _is_mixed(value) and looks_random(name, value):
        return True
    return (
        len(value) >= _LEAST
        and any(c.isdigit() for c in value)
        and any(c.isalpha() for c in value)
        and looks_random("token", value)
    )


def _is_mixed(value: str) -> bool:
    """Whether a value has capitals, small letters and digits, and changes often between them."""
    kinds = {("a" if c.islower() else "A" if c.isupper() else "0" if c.isdigit() else "") for c in value}
    return {"a", "A", "0"} <= kinds and switches(value) >= 4
