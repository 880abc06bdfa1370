"""How long releases were out, and one finding for all that were not out for long enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...sdk import RELEASE_AGE, Frozen, Match, Notebook, Severity, enumerated
from .naming import Needed, needed
from .raising import shown

_NAMED = 3  # releases that a message names


class Aged(Frozen, frozen=True):
    """A release that a notebook leads to, ``age`` days after it came out. ``waited`` are the days after which it was
    installed, where that is known.
    """

    release: Needed
    age: int
    waited: int | None


def aged(notebook: Notebook) -> Iterator[Aged]:
    """The releases of a notebook of which the database of advisories knows when they came out."""
    if notebook.advisories is None:
        return
    today = notebook.advisories.today
    for one in needed(notebook):
        age = one.version.release.age_days(today) if one.version.release is not None else None
        if age is not None:
            yield Aged(one, age, one.version.settled_days)


def least_age(notebook: Notebook) -> int:
    """The days that a release has to be out before it is used: those of the policy, else of this package."""
    return RELEASE_AGE if notebook.minimum_release_age is None else notebook.minimum_release_age


def too_early(
    notebook: Notebook, message: str, releases: Iterable[tuple[int, Needed]], at_once: str
) -> Iterator[Match]:
    """One match for all ``releases`` that the notebook names, given with their days, the fewest first; ``at_once`` says
    no day at all. It is medium where the policy wants a certain age."""
    placed = [(days, _name(one), one.places) for days, one in releases]
    found = sorted((days, name, places) for days, name, places in placed if places)
    if found:
        told = enumerated((f"{name} ({_days(days, at_once)})" for days, name, _ in found[:_NAMED]), len(found))
        related = tuple(dict.fromkeys(place for _, _, places in found for place in places))
        severity = None if notebook.minimum_release_age is None else Severity.MEDIUM
        yield Match(None, f"{message}: {told}", severity, related=related)


def _name(one: Needed) -> str:
    return f"{shown(one.dependency.name)} {shown(one.version.version)}"


def _days(days: int, at_once: str) -> str:
    return at_once if not days else "1 day" if days == 1 else f"{days} days"
