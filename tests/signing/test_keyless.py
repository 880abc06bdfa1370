"""Identities of Sigstore are proven without a network: what holds, what does not, and what nobody can tell."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.modelfile import Signer
from jupyter_mlsecops.signing import bundle, statement

from . import made  # skips where there is no cryptography
from .instance import ANN, LOGIN, MINUTE, NOW, Instance, der, text
from .judged import Tree, ann, judged

from cryptography.x509.oid import ExtendedKeyUsageOID  # isort: skip

from jupyter_mlsecops.signing import keyless, keys  # isort: skip

pytest.importorskip("sigstore", reason="the extra `sigstore` is not installed: no sigstore")

OURS, OTHER = Instance(), Instance()
STRANGER = Instance("stranger")
PAYLOAD = statement.encode("model", {"a.bin": "11" * 32})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("elsewhere") / "trusted_root.json"
    file.write_text(json.dumps(OURS.trusted_root()))
    return str(file)


# What Sigstore writes: an entry that promises to be held, a clock beside it, or a clock alone.
WAYS: list[dict[str, Any]] = [
    {},
    {"number": 0},
    {"number": 3},
    {"number": 6},
    {"clocked": NOW + MINUTE},
    {"logged": None, "clocked": NOW + MINUTE},
    {"identity": "https://git.tool.dev/lab/net/.ci/build.yml@refs/tags/v1"},
    {"issuers": {"1": LOGIN.encode()}},
    {"issuers": {"8": der(0x0C, LOGIN.encode())}},
    {"logged": NOW},
    {"logged": NOW + 10 * MINUTE},
]


def older(version: str) -> Callable[[Tree], Tree]:
    """A bundle as tools wrote it before the form of today."""

    def change(tree: Tree) -> Tree:
        material = tree["verificationMaterial"]
        material["x509CertificateChain"] = {"certificates": [material.pop("certificate")]}
        return tree | {"mediaType": f"application/vnd.dev.sigstore.bundle+json;version={version}"}

    return change


@pytest.mark.parametrize("how", WAYS, ids=str)
def test_an_identity_that_is_named_and_proven(root: str, how: dict[str, Any]) -> None:
    assert judged(OURS.sign(PAYLOAD, **how), ann(root, how.get("identity", ANN))) == "Ann"


@pytest.mark.parametrize("version", ["0.1", "0.2"])
def test_older_bundles(root: str, version: str) -> None:
    assert judged(older(version)(OURS.sign(PAYLOAD)), ann(root)) == "Ann"


def test_the_configuration_that_tools_sign_with_holds_a_root_too(tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text(json.dumps(OURS.configuration()))
    assert judged(OURS.sign(PAYLOAD), ann(str(tmp_path / "trust.json"))) == "Ann"


def entry(tree: Tree) -> Tree:
    found: Tree = tree["verificationMaterial"]["tlogEntries"][0]
    return found


def with_entry(**changed: object) -> Callable[[Tree], Tree]:
    def change(tree: Tree) -> Tree:
        entry(tree).update(changed)
        return tree

    return change


def with_proof(**changed: object) -> Callable[[Tree], Tree]:
    def change(tree: Tree) -> Tree:
        entry(tree)["inclusionProof"].update(changed)
        return tree

    return change


def of_another(tree: Tree) -> Tree:
    """The entry of another signature by the same person."""
    tree["verificationMaterial"]["tlogEntries"] = [entry(OURS.sign(PAYLOAD + b" "))]
    return tree


def sealed_elsewhere(tree: Tree) -> Tree:
    """An entry of another log, under the name of ours."""
    theirs = entry(OTHER.sign(PAYLOAD))
    tree["verificationMaterial"]["tlogEntries"] = [theirs | {"logId": entry(tree)["logId"]}]
    return tree


def in_another_tree(tree: Tree) -> Tree:
    entry(tree)["inclusionProof"]["checkpoint"] = entry(OURS.sign(PAYLOAD))["inclusionProof"]["checkpoint"]
    return tree


def twice(tree: Tree) -> Tree:
    tree["verificationMaterial"]["tlogEntries"] *= 2
    return tree


def in_other_letters(tree: Tree) -> Tree:
    """What one reader takes for other letters of base64, and another one for none."""
    sig = tree["dsseEnvelope"]["signatures"][0]
    while "+" not in sig["sig"]:
        tree.update(OURS.sign(PAYLOAD))
        sig = tree["dsseEnvelope"]["signatures"][0]
    sig["sig"] = sig["sig"].replace("+", "-")
    return tree


def swapped(tree: Tree) -> Tree:
    """The certificate of somebody else."""
    tree["verificationMaterial"]["certificate"] = OURS.sign(PAYLOAD)["verificationMaterial"]["certificate"]
    return tree


# What is done to a bundle, how it was made, and what is said of it.
WRONG: dict[str, tuple[dict[str, Any], Callable[[Tree], Tree], str]] = {
    "certified by another key": ({"signed_by": OTHER.keys.certifier}, dict, "Broken.*is forged"),
    "another log of certificates": ({"stamped_by": OTHER.keys.certificates}, dict, "Broken.*SCT"),
    "in no log of certificates": ({"is_stamped": False}, dict, "Broken.*SCT"),
    "not for code": ({"purpose": ExtendedKeyUsageOID.SERVER_AUTH}, dict, "Broken.*code signing"),
    "not for signatures": ({"signs": False}, dict, "Broken.*digital signature"),
    "logged too late": ({"logged": NOW + 11 * MINUTE}, dict, "Broken.*was not valid"),
    "logged too early": ({"logged": NOW - MINUTE}, dict, "Broken.*was not valid"),
    "clocked too late": ({"clocked": NOW + 11 * MINUTE}, dict, "Broken.*was not valid"),
    "only clocked, too late": ({"logged": None, "clocked": NOW + 11 * MINUTE}, dict, "Broken.*was not valid"),
    "another time": ({}, with_entry(integratedTime=str(int(NOW.timestamp()) + 1)), "Broken.*promise"),
    "another place": ({}, with_entry(logIndex="7"), "Broken.*promise"),
    "another body": ({}, with_entry(canonicalizedBody=text(b"{}")), "Broken.*root hash"),
    "another entry": ({}, of_another, "Broken.*does not match"),
    "another log, renamed": ({}, sealed_elsewhere, "Broken.*checkpoint"),
    "another tree": ({}, in_another_tree, "Broken"),
    "another leaf": ({}, with_proof(logIndex="4"), "Broken.*root hash"),
    "another root": ({}, with_proof(rootHash=text(b"0" * 32)), "Broken.*root hash"),
    "a shorter path": ({}, with_proof(hashes=[]), "Broken.*wrong size"),
    "a longer path": ({}, with_proof(hashes=[text(b"0" * 32)] * 5_000), "Broken.*wrong size"),
    "a note that is none": ({}, with_proof(checkpoint={"envelope": "\n\n\N{EM DASH} " * 9}), "Broken.*note"),
    "letters of another kind": ({}, in_other_letters, "does not hold|cannot be read"),
    "somebody else's certificate": ({}, swapped, "Broken.*its own certificate"),
    "no proof": ({}, with_entry(inclusionProof=None), "NotVerified.*cannot be read"),
    "no state of the log": ({}, with_proof(checkpoint=None), "NotVerified.*cannot be read"),
    "no time": ({"logged": None}, dict, "NotVerified.*promise"),
    "a time without a promise": ({}, with_entry(inclusionPromise=None), "NotVerified.*promise"),
    "a tree that is too small": ({}, with_proof(treeSize="1"), "NotVerified.*cannot be read"),
    "a kind of entry that is not known": ({}, with_entry(kindVersion={"kind": "x", "version": "9"}), "NotVerified"),
    "an entry of another kind": (
        {},
        with_entry(kindVersion={"kind": "intoto", "version": "0.0.2"}),
        "NotVerified.*cannot be decided",
    ),
    "two entries": ({}, twice, "NotVerified.*one log entry"),
    "a field that is not known": ({}, with_entry(more=1), "NotVerified.*cannot be read"),
    "a log that is not known": ({}, with_entry(logId={"keyId": text(b"0" * 32)}), "NotVerified.*holds its entry"),
    "a log without a name": ({}, with_entry(logId=None), "NotVerified.*holds its entry"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_hold(root: str, what: str) -> None:
    how, change, said = WRONG[what]
    found = judged(change(OURS.sign(PAYLOAD, **how)), ann(root))
    assert found.startswith(("Broken: ", "NotVerified: ")) and re.search(said, found), found
    assert "\n" not in found and len(found) < 180


def test_what_is_no_entry_at_all(root: str) -> None:
    tree = OURS.sign(PAYLOAD)
    tree["verificationMaterial"]["tlogEntries"] = []
    assert judged(tree, ann(root)).startswith(
        "NotVerified: its proof cannot be read: expected exactly one log entry in bundle"
    )


def test_a_payload_that_was_exchanged(root: str) -> None:
    tree = OURS.sign(PAYLOAD)
    tree["dsseEnvelope"]["payload"] = text(PAYLOAD.replace(b"a.bin", b"b.bin"))
    assert judged(tree, ann(root)) == "Broken: the key of its own certificate did not make it"


@pytest.mark.parametrize(
    ("which", "stranger"),
    [
        (STRANGER, "who certified them"),
        (OTHER, "who certified them"),
        (Instance(keys=OURS.keys._replace(certificates=OTHER.keys.certificates)), "the log that holds their"),
        (Instance(keys=OURS.keys._replace(signatures=OTHER.keys.signatures)), "the log that holds its entry"),
    ],
)
def test_another_sigstore_is_not_judged_by_this_root(root: str, which: Instance, stranger: str) -> None:
    found = judged(which.sign(PAYLOAD), ann(root))
    assert found.startswith(f"NotVerified: the trusted root of Ann does not know {stranger}")


def test_a_clock_that_the_root_does_not_know_tells_nothing(root: str) -> None:
    whose = Instance(keys=OURS.keys._replace(clock=OTHER.keys.clock))
    assert "no" in judged(whose.sign(PAYLOAD, logged=None, clocked=NOW + MINUTE), ann(root))
    assert judged(whose.sign(PAYLOAD, logged=None, clocked=NOW + MINUTE), ann(root)).startswith("NotVerified: ")


def test_one_of_several_roots_is_enough_and_the_worst_is_told(root: str, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps(STRANGER.trusted_root()))
    other = ann(str(tmp_path / "other.json"))
    assert judged(OURS.sign(PAYLOAD), other, ann(root)) == "Ann"
    assert judged(OURS.sign(PAYLOAD, is_stamped=False), other, ann(root)).startswith("Broken: ")
    assert judged(OURS.sign(PAYLOAD), other, Signer("Bob", made.public_pem(made.new_key()))).startswith("NotVerified: ")


def test_without_the_package_the_message_says_what_to_install(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyless, "is_available", lambda: False)
    assert judged(OURS.sign(PAYLOAD), ann(root)) == f"NotVerified: {keyless.MISSING}"
    assert "pip install jupyter_mlsecops[sigstore]" in keyless.MISSING


def test_one_who_waits_gets_it_when_it_is_loaded(root: str) -> None:
    read = bundle.parse(json.dumps(OURS.sign(PAYLOAD)).encode())
    for _ in range(2_000):
        try:
            assert keys.verdict(read, (ann(root),), waits=True).signer == "Ann"
        except keyless.NotYet:
            continue
        break
    else:
        pytest.fail("it was never loaded")


PLAIN, CLOCKED = OURS.sign(PAYLOAD), OURS.sign(PAYLOAD, logged=None, clocked=NOW + MINUTE)
HOSTILE = (None, "", "AAAA", "-1", "9" * 5_000, "\N{EM DASH}\n\n", 0, 1e300, [], {}, [None], {"a": 1}, "x" * 100_000)
NAME_OF_KEY = ("dsseEnvelope", "signatures", 0, "keyid")


def ways(tree: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value of a tree."""
    if at:
        yield at
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield from ways(value, (*at, key))


