"""Where a notebook names a package."""

from __future__ import annotations

from collections.abc import Sequence

from ...sdk import AssessedVersion, Declared, Dependency, Imported, Place


def places(dependency: Dependency | None, version: AssessedVersion) -> tuple[Place, ...]:
    """The lines that ask for a version; of one that is installed all that ask for the package, else its import."""
    if dependency is not None and version.source == "declared":
        own = [one for one in dependency.declared if not one.path and one.version == version.version]
        return tuple(Place(one.pointer, one.span) for one in own)
    return named(dependency)


def named(dependency: Dependency | None) -> tuple[Place, ...]:
    """The lines that ask for a package, else its import."""
    if dependency is None:
        return ()
    own: Sequence[Declared | Imported] = [one for one in dependency.declared if not one.path] or dependency.imported
    return tuple(Place(one.pointer, one.span) for one in own)
