"""The packages that a notebook leads to, and where it names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...sdk import AssessedVersion, Declared, Dependency, Frozen, Imported, Notebook, Place, dependencies


class Needed(Frozen, frozen=True):
    """A version of a package that a notebook leads to. ``root`` is the package that the notebook names for it: itself,
    or the one that brings it in; None where that is not known.
    """

    dependency: Dependency
    version: AssessedVersion
    root: Dependency | None

    @property
    def is_installed(self) -> bool:
        """Whether it is a version that is installed of a package that the notebook names itself."""
        return self.version.source == "installed" and not self.dependency.through

    @property
    def places(self) -> tuple[Place, ...]:
        """The lines that ask for the version; of one that is installed all that ask for its root, else its import."""
        if self.root is not None and self.version.source == "declared":
            own = [one for one in self.root.declared if not one.path and one.version == self.version.version]
            return tuple(Place(one.pointer, one.span) for one in own)
        return named(self.root)


def needed(notebook: Notebook) -> Iterator[Needed]:
    """All versions that a notebook leads to, by package."""
    for dependency, root in rooted(notebook):
        for version in dependency.versions:
            yield Needed(dependency, version, root)


def rooted(notebook: Notebook) -> Iterator[tuple[Dependency, Dependency | None]]:
    """All packages that a notebook leads to, each with the one that it names for it, if that is known."""
    known = {one.name: one for one in dependencies(notebook)}
    for one in known.values():
        yield one, known.get(one.through[0]) if one.through else one


def named(dependency: Dependency | None) -> tuple[Place, ...]:
    """The lines that ask for a package, else its import."""
    if dependency is None:
        return ()
    own: Sequence[Declared | Imported] = [one for one in dependency.declared if not one.path] or dependency.imported
    return tuple(Place(one.pointer, one.span) for one in own)