def called(way: tuple[Any, ...]) -> str:
    return ".".join(map(str, way))


EVERY = dict.fromkeys([*ways(PLAIN), *ways(CLOCKED)])


@pytest.mark.parametrize("way", [pytest.param(way, id=called(way)) for way in EVERY])
def test_a_hostile_value_in_any_place_ends_in_a_word(root: str, way: tuple[Any, ...]) -> None:
    for whole in (PLAIN, CLOCKED):
        for value in HOSTILE if way in ways(whole) else ():
            tree = copy.deepcopy(whole)
            held: Any = tree
            for key in way[:-1]:
                held = held[key]
            held[way[-1]] = value
            # Without a certificate it is the signature of some key, which nobody knows.
            refusals = {"Broken", "NotVerified", "NotASignature", "Unsupported", ""}
            found = judged(tree, ann(root)).partition(":")[0]
            assert found in refusals or (found, way) == ("Ann", NAME_OF_KEY), value


def test_two_bundles_in_one_are_not_taken_for_each_other(root: str) -> None:
    """Names that stand twice in JSON: whichever counts, what was signed and what is proven must be of one bundle."""
    one, other = PLAIN, OURS.sign(PAYLOAD + b" ")
    for name in ("dsseEnvelope", "verificationMaterial"):
        for first, second in ((one, other), (other, one)):
            raw = json.dumps(second).replace("{", f'{{"{name}": {json.dumps(first[name])}, ', 1).encode()
            whole = raw[:-1] + f', "{name}": {json.dumps(first[name])}}}'.encode()
            assert judged(whole, ann(root)) != "Ann"
            assert judged(raw, ann(root)) == "Ann" and bundle.parse(raw).payload in (PAYLOAD, PAYLOAD + b" ")


