"""Packages that were installed a few days after their release: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Severity, rule
from .ages import aged, least_age, too_early

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
    least = least_age(notebook)
    # What is still young is told by the rule about that.
    early = (
        (one.waited, one.release)
        for one in aged(notebook)
        if one.waited is not None and one.waited < least and one.age >= least
    )
    yield from too_early(notebook, f"Installed less than {least} days after the release", early, "the same day")
