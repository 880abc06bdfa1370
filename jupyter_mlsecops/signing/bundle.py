"""A Sigstore bundle: an envelope that says what was signed, the signature, and by whom."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

import msgspec

MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
MOST_BYTES = 4 << 20
"""A bundle has a line for each file of a model; 25,000 files fit."""
_MOST_SIGNATURES = 10
_MARKS = (b'"mediaType"', b'"dsseEnvelope"', b'"verificationMaterial"')


class NotASignature(Exception):
    """What is no bundle at all: files called ``.sig`` are of many kinds."""


class Broken(Exception):
    """A bundle that says nothing that could be relied on. The text says why."""


class Unsupported(Exception):
    """A bundle about something else than the files of a model. The text says what."""


class NotVerified(Exception):
    """A bundle that says who made it, which nobody can judge here. The text says why, and what would help."""


class Bundle(NamedTuple):
    """``payload`` is what was signed. ``hint`` names a public key by its SHA-256, empty where it is not said;
    ``chain`` are certificates (DER), the signer's first. ``is_keyless``: an identity was certified for minutes, which
    only its entry in a public log ties to the signature. ``logs`` are the ids of the logs that are said to hold such
    an entry, one for each; ``raw`` is the bundle as it was read."""

    payload: bytes
    signatures: tuple[bytes, ...]
    hint: str = ""
    chain: tuple[bytes, ...] = ()
    is_keyless: bool = False
    logs: tuple[bytes, ...] = ()
    raw: bytes = b""


class _Signature(msgspec.Struct):
    sig: str


class _Envelope(msgspec.Struct, rename="camel"):
    payload: str
    payload_type: str
    signatures: list[_Signature]


class _PublicKey(msgspec.Struct):
    hint: str | None = None


class _Certificate(msgspec.Struct, rename="camel"):
    raw_bytes: str


class _Chain(msgspec.Struct):
    certificates: list[_Certificate]


class _LogId(msgspec.Struct, rename="camel"):
    key_id: str = ""


class _Entry(msgspec.Struct, rename="camel"):
    log_id: _LogId | None = None


class _Material(msgspec.Struct, rename="camel"):
    public_key: _PublicKey | None = None
    x509_certificate_chain: _Chain | None = msgspec.field(default=None, name="x509CertificateChain")
    certificate: _Certificate | None = None
    tlog_entries: list[_Entry] | None = None


class _Bundle(msgspec.Struct, rename="camel"):
    media_type: str
    verification_material: _Material
    dsse_envelope: _Envelope | None = None


def may_be(raw: bytes) -> bool:
    """Whether a file that begins so may be a bundle."""
    return raw.lstrip()[:1] == b"{" and any(mark in raw for mark in _MARKS)


def parse(raw: bytes) -> Bundle:
    """Read a bundle. Raises ``NotASignature`` for what is none, ``Unsupported``, and ``Broken``."""
    if not may_be(raw):
        raise NotASignature
    try:
        bundle = msgspec.json.decode(raw, type=_Bundle)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Broken("it is cut off, or no bundle of Sigstore") from error
    envelope, material = bundle.dsse_envelope, bundle.verification_material
    if envelope is None:
        raise Unsupported("it signs a digest by itself")
    if not bundle.media_type.startswith("application/vnd.dev.sigstore.bundle"):
        raise Broken("it says that it is something else than a bundle of Sigstore")
    if envelope.payload_type != PAYLOAD_TYPE:
        raise Unsupported("what it signs is no statement of in-toto")
    if not 0 < len(envelope.signatures) <= _MOST_SIGNATURES:
        raise Broken("it has no signature" if not envelope.signatures else "it has too many signatures")
    single, chain = material.certificate, material.x509_certificate_chain
    certificates = [single] if single is not None else chain.certificates if chain is not None else []
    return Bundle(
        _decoded(envelope.payload),
        tuple(_decoded(one.sig) for one in envelope.signatures),
        (material.public_key.hint or "") if material.public_key is not None else "",
        tuple(_decoded(one.raw_bytes) for one in certificates[:_MOST_SIGNATURES]),
        single is not None,
        tuple(_decoded(one.log_id.key_id) if one.log_id is not None else b"" for one in material.tlog_entries or ()),
        raw,
    )


def encode(payload: bytes, signature: bytes, hint: str) -> bytes:
    """The bundle of a signature that was made with the key of which ``hint`` is the name."""
    tree = {
        "mediaType": MEDIA_TYPE,
        "verificationMaterial": {"publicKey": {"hint": hint}, "tlogEntries": []},
        "dsseEnvelope": {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [{"sig": base64.b64encode(signature).decode(), "keyid": ""}],
        },
    }
    return msgspec.json.encode(tree) + b"\n"


def signed_bytes(payload: bytes) -> bytes:
    """What a signature is about: the pre-authentication encoding of DSSE 1.0."""
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload), payload)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Broken("a value in it is no base64") from error
