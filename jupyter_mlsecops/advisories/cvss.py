"""How severe a flaw is: the score of a CVSS vector (2.0, 3.0, 3.1 and 4.0), or the word of those who published it."""

from __future__ import annotations

import math
from functools import lru_cache

from ..core.severity import Severity
from .vectors import metrics

_WORDS = {
    "LOW": Severity.LOW,
    "MODERATE": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "HIGH": Severity.HIGH,
    "CRITICAL": Severity.CRITICAL,
}
_VALUES = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "PR": {"N": 0.85, "L": 0.62, "H": 0.27},
    "UI": {"N": 0.85, "R": 0.62},
    "S": {"U": 0.0, "C": 1.0},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
_VALUES_OF_2 = {
    "AV": {"N": 1.0, "A": 0.646, "L": 0.395},
    "AC": {"L": 0.71, "M": 0.61, "H": 0.35},
    "Au": {"N": 0.704, "S": 0.56, "M": 0.45},
    "C": {"C": 0.66, "P": 0.275, "N": 0.0},
    "I": {"C": 0.66, "P": 0.275, "N": 0.0},
    "A": {"C": 0.66, "P": 0.275, "N": 0.0},
}
_PRIVILEGED = {"N": 0.85, "L": 0.68, "H": 0.5}  # PR where the scope changes


@lru_cache(4096)
def rated(text: str | None) -> tuple[Severity | None, float | None]:
    """The severity and the score of what a record says: a CVSS vector, or a word such as ``MODERATE``.

    (None, None) where it says nothing, or nothing that can be read. A word has no score. The scale of CVSS 2 ends with
    high.
    """
    if not text:
        return None, None
    if (word := _WORDS.get(text.strip().upper())) is not None:
        return word, None
    found = score(text.strip())
    if found is None:
        return None, None
    named = severity(found)
    return (Severity.HIGH if named is Severity.CRITICAL and _is_old(text.strip()) else named), found


def score(vector: str) -> float | None:
    """The base score of a CVSS 2.0, 3.0 or 3.1 vector, the base and threat score of a CVSS 4.0 one: 0.0 to 10.0.

    None for another text, and for a vector that lacks a metric. Source: the specifications at first.org/cvss.
    """
    if vector.startswith("CVSS:4.0/"):
        from . import cvss4  # where it is needed only: it reads a table

        return cvss4.score(vector)
    if _is_old(vector):
        return _score_of_2("CVSS:2.0/" + vector.removeprefix("CVSS:2.0/"))
    if not vector.startswith(("CVSS:3.0/", "CVSS:3.1/")) or (found := metrics(vector, _VALUES)) is None:
        return None
    value = {name: _VALUES[name][letter] for name, letter in found.items()}
    changed = found["S"] == "C"
    privileges = _PRIVILEGED[found["PR"]] if changed else value["PR"]
    base = 1 - (1 - value["C"]) * (1 - value["I"]) * (1 - value["A"])
    impact = 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 if changed else 6.42 * base
    if impact <= 0:
        return 0.0
    exploitability = 8.22 * value["AV"] * value["AC"] * privileges * value["UI"]
    return _up(min((impact + exploitability) * (1.08 if changed else 1), 10))


def _is_old(vector: str) -> bool:
    """Whether it is a vector of CVSS 2, which has no name in front in most records."""
    return vector.startswith(("AV:", "CVSS:2.0/"))


def _score_of_2(vector: str) -> float | None:
    found = metrics(vector, _VALUES_OF_2)
    if found is None:
        return None
    value = {name: _VALUES_OF_2[name][letter] for name, letter in found.items()}
    impact = 10.41 * (1 - (1 - value["C"]) * (1 - value["I"]) * (1 - value["A"]))
    exploitability = 20 * value["AV"] * value["AC"] * value["Au"]
    return round((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176, 1) if impact else 0.0


def severity(score: float) -> Severity:
    """The name of a score on the qualitative scale of CVSS 3 and 4."""
    if score >= 9:
        return Severity.CRITICAL
    if score >= 7:
        return Severity.HIGH
    if score >= 4:
        return Severity.MEDIUM
    return Severity.LOW if score > 0 else Severity.INFO


def _up(score: float) -> float:
    """Up to one decimal, as CVSS 3.1 words it: what floating point adds beyond five decimals is no reason to round."""
    whole = round(score * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (math.floor(whole / 10_000) + 1) / 10
