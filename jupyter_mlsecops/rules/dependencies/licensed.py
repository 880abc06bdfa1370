"""The installed packages that a notebook leads to, with what they tell of their licences."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Frozen, Notebook, Place, package_licence
from .naming import named, rooted


class Package(Frozen, frozen=True):
    """One installed package.

    ``licence`` is an SPDX expression, empty where none is told that is known. ``path`` is the chain of packages from
    one that the notebook names to this one, both included; ``places`` are where the notebook names its first.
    """

    name: str
    licence: str
    path: tuple[str, ...]
    places: tuple[Place, ...]


def licensed(notebook: Notebook) -> Iterator[Package]:
    """The packages that a notebook names and those that these bring in, as far as they are installed, by name."""
    details = notebook.environment.details if notebook.environment is not None else None
    if details is None:
        return
    for one, root in rooted(notebook):
        installed = details.packages.get(one.name)
        places = named(root)
        if installed is not None and places:
            yield Package(one.name, package_licence(installed.licence), (*one.through, one.name), places)
