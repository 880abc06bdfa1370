"""Installed packages that do not tell their licence: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Confidence, Match, Notebook, Severity, enumerated, rule
from .licensed import licensed

_NAMED = 5  # packages that a message names
_KNOWN = (
    "# %% [environment]\nmute==1.0 needs=numpy\nquiet==1.0 licence=Own-Words\nnumpy==2.1.0 licence=BSD-3-Clause\n"
    "outer==1.0 licence=MIT needs=mute\n"
)
_POLICY = _KNOWN + "# %% [licences]\ndeny AGPL-*"


@rule(
    id="licence-unknown",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="Package that does not tell its licence",
    screen=("install", "import", "add", "create"),
    bad=[
        "%pip install «mute» numpy\n# %%\nimport «quiet»\n" + _POLICY,
        "import «outer»\n" + _KNOWN + "# %% [licences]\nallow MIT",
    ],
    ok=["import numpy\n" + _POLICY, "import mute\n" + _KNOWN, "import elsewhere\n" + _POLICY],
)
def licence_unknown(notebook: Notebook) -> Iterator[Match]:
    """Without a licence nobody may copy a package, and its metadata name none that can be compared with the policy.

    Look for it in the package's repository. If you may use it, suppress this finding and give that as the reason."""
    if notebook.licences is None:
        return
    mute = [one for one in licensed(notebook) if not one.licence]
    if mute:
        names = enumerated((" → ".join(one.path) for one in mute[:_NAMED]), len(mute))
        places = tuple(dict.fromkeys(place for one in mute for place in one.places))
        severity = Severity.LOW if notebook.licences.allow is None else Severity.MEDIUM
        yield Match(None, f"The licence is not told: {names}", severity, related=places)
