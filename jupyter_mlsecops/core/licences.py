"""Licences as SPDX expressions: what a policy says of one. Where they come from is in ``licencenames``."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from .regex import regex

Verdict = Literal["allow", "review", "deny"]

_LENGTH, _DEPTH = 1000, 20  # of an expression that is read
_TOKEN = regex(r"\(|\)|[^\s()]+")
_RANK: dict[Verdict, int] = {"allow": 0, "review": 1, "deny": 2}
_WITH = " WITH "
_GNU = ("agpl-", "lgpl-", "gpl-", "gfdl-")


class Licences(msgspec.Struct, frozen=True):
    """What a policy says of licences: SPDX ids, in which ``*`` stands for anything (``CC-BY-NC-*``).

    ``GPL-3.0`` is meant with ``-only`` and ``-or-later`` as well. What is in several sets is denied rather than
    reviewed, and reviewed rather than allowed. What is in none is allowed, but where there is an ``allow``: then it is
    to be reviewed.
    """

    allow: frozenset[str] | None = None
    review: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()


class Judgement(NamedTuple):
    """What a policy says of an expression, and the licence in it that decides."""

    verdict: Verdict
    licence: str


def canonical(expression: str) -> str:
    """An SPDX expression with ids and operators as SPDX writes them; empty if it is none."""
    if not 0 < len(expression) <= _LENGTH or expression.count("(") > _DEPTH:
        return ""
    return _canonical(" ".join(expression.split()))


@lru_cache(maxsize=4096)
def _canonical(expression: str) -> str:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(expression)
    except InvalidLicenseExpression:
        return ""


def judged(expression: str, licences: Licences) -> Judgement:
    """What a policy says of a canonical expression: of ``A OR B`` the better, for one may choose; of ``A AND B`` the
    worse. ``AND`` binds more closely. Raises ``ValueError`` for what ``canonical`` did not make.
    """
    tokens = _TOKEN.findall(expression)
    found, end = _any_of(tokens, 0, licences)
    if end != len(tokens):
        raise ValueError(f"no SPDX expression: {expression!r}")
    return found


def _any_of(tokens: list[str], start: int, licences: Licences) -> tuple[Judgement, int]:
    best, at = _all_of(tokens, start, licences)
    while at < len(tokens) and tokens[at] == "OR":
        other, at = _all_of(tokens, at + 1, licences)
        best = min(best, other, key=_rank)
    return best, at


def _all_of(tokens: list[str], start: int, licences: Licences) -> tuple[Judgement, int]:
    worst, at = _one(tokens, start, licences)
    while at < len(tokens) and tokens[at] == "AND":
        other, at = _one(tokens, at + 1, licences)
        worst = max(worst, other, key=_rank)
    return worst, at


def _one(tokens: list[str], start: int, licences: Licences) -> tuple[Judgement, int]:
    if start >= len(tokens) or tokens[start] in (")", "AND", "OR", "WITH"):
        raise ValueError("no SPDX expression: a licence is missing")
    if tokens[start] == "(":
        found, at = _any_of(tokens, start + 1, licences)
        if at >= len(tokens) or tokens[at] != ")":
            raise ValueError("no SPDX expression: a bracket is missing")
        return found, at + 1
    licence, at = tokens[start], start + 1
    if at + 1 < len(tokens) and tokens[at] == "WITH":
        whole = f"{licence} WITH {tokens[at + 1]}"
        told = _set(_with_exceptions(licences), (whole,))  # a policy may speak of the licence with its exception
        return Judgement(told or _verdict(licence, licences), whole), at + 2
    return Judgement(_verdict(licence, licences), licence), at


def _rank(one: Judgement) -> int:
    return _RANK[one.verdict]


def _verdict(licence: str, licences: Licences) -> Verdict:
    return _set(licences, _names(licence)) or ("allow" if licences.allow is None else "review")


def _set(licences: Licences, names: tuple[str, ...]) -> Verdict | None:
    """The strictest set with an entry for one of these names."""
    if _matches(licences.deny, names):
        return "deny"
    if _matches(licences.review, names):
        return "review"
    return "allow" if licences.allow is not None and _matches(licences.allow, names) else None


def _with_exceptions(licences: Licences) -> Licences:
    """The entries that name an exception: a pattern for licences says nothing of those."""
    allow, review, deny = (
        frozenset(entry for entry in entries or () if _WITH in entry.upper())
        for entries in (licences.allow, licences.review, licences.deny)
    )
    return Licences(allow, review, deny)


def tightened(floor: Licences | None, other: Licences | None) -> Licences | None:
    """What both allow, and all that one of them denies or wants to be reviewed.

    Where ``other`` names a licence with an exception, that counts only if it is no milder than what ``floor`` says.
    """
    if floor is None or other is None:
        return floor or other
    allow = floor.allow
    if other.allow is not None:
        own = _no_milder(other.allow, "allow", floor)
        allow = own if floor.allow is None else floor.allow & own
    return Licences(allow, floor.review | _no_milder(other.review, "review", floor), floor.deny | other.deny)


def _no_milder(entries: frozenset[str], verdict: Verdict, floor: Licences) -> frozenset[str]:
    """Entries without those that name an exception and would make a policy milder than ``floor`` by that."""

    def counts(entry: str) -> bool:
        if _WITH not in entry.upper():
            return True
        whole = canonical(entry)
        return bool(whole) and _RANK[judged(whole, floor).verdict] <= _RANK[verdict]

    return frozenset(filter(counts, entries))


def _matches(entries: Iterable[str], names: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name.lower(), entry.lower()) for entry in entries for name in names)


@lru_cache(maxsize=1024)
def _names(licence: str) -> tuple[str, ...]:
    """What a policy may call a licence: its id, older ids of it, and the family of which it is."""
    bare = licence.removeprefix("LicenseRef-")
    base = bare.removesuffix("+").removesuffix("-or-later").removesuffix("-only")
    names = [licence, bare, base]
    if licence.endswith("+") or licence.endswith("-or-later"):
        names += [f"{base}+", f"{base}-or-later"]
    elif licence.lower().startswith(_GNU):
        names.append(f"{base}-only")  # as SPDX reads an old id without an ending
    return tuple(dict.fromkeys(names))
