"""Wire types of the packages that notebooks need: what a report about them, and the panel, tells of each."""

from __future__ import annotations

from typing import Literal

from .model import Advisories, Location, Severity, Wire


class Advisory(Wire, frozen=True, kw_only=True):
    """A published flaw. ``severity`` is null where nobody rated it, ``score`` (CVSS) where it has no vector."""

    id: str
    aliases: list[str]
    kind: Literal["vulnerability", "malware"]
    severity: Severity | None
    score: float | None
    summary: str
    fixed: list[str]
    url: str


class Release(Wire, frozen=True, kw_only=True):
    """What the index says of a version, or a lock. ``uploaded`` is when it came out (ISO 8601 in UTC), empty where that
    is not told; ``young`` says that it is not out for as long as the policy asks for, or for a week where it asks for
    nothing. ``yanked`` is why its publisher took it back, empty where no reason is given, null where it stands."""

    uploaded: str
    young: bool
    yanked: str | None


class AssessedVersion(Wire, frozen=True, kw_only=True):
    """What is known of one version of a package: the one that is ``declared``, or that is ``installed``.

    There is no state "clean". ``reason`` says why it was not assessed; ``safe`` is the smallest later version for which
    nothing is known, empty if there is none. ``release`` is null where neither an index nor a lock tells of it.
    """

    version: str
    source: Literal["declared", "installed"]
    state: Literal["vulnerable", "not-known-vulnerable", "not-assessed"]
    reason: str
    safe: str
    advisories: list[Advisory]
    release: Release | None = None


class Declaration(Wire, frozen=True, kw_only=True):
    """A place that asks for a package: what it says (``>=2,<3``), by which tool or kind of file, and where."""

    specifier: str
    origin: str
    location: Location


class ProjectStatus(Wire, frozen=True, kw_only=True):
    """What the index says against a package as a whole (PEP 792), with the reason that it gives, which may be empty."""

    status: Literal["archived", "deprecated", "quarantined"]
    reason: str


class Dependency(Wire, frozen=True, kw_only=True):
    """A package that a notebook names, or that one of those brings in.

    ``installed`` is its version in the kernel's environment, null where it is not there or that is not known.
    ``through`` is the chain of packages that leads to it, empty for one that the notebook names. ``state`` is the worst
    of its versions. ``project`` is null where the index says nothing against it.
    """

    name: str
    declared: list[Declaration]
    imported: list[Location]
    installed: str | None
    through: list[str]
    state: Literal["vulnerable", "not-known-vulnerable", "not-assessed"]
    versions: list[AssessedVersion]
    project: ProjectStatus | None = None


class DependencyReport(Wire, frozen=True, kw_only=True):
    """What a notebook needs, and what is known of it. ``environment`` says whether the kernel's packages are known,
    ``python`` its version. ``advisories`` is null where only the incidents that come with the product are known."""

    path: str
    digest: str
    kernel: str
    environment: bool
    python: str
    advisories: Advisories | None
    dependencies: list[Dependency]


class News(Wire, frozen=True, kw_only=True):
    """A flaw of a version of a package that became known after the notebook at ``path`` was scanned, on the day
    ``since``. ``through`` is the package that brings it in, empty for none."""

    path: str
    name: str
    version: str
    through: str
    advisory: str
    kind: Literal["vulnerability", "malware"]
    severity: Severity | None
    summary: str
    safe: str
    since: str


class NewsReport(Wire, frozen=True, kw_only=True):
    """What became known since notebooks were scanned. ``advisories`` is null where there is no database; ``problem``
    says why something cannot be told, empty for nothing."""

    advisories: Advisories | None
    news: list[News]
    problem: str = ""
