"""The words of a name, and those before a value that name it."""

from __future__ import annotations

from functools import lru_cache

from jupyter_mlsecops.sdk import regex

NO_LETTERS = regex(r"[\W\d_]+")
"""What stands between words."""
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What ends the words of an earlier value: the value itself, or a name with a colon behind a separator; "value" and
# "default" are no names.
_EARLIER = regex(
    r"\d[ .-]?\d[ .-]?\d(?:[ .-]?[A-Z]{1,3}(?![A-Za-z]))?(?=(?:\D|\d{1,4}[\"']? ?:)*\Z)"
    r"|[,;&|{\t](?=\s{0,8}[\"'*`]{0,3}(?!value[\"']:|default=)[^\W\d][\w .-]{0,40}[\"'*`]{0,3}\s{0,4}[:=])"
)
_MARKUP = regex(r"</?(?:span|div|p|b|i|em|strong|td|th|dt|dd|li|br|font|label)\b[^<>\n]{0,80}>")


@lru_cache(maxsize=1024)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, and the name without its breaks: ``taxId`` → ``taxid``, ``tax``, ``id``."""
    return (*NO_LETTERS.sub(" ", name).lower().split(), *NO_LETTERS.sub(" ", _CAMEL.sub(" ", name)).lower().split())


@lru_cache(maxsize=512)
def beside(before: str, *names: str) -> str:
    """The words before a value and those of its other names, between spaces: in a table they are the same in every
    row."""
    return f" {' | '.join(filter(None, (_own_words(before), *map(plain, names))))} "


def _own_words(before: str) -> str:
    """The words before a value that belong to no earlier one."""
    before = before.replace("\\n", "  ").replace("\\t", "  ")
    if "<" in before:
        before = _MARKUP.sub(" ", before)
    cut = 0
    for earlier in _EARLIER.finditer(before):
        cut = earlier.end()
    return plain(before[cut:])


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """The words of a text in lower case, also those that capitals begin."""
    flat = NO_LETTERS.sub(" ", text)
    parted = _CAMEL.sub(" ", flat)
    return flat.lower() if parted == flat else f"{flat} | {parted}".lower()
