"""What a requirement lets in: which versions, and where its condition holds. Its parsers are imported when they are
needed, for a cold start counts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .installed import holds
from .regex import regex

if TYPE_CHECKING:
    from packaging.specifiers import Specifier

_LONGEST = 1000
_RELEASE = regex(r"v?(\d{1,9}(?:\.\d{1,9}){0,9})")
_LAST = 99_999  # stands for the newest release of a series, whichever that is


@lru_cache(maxsize=8192)
def allows(specifier: str, installed: str) -> bool:
    """Whether installing with a specifier (``>=2,<3``; empty for any version) leaves what is installed as it is."""
    if not installed:
        return False
    read = _read(specifier)
    if read is None:
        return all(_is_within(clause.strip(), _numbers(installed)) for clause in specifier.split(",")[:20])
    return all(one.contains(installed, prereleases=True) for one in read)


@lru_cache(maxsize=8192)
def newest(specifier: str) -> str:
    """A version that stands for the newest that a specifier lets in: ``8.99999`` for ``<9``; empty where nothing bounds
    it."""
    below = [found for clause in specifier.split(",")[:20] if (found := _below(clause.strip(" ()")))]
    if not below:
        return ""
    bound, is_in = min(below)
    if is_in:
        return ".".join(map(str, bound))
    last = next((at for at in range(len(bound) - 1, -1, -1) if bound[at]), -1)
    if last < 0:
        return ""
    return ".".join(map(str, (*bound[:last], bound[last] - 1, _LAST)))


@lru_cache(maxsize=4096)
def applies(marker: str, python: str) -> bool:
    """Whether what stands under a condition (``python_version < "3.9"``) is installed where ``python`` runs.

    One that cannot be read or answered holds: a package too many is looked at, not missed.
    """
    if not marker or not python or len(marker) > _LONGEST:
        return True
    from packaging.markers import InvalidMarker, Marker

    try:
        return holds(Marker(marker), python, "")
    except (InvalidMarker, RecursionError):
        return True


def _read(specifier: str) -> tuple[Specifier, ...] | None:
    """The clauses of a specifier; None where it is in another notation than that of PEP 440."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    try:
        return tuple(SpecifierSet(specifier.strip("() "))) if len(specifier) <= _LONGEST else None
    except (InvalidSpecifier, InvalidVersion):
        return None


def _is_within(clause: str, release: tuple[int, ...]) -> bool:
    """Whether a release lies in what a clause of poetry or conda lets in: ``^1.2``, ``~1.2``, ``=1.2``."""
    bound, least = _below(clause), _numbers(clause.lstrip("^~= "))
    return bound is not None and bool(least) and least <= release < bound[0]


def _below(clause: str) -> tuple[tuple[int, ...], bool] | None:
    """The numbers that bound a clause from above, and whether they are let in themselves."""
    operator = next((sign for sign in ("<=", "<", "~=", "==", "^", "~", "=") if clause.startswith(sign)), "")
    numbers = _numbers(clause[len(operator) :].strip())
    if not numbers or not operator or operator == "==" and not clause.endswith(".*"):
        return None
    if operator in ("<=", "<"):
        return numbers, operator == "<="
    kept = len(numbers)
    if operator == "~=":
        kept -= 1
    elif operator == "~":
        kept = min(kept, 2)
    elif operator == "^":
        kept = next((at + 1 for at, number in enumerate(numbers) if number), kept)
    return ((*numbers[: kept - 1], numbers[kept - 1] + 1), False) if kept > 0 else None


def _numbers(version: str) -> tuple[int, ...]:
    match = _RELEASE.match(version) if "!" not in version else None
    return tuple(map(int, match[1].split("."))) if match else ()
