"""The ways in which people write a name: with and without accents, joined, with ``number`` behind it."""

from __future__ import annotations

import unicodedata
from functools import cache

_ENDINGS = ("number", "no", "nr", "num", "id", "code", "s", "numbers", "ids")


@cache
def spelled(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Each phrase, without its accents, joined to one word, and with an ending that code gives it (``nhsnumber``)."""
    every: list[str] = []
    for phrase in phrases:
        for form in (phrase,) if phrase.isascii() else (phrase, _without_accents(phrase)):
            joined = form.replace(" ", "")
            every += (form, joined)
            if joined.isascii():
                every += [joined + ending for ending in _ENDINGS]
    return tuple(dict.fromkeys(every))


def _without_accents(phrase: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(c))
    return plain.replace("ø", "o").replace("ß", "ss")
