"""Bundles and statements as anybody may have written them: read within bounds, or refused for what they are."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.signing import bundle, statement
from jupyter_mlsecops.signing.bundle import Broken, NotASignature, Unsupported
from jupyter_mlsecops.signing.statement import Piece

DIGESTS = {"a.bin": "11" * 32, "sub/b.json": "22" * 32}
PAYLOAD = statement.encode("model", DIGESTS, ["model.sig"])
RAW = bundle.encode(PAYLOAD, b"signature", "hint")


def changed(change: Callable[[Any], object]) -> bytes:
    tree = json.loads(RAW)
    change(tree)
    return json.dumps(tree).encode()


def said(change: Callable[[Any], object]) -> bytes:
    tree = json.loads(PAYLOAD)
    change(tree)
    return json.dumps(tree).encode()


def test_what_is_written_is_read_again() -> None:
    read = bundle.parse(RAW)
    assert (read.payload, read.signatures, read.hint, read.chain, read.is_keyless) == (
        PAYLOAD,
        (b"signature",),
        "hint",
        (),
        False,
    )
    told = statement.parse(read.payload)
    assert told.files == {way: [Piece("sha256", digest)] for way, digest in DIGESTS.items()}
    assert (told.name, told.ignored, told.is_of_file) == ("model", ("model.sig",), False)
    assert [told.leaves_out(way) for way in ("model.sig", ".git/HEAD", "a.bin", "model.sigs")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"-----BEGIN PGP SIGNATURE-----\n",
        b"untrusted comment: minisign public key\n",
        b"\x89\x02\x33\x04",
        b"[]",
        b'{"version": 1}',
        b"{" * 100_000,
        b"\xff\xfe{\x00",
    ],
)
def test_files_of_other_kinds_are_none_of_ours(raw: bytes) -> None:
    with pytest.raises(NotASignature):
        bundle.parse(raw)


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (RAW[:-20], "cut off"),
        (RAW[: len(RAW) // 2], "cut off"),
        (b'{"mediaType": ' + b"[" * 200_000, "cut off"),
        (b'{"mediaType": "\xff"}', "cut off"),
        (changed(lambda t: t.update(mediaType=1)), "cut off"),
        (changed(lambda t: t.pop("verificationMaterial")), "cut off"),
        (changed(lambda t: t.update(verificationMaterial=[])), "cut off"),
        (changed(lambda t: t.update(mediaType="text/plain")), "something else"),
        (changed(lambda t: t["dsseEnvelope"].update(signatures={})), "cut off"),
        (changed(lambda t: t["dsseEnvelope"].update(signatures=[])), "no signature"),
        (changed(lambda t: t["dsseEnvelope"].update(signatures=[{"sig": "AA=="}] * 11)), "too many"),
        (changed(lambda t: t["dsseEnvelope"].update(payload="AAA")), "base64"),
        (changed(lambda t: t["dsseEnvelope"].update(payload="A\u00e4==")), "base64"),
        (changed(lambda t: t["dsseEnvelope"]["signatures"][0].update(sig="====")), "base64"),
    ],
)
def test_broken_bundles(raw: bytes, cause: str) -> None:
    with pytest.raises(Broken, match=cause):
        bundle.parse(raw)


@pytest.mark.parametrize(
    "raw",
    [
        changed(lambda t: t["dsseEnvelope"].update(payloadType="text/plain")),
        changed(lambda t: t.update(messageSignature=t.pop("dsseEnvelope"))),
    ],
)
def test_bundles_about_other_things(raw: bytes) -> None:
    with pytest.raises(Unsupported):
        bundle.parse(raw)


def resources(*names: str, method: str = "files", digest: str = "11" * 32) -> Callable[[Any], None]:
    """Makes a statement name these, with a digest of all that is right."""

    def change(tree: Any) -> None:
        predicate = tree["predicate"]
        predicate["resources"] = [{"name": n, "algorithm": "sha256", "digest": digest} for n in names]
        predicate["serialization"]["method"] = method
        raw = bytes.fromhex(digest * len(names)) if len(digest) % 2 == 0 and digest.isalnum() else b""
        tree["subject"][0]["digest"]["sha256"] = hashlib.sha256(raw).hexdigest()

    return change


@pytest.mark.parametrize(
    ("payload", "cause"),
    [
        (b"", "no statement"),
        (PAYLOAD[:-9], "no statement"),
        (said(lambda t: t.update(subject=None)), "no statement"),
        (said(lambda t: t.update(subject=[])), "one model"),
        (said(lambda t: t.update(subject=t["subject"] * 2)), "one model"),
        (said(lambda t: t.update(_type="other")), "one model"),
        (said(lambda t: t["predicate"].update(resources={"a": 1})), "no statement"),
        (said(lambda t: t["predicate"]["resources"].pop()), "add up"),
        (said(lambda t: t["predicate"]["resources"][0].update(digest="33" * 32)), "add up"),
        (said(lambda t: t["predicate"]["resources"][0].update(digest="\u0661" * 64)), "is none"),
        (said(resources("a", digest="1" * 63)), "is none"),
        (said(resources("a", "a")), "twice"),
        (said(resources("a", "./a")), "twice"),
        (said(resources("../a")), "leads out"),
        (said(resources("a/../../b")), "leads out"),
        (said(resources("/etc/passwd")), "leads out"),
        (said(resources("")), "leads out"),
        (said(resources("a\0b")), "leads out"),
        (said(resources("a", method="shards")), "no place"),
        (said(resources("a:-1:5", method="shards")), "no place"),
        (said(resources("a:0:" + "9" * 5_000, method="shards")), "no place"),
        (said(lambda t: t["predicate"]["serialization"].update(ignore_paths=["../.."])), "leads out"),
    ],
)
def test_broken_statements(payload: bytes, cause: str) -> None:
    with pytest.raises(Broken, match=cause):
        statement.parse(payload)


@pytest.mark.parametrize(
    "payload",
    [
        said(lambda t: t.update(predicateType="https://slsa.dev/provenance/v1", predicate={})),
        said(resources("a", method="chunks")),
    ],
)
def test_statements_about_other_things(payload: bytes) -> None:
    with pytest.raises(Unsupported):
        statement.parse(payload)


def test_shards_are_put_in_order() -> None:
    told = statement.parse(said(resources("w:5:9", "w:0:5", method="shards")))
    assert told.files == {"w": [Piece("sha256", "11" * 32, 0, 5), Piece("sha256", "11" * 32, 5, 9)]}


@given(
    st.dictionaries(st.from_regex(r"[a-z0-9_.-]{1,8}(/[a-z0-9_.-]{1,8}){0,2}", fullmatch=True), st.binary(max_size=3))
)
def test_any_files_are_read_as_they_were_written(files: dict[str, bytes]) -> None:
    digests = {way: hashlib.sha256(raw).hexdigest() for way, raw in files.items()}
    if any(part in (".", "..") for way in digests for part in way.split("/")):
        return
    told = statement.parse(statement.encode("m", digests))
    assert {way: pieces[0].digest for way, pieces in told.files.items()} == digests


@given(st.binary(max_size=40), st.integers(0, len(RAW)), st.integers(0, 30))
def test_a_damaged_bundle_ends_in_a_word(noise: bytes, at: int, gone: int) -> None:
    with contextlib.suppress(Broken, NotASignature, Unsupported):
        statement.parse(bundle.parse(RAW[:at] + noise + RAW[at + gone :]).payload)


def test_what_is_signed_is_told_apart_by_its_length() -> None:
    """The encoding of DSSE, with the example of its specification in our type of payload."""
    assert bundle.signed_bytes(b"hello world") == b"DSSEv1 28 application/vnd.in-toto+json 11 hello world"
    assert base64.b64decode(json.loads(RAW)["dsseEnvelope"]["payload"]) == PAYLOAD
