"""Packages that were installed a few days after their release: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import RELEASE_AGE, Confidence, Match, Notebook, Place, Severity, dependencies, rule
from .naming import places
from .raising import shown

_NAMED = 3  # packages that a message names
_INDEX = (
    "# %% [advisories]\nindex pandas==2.2.3 2025-01-01\nindex polars==2.0 2025-06-02\nindex helper==1.1 2025-06-01\n"
    "index fresh==1.0 2026-01-30\n"
)


@rule(
    id="installed-soon-after-release",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Package that was installed a few days after its release",
    cwe=1357,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    bad=[
        "import «pandas»\n" + _INDEX + "# %% [environment]\npandas==2.2.3 installed=2025-01-07",
        "%pip install «polars»\n" + _INDEX + "# %% [environment]\npolars==2.0 installed=2025-06-02",
        "import «top»\n"
        + _INDEX
        + "# %% [environment]\ntop==1.0 needs=helper\nhelper==1.1 needs= installed=2025-06-02",
    ],
    ok=[
        "import pandas\n" + _INDEX + "# %% [environment]\npandas==2.2.3 installed=2025-01-08",
        "import pandas\n" + _INDEX + "# %% [environment]\npandas==2.2.3 installed=2024-12-31",
        "import pandas\n" + _INDEX + "# %% [environment]\npandas==2.2.3 needs=",
        "%pip install pandas==2.2.3\n" + _INDEX + "# %% [environment]\npandas==2.2.3 installed=2025-01-02",
        "import fresh\n" + _INDEX + "# %% [environment]\nfresh==1.0 installed=2026-01-30",
        "import pandas\n# %% [environment]\npandas==2.2.3 installed=2025-01-02",
    ],
)
def installed_soon_after_release(notebook: Notebook) -> Iterator[Match]:
    """Malicious releases of well-known packages were found within hours or days. This one was installed before anybody
    could know.

    Nothing is wrong with a release that has stood since then. Wait longer the next time: `--uploaded-prior-to` of pip,
    `--exclude-newer` of uv. `minimum-release-age` of the policy says how many days: a finding is then medium, and with
    0 there is none."""
    days = notebook.minimum_release_age
    least = RELEASE_AGE if days is None else days
    if notebook.advisories is None:
        return
    today = notebook.advisories.today
    known = {one.name: one for one in dependencies(notebook)}
    found: list[tuple[int, str, tuple[Place, ...]]] = []
    for one in known.values():
        for version in one.versions:
            waited = version.settled_days
            age = version.release.age_days(today) if version.release is not None else None
            # What is still young is told by the rule about that.
            if waited is not None and waited < least and age is not None and age >= least:
                where = places(known.get(one.through[0]) if one.through else one, version)
                if where:
                    found.append((waited, f"{shown(one.name)} {shown(version.version)}", where))
    if found:
        found.sort()
        told = ", ".join(f"{name} ({_after(waited)})" for waited, name, _ in found[:_NAMED])
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        related = tuple(dict.fromkeys(place for _, _, where in found for place in where))
        severity = None if days is None else Severity.MEDIUM
        message = f"Installed less than {least} days after the release: {told}{more}"
        yield Match(None, message, severity, related=related)


def _after(days: int) -> str:
    return "the same day" if not days else "1 day" if days == 1 else f"{days} days"
