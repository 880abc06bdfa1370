"""Releases that are out for a few days only: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Severity, rule
from .ages import aged, least_age, too_early

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
    least = least_age(notebook)
    young = ((one.age, one.release) for one in aged(notebook) if one.age < least)
    yield from too_early(notebook, f"Out for less than {least} days", young, "today")
