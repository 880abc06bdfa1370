"""Releases that are out for a few days only: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import RELEASE_AGE, Confidence, Match, Notebook, Place, Severity, dependencies, rule
from .naming import places
from .raising import shown

_NAMED = 3  # releases that a message names
_INDEX = (
    "# %% [advisories]\nindex pandas==2.2.3 2025-01-01\nindex pandas==3.1.0 2026-01-30\n"
    "index polars==2.0 2026-01-25\nindex helper==1.1 2026-01-31\n"
)


@rule(
    id="release-too-young",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Release that is out for a few days only",
    cwe=1357,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    bad=[
        "%pip install «pandas==3.1.0» «polars==2.0»\n" + _INDEX,
        "%pip install «pandas»\n" + _INDEX + "# %% [environment]\npandas==3.1.0",
        "!conda install -y «pandas=3.1.0»\n" + _INDEX,
        "import «top»\n" + _INDEX + "# %% [environment]\ntop==1.0 needs=helper\nhelper==1.1 needs=",
    ],
    ok=[
        "%pip install pandas==2.2.3\n" + _INDEX,
        "%pip install pandas\n" + _INDEX,
        "%pip install pandas==3.1.0",
        "!conda install -y libpandas=3.1.0\n" + _INDEX,
    ],
)
def release_too_young(notebook: Notebook) -> Iterator[Match]:
    """Malicious releases of well-known packages were found and removed within hours or days.

    Take a release that has been out for longer. `minimum-release-age` of the policy says how many days: a finding is
    then medium, and with 0 there is none."""
    days = notebook.minimum_release_age
    least = RELEASE_AGE if days is None else days
    if notebook.advisories is None:
        return
    today = notebook.advisories.today
    known = {one.name: one for one in dependencies(notebook)}
    found: list[tuple[int, str, tuple[Place, ...]]] = []
    for one in known.values():
        for version in one.versions:
            age = version.release.age_days(today) if version.release is not None else None
            if age is not None and age < least:
                where = places(known.get(one.through[0]) if one.through else one, version)
                if where:
                    found.append((age, f"{shown(one.name)} {shown(version.version)}", where))
    if found:
        found.sort()
        told = ", ".join(f"{name} ({_since(age)})" for age, name, _ in found[:_NAMED])
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        related = tuple(dict.fromkeys(place for _, _, where in found for place in where))
        severity = None if days is None else Severity.MEDIUM
        yield Match(None, f"Out for less than {least} days: {told}{more}", severity, related=related)


def _since(days: int) -> str:
    return "today" if not days else "1 day" if days == 1 else f"{days} days"
