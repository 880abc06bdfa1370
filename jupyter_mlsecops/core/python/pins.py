"""What the install lines of a notebook say about the version of a package."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from ..regex import regex

Version = tuple[int, ...]

_LINE = regex(r"(?<![\w-])(?:install|add)[ \t](?:[^\n\\#]|\\\r?\n|\\.|(?<=\S)#)*", re.DOTALL)
_CLAUSE = regex(r"(?<!!)(===?|~=|>=|<=|=|>|<)\s*v?(\d+(?:\.\d+){0,3})(\.\*)?")
_ALSO = {"torch": "pytorch"}  # as conda names it


class Allowed(msgspec.Struct, frozen=True):
    """The versions that an install line lets in: ``exact`` alone, or all from ``least`` on that are before ``below``.

    ``==2.1.*`` and ``~=2.1.0`` count as exact, for rules ask about the first two numbers mostly; ``~=2.1`` lets all of
    2 in. None where nothing is said.
    """

    exact: Version | None = None
    least: Version | None = None
    below: Version | None = None


_ANY = Allowed()


def allowed(texts: Iterable[str], package: str) -> Allowed:
    """What the last of some shell lines that names a version of the package lets in."""
    found = _ANY
    for text in texts:
        found = _of_line(text, package) or found
    return found


def is_before(allowed: Allowed, installed: Version | None, bound: Version) -> bool | None:
    """Whether the version that runs is older than ``bound``; None if that is not known.

    An exact version in an install line counts, then what is installed. Where the line does not allow what is
    installed, installing changes it, and only the bounds of the line are known.
    """
    known = current(allowed, installed)
    if known is not None:
        return known < bound
    if allowed.least is not None and allowed.least >= bound:
        return False
    return True if allowed.below is not None and allowed.below <= bound else None


def current(allowed: Allowed, installed: Version | None) -> Version | None:
    """The version that runs: see ``is_before``."""
    if allowed.exact is not None or installed is None:
        return allowed.exact
    too_old = allowed.least is not None and installed < allowed.least
    too_new = allowed.below is not None and installed >= allowed.below
    return None if too_old or too_new else installed


def allows(specifier: str, installed: Version | None) -> bool:
    """Whether installing with a specifier (``>=2,<3``; empty for any version) leaves what is installed as it is."""
    return installed is not None and current(_of_clauses(specifier), installed) == installed


@lru_cache(maxsize=4096)
def _of_line(text: str, package: str) -> Allowed | None:
    for line in _LINE.findall(text):
        for match in _pattern(package).finditer(line):
            found = _of_clauses(match[1])
            if found != _ANY:
                return found
    return None


@lru_cache(maxsize=64)
def _pattern(package: str) -> re.Pattern[str]:
    names = [package, *([_ALSO[package]] if package in _ALSO else [])]
    name = "|".join(re.escape(one).replace(r"\-", "[-_.]") for one in names)
    clause = r"(?:===?|~=|>=|<=|!=|=|>|<)\s{0,4}[\w.*+!]{1,40}"
    return re.compile(
        rf"(?<![\w./-])(?:{name})(?:\[[^\]\n]{{0,80}}\])?\s{{0,4}}({clause}(?:\s{{0,4}},\s{{0,4}}{clause}){{0,6}})",
        re.I,
    )


def _of_clauses(text: str) -> Allowed:
    least: Version | None = None
    below: Version | None = None
    for operator, written, star in _CLAUSE.findall(text):
        version = tuple(map(int, written.split(".")))
        if operator in ("==", "===") and not star:
            return Allowed(exact=version)
        if operator in ("==", "=") and len(version) > 1:
            return Allowed(exact=version)
        if operator == "~=" and len(version) > 2:
            return Allowed(exact=version)
        if operator in ("~=", "==", "=", ">=", ">"):
            least = version
        if operator in ("~=", "==", "="):
            below = (version[0] + 1,)
        elif operator == "<":
            below = version
        elif operator == "<=":
            below = (*version[:-1], version[-1] + 1)
    return Allowed(least=least, below=below)
