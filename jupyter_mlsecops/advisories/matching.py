"""Claims about a package and one of its versions → what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..core.advisory import Advisory, Assessment
from ..core.severity import Severity
from .claims import MALWARE, Claim
from .cvss import rated
from .ranges import Turn
from .versions import Point, point

UNKNOWN_VERSION = "its version is not known"
NO_VERSION = "its version cannot be compared with those of advisories"

_CANDIDATES = 250  # for what is safe; no package has as many repaired versions

# Which name of a flaw is told first.
_NAMES = {"MAL": 0, "PYSEC": 1, "GHSA": 2, "CVE": 3}


def matched(claims: Sequence[Claim], version: str) -> Assessment:
    """What all claims about a package say of a version of it.

    A version that is empty (not known) is affected by malware of which every version is bad, and else not assessed. So
    is one that is no PEP 440 version, if there are claims and none of them names it.
    """
    version = version.strip()
    if version and not claims:
        return Assessment("not-known-vulnerable")
    at = point(version) if version else None
    if version:
        hits = [one for one in claims if one.affects(version, at)]
    else:
        hits = [one for one in claims if one.malware and one.everything]
    if hits:
        advisories = sorted((_advisory(group, at) for group in _groups(hits)), key=_worst_first)
        return Assessment("vulnerable", tuple(advisories), safe=_safe(claims, at))
    if not version:
        return Assessment("not-assessed", reason=UNKNOWN_VERSION)
    if at is None:
        return Assessment("not-assessed", reason=NO_VERSION)
    if vague := _vague(claims):
        return Assessment("not-assessed", reason=f"{vague} is about it and does not tell which versions")
    return Assessment("not-known-vulnerable")


def _vague(claims: Sequence[Claim]) -> str:
    """The name of a flaw of which no record tells the versions; empty where there is none."""
    if not any(one.nothing for one in claims):
        return ""
    return next((group[0].id for group in _groups(claims) if all(one.nothing for one in group)), "")


def _groups(hits: Sequence[Claim]) -> list[list[Claim]]:
    """Claims that are about the same flaw, together. A version has its malware once, whatever the reports call it."""
    above = list(range(len(hits)))
    first: dict[object, int] = {}

    def root(place: int) -> int:
        while above[place] != place:
            above[place] = place = above[above[place]]
        return place

    for place, hit in enumerate(hits):
        names: list[object] = [hit.id, *hit.aliases]
        if hit.group is not None:
            names.append(hit.group)
        if hit.malware:
            names.append(MALWARE)
        for name in names:
            above[root(place)] = root(first.setdefault(name, place))
    groups: dict[int, list[Claim]] = {}
    for place, hit in enumerate(hits):
        groups.setdefault(root(place), []).append(hit)
    return [sorted(members, key=lambda one: _name(one.id)) for members in groups.values()]


def _advisory(group: Sequence[Claim], at: Point | None) -> Advisory:
    first = group[0]
    names = {name for one in group for name in (one.id, *one.aliases)} - {first.id}
    malware = any(one.malware for one in group)
    rating, score = _rating(group)
    return Advisory(
        id=first.id,
        kind="malware" if malware else "vulnerability",
        summary=next((one.summary for one in group if one.summary), ""),
        severity=Severity.CRITICAL if malware else rating,
        score=score,
        aliases=tuple(sorted(names, key=_name)),
        fixed=_fixed(group, at),
        modified=max(one.modified for one in group)[:10],
        url=first.url,
    )


def _rating(group: Sequence[Claim]) -> tuple[Severity | None, float | None]:
    """The highest score and its name; where there is no score, the worst word."""
    ratings = [rated(one.severity) for one in group if one.severity]
    scored = [(score, word) for word, score in ratings if score is not None]
    if scored:
        score, word = max(scored, key=lambda one: (one[0], one[1].rank if one[1] is not None else -1))
        return word, score
    words = [word for word, _ in ratings if word is not None]
    return max(words, key=lambda word: word.rank, default=None), None


def _fixed(group: Sequence[Claim], at: Point | None) -> tuple[str, ...]:
    """The versions above this one that one record says are repaired, and no other says are affected."""
    if at is None:
        return ()
    turns = _oldest_first(turn for one in group for turn in one.repairs(at))
    return tuple(turn.text for turn in turns if not _affected(group, turn.text))


def _safe(claims: Sequence[Claim], at: Point | None) -> str:
    """The smallest repaired version above this one of which nothing is known; no pre-release where there is a release.

    Only versions that an advisory names are known to exist.
    """
    if at is None:
        return ""
    fallback = ""
    repaired = {turn.text: turn for one in claims for span in one.ranges for turn in span.turns if turn.kind == "fixed"}
    for turn in _oldest_first(turn for turn in repaired.values() if not turn.reached(at))[:_CANDIDATES]:
        unfinished = turn.at is not None and turn.at.is_prerelease and not at.full.is_prerelease
        if (unfinished and fallback) or _affected(claims, turn.text):
            continue
        if not unfinished:
            return turn.text
        fallback = turn.text
    return fallback


def _affected(claims: Iterable[Claim], version: str) -> bool:
    at = point(version)
    for one in claims:  # noqa: SIM110
        if one.affects(version, at):
            return True
    return False


def _oldest_first(turns: Iterable[Turn]) -> list[Turn]:
    """In order; of the ways to write one version (``2.0``, ``2.0.0``) the shortest."""
    texts = {turn.text: turn for turn in turns}
    if len(texts) < 2:
        return list(texts.values())
    kept: dict[object, Turn] = {}
    for text in sorted(texts, key=lambda text: (len(text), text)):
        kept.setdefault(texts[text].at, texts[text])
    return sorted(kept.values(), key=lambda turn: (turn.at,))


def _name(name: str) -> tuple[int, str]:
    """Names in the order in which they are told."""
    return _NAMES.get(name.partition("-")[0], len(_NAMES)), name


def _worst_first(advisory: Advisory) -> tuple[bool, int, tuple[int, str]]:
    rank = advisory.severity.rank if advisory.severity is not None else -1
    return advisory.kind != "malware", -rank, _name(advisory.id)
