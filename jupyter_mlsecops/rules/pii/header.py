"""What a column's name says about the persons in it: the name of a header, in any spelling, to a kind of datum."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from jupyter_mlsecops.sdk import Frozen, Literals, regex

from . import header_names, header_names_world
from .header_names import QUALIFIERS

_TABLES = (header_names, header_names_world)
STEMS = header_names.STEMS + header_names_world.STEMS
"""Of these one is in every header that has the name of a known column, but for the shortest."""
_STEMS = Literals(STEMS)
_MOST_WORDS = 60  # words of a line in which a header is looked for
_LONGEST = 60  # a longer text is a sentence, not a name
_IN_BRACKETS = regex(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")
_WORD = regex(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")
_ELISION = regex(r"\b[dl]['’]")


class Kind(Frozen, frozen=True):
    """What a column holds: ``name`` is the word for it, ``weight`` direct, generic or indirect."""

    name: str
    weight: str


def words(label: str) -> list[str]:
    """The words of a header in lower case, without accents: ``PatientDOB`` → patient, dob."""
    bare = _ELISION.sub("", _IN_BRACKETS.sub(" ", label)).replace("ß", "ss")
    plain = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return [word.lower() for word in _WORD.findall(plain)]


def stems_in(text: str) -> list[str]:
    """The stems of known names that are in a text in lower case."""
    return _STEMS.among(text)


@lru_cache(maxsize=4096)
def kind_of(label: str) -> Kind | None:
    """The kind of personal data that a column of this name holds; None for every other column."""
    if not label or len(label) > _LONGEST:
        return None
    found = words(label)
    if not found or len(found) > 8:
        return None
    for start in range(len(found)):
        if start and found[start - 1] not in QUALIFIERS:
            break
        for end in range(len(found), start, -1):
            kind = _kinds().get("".join(found[start:end]))
            if kind and (start, end) != (0, len(found)) and kind.weight == "generic":
                kind = _whose(found[:start], kind)
            if kind:
                return kind
            if found[end - 1] not in QUALIFIERS:
                break
    return _glued(found[0]) if len(found) == 1 else None


def _whose(before: list[str], kind: Kind) -> Kind | None:
    """``customer name`` is a person's name; ``name 1`` is still any name, and ``user name`` mostly a login."""
    is_person = before and all(w.isalpha() and len(w) > 3 and w not in ("user", "users") for w in before)
    return Kind("person", "direct") if is_person else kind


def _glued(word: str) -> Kind | None:
    """``patientemail``: a qualifier and a name in one word. The name must be long enough to be no chance."""
    for qualifier in QUALIFIERS:
        if len(qualifier) > 3 and word.startswith(qualifier) and len(word) - len(qualifier) >= 3:
            kind = _kinds().get(word[len(qualifier) :])
            if kind and kind.weight == "direct":
                return kind
    return None


@cache
def _kinds() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for names, weight in [
        *((table.DIRECT, "direct") for table in _TABLES),
        *(({"name": table.GENERIC}, "generic") for table in _TABLES),
        *((table.INDIRECT, "indirect") for table in _TABLES),
    ]:
        for name, phrases in names.items():
            kind = Kind(name, weight)
            for phrase in phrases.split(","):
                parts = phrase.split() if phrase.isascii() else words(phrase)
                kinds.setdefault("".join(parts), kind)
    return kinds


def names_any(line: str) -> bool:
    """Whether one to four words of a line, one after another, are the name of a known column."""
    found = line.split(maxsplit=_MOST_WORDS)[:_MOST_WORDS]
    return any(
        kind_of(" ".join(found[start : start + count])) is not None
        for start in range(len(found))
        for count in range(1, min(4, len(found) - start) + 1)
    )
