"""A small Sigstore of our own: who certifies identities, a log of certificates, a log of signatures, and a clock.

All keys are made anew. What it says follows RFC 6962 (certificates and trees), RFC 3161 (the clock), the notes of
transparency.dev (the state of the log), and the bundles that sigstore-python writes.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from . import made

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
MINUTE = datetime.timedelta(minutes=1)
ANN = "ann@lab.tool.dev"
LOGIN = "https://login.tool.dev"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
_FULCIO = "1.3.6.1.4.1.57264.1."
_STAMPS = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
_SHA256 = hashes.SHA256()

Key = ec.EllipticCurvePrivateKey


class Kept(NamedTuple):
    """What an instance is made of; another key in place of one makes an impostor."""

    root: Key
    certifier: Key
    certificates: Key
    signatures: Key
    clock: Key


def new_keys() -> Kept:
    return Kept(*(made.new_key() for _ in Kept._fields))


class Instance:
    """One Sigstore. ``names`` is how its authorities are called."""

    def __init__(self, names: str = "lab", keys: Kept | None = None) -> None:
        self.keys = keys or new_keys()
        code = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
        root = made.certificate(f"{names} root", self.keys.root, ca=True)
        self.certifiers = (
            made.certificate(f"{names} certifier", self.keys.certifier, (root, self.keys.root), ca=True, more=(code,)),
            root,
        )
        clocks = made.certificate(f"{names} clocks", self.keys.root, ca=True)
        self.clock = (_clock(f"{names} clock", self.keys.clock, (clocks, self.keys.root)), clocks)
        self.names = names

    def trusted_root(self) -> dict[str, Any]:
        since = {"start": made.DAY.isoformat()}

        def log(key: Key) -> dict[str, Any]:
            public = {"rawBytes": text(_public(key)), "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": since}
            shown = {"baseUrl": "https://log.tool.dev", "hashAlgorithm": "SHA2_256", "publicKey": public}
            return {**shown, "logId": {"keyId": text(_id(key))}}

        def authority(chain: tuple[x509.Certificate, ...]) -> dict[str, Any]:
            certificates = [{"rawBytes": text(_der(one))} for one in chain]
            subject = {"organization": self.names, "commonName": self.names}
            return {"subject": subject, "certChain": {"certificates": certificates}, "validFor": since}

        return {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [log(self.keys.signatures)],
            "certificateAuthorities": [authority(self.certifiers)],
            "ctlogs": [log(self.keys.certificates)],
            "timestampAuthorities": [authority(self.clock)],
        }

    def configuration(self) -> dict[str, Any]:
        """The same, as tools that sign take it."""
        media = "application/vnd.dev.sigstore.signingconfig.v0.2+json"
        config = {"selector": "ANY"}
        signing = {"mediaType": media, "rekorTlogConfig": config, "tsaConfig": config}
        kind = "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"
        return {"mediaType": kind, "trustedRoot": self.trusted_root(), "signingConfig": signing}

    def certificate(
        self,
        key: Key,
        identity: str = ANN,
        issuer: str = LOGIN,
        *,
        at: datetime.datetime = NOW,
        signs: bool = True,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.CODE_SIGNING,
        issuers: Mapping[str, bytes] | None = None,
        signed_by: Key | None = None,
        stamped_by: Key | None = None,
        is_stamped: bool = True,
    ) -> x509.Certificate:
        """A certificate for ten minutes from ``at``, with the stamp of the log that holds it."""
        is_address = "://" not in identity
        name = x509.RFC822Name(identity) if is_address else x509.UniformResourceIdentifier(identity)
        certifier, by = self.certifiers[0], signed_by or self.keys.certifier
        usage = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
             "crl_sign", "encipher_only", "decipher_only"),
            False,
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([]))
            .issuer_name(certifier.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(at)
            .not_valid_after(at + 10 * MINUTE)
            .add_extension(x509.KeyUsage(digital_signature=signs, **usage), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._certifier_key()), critical=False)
            .add_extension(x509.SubjectAlternativeName([name]), critical=True)
        )
        said = {"1": issuer.encode(), "8": der(0x0C, issuer.encode())} if issuers is None else issuers
        for oid, raw in said.items():
            builder = builder.add_extension(
                x509.UnrecognizedExtension(x509.ObjectIdentifier(_FULCIO + oid), raw), critical=False
            )
        if not is_stamped:
            return builder.sign(by, _SHA256)
        body = builder.sign(by, _SHA256).tbs_certificate_bytes
        stamp = self._stamp(body, at, stamped_by or self.keys.certificates)
        return builder.add_extension(x509.UnrecognizedExtension(_STAMPS, stamp), critical=False).sign(by, _SHA256)

    def _certifier_key(self) -> ec.EllipticCurvePublicKey:
        key = self.certifiers[0].public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return key

    def _stamp(self, body: bytes, at: datetime.datetime, by: Key) -> bytes:
        """The extension with the stamp of the log of certificates: RFC 6962, sections 3.2 and 3.3."""
        millis = int(at.timestamp() * 1000)
        about = hashlib.sha256(_spki(self._certifier_key())).digest()
        entry = about + len(body).to_bytes(3, "big") + body
        signed = struct.pack(f"!BBQH{len(entry)}sH", 0, 0, millis, 1, entry, 0)
        signature = by.sign(signed, ec.ECDSA(_SHA256))
        log = _id(self.keys.certificates)
        stamp = struct.pack("!B32sQHBBH", 0, log, millis, 0, 4, 3, len(signature)) + signature
        stamps = struct.pack("!H", len(stamp)) + stamp
        return der(0x04, struct.pack("!H", len(stamps)) + stamps)

    def sign(self, payload: bytes, **how: Any) -> dict[str, Any]:
        """A bundle about a payload; ``how`` as in ``certificate`` and ``entered``."""
        rest = {name: how.pop(name) for name in ("logged", "clocked", "number") if name in how}
        key = how.pop("key", None) or made.new_key()
        return self.entered(payload, key, self.certificate(key, **how), **rest)

    def entered(
        self,
        payload: bytes,
        key: Key,
        leaf: x509.Certificate,
        *,
        logged: datetime.datetime | None = NOW + MINUTE,
        clocked: datetime.datetime | None = None,
        number: int = 5,
    ) -> dict[str, Any]:
        """The bundle of a signature with ``key``, which the log holds as entry ``number`` of seven, since ``logged``;
        ``clocked``: the clock says when."""
        signature = key.sign(_signed(payload), ec.ECDSA(_SHA256))
        material: dict[str, Any] = {
            "certificate": {"rawBytes": text(_der(leaf))},
            "tlogEntries": [self.entry(_body(payload, signature, leaf), logged, number)],
        }
        if clocked is not None:
            stamp = text(self._clocked(signature, clocked))
            material["timestampVerificationData"] = {"rfc3161Timestamps": [{"signedTimestamp": stamp}]}
        signatures = [{"sig": text(signature), "keyid": ""}]
        envelope = {"payload": text(payload), "payloadType": PAYLOAD_TYPE, "signatures": signatures}
        return {"mediaType": BUNDLE, "verificationMaterial": material, "dsseEnvelope": envelope}

    def entry(self, body: bytes, logged: datetime.datetime | None, number: int = 5) -> dict[str, Any]:
        """The entry of the log, its place in the tree, the signed state of that, and the promise to hold it."""
        leaves = [hashlib.sha256(b"\0" + (body if at == number else b"%d" % at)).digest() for at in range(7)]
        root, path = _tree(leaves, number)
        note = f"log.tool.dev - 1\n{len(leaves)}\n{text(root)}\n"
        log = self.keys.signatures
        seal = text(_id(log)[:4] + log.sign(note.encode(), ec.ECDSA(_SHA256)))
        entry: dict[str, Any] = {
            "logIndex": str(number + 1000),
            "logId": {"keyId": text(_id(log))},
            "kindVersion": {"kind": "dsse", "version": "0.0.1"},
            "inclusionProof": {
                "logIndex": str(number),
                "rootHash": text(root),
                "treeSize": str(len(leaves)),
                "hashes": [text(one) for one in path],
                "checkpoint": {"envelope": f"{note}\n\N{EM DASH} log.tool.dev {seal}\n"},
            },
            "canonicalizedBody": text(body),
        }
        if logged is not None:
            seconds = int(logged.timestamp())
            told = {
                "body": text(body), "integratedTime": seconds, "logID": _id(log).hex(), "logIndex": number + 1000
            }  # fmt: skip
            promise = log.sign(json.dumps(told, separators=(",", ":")).encode(), ec.ECDSA(_SHA256))
            entry |= {
                "integratedTime": str(seconds),
                "inclusionPromise": {"signedEntryTimestamp": text(promise)},
            }
        return entry

    def _clocked(self, signature: bytes, at: datetime.datetime) -> bytes:
        """What the clock says of a signature: a response of RFC 3161, around signed data of RFC 5652."""
        sha256 = der(0x30, _oid("2.16.840.1.101.3.4.2.1"))
        imprint = der(0x30, sha256, der(0x04, hashlib.sha256(signature).digest()))
        when = der(0x18, at.strftime("%Y%m%d%H%M%SZ").encode())
        told = der(0x30, _integer(1), _oid("1.2.3.4.1"), imprint, _integer(7), when)
        kind = _oid("1.2.840.113549.1.9.16.1.4")
        certificate = self.clock[0]
        attributes = b"".join(
            sorted(
                (
                    der(0x30, _oid("1.2.840.113549.1.9.3"), der(0x31, kind)),
                    der(0x30, _oid("1.2.840.113549.1.9.4"), der(0x31, der(0x04, hashlib.sha256(told).digest()))),
                )
            )
        )
        seal = self.keys.clock.sign(der(0x31, attributes), ec.ECDSA(_SHA256))
        signer = der(
            0x30,
            _integer(1),
            der(0x30, certificate.issuer.public_bytes(), _integer(certificate.serial_number)),
            sha256,
            der(0xA0, attributes),
            der(0x30, _oid("1.2.840.10045.4.3.2")),
            der(0x04, seal),
        )
        content = der(0x30, kind, der(0xA0, der(0x04, told)))
        data = der(0x30, _integer(3), der(0x31, sha256), content, der(0xA0, _der(certificate)), der(0x31, signer))
        token = der(0x30, _oid("1.2.840.113549.1.7.2"), der(0xA0, data))
        return der(0x30, der(0x30, _integer(0)), token)


def der(tag: int, *parts: bytes) -> bytes:
    """A value in DER."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _integer(number: int) -> bytes:
    return der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray()
    for arc in (40 * first + second, *rest):
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | arc & 0x7F)
        out += bytes(reversed(groups))
    return der(0x06, bytes(out))


