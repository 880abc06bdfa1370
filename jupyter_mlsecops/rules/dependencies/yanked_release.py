"""Releases that their publishers took back."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    AssessedVersion,
    Confidence,
    Dependency,
    Example,
    Match,
    Notebook,
    Place,
    Severity,
    dependencies,
    rule,
)
from .naming import places
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
    brought: dict[str, list[tuple[Dependency, AssessedVersion, tuple[Place, ...]]]] = {}
    for one, version, where in _yanked(notebook):
        if one.through:
            brought.setdefault(one.through[0], []).append((one, version, where))
            continue
        safe = _next(notebook, one, version)
        later = f"; take {shown(safe)}" if safe else ""
        fixes = raised(notebook, one, version, safe) if safe else ()
        message = f"{_named(one, version)} was taken back{_reason(version)}{later}"
        yield Match(None, message, _severity(one), related=where, proposals=fixes)
    for root, many in brought.items():
        names = ", ".join(_named(one, version) for one, version, _ in many[:_NAMED])
        more = f" and {len(many) - _NAMED} more" if len(many) > _NAMED else ""
        reason = _reason(many[0][1]) if len(many) == 1 else ""
        message = f"{names}{more}, which {shown(root)} brings in, was taken back{reason}"
        yield Match(None, message, Severity.LOW, related=many[0][2])


def _yanked(notebook: Notebook) -> Iterator[tuple[Dependency, AssessedVersion, tuple[Place, ...]]]:
    known = {one.name: one for one in dependencies(notebook)}
    for one in known.values():
        for version in one.versions:
            if version.release is not None and version.release.yanked is not None:
                where = places(known.get(one.through[0]) if one.through else one, version)
                if where:
                    yield one, version, where


def _severity(one: Dependency) -> Severity | None:
    """Low where conda brings the package, whose own build may be fine."""
    return Severity.LOW if one.declared and all(asked.ecosystem for asked in one.declared) else None


def _next(notebook: Notebook, one: Dependency, version: AssessedVersion) -> str:
    """The next release that stands and of which no flaw is known; empty where the index knows none."""
    later = one.project.later(version.version)[:_CANDIDATES] if one.project is not None else []
    known = notebook.advisories
    return next((v for v in later if known is None or known.assess(one.name, v).state != "vulnerable"), "")


def _named(one: Dependency, version: AssessedVersion) -> str:
    installed = " (installed)" if version.source == "installed" and not one.through else ""
    return f"{shown(one.name)} {shown(version.version)}{installed}"


def _reason(version: AssessedVersion) -> str:
    reason = version.release.yanked if version.release is not None else ""
    return f' ("{reason}")' if reason else ""