def test_a_damaged_bundle_is_never_taken_for_another(root: str) -> None:
    whole = json.dumps(PLAIN).encode()

    @given(st.binary(max_size=40), st.integers(0, len(whole)), st.integers(0, 30))
    def check(noise: bytes, at: int, gone: int) -> None:
        raw = whole[:at] + noise + whole[at + gone :]
        if judged(raw, ann(root)) == "Ann":
            assert bundle.parse(raw).payload == PAYLOAD

    check()


def test_the_tool_of_the_openssf_judges_alike(tmp_path: Path) -> None:
    """Each bundle that is taken here is taken there, and each that is not, is not."""
    verifying = pytest.importorskip("model_signing.verifying", reason="model_signing is not installed")
    file, trust = tmp_path / "m.bin", tmp_path / "trust.json"
    file.write_bytes(b"weights")
    trust.write_text(json.dumps(OURS.configuration()))
    payload = statement.encode("m.bin", {".": made.sha256(file)})
    verifier = verifying.Config().use_sigstore_verifier(identity=ANN, oidc_issuer=LOGIN, trust_config=trust)

    def theirs(tree: Tree) -> bool:
        signature = tmp_path / "m.bin.sig"
        signature.write_text(json.dumps(tree))
        try:
            verifier.verify(file, signature)
        except Exception:
            return False
        return True

    # It asks for the issuer as it was written first, which all Sigstores still write.
    alike = [how for how in WAYS if "identity" not in how and "1" in how.get("issuers", "1")]
    bundles = [OURS.sign(payload, **how) for how in alike]
    bundles += [change(OURS.sign(payload, **how)) for how, change, _ in WRONG.values()]
    bundles += [STRANGER.sign(payload), OURS.sign(payload, identity="bob@lab.tool.dev")]
    ours = [judged(tree, ann(str(trust))) == "Ann" for tree in bundles]
    assert ours == [theirs(tree) for tree in bundles]
    assert ours.count(True) == len(alike) == 9
