"""Whom a certificate of Sigstore names, and through whom, as it says itself."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from jupyter_mlsecops.core.modelfile import Signer
from jupyter_mlsecops.signing import bundle, statement

from . import made  # skips where there is no cryptography
from .instance import ANN, LOGIN, Instance, der

from jupyter_mlsecops.signing import keys  # isort: skip
from jupyter_mlsecops.signing.identities import Claim, claim_of  # isort: skip

SIGSTORE, KEY = Instance(), made.new_key()
WORKFLOW = "https://git.tool.dev/lab/net/.ci/build.yml@refs/heads/main"
LONG = "https://login.tool.dev/" + "a" * 150
PAYLOAD = statement.encode("model", {"a.bin": "11" * 32})


@pytest.mark.parametrize("identity", [ANN, WORKFLOW])
@pytest.mark.parametrize(
    ("issuers", "issuer"),
    [
        ({"1": b"https://a.tool.dev"}, "https://a.tool.dev"),
        ({"8": der(0x0C, b"https://a.tool.dev")}, "https://a.tool.dev"),
        ({"8": der(0x0C, LONG.encode())}, LONG),
        ({"1": b"https://old.tool.dev", "8": der(0x0C, b"https://a.tool.dev")}, "https://a.tool.dev"),
        ({"8": b"https://bare.tool.dev"}, "https://bare.tool.dev"),
        ({"8": b"\x0c\x7fshort"}, "\x0c\x7fshort"),
        ({"8": b"\x0c"}, "\x0c"),
        ({"1": b"\xff"}, "\N{REPLACEMENT CHARACTER}"),
        ({"8": b""}, ""),
        ({}, ""),
    ],
)
def test_what_a_certificate_says(identity: str, issuers: Mapping[str, bytes], issuer: str) -> None:
    claim = claim_of(SIGSTORE.certificate(KEY, identity, issuers=issuers))
    assert claim == Claim((identity,), issuer)
    assert claim.is_of(identity, issuer) and not claim.is_of(identity, issuer + "/") and not claim.is_of("", issuer)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (Claim((ANN,), LOGIN), f"{ANN} through {LOGIN}"),
        (Claim((ANN,), ""), ANN),
        (Claim((), LOGIN), f"somebody whom its certificate does not name through {LOGIN}"),
        (Claim(("a\n\x1b[31mb\u202e",), ""), "a \N{REPLACEMENT CHARACTER}[31mb\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_how_it_is_told(claim: Claim, text: str) -> None:
    assert str(claim) == text


def test_what_is_told_is_bounded() -> None:
    assert len(str(Claim(("a" * 5_000,), "b" * 5_000))) < 700


@pytest.mark.parametrize(
    ("signers", "why"),
    [
        ((), "does not name them"),
        ((Signer("Bob", identity="bob@lab.tool.dev", issuer=LOGIN),), "does not name them"),
        ((Signer("Ann", identity=ANN.title(), issuer=LOGIN),), "does not name them"),
        ((Signer("Ann", identity=ANN, issuer=LOGIN + "/"),), f"knows them through {LOGIN}/ only"),
        ((Signer("Key", made.public_pem(KEY)),), "does not name them"),
    ],
)
def test_an_identity_that_the_policy_does_not_name(signers: tuple[Signer, ...], why: str) -> None:
    raw = made.json.dumps(SIGSTORE.sign(PAYLOAD)).encode()
    found = keys.verdict(bundle.parse(raw), signers)
    assert found.signer == ""
    assert found.why.startswith(f"It names {ANN} through {LOGIN}; not verified, because ")
    assert why in found.why
