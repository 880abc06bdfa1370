"""Packages in the notation of conda, under the names that they have on the Python package index."""

from __future__ import annotations

from ...core.dependency import Declared
from ...core.distributions import of_conda
from ...core.shell.requirement import Requirement, conda_requirement
from ...core.shell.words import Word
from ...core.text import Span

_LONGEST = 1000


def asked(text: str, span: Span, origin: str) -> Declared | None:
    """What ``numpy=1.26.4=py312_0`` or ``numpy >=1.26`` asks for; None where that is no package, or Python itself."""
    found = conda_requirement(Word(text[:_LONGEST], span))
    if found is None or found.key == "python":
        return None
    return Declared(of_conda(found.name), found.version, found, "", span, origin, ecosystem="conda")


def locked(name: str, version: str, span: Span, origin: str, hashes: tuple[str, ...]) -> Declared:
    """A package of conda in a lock."""
    found = Requirement(name, f"=={version}" if version else "", "pinned" if version else "unpinned", span)
    return Declared(of_conda(name), version, found, "", span, origin, hashes=hashes, ecosystem="conda")
