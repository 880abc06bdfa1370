"""What stands around a name or a value: the URL that the name is in, the list that the value is the first of."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Span, regex

_API = regex(r"(?i)(?<![a-z])apis?(?![a-z])|/v[1-9]")
_REACH = 200
_NEXT = regex(r"[\"']\s{0,40},\s{0,40}([\"'])([^\s\"'\\]{8,1300})(?=\1)")
_MOST = 50


def is_of_api(text: str, begin: int) -> bool:
    """Whether the name at ``begin`` is that of a parameter in the URL of an API: ``https://api.acme.io/v1/day?key=``."""
    if text[begin - 1 : begin] not in ("?", "&"):
        return False
    url = text.rfind("://", max(0, begin - _REACH), begin)
    return url >= 0 and not any(map(str.isspace, text[url:begin])) and _API.search(text, url, begin) is not None


def listed(text: str, first: Span) -> list[Span]:
    """The literals behind the first one of a list, if ``first`` is in it: at most fifty."""
    found: list[Span] = []
    start, end = first
    if text[start - 1 : start] not in ("'", '"') or not text[max(0, start - 42) : start - 1].rstrip().endswith("["):
        return found
    while len(found) < _MOST:
        following = _NEXT.match(text, end)
        if following is None:
            break
        found.append(Span(*following.span(2)))
        end = following.end()
    return found
