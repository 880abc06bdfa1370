"""Trusted roots of Sigstore: who certifies identities, and which logs hold that. Read from files, never fetched."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ..core.modelfile import Signer
from ..core.text import printable
from .bundle import NotVerified

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

_PUBLIC = "https%3A%2F%2Ftuf-repo-cdn.sigstore.dev"  # the folder of the public instance in the package
_CONFIGURATION = "application/vnd.dev.sigstore.clienttrustconfig"
_MOST_BYTES = 4 << 20


class Root(NamedTuple):
    """``authorities`` are the names (DER) of those that certify, each with the id of its key; ``logs`` are ids."""

    verifier: Verifier
    authorities: frozenset[tuple[bytes, bytes]]
    logs: frozenset[bytes]


class _LogId(msgspec.Struct, rename="camel"):
    key_id: bytes = b""


class _Key(msgspec.Struct, rename="camel"):
    raw_bytes: bytes = b""


class _Log(msgspec.Struct, rename="camel"):
    public_key: _Key
    log_id: _LogId | None = None
    checkpoint_key_id: _LogId | None = None


class _Logs(msgspec.Struct, rename="camel"):
    media_type: str
    tlogs: list[_Log] = []
    ctlogs: list[_Log] = []
    trusted_root: _Logs | None = None


def root_of(signer: Signer, folder: str) -> Root:
    """The root by which what a signer signs is judged: the file that the policy names for them, else the public one
    that the package ``sigstore`` carries.

    Raises ``NotVerified`` where it cannot be used, and where it lies in ``folder``, which is scanned.
    """
    path = signer.trusted_root
    if path and folder and os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), "")):
        raise NotVerified(
            f"{called(signer)} lies in what is scanned, where others may write. Put it beside the policy, elsewhere"
        )
    try:
        return _read(path, mark(path))
    except Exception as error:  # whatever stands in that file
        why = printable(str(error).partition("\n")[0], 90)
        raise NotVerified(f"{called(signer)} cannot be used: {type(error).__name__}: {why}") from error


def called(signer: Signer) -> str:
    """What messages call the root of a signer."""
    if not signer.trusted_root:
        return "the trusted root in the package sigstore"
    return f"the trusted root of {signer.name}"


def mark(path: str) -> tuple[int, int] | None:
    """What becomes another one where a file does; None where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _read(path: str, mark: object) -> Root:
    """The root in a file, as long as it has this mark; the public one where no path is given."""
    if path:
        return _made(Path(path))
    from importlib.resources import as_file, files

    # Not the copy in the user's cache, which the library would take: it is as old as its first use, and theirs.
    with as_file(files("sigstore._store") / _PUBLIC / "trusted_root.json") as file:
        return _made(file)


def _made(file: Path) -> Root:
    status = file.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
        raise ValueError(f"it is no file of up to {_MOST_BYTES >> 20} MiB")
    raw = file.read_bytes()
    found = msgspec.json.decode(raw, type=_Logs)
    from sigstore.models import ClientTrustConfig, TrustedRoot
    from sigstore.verify import Verifier

    theirs: TrustedRoot
    if found.media_type.startswith(_CONFIGURATION):
        theirs = ClientTrustConfig.from_json(raw.decode()).trusted_root
    else:
        theirs = TrustedRoot.from_file(str(file))
    authorities = {(one.subject.public_bytes(), _key_id(one)) for one in theirs.get_fulcio_certs()}
    return Root(Verifier(trusted_root=theirs), frozenset(authorities), frozenset(_ids(found.trusted_root or found)))


def _key_id(authority: Certificate) -> bytes:
    from cryptography.x509 import ExtensionNotFound, SubjectKeyIdentifier

    try:
        return authority.extensions.get_extension_for_class(SubjectKeyIdentifier).value.digest
    except ExtensionNotFound:
        return b""


def _ids(logs: _Logs) -> Iterator[bytes]:
    for log in (*logs.tlogs, *logs.ctlogs):
        yield hashlib.sha256(log.public_key.raw_bytes).digest()
        for one in (log.log_id, log.checkpoint_key_id):
            if one is not None:
                yield one.key_id