def _clock(name: str, key: Key, issuer: tuple[x509.Certificate, Key]) -> x509.Certificate:
    by, by_key = issuer
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(by.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made.DAY)
        .not_valid_after(made.DAY + datetime.timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(by_key, _SHA256)
    )


def _body(payload: bytes, signature: bytes, leaf: x509.Certificate) -> bytes:
    """What the log holds of a signature."""
    verifier = text(leaf.public_bytes(serialization.Encoding.PEM))
    spec = {
        "envelopeHash": {"algorithm": "sha256", "value": hashlib.sha256(b"envelope").hexdigest()},
        "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
        "signatures": [{"signature": text(signature), "verifier": verifier}],
    }
    return json.dumps({"apiVersion": "0.0.1", "kind": "dsse", "spec": spec}, separators=(",", ":")).encode()


def _tree(leaves: list[bytes], number: int) -> tuple[bytes, list[bytes]]:
    """The root of a tree and the path to a leaf, from below: RFC 6962, section 2.1."""
    if len(leaves) == 1:
        return leaves[0], []
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    is_left = number < half
    left, path = _tree(leaves[:half], number) if is_left else (_tree(leaves[:half], 0)[0], [])
    right, other = (_tree(leaves[half:], 0)[0], []) if is_left else _tree(leaves[half:], number - half)
    return hashlib.sha256(b"\1" + left + right).digest(), [*path, right] if is_left else [*other, left]


def _signed(payload: bytes) -> bytes:
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload), payload)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _public(key: Key) -> bytes:
    return _spki(key.public_key())


def _spki(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _id(key: Key) -> bytes:
    return hashlib.sha256(_public(key)).digest()
