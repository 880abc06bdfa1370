"""What is installed where a notebook runs: facts that are handed in, for no scan looks for them itself."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from .hub import Hub
from .installed import Details, StartUp, canonical
from .regex import regex

DEFAULT = "python3"
_RELEASE = regex(r"\s*v?(?:\d+!)?(\d+(?:\.\d+)*)")


class Environment(msgspec.Struct, frozen=True):
    """One environment: the version of its Python, and of each package by canonical name (``scikit-learn``).

    Versions are as their files tell them; ``python`` may be empty, and know only two numbers (``3.11``). ``startup``
    are the files that run code at every start and are none of the well-known ones. ``details`` is what the packages say
    of themselves, None where nobody asked for it. ``hub`` are the models and data sets in this user's cache.
    """

    python: str = ""
    packages: Mapping[str, str] = msgspec.field(default_factory=dict)
    startup: tuple[StartUp, ...] = ()
    details: Details | None = None
    hub: Hub = msgspec.field(default_factory=Hub)

    def version(self, name: str) -> tuple[int, ...] | None:
        """The numbers of the version of ``python`` or a package; None where it is not installed or not known."""
        return release(self.python if name == "python" else self.packages.get(canonical(name), ""))


class Environments(msgspec.Struct, frozen=True):
    """The environments of kernels by their names, and that of all others, if it is known."""

    kernels: Mapping[str, Environment] = msgspec.field(default_factory=dict)
    other: Environment | None = None

    def of(self, kernel: str) -> Environment | None:
        """What a notebook of this kernel runs with; one that names none runs with the default kernel."""
        return self.kernels.get(kernel or DEFAULT, self.other)


def release(version: str) -> tuple[int, ...] | None:
    """The release numbers of a version: ``2.6.0+cu124`` gives (2, 6, 0). None where it begins with none."""
    match = _RELEASE.match(version)
    return tuple(int(number) for number in match[1].split(".")[:4]) if match else None


__all__ = ["Environment", "Environments", "canonical", "release"]
