"""What a notebook needs, as a report tells it."""

from __future__ import annotations

from . import model, packagereport
from .advisory import Advisory
from .assessing import AssessedVersion, Dependency, dependencies
from .ipynb import Notebook
from .matched import Matched
from .placing import location_of
from .project import RELEASE_AGE, Project, Release
from .text import Span, printable

_ADVISORIES = 50  # of one version
_SUMMARY = 200  # characters
_REASON = 200


def listed(notebook: Notebook, matched: Matched) -> packagereport.DependencyReport:
    """The packages that a scanned notebook names and those that these bring in, and what is known of each."""
    environment, advisories = notebook.environment, notebook.advisories
    return packagereport.DependencyReport(
        path=notebook.path,
        digest=notebook.digest,
        kernel=printable(notebook.kernel, 80),
        environment=environment is not None,
        python=printable(environment.python, 40) if environment is not None else "",
        advisories=advisories.about if advisories is not None else None,
        dependencies=[_dependency(notebook, matched, one) for one in dependencies(notebook)],
    )


def _dependency(notebook: Notebook, matched: Matched, one: Dependency) -> packagereport.Dependency:
    return packagereport.Dependency(
        name=printable(one.name, 120),
        declared=[
            packagereport.Declaration(
                specifier=printable(asked.requirement.specifier, 80),
                origin=printable(asked.origin, 40),
                location=model.Location(path=printable(asked.path, 4096))
                if asked.path
                else _place(notebook, matched, asked.pointer, asked.span),
            )
            for asked in one.declared
        ],
        imported=[_place(notebook, matched, place.pointer, place.span) for place in one.imported],
        installed=printable(one.installed, 80) or None,
        through=[printable(name, 120) for name in one.through],
        state=one.state,
        versions=[_version(notebook, version) for version in one.versions],
        project=_status(one.project),
    )


def _place(notebook: Notebook, matched: Matched, pointer: str, span: Span) -> model.Location:
    return location_of(notebook, matched, pointer, model.Part.SOURCE, span)


def _status(project: Project | None) -> packagereport.ProjectStatus | None:
    if project is None or project.status == "active":
        return None
    return packagereport.ProjectStatus(status=project.status, reason=printable(project.reason, _REASON))


def _version(notebook: Notebook, one: AssessedVersion) -> packagereport.AssessedVersion:
    assessment = one.assessment
    return packagereport.AssessedVersion(
        version=printable(one.version, 80),
        source=one.source,
        state=assessment.state,
        reason=assessment.reason,
        safe=printable(assessment.safe, 80),
        advisories=[_advisory(advisory) for advisory in assessment.advisories[:_ADVISORIES]],
        release=_release(notebook, one.release),
    )


def _release(notebook: Notebook, release: Release | None) -> packagereport.Release | None:
    if release is None or notebook.advisories is None:
        return None
    age = release.age_days(notebook.advisories.today)
    least = notebook.minimum_release_age if notebook.minimum_release_age is not None else RELEASE_AGE
    return packagereport.Release(
        uploaded=printable(release.uploaded, 40),
        young=age is not None and age < least,
        yanked=printable(release.yanked, _REASON) if release.yanked is not None else None,
    )


def _advisory(one: Advisory) -> packagereport.Advisory:
    return packagereport.Advisory(
        id=printable(one.id, 80),
        aliases=[printable(alias, 80) for alias in one.aliases[:10]],
        kind=one.kind,
        severity=one.severity,
        score=one.score,
        summary=printable(one.summary, _SUMMARY),
        fixed=[printable(version, 80) for version in one.fixed[:10]],
        url=one.url if one.url.startswith("https://") else "",
    )
