"""Packages with published flaws, and packages that are malware."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...sdk import (
    Advisory,
    AssessedVersion,
    Confidence,
    Example,
    Match,
    Notebook,
    Proposal,
    Severity,
    enumerated,
    regex,
    rule,
)
from .naming import Needed, needed
from .raising import raised, shown

_SPECIFIER = regex(r"[\w.,<>=~!*^ +-]{1,60}\Z")
_NAMED = 3  # packages that a message names
_OLD_PILLOW = "# %% [advisories]\nGHSA-0001 high pillow<9.1.1\nGHSA-0002 unknown pillow<9.0.1\n"


@rule(
    id="known-vulnerable-dependency",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Package with a known flaw",
    cwe=(1395, 1104),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    bad=[
        Example(
            "%pip install -q «pillow==9.0.0» pandas==2.2.3\n" + _OLD_PILLOW,
            fixed="%pip install -q pillow==9.1.1 pandas==2.2.3",
        ),
        Example(
            "%pip install «pillow»\n" + _OLD_PILLOW + "# %% [environment]\npillow==9.0.0",
            fixed='%pip install "pillow>=9.1.1"',
        ),
        "from «PIL» import Image\n" + _OLD_PILLOW + "# %% [environment]\npillow==9.0.0",
        "%pip install «pillow==8.4.0»\n" + _OLD_PILLOW + "# %% [environment]\npillow==9.1.1",
        "%pip install «'pillow<9'»\n" + _OLD_PILLOW,
        "%pip install «'pillow~=9.0.0'»\nimport PIL\n" + _OLD_PILLOW + "# %% [environment]\npillow==9.0.1",
    ],
    ok=[
        "%pip install pillow==9.1.1\n" + _OLD_PILLOW,
        "%pip install pillow\n" + _OLD_PILLOW,
        "from PIL import Image\n" + _OLD_PILLOW + "# %% [environment]\npillow==10.0.0",
        "%pip install 'pillow>=9.1.1'\nimport PIL\n" + _OLD_PILLOW + "# %% [environment]\npillow==9.0.0",
        "%pip install 'pillow<10'\n" + _OLD_PILLOW,
        "%pip install 'pillow==9.0.0; python_version<\"3.8\"'\n" + _OLD_PILLOW + "# %% [environment]\npython==3.11.4",
        "%pip install pillow==9.0.0",
    ],
)
def known_vulnerable_dependency(notebook: Notebook) -> Iterator[Match]:
    """A published flaw of a package is known to attackers too, and often needs no more than a crafted file or address.

    Raise it to a version in which the flaws are repaired, here and wherever the notebook runs."""
    brought: dict[str, list[Needed]] = {}
    for one in _flawed(notebook, malware=False):
        if one.dependency.through:
            brought.setdefault(one.dependency.through[0], []).append(one)
        else:
            message = f"{_version(one)} has {_flaws(one.version)}{_repaired(one.version)}"
            yield _match(message, [one], raised(notebook, one.dependency, one.version))
    for root, many in brought.items():
        names = enumerated(map(_version, many[:_NAMED]), len(many))
        if len(many) == 1:
            has = f"has {_flaws(many[0].version)}{_repaired(many[0].version)}"
        else:
            has = f"have known flaws (worst: {_worst([a for one in many for a in one.version.assessment.advisories])})"
        yield _match(f"{names}, which {root} brings in, {has}", many, most=Severity.MEDIUM)


@rule(
    id="malicious-dependency",
    on=Notebook,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Package that is known malware",
    cwe=506,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.001"],
    bad=[
        Example(
            "%pip install «evilpkg==1.2.3»\n# %% [advisories]\nMAL-0001 critical evilpkg<1.2.4",
            fixed="%pip install evilpkg==1.2.4",
        ),
        "%pip install «'helper'»\nimport helper\n# %% [advisories]\nMAL-0001 critical helper<2\n"
        "# %% [environment]\nhelper==1.0",
    ],
    ok=[
        "%pip install evilpkg==1.2.4\n# %% [advisories]\nMAL-0001 critical evilpkg<1.2.4",
        "%pip install evilpkg\n# %% [advisories]\nMAL-0001 critical evilpkg<1.2.4",
    ],
)
def malicious_dependency(notebook: Notebook) -> Iterator[Match]:
    """This version was published by an attacker. It steals keys or opens the machine as soon as it is installed.

    Do not install it. If it was installed, take the machine for compromised and change every credential on it."""
    for one in _flawed(notebook, malware=True):
        through = f", which {one.dependency.through[0]} brings in," if one.dependency.through else ""
        ids = ", ".join(a.id for a in one.version.assessment.advisories if a.kind == "malware")
        fixes = () if one.dependency.through else raised(notebook, one.dependency, one.version)
        yield _match(f"{_version(one)}{through} is known malware ({ids})", [one], fixes)


def _flawed(notebook: Notebook, malware: bool) -> Iterator[Needed]:
    """The versions with flaws of one kind that this notebook leads to. A version that is malware is only that."""
    for one in needed(notebook):
        known = one.version.assessment
        is_malware = any(advisory.kind == "malware" for advisory in known.advisories)
        if known.state == "vulnerable" and is_malware == malware and one.places:
            yield one


def _match(
    message: str, flawed: Sequence[Needed], fixes: tuple[Proposal, ...] = (), most: Severity = Severity.CRITICAL
) -> Match:
    advisories = [advisory for one in flawed for advisory in one.version.assessment.advisories]
    worst = max((_severity(advisory) for advisory in advisories), key=lambda severity: severity.rank)
    where = tuple(dict.fromkeys(place for one in flawed for place in one.places))
    ids = tuple(dict.fromkeys(advisory.id for advisory in advisories))
    severity = min(worst, most, key=lambda severity: severity.rank)
    return Match(None, message, severity, related=where, proposals=fixes, advisories=ids)


def _severity(advisory: Advisory) -> Severity:
    """How bad a flaw is; one that nobody rated is looked at, for most are not rated."""
    return Severity.CRITICAL if advisory.kind == "malware" else advisory.severity or Severity.MEDIUM


def _version(one: Needed) -> str:
    installed = " (installed)" if one.is_installed else ""
    version = f" {shown(one.version.version)}" if one.version.version else _bounds(one)
    return f"{shown(one.dependency.name)}{version}{installed}"


def _bounds(one: Needed) -> str:
    """The versions that are asked for where all of them have the flaw: `` <9``."""
    asked = (declared.requirement.specifier for declared in one.dependency.declared)
    return next((f" {specifier}" for specifier in asked if _SPECIFIER.match(specifier)), "")


def _flaws(version: AssessedVersion) -> str:
    advisories = version.assessment.advisories
    return f"{'a known flaw' if len(advisories) == 1 else f'{len(advisories)} known flaws'} ({_worst(advisories)})"


def _worst(advisories: Sequence[Advisory]) -> str:
    worst = max(advisories, key=lambda advisory: (_severity(advisory).rank, advisory.score or 0))
    return f"{worst.id}, {worst.severity.value if worst.severity else 'not rated'}"


def _repaired(version: AssessedVersion) -> str:
    return f"; repaired in {shown(version.assessment.safe)}" if version.assessment.safe else "; no repaired version"
