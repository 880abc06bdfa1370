"""A model file as rules see it: what reading it found out. It was never loaded."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

HARD_STOP = 2
"""Seconds that one file is read, unless who asks gives it others: a net under the limits, which always come out the
same."""
LINK = "link"
"""The kind of what is a link that leads out of where files may be read."""
SignatureState = Literal["trusted", "unknown", "wrong", "added", "unassessed"]


class KnownModel(msgspec.Struct, frozen=True):
    """A model file that somebody looked at: in the file with this ``sha256`` (hex digits) these names are accepted.

    ``names`` are written as ``module.Class``. Another digest is another file, of which this says nothing.
    """

    sha256: str
    names: frozenset[str]
    reason: str


class Altered(msgspec.Struct, frozen=True):
    """What a file was when it was last assessed, on the ISO date ``since``: its size in bytes, and its digest, empty
    where that was not computed. ``writer`` is another notebook that writes it, empty where none is known."""

    since: str
    size: int
    digest: str
    writer: str = ""


class Signer(msgspec.Struct, frozen=True):
    """Somebody whose signatures of models count: ``pem`` is a public key or a certificate, or several of them. Where it
    is empty, they are known by an ``identity`` of Sigstore, for which ``issuer`` vouches; ``trusted_root`` is the path
    of the file with the keys of that Sigstore, empty for the public one."""

    name: str
    pem: str = ""
    identity: str = ""
    issuer: str = ""
    trusted_root: str = ""


class SignedFolder(msgspec.Struct, frozen=True):
    """What lies in a signed folder beside what was signed, by the ways from it, some of each: ``missing`` was signed
    and is gone, ``added`` was not signed. ``is_first``: of the files in it that are scanned, this one tells it."""

    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    is_first: bool = True


class Signature(msgspec.Struct, frozen=True):
    """What a signature beside a file is worth for this file.

    ``trusted``: made by ``signer``, and the file is what was signed; ``unknown``: the file is what was signed, by
    nobody whom the policy knows; ``wrong``: the file is not what was signed, or the signature is broken; ``added``: it
    lies in a signed folder and was not there then; ``unassessed``: nobody can tell here. ``why`` is a sentence for the
    user, ``path`` what reports call the signature. ``folder`` says what else is not as it was signed, where the
    signature is of a folder of which that can be said.
    """

    state: SignatureState
    path: str
    why: str
    signer: str = ""
    folder: SignedFolder | None = None


class ModelFile(msgspec.Struct, frozen=True, dict=True):
    """One model file, or one that a loader of a notebook names.

    ``path`` is what reports call it. ``kind`` is the format by its content (``pickle``, ``torch-zip``), ``unknown``
    if it is none that is read, ``link`` for a link that leads out of where files may be read. ``digest`` is
    ``sha256:…`` of the bytes, empty where a large file gave no reason to compute it. ``facts`` are those of the
    readers in ``formats``, in their order; ``gaps`` are sentences for the user: what was not read, why, and what
    would help; none where all was read. ``known`` are the policy's files. ``altered`` says what it was before, where
    it is not the same any more; ``signature`` what one beside it is worth.
    """

    path: str
    kind: str
    digest: str
    size: int
    facts: tuple[Any, ...] = ()
    gaps: tuple[str, ...] = ()
    known: tuple[KnownModel, ...] = ()
    altered: Altered | None = None
    signature: Signature | None = None

    @property
    def accepted(self) -> frozenset[str]:
        """The names that the policy accepts in a file with this digest."""
        own = [one.names for one in self.known if self.digest == f"sha256:{one.sha256}"]
        return frozenset().union(*own)
