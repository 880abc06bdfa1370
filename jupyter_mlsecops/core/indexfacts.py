"""What an index says of a package that a notebook needs, where that is the package which the index has."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec.structs import replace

from .dependency import ELSEWHERE, Declared
from .distributions import of_conda
from .ipynb import Notebook
from .project import Project, Release

_LAST_SECOND = 4_102_444_800  # 2100: no file is from later


def installed_on(notebook: Notebook, name: str) -> str:
    """The day on which a package was installed, by its files; empty where they do not tell."""
    details = notebook.environment.details if notebook.environment is not None else None
    found = details.packages.get(name) if details is not None else None
    if found is None or not 0 < found.installed < _LAST_SECOND:
        return ""
    return datetime.datetime.fromtimestamp(found.installed, datetime.timezone.utc).date().isoformat()


def is_from_index(notebook: Notebook, name: str) -> bool:
    """Whether nothing says that what is installed came from anywhere but an index of Python packages, or from conda
    under a name that is known there."""
    details = notebook.environment.details if notebook.environment is not None else None
    found = details.packages.get(name) if details is not None else None
    return found is None or found.origin.kind == "index" or (found.origin.kind == "conda" and bool(of_conda(name)))


def project_of(notebook: Notebook, name: str, asked: list[Declared]) -> Project | None:
    """What an index says of a package that comes from one, or has its name there as a package of conda."""
    if notebook.advisories is None or not (_are_of_index(asked) if asked else is_from_index(notebook, name)):
        return None
    return notebook.advisories.project(name)


def _are_of_index(asked: Iterable[Declared]) -> bool:
    return not any(one.requirement.kind in ELSEWHERE or not one.name for one in asked)


def release_of(notebook: Notebook, name: str, version: str, asked: list[Declared]) -> Release | None:
    """What an index says of a version, else since when it is out by what a lock says.

    A local version (``2.1.0+cu118``) is a build of somebody else's index.
    """
    if notebook.advisories is None or "+" in version or not _are_of_index(asked):
        return None
    known = notebook.advisories.project(name)
    found = known.release(version) if known is not None else None
    told = min((one.uploaded for one in asked if one.uploaded and one.version == version), default="")
    if found is not None:
        return found if found.uploaded or not told else replace(found, uploaded=told)
    return Release(told) if told else None
