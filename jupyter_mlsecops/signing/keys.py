"""Keys and certificates, and whose they are; with ``cryptography``, which comes with the extra ``signing``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..core.modelfile import Signer
from . import keyless
from .bundle import Broken, Bundle, NotVerified, signed_bytes
from .identities import Claim, claim_of

if TYPE_CHECKING:
    from typing import TypeAlias

    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
    from cryptography.x509 import Certificate

    PrivateKey: TypeAlias = EllipticCurvePrivateKey

MISSING = "Signatures need the package cryptography. Install it with `pip install jupyter_mlsecops[signing]`."
_CURVES = {"secp256r1": "SHA256", "secp384r1": "SHA384", "secp521r1": "SHA512"}


class KeyProblem(Exception):
    """A key that cannot be used. The text says why, and what would be."""


class Verdict(NamedTuple):
    """Whose signature it is: a name of the policy, empty for nobody known; then ``why`` says what is known of it."""

    signer: str
    why: str = ""


class _Trusted(NamedTuple):
    name: str
    keys: tuple[tuple[str, EllipticCurvePublicKey], ...]
    certificates: tuple[Certificate, ...]


def is_available() -> bool:
    """Whether keys can be used at all."""
    from importlib.util import find_spec

    return find_spec("cryptography") is not None


def verdict(bundle: Bundle, signers: tuple[Signer, ...], folder: str = "", waits: bool = False) -> Verdict:
    """Who made a signature, as far as ``signers`` and the bundle tell; ``folder`` and ``waits`` as in ``keyless``.

    Raises ``Broken`` where a key that it names, or brings with it, did not make it, or where its proof is wrong;
    ``KeyProblem`` where a key of the policy cannot be used, and ``NotVerified`` where nobody can tell.
    """
    if bundle.chain:
        try:
            return _of_chain(bundle, signers, folder, waits)
        except (Broken, KeyProblem, NotVerified):
            raise
        except Exception as error:  # what is in a certificate must not end the run
            raise Broken("a certificate in it cannot be read") from error
    for one in _trusted(signers):
        for hint, key in one.keys:
            if bundle.hint in ("", hint):
                if _fits(key, bundle):
                    return Verdict(one.name)
                if bundle.hint:
                    raise Broken(f"the key of {one.name}, which it names, did not make it")
    return Verdict("", "It was made with a key that the policy does not know." + _cure(bundle.hint))


def is_encrypted(pem: bytes) -> bool:
    """Whether a private key asks for a password."""
    return b"ENCRYPTED" in pem


def read_private(pem: bytes, password: bytes | None = None) -> PrivateKey:
    """A private key, and the password of one that is encrypted. Raises ``KeyProblem``."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        cause = "The password is wrong, or this" if password is not None else "This"
        raise KeyProblem(f"{cause} is no private key in PEM.") from error
    if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name not in _CURVES:
        raise KeyProblem(
            "Models are signed with keys on the curves P-256, P-384 and P-521. Make one with "
            "`openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -out key.pem`."
        )
    return key


def sign(key: PrivateKey, payload: bytes) -> tuple[bytes, str]:
    """The signature of a payload, and the name of the key."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA

    public = key.public_key()
    return key.sign(signed_bytes(payload), ECDSA(_hash(public))), hint_of(public)


def hint_of(key: EllipticCurvePublicKey) -> str:
    """The name of a public key: the SHA-256 of its PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return hashlib.sha256(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _cure(hint: str) -> str:
    named = f" ({hint[:12]}…)" if hint else ""
    return f" If you know whose it is{named}, put it under model-signers in a policy of yours."


@lru_cache(maxsize=8)
def _trusted(signers: tuple[Signer, ...]) -> tuple[_Trusted, ...]:
    return tuple(_read(one) for one in signers if one.pem)


def _read(signer: Signer) -> _Trusted:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from cryptography.x509 import load_pem_x509_certificates

    raw = signer.pem.encode()
    try:
        if "BEGIN CERTIFICATE" in signer.pem:
            return _Trusted(signer.name, (), tuple(load_pem_x509_certificates(raw)))
        key = load_pem_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyProblem(f"the pem of {signer.name} in model-signers is no public key and no certificate") from error
    if not isinstance(key, EllipticCurvePublicKey) or key.curve.name not in _CURVES:
        raise KeyProblem(
            f"the key of {signer.name} in model-signers is not on one of the curves P-256, P-384 and P-521"
        )
    return _Trusted(signer.name, ((hint_of(key), key),), ())


def _fits(key: EllipticCurvePublicKey, bundle: Bundle) -> bool:
    """Whether a key made one of the signatures."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA

    for signature in bundle.signatures:
        try:
            key.verify(signature, signed_bytes(bundle.payload), ECDSA(_hash(key)))
        except InvalidSignature:
            continue
        return True
    return False


def _hash(key: EllipticCurvePublicKey) -> hashes.HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    found: hashes.HashAlgorithm = getattr(hashes, _CURVES[key.curve.name])()
    return found


def _of_chain(bundle: Bundle, signers: tuple[Signer, ...], folder: str, waits: bool) -> Verdict:
    """Who made a signature that brings certificates."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.x509 import load_der_x509_certificate

    try:
        leaf, *others = map(load_der_x509_certificate, bundle.chain)
        key = leaf.public_key()
        subject = leaf.subject.rfc4514_string()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Broken("a certificate in it is none") from error
    if not isinstance(key, EllipticCurvePublicKey) or key.curve.name not in _CURVES:
        return Verdict("", "It was made with a key of another kind than model signing uses.")
    if not _fits(key, bundle):
        raise Broken("the key of its own certificate did not make it")
    if not bundle.is_keyless and _may_sign(leaf):
        for one in _trusted(signers):
            if leaf in one.certificates or _leads_to(leaf, others, one.certificates):
                return Verdict(one.name)
    if bundle.is_keyless or bundle.logs:
        claim = claim_of(leaf)
        named = [one for one in signers if claim.is_of(one.identity, one.issuer)]
        if not named:
            return Verdict("", _unnamed(claim, signers))
        return Verdict(keyless.verify(bundle, leaf, named, folder, waits))
    return Verdict("", f"Its certificate ({subject[:80]}) leads to none that the policy knows." + _cure(""))


def _unnamed(claim: Claim, signers: Sequence[Signer]) -> str:
    others = ", ".join(dict.fromkeys(one.issuer for one in signers if one.identity in claim.names))
    why = (
        f"the policy knows them through {others} only"
        if others
        else "the policy does not name them. If you trust them, put their identity and issuer under model-signers"
    )
    return f"It names {claim}; not verified, because {why}."


def _may_sign(leaf: Certificate) -> bool:
    """Whether a certificate may be used for signatures, as model signing wants it."""
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound, KeyUsage
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        if leaf.extensions.get_extension_for_class(KeyUsage).value.digital_signature:
            return True
    except (ExtensionNotFound, ValueError):
        pass
    try:
        usage = leaf.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except (ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.CODE_SIGNING in usage


def _leads_to(leaf: Certificate, others: Sequence[Certificate], roots: Iterable[Certificate]) -> bool:
    """Whether a chain leads from a certificate to one of the roots; as of the day from which the certificate is valid,
    because nothing tells the day of the signature."""
    from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

    known = list(roots)
    if not known:
        return False
    builder = PolicyBuilder().store(Store(known)).time(leaf.not_valid_before_utc)
    builder = builder.extension_policies(
        ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all()
    )
    try:
        builder.build_client_verifier().verify(leaf, list(others))
    except (VerificationError, ValueError):
        return False
    return True
