"""Installed packages whose licence the policy does not allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...sdk import Confidence, Frozen, Match, Notebook, Place, Severity, enumerated, judged, rule
from .licensed import Package, licensed

_NAMED = 3  # packages that a message names
_KNOWN = (
    "# %% [environment]\nultralytics==8.3.40 licence=AGPL-3.0-only needs=numpy,helper\n"
    "numpy==2.1.0 licence=BSD-3-Clause\n"
    "helper==1.0 licence=GPL-2.0-or-later_OR_MIT needs=inner\ninner==1.0 licence=SSPL-1.0\nmute==1.0 needs=numpy\n"
)
_POLICY = _KNOWN + "# %% [licences]\ndeny AGPL-*\ndeny GPL-2.0\nreview SSPL-1.0"


@rule(
    id="licence-policy-violation",
    on=Notebook,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Package under a licence against the policy",
    screen=("install", "import", "add", "create"),
    bad=[
        "%pip install -q «ultralytics» numpy\n" + _KNOWN + "# %% [licences]\ndeny AGPL-3.0",
        "# %%\nimport «ultralytics»\n" + _KNOWN + "# %% [licences]\nallow MIT\nallow BSD-*\nallow SSPL-1.0",
        "import «helper»\n" + _POLICY,
        "import «helper»\n" + _KNOWN + "# %% [licences]\nallow GPL-2.0-or-later\nreview MIT",
    ],
    ok=[
        "import numpy, mute\n" + _POLICY,
        "import helper\n" + _KNOWN + "# %% [licences]\ndeny GPL-2.0",
        "import ultralytics\n" + _KNOWN,
        "import elsewhere\n" + _POLICY,
    ],
)
def licence_policy_violation(notebook: Notebook) -> Iterator[Match]:
    """The licence of a package binds those who pass on what is made with it, or who offer it as a service.

    Use another package, or ask who is responsible for licences; the policy's table `licences` says what is allowed."""
    brought: dict[tuple[str, bool], list[_Against]] = {}
    for one in _against(notebook):
        if len(one.package.path) > 1:
            brought.setdefault((one.package.path[0], one.is_denied), []).append(one)
        else:
            yield _match(f"{one.package.name} is under {one.licence}, which {_verdict(one.is_denied)}", [one])
    for (_, is_denied), many in brought.items():
        named = enumerated((f"{' → '.join(one.package.path)} ({one.licence})" for one in many[:_NAMED]), len(many))
        yield _match(f"{named}: brought in under a licence that {_verdict(is_denied)}", many)


class _Against(Frozen, frozen=True):
    package: Package
    licence: str
    is_denied: bool


def _against(notebook: Notebook) -> Iterator[_Against]:
    if notebook.licences is None:
        return
    for package in licensed(notebook):
        if package.licence:
            verdict = judged(package.licence, notebook.licences)
            if verdict.verdict != "allow":
                yield _Against(package, verdict.licence, verdict.verdict == "deny")


def _verdict(is_denied: bool) -> str:
    return "the policy denies" if is_denied else "the policy wants to be reviewed"


def _match(message: str, many: Sequence[_Against]) -> Match:
    places: tuple[Place, ...] = tuple(dict.fromkeys(place for one in many for place in one.package.places))
    severity = Severity.HIGH if many[0].is_denied else Severity.MEDIUM
    return Match(None, message, severity, related=places)
