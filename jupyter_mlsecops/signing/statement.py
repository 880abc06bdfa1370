"""What is signed: a statement that names the files of a model and their digests."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from .bundle import Broken, Unsupported

_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://model_signing/signature/v1.0"
_HEX = re.compile(r"(?:[0-9a-f]{2}){16,64}")
_GIT = (".git", ".gitattributes", ".github", ".gitignore")
ITSELF = "."
"""The name of the only file of a model that is one file."""


class Piece(NamedTuple):
    """One digest of a file: of the bytes from ``start`` up to ``end``; -1 for all of it. ``digest`` is in hex."""

    algorithm: str
    digest: str
    start: int = 0
    end: int = -1


class Statement(NamedTuple):
    """The ``files`` of a model, by their way from its folder, each with the digests that cover it, in order.
    ``ignored`` are paths that the signature leaves out, with all that is below them."""

    name: str
    files: Mapping[str, Sequence[Piece]]
    ignored: tuple[str, ...] = ()

    @property
    def is_of_file(self) -> bool:
        """Whether the model is one file, not a folder."""
        return set(self.files) == {ITSELF}

    def leaves_out(self, way: str) -> bool:
        """Whether the file at ``way`` was not meant to be signed."""
        return is_of_git(way) or any(way == one or way.startswith(f"{one}/") for one in self.ignored)


class _Subject(msgspec.Struct):
    name: str
    digest: dict[str, str]


class _Resource(msgspec.Struct):
    name: str
    algorithm: str
    digest: str


class _Serialization(msgspec.Struct):
    method: str
    ignore_paths: list[str] = []


class _Predicate(msgspec.Struct):
    resources: list[_Resource]
    serialization: _Serialization


class _Statement(msgspec.Struct, rename={"type": "_type", "predicate_type": "predicateType"}):
    type: str
    subject: list[_Subject]
    predicate_type: str
    predicate: _Predicate


class _Kind(msgspec.Struct, rename={"predicate_type": "predicateType"}):
    predicate_type: str


def parse(payload: bytes) -> Statement:
    """Read a statement. Raises ``Broken`` and ``Unsupported``."""
    try:
        if msgspec.json.decode(payload, type=_Kind).predicate_type != _PREDICATE:
            raise Unsupported("it says something else than the first version of model signing does")
        found = msgspec.json.decode(payload, type=_Statement)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Broken("what it signs is no statement about a model") from error
    resources, method = found.predicate.resources, found.predicate.serialization.method
    if found.type != _STATEMENT or len(found.subject) != 1:
        raise Broken("what it signs is no statement about one model")
    if method not in ("files", "shards"):
        raise Unsupported("it names digests of other things than files")
    if not all(_HEX.fullmatch(one.digest) for one in resources):
        raise Broken("a digest in it is none")
    if found.subject[0].digest.get("sha256") != _root([one.digest for one in resources]):
        raise Broken("the digests in it do not add up to the one of the model")
    files: dict[str, list[Piece]] = {}
    for one in resources:
        way, piece = _piece(one, method)
        files.setdefault(way, []).append(piece)
        if method == "files" and len(files[way]) > 1:
            raise Broken("it names a file twice")
    for pieces in files.values():
        pieces.sort(key=lambda piece: piece.start)
    ignored = tuple(_way(path) for path in found.predicate.serialization.ignore_paths)
    return Statement(found.subject[0].name, files, ignored)


def encode(name: str, digests: Mapping[str, str], ignored: Sequence[str] = ()) -> bytes:
    """The statement that the model ``name`` has these files, by their ways, with these SHA-256 in hex."""
    ordered = sorted(digests.items(), key=lambda pair: pair[0].split("/"))
    resources = [{"name": way, "algorithm": "sha256", "digest": digest} for way, digest in ordered]
    serialization = {"method": "files", "hash_type": "sha256", "allow_symlinks": False}
    tree = {
        "_type": _STATEMENT,
        "subject": [{"name": name, "digest": {"sha256": _root([digest for _, digest in ordered])}}],
        "predicateType": _PREDICATE,
        "predicate": {
            "serialization": serialization | ({"ignore_paths": list(ignored)} if ignored else {}),
            "resources": resources,
        },
    }
    return msgspec.json.encode(tree)


def is_of_git(way: str) -> bool:
    """Whether a file belongs to git alone, which no signature of a model covers."""
    return way.partition("/")[0] in _GIT


def _root(digests: Sequence[str]) -> str:
    return hashlib.sha256(bytes.fromhex("".join(digests))).hexdigest()


def _piece(resource: _Resource, method: str) -> tuple[str, Piece]:
    """The file that a digest is about, and what of it."""
    name, algorithm = resource.name, resource.algorithm.partition("-sharded-")[0]
    if method == "files":
        return _way(name), Piece(algorithm, resource.digest)
    way, *place = name.rsplit(":", 2)
    if len(place) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 20 for part in place):
        raise Broken("a shard in it has no place")
    return _way(way), Piece(algorithm, resource.digest, int(place[0]), int(place[1]))


def _way(name: str) -> str:
    """A way into a folder as it is compared: what leads out of it is broken."""
    way = posixpath.normpath(name)
    if not name or way.startswith(("/", "../")) or way == ".." or "\0" in way:
        raise Broken("a name in it leads out of the model")
    return way
