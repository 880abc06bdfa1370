"""Whose signature it is: keys and certificates that the policy knows, those that it does not, and those that lie."""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops.core.modelfile import Signer
from jupyter_mlsecops.signing import bundle, statement
from jupyter_mlsecops.signing.bundle import Broken

from . import made  # skips where there is no cryptography

from jupyter_mlsecops.signing import keys  # isort: skip

PAYLOAD = statement.encode("model", {"a.bin": "11" * 32})
LAB, OTHER = made.new_key(), made.new_key()


def signed(key: made.ec.EllipticCurvePrivateKey, hint: str | None = None) -> bundle.Bundle:
    signature, own = keys.sign(key, PAYLOAD)
    return bundle.parse(bundle.encode(PAYLOAD, signature, own if hint is None else hint))


def knowing(*held: tuple[str, str]) -> tuple[Signer, ...]:
    return tuple(Signer(name, pem) for name, pem in held)


@pytest.mark.parametrize("curve", made.CURVES)
@pytest.mark.parametrize("hint", [None, ""])
def test_a_key_that_is_known(curve: str, hint: str | None) -> None:
    key = made.new_key(curve)
    signers = knowing(("other", made.public_pem(OTHER)), ("lab", made.public_pem(key)))
    assert keys.verdict(signed(key, hint), signers).signer == "lab"


def test_a_key_that_is_not_known() -> None:
    for signers in ((), knowing(("other", made.public_pem(OTHER)))):
        for hint in (None, ""):
            found = keys.verdict(signed(LAB, hint), signers)
            assert found.signer == "" and "model-signers" in found.why


def test_a_key_that_is_named_and_did_not_make_it() -> None:
    hint = keys.hint_of(LAB.public_key())
    with pytest.raises(Broken, match="the key of lab"):
        keys.verdict(signed(OTHER, hint), knowing(("lab", made.public_pem(LAB))))


def test_a_payload_that_was_changed() -> None:
    whole = signed(LAB)
    with pytest.raises(Broken):
        keys.verdict(whole._replace(payload=PAYLOAD + b" "), knowing(("lab", made.public_pem(LAB))))
    with pytest.raises(Broken):
        keys.verdict(
            whole._replace(signatures=(b"", b"\x30\x06\x02\x01\x01\x02\x01\x01")),
            knowing(("lab", made.public_pem(LAB))),
        )


def test_one_of_several_signatures_is_enough() -> None:
    whole = signed(LAB)
    both = whole._replace(signatures=(b"other", *whole.signatures))
    assert keys.verdict(both, knowing(("lab", made.public_pem(LAB)))).signer == "lab"


ROOT_KEY, MIDDLE_KEY, LEAF_KEY = made.new_key("P-384"), made.new_key(), made.new_key()
ROOT = made.certificate("root", ROOT_KEY, ca=True)
MIDDLE = made.certificate("middle", MIDDLE_KEY, (ROOT, ROOT_KEY), ca=True)
LEAF = made.certificate("leaf", LEAF_KEY, (MIDDLE, MIDDLE_KEY))
TWIN = made.certificate("root", OTHER, ca=True)  # the same name, another key


def of_chain(
    *chain: made.x509.Certificate, key: made.ec.EllipticCurvePrivateKey = LEAF_KEY, **more: bool
) -> bundle.Bundle:
    return bundle.parse(made.signed_with_chain(PAYLOAD, key, *chain, **more))


@pytest.mark.parametrize(
    ("chain", "known", "signer"),
    [
        ((LEAF, MIDDLE), (ROOT,), "lab"),
        ((LEAF, MIDDLE, ROOT), (ROOT,), "lab"),
        ((LEAF,), (ROOT, MIDDLE), "lab"),
        ((LEAF,), (LEAF,), "lab"),
        ((LEAF,), (ROOT,), ""),
        ((LEAF, MIDDLE), (TWIN,), ""),
        ((LEAF, MIDDLE, TWIN), (TWIN,), ""),
        ((LEAF, MIDDLE), (), ""),
    ],
)
def test_certificates(
    chain: tuple[made.x509.Certificate, ...], known: tuple[made.x509.Certificate, ...], signer: str
) -> None:
    signers = knowing(("lab", made.pem_of(*known))) if known else ()
    assert keys.verdict(of_chain(*chain), signers).signer == signer


def test_a_certificate_that_is_no_authority_certifies_nobody() -> None:
    key = made.new_key()
    forged = made.certificate("forged", key, (LEAF, LEAF_KEY))
    signers = knowing(("lab", made.pem_of(ROOT)))
    assert keys.verdict(of_chain(forged, LEAF, MIDDLE, key=key), signers).signer == ""


def test_a_certificate_that_is_not_for_signatures() -> None:
    key = made.new_key()
    only_tls = made.certificate("tls", key, (MIDDLE, MIDDLE_KEY), signs=False)
    assert keys.verdict(of_chain(only_tls, MIDDLE, key=key), knowing(("lab", made.pem_of(ROOT)))).signer == ""


def test_a_chain_whose_key_did_not_make_it() -> None:
    with pytest.raises(Broken, match="its own certificate"):
        keys.verdict(of_chain(LEAF, MIDDLE, key=OTHER), knowing(("lab", made.pem_of(ROOT))))
    with pytest.raises(Broken, match="certificate in it is none"):
        keys.verdict(of_chain(LEAF)._replace(chain=(b"\x30\x03\x02\x01\x01",)), ())


def test_a_certificate_for_minutes_is_not_trusted_for_who_certified_it() -> None:
    found = keys.verdict(of_chain(LEAF, keyless=True), knowing(("lab", made.pem_of(ROOT)), ("me", made.pem_of(LEAF))))
    assert found.signer == "" and "not verified" in found.why


@pytest.mark.parametrize("password", [b"", b"secret words"])
def test_private_keys(password: bytes) -> None:
    pem = made.private_pem(LAB, password)
    assert keys.is_encrypted(pem) is bool(password)
    read = keys.read_private(pem, password or None)
    assert keys.hint_of(read.public_key()) == keys.hint_of(LAB.public_key())


@pytest.mark.parametrize(
    ("pem", "password", "cause"),
    [
        (b"", None, "no private key"),
        (made.public_pem(LAB).encode(), None, "no private key"),
        (made.private_pem(LAB, b"right"), b"wrong", "password is wrong"),
        (made.private_pem(LAB, b"right")[:-60], b"right", "password is wrong, or this is no private key"),
    ],
)
def test_private_keys_that_cannot_be_used(pem: bytes, password: bytes | None, cause: str) -> None:
    with pytest.raises(keys.KeyProblem, match=cause):
        keys.read_private(pem, password)


def test_keys_of_other_kinds() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    for key in (ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256K1())):
        with pytest.raises(keys.KeyProblem, match="P-256"):
            keys.read_private(made.private_pem(key))  # type: ignore[arg-type]
        with pytest.raises(keys.KeyProblem, match="the key of lab"):
            keys.verdict(signed(LAB), knowing(("lab", made.public_pem(key))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pem", ["-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----"]
)
def test_public_keys_that_are_none(pem: str) -> None:
    with pytest.raises(keys.KeyProblem, match="the pem of lab"):
        keys.verdict(signed(LAB), knowing(("lab", pem)))


def test_a_bundle_holds_no_more_than_it_says() -> None:
    signature, hint = keys.sign(LAB, PAYLOAD)
    tree = json.loads(bundle.encode(PAYLOAD, signature, hint))
    assert tree["verificationMaterial"] == {"publicKey": {"hint": hint}, "tlogEntries": []}
    assert "PRIVATE" not in json.dumps(tree)
