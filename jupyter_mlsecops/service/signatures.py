"""Signatures beside model files: found, read, and compared with the files. Nothing is asked of a network."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from msgspec.structs import replace

from ..core.modelfile import ModelFile, Signature, SignatureState, SignedFolder, Signer
from ..signing import keyless, keys
from ..signing.bundle import MOST_BYTES, Broken, NotASignature, NotVerified, Unsupported
from ..signing.bundle import may_be as may_be_bundle
from ..signing.bundle import parse as parse_bundle
from ..signing.statement import ITSELF, Piece, Statement
from ..signing.statement import parse as parse_statement
from .digests import NotHashed, hash_file, still
from .signedfolders import Contents, contents

OF_FOLDER = "model.sig"
"""The signature in a folder, of all that is in it."""
_ENDINGS = (".sig", ".sigstore", ".sigstore.json")
_PATIENT = 64 << 20  # who hashes files as large as this does not make anybody wait
_UP = 3  # folders, from the file's own upwards, whose signature may be about it
_CHUNK = 1 << 20
_TOO_LARGE = "it is too large to be read while you wait; `jupyter mlsecops scan` reads it"
_KEPT = 8  # signatures that were read, for all scans of this process
_WORST_FIRST = ("wrong", "trusted", "added", "unknown", "unassessed")
_HASHES: dict[str, Callable[[], Any]] = {"sha256": hashlib.sha256, "blake2b": hashlib.blake2b}


class _Read(NamedTuple):
    """A signature that was read: what it says and who says it, or what is wrong with it; ``is_final`` unless another
    look, in a moment, tells more."""

    statement: Statement | None
    verdict: keys.Verdict | None
    broken: str = ""
    unassessed: str = ""
    is_final: bool = True


_known: OrderedDict[tuple[object, ...], _Read | None] = OrderedDict()


class Signatures:
    """Compares files with the signatures beside them. ``signers`` are those whose signatures count; nothing outside of
    ``root`` is read. ``most`` is how many bytes of a file are hashed for it."""

    def __init__(self, signers: tuple[Signer, ...], root: str, most: int) -> None:
        self._signers = signers
        self._root = os.path.realpath(root)
        self._most = most
        self._quick = most < _PATIENT
        self._roots = keyless.state_of(signers)
        self._folders: dict[str, Contents | None] = {}

    def of(self, path: str, shown: str, digest: str) -> Signature | None:
        """What the signatures beside the file at a path, which reports call ``shown``, are worth for it; None
        where there is none. ``digest`` is its own, empty if it is not known."""
        folder = os.path.dirname(path)
        found: list[Signature] = []
        for signature, base in _beside(path):
            read = self._read(signature)
            if read is None:
                continue
            way = posixpath.relpath(path.replace(os.sep, "/"), base.replace(os.sep, "/"))
            relative = os.path.relpath(signature, folder).replace(os.sep, "/")
            name = posixpath.normpath(posixpath.join(posixpath.dirname(shown), relative))
            one = self._judged(read, path, way, name, digest, is_own=base == path)
            if one is not None:
                found.append(one)
        return min(found, key=lambda one: _WORST_FIRST.index(one.state), default=None)

    def _judged(self, read: _Read, path: str, way: str, name: str, digest: str, is_own: bool) -> Signature | None:
        said = partial(Signature, path=name)
        if read.broken:
            return said("wrong", why=f"The signature cannot be relied on: {read.broken}.")
        if read.statement is None or read.verdict is None:
            return said("unassessed", why=read.unassessed)
        statement = read.statement
        if statement.is_of_file:
            if not is_own and statement.name != posixpath.basename(way):
                return None  # it is about another file of the folder
            way = ITSELF
        pieces = statement.files.get(way)
        try:
            if pieces is None:
                if statement.leaves_out(way) or is_own or not _size(path):
                    return None
                return said("added", why="It lies in a folder that is signed, and was not there then.")
            fits = self._fits(path, pieces, digest)
        except NotHashed as error:
            return said("unassessed", why=f"The file was not compared with its signature: {error}.")
        if not fits:
            return said("wrong", why="The file is not the one that was signed.")
        if read.unassessed:
            return said("unassessed", why=read.unassessed)
        state: SignatureState = "trusted" if read.verdict.signer else "unknown"
        folder = self._folder(statement, path[: -len(way) - 1], way) if way != ITSELF else None
        return said(state, why=read.verdict.why, signer=read.verdict.signer, folder=folder)

    def _folder(self, statement: Statement, base: str, way: str) -> SignedFolder | None:
        """What else is not as it was signed, in the folder in which the file lies at ``way``."""
        if base not in self._folders:
            self._folders[base] = contents(base, statement, self._quick)
        found = self._folders[base]
        return SignedFolder(found.missing, found.added, found.first == way) if found is not None else None

    def _fits(self, path: str, pieces: Sequence[Piece], digest: str) -> bool:
        """Whether the file is what was signed. Raises ``NotHashed``."""
        if len(pieces) == 1 and pieces[0].end < 0 and pieces[0].algorithm == "sha256":
            if not digest:
                if _size(path) > self._most:
                    raise NotHashed(_TOO_LARGE)
                digest = hash_file(path)
            return digest == f"sha256:{pieces[0].digest}"
        for piece in pieces:
            if piece.algorithm not in _HASHES:
                raise NotHashed(f"its digest is of another kind ({piece.algorithm[:20]}) than sha256 and blake2b")
        if _size(path) > self._most:
            raise NotHashed(_TOO_LARGE)
        return _covers(path, pieces)

    def _read(self, path: str) -> _Read | None:
        """A signature as it is known, or as it is read now; None for what is none, or is not there."""
        try:
            real = os.path.realpath(path)
            status = os.stat(real)
        except (OSError, ValueError):
            return None
        if not real.startswith(os.path.join(self._root, "")):
            return None
        key = real, status.st_mtime_ns, status.st_ctime_ns, status.st_size, self._root, self._signers, self._roots
        if key not in _known:
            found = self._fresh(real)
            if found is not None and not found.is_final:
                return found
            _known[key] = found
            while len(_known) > _KEPT:
                _known.popitem(last=False)
        return _known[key]

    def _fresh(self, path: str) -> _Read | None:
        try:
            with still(path) as (file, size):
                raw = file.read(min(size, MOST_BYTES))
            if size > MOST_BYTES and may_be_bundle(raw):
                return _Read(None, None, unassessed=f"The signature beside it is larger than {MOST_BYTES >> 20} MiB.")
            bundle = parse_bundle(raw)
        except (NotHashed, NotASignature):
            return None
        except Broken as error:
            return _Read(None, None, broken=str(error))
        except Unsupported as error:
            return _Read(None, None, unassessed=_unassessed(error))
        try:
            statement = parse_statement(bundle.payload)
            if not keys.is_available():
                return _Read(statement, keys.Verdict(""), unassessed=keys.MISSING)
            return _Read(statement, keys.verdict(bundle, self._signers, self._root, self._quick))
        except Broken as error:
            return _Read(None, None, broken=str(error))
        except (Unsupported, keys.KeyProblem) as error:
            return _Read(None, None, unassessed=_unassessed(error))
        except NotVerified as error:  # what was signed is known all the same
            is_final = not isinstance(error, keyless.NotYet)
            why = f"Who it says made it was not verified: {error}."
            return _Read(statement, keys.Verdict(""), unassessed=why, is_final=is_final)


def _unassessed(why: Exception) -> str:
    return f"The signature beside it was not assessed: {why}."


def signed(model: ModelFile, path: str, root: str, signers: tuple[Signer, ...], most: int) -> ModelFile:
    """A model file, which lies at ``path``, with what a signature beside it is worth; the rest as in ``Signatures``."""
    folder, name = os.path.split(os.path.abspath(path))
    signature = Signatures(signers, root, most).of(
        os.path.join(os.path.realpath(folder), name), model.path, model.digest
    )
    return model if signature is None else replace(model, signature=signature)


def _beside(path: str) -> Iterator[tuple[str, str]]:
    """Where a signature of a file may lie, each with the path of what it signs."""
    for ending in _ENDINGS:
        yield path + ending, path
    folder = os.path.dirname(path)
    for _ in range(_UP):
        yield os.path.join(folder, OF_FOLDER), folder
        yield folder + _ENDINGS[0], folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _covers(path: str, pieces: Sequence[Piece]) -> bool:
    """Whether digests of pieces of a file, in order, cover all of it and are right. Raises ``NotHashed``."""
    with still(path) as (file, size):
        at = 0
        for piece in pieces:
            end = size if piece.end < 0 else piece.end
            if piece.start != at or not at <= end <= size:
                return False
            hashed = _HASHES[piece.algorithm]()
            file.seek(at)
            while at < end and (chunk := file.read(min(_CHUNK, end - at))):
                hashed.update(chunk)
                at += len(chunk)
            if at != end or hashed.hexdigest() != piece.digest:
                return False
        return at == size


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError as error:
        raise NotHashed(error.strerror or type(error).__name__) from error
