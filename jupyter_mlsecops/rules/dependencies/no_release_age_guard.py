"""Installs that take a release of this very minute: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Cell, Confidence, Match, Notebook, Place, Severity, rule, shells_of
from .unpinned_dependency import free_installs

_TOOLS = frozenset(("pip", "uv pip", "uv", "uv tool", "uvx"))  # which know such an option
_VARIABLES = frozenset(("PIP_UPLOADED_PRIOR_TO", "UV_EXCLUDE_NEWER"))


@rule(
    id="no-release-age-guard",
    on=Notebook,
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    title="Releases are installed as soon as they are out",
    cwe=1357,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    screen=("install",),
    bad=[
        "%pip install «pandas» numpy==2.1.0\n# %%\n!uv pip install «polars»",
    ],
    ok=[
        "%pip install pandas==2.2.3",
        "%pip install pandas --uploaded-prior-to 2026-01-31",
        "!uv pip install pandas --exclude-newer 2026-01-31",
        "%env UV_EXCLUDE_NEWER=2026-01-31\n!uv pip install polars",
        "!conda install -y pandas",
        "# %pip install pandas",
    ],
)
def no_release_age_guard(notebook: Notebook) -> Iterator[Match]:
    """Malicious releases of well-known packages were found and removed within hours: whoever waits a week is spared
    most of them.

    Install nothing that is newer than a date (`--uploaded-prior-to` of pip, `--exclude-newer` of uv), or pin the
    versions."""
    free = free_installs(notebook)
    if not free or any(cell.remember(_waits) for cell in notebook.cells):
        return
    places: dict[str, Place] = {}
    for one in free:
        if one.tool in _TOOLS:
            places.setdefault(one.requirement.key, one.place)
    if places:
        yield Match(None, related=tuple(places.values()))


def _waits(cell: Cell) -> bool:
    return any(variable.name in _VARIABLES for shell in shells_of(cell) for variable in shell.variables())
