"""Releases that their publishers took back."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import AssessedVersion, Confidence, Dependency, Example, Match, Notebook, Severity, enumerated, rule
from .naming import Needed, needed
from .raising import raised, shown

_CANDIDATES = 50  # later releases that are looked at
_NAMED = 3  # packages that a message names
_INDEX = (
    "# %% [advisories]\nGHSA-0001 high pillow<9.0.2\nindex pillow==9.0.0 2026-01-01 yanked wheels are broken\n"
    "index pillow==9.0.1 2026-01-02\nindex pillow==9.0.2 2026-01-03\nindex helper==1.0 2025-01-01 yanked\n"
)


@rule(
    id="yanked-release",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Release that was taken back",
    cwe=1104,
    bad=[
        Example(
            "%pip install «pillow==9.0.0» pandas==2.2.3\n" + _INDEX, fixed="%pip install pillow==9.0.2 pandas==2.2.3"
        ),
        "from «PIL» import Image\n" + _INDEX + "# %% [environment]\npillow==9.0.0",
        "%pip install «top==2.0»\n" + _INDEX + "# %% [environment]\ntop==2.0 needs=helper\nhelper==1.0 needs=",
        "!conda install -y «pillow=9.0.0»\n" + _INDEX,
    ],
    ok=[
        "%pip install pillow==9.0.2\n" + _INDEX,
        "%pip install pillow\n" + _INDEX,
        "!conda install -y libpillow=9.0.0\n" + _INDEX,
        "%pip install git+https://github.com/python-pillow/Pillow@9.0.0\n" + _INDEX,
        "%pip install pillow==9.0.0+cu118\n" + _INDEX,
    ],
)
def yanked_release(notebook: Notebook) -> Iterator[Match]:
    """The publisher took this release back: it is broken, or nobody should have it. Only an exact pin still gets it.

    Take a later release, here and wherever the notebook runs. The message has the reason if the publisher gave one."""
    brought: dict[str, list[Needed]] = {}
    for one in _yanked(notebook):
        if one.dependency.through:
            brought.setdefault(one.dependency.through[0], []).append(one)
            continue
        safe = _next(notebook, one)
        later = f"; take {shown(safe)}" if safe else ""
        fixes = raised(notebook, one.dependency, one.version, safe) if safe else ()
        message = f"{_named(one)} was taken back{_reason(one.version)}{later}"
        yield Match(None, message, _severity(one.dependency), related=one.places, proposals=fixes)
    for root, many in brought.items():
        names = enumerated(map(_named, many[:_NAMED]), len(many))
        reason = _reason(many[0].version) if len(many) == 1 else ""
        message = f"{names}, which {shown(root)} brings in, was taken back{reason}"
        yield Match(None, message, Severity.LOW, related=many[0].places)


def _yanked(notebook: Notebook) -> Iterator[Needed]:
    for one in needed(notebook):
        if one.version.release is not None and one.version.release.yanked is not None and one.places:
            yield one


def _severity(one: Dependency) -> Severity | None:
    """Low where conda brings the package, whose own build may be fine."""
    return Severity.LOW if one.declared and all(asked.ecosystem for asked in one.declared) else None


def _next(notebook: Notebook, one: Needed) -> str:
    """The next release that stands and of which no flaw is known; empty where the index knows none."""
    project, name = one.dependency.project, one.dependency.name
    later = project.later(one.version.version)[:_CANDIDATES] if project is not None else []
    known = notebook.advisories
    return next((v for v in later if known is None or known.assess(name, v).state != "vulnerable"), "")


def _named(one: Needed) -> str:
    installed = " (installed)" if one.is_installed else ""
    return f"{shown(one.dependency.name)} {shown(one.version.version)}{installed}"


def _reason(version: AssessedVersion) -> str:
    reason = version.release.yanked if version.release is not None else ""
    return f' ("{reason}")' if reason else ""
