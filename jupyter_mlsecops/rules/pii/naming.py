"""The ways in which people write a name: with and without accents, joined, with ``number`` behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_ENDINGS = ("number", "no", "nr", "num", "id", "code")


def spelled(phrases: Iterable[str]) -> tuple[str, ...]:
    """Each phrase, without its accents, joined to one word, and with an ending that code gives it (``nhsnumber``)."""
    every: dict[str, None] = {}
    for phrase in phrases:
        bare = phrase if phrase.isascii() else _without_accents(phrase)
        for form in (phrase, bare.replace("ø", "o").replace("ß", "ss")):
            joined = form.replace(" ", "")
            every.update(dict.fromkeys((form, joined)))
            if joined.isascii():
                every.update(dict.fromkeys(joined + ending for ending in _ENDINGS))
    return tuple(every)


def _without_accents(phrase: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(c))
