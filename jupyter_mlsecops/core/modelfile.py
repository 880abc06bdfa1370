"""A model file as rules see it: what reading it found out. It was never loaded."""

from __future__ import annotations

from typing import Any

import msgspec


class KnownModel(msgspec.Struct, frozen=True):
    """A model file that somebody looked at: in the file with this ``sha256`` (hex digits) these names are accepted.

    ``names`` are written as ``module.Class``. Another digest is another file, of which this says nothing.
    """

    sha256: str
    names: frozenset[str]
    reason: str


class ModelFile(msgspec.Struct, frozen=True, dict=True):
    """One model file, or one that a loader of a notebook names.

    ``path`` is what reports call it. ``kind`` is the format by its content (``pickle``, ``torch-zip``), ``unknown`` if
    it is none that is read. ``digest`` is ``sha256:…`` of the bytes, empty where a large file gave no reason to compute
    it. ``facts`` are those of the readers in ``formats``, in their order; ``gaps`` are sentences for the user:
    what was not read, why, and what would help; none where all was read. ``known`` are the policy's files.
    """

    path: str
    kind: str
    digest: str
    size: int
    facts: tuple[Any, ...] = ()
    gaps: tuple[str, ...] = ()
    known: tuple[KnownModel, ...] = ()

    @property
    def accepted(self) -> frozenset[str]:
        """The names that the policy accepts in a file with this digest."""
        own = [one.names for one in self.known if self.digest == f"sha256:{one.sha256}"]
        return frozenset().union(*own)
