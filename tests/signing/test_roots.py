"""Trusted roots: those that are followed, and what is said of the others."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jupyter_mlsecops.signing import bundle, statement
from jupyter_mlsecops.signing.bundle import NotVerified

from .instance import Instance  # skips where there is no cryptography
from .judged import ann, judged

from jupyter_mlsecops.signing import keys  # isort: skip

pytest.importorskip("sigstore", reason="the extra `sigstore` is not installed: no sigstore")

OURS, STRANGER = Instance(), Instance("stranger")
PAYLOAD = statement.encode("model", {"a.bin": "11" * 32})


def test_the_public_root_comes_with_the_package() -> None:
    found = judged(OURS.sign(PAYLOAD), ann(""))
    assert found == (
        "NotVerified: the trusted root in the package sigstore does not know who certified them: it is of another "
        "Sigstore, or younger than the root"
    )


def damaged(where: Path, raw: bytes | None) -> Path:
    if raw is None:
        where.mkdir()
    else:
        where.write_bytes(raw)
    return where


WHOLE = OURS.trusted_root()


@pytest.mark.parametrize(
    "raw",
    [
        None,
        b"",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        json.dumps(WHOLE)[:-9].encode(),
        json.dumps(WHOLE | {"mediaType": "text/plain"}).encode(),
        json.dumps(WHOLE | {"tlogs": []}).encode(),
        json.dumps(WHOLE | {"certificateAuthorities": []}).encode(),
        json.dumps(WHOLE | {"more": 1}).encode(),
        b" " * (5 << 20),
    ],
)
def test_a_root_that_cannot_be_used_is_told(tmp_path: Path, raw: bytes | None) -> None:
    file = damaged(tmp_path / "root.json", raw)
    found = judged(OURS.sign(PAYLOAD), ann(str(file)))
    assert found.startswith("NotVerified: the trusted root of Ann cannot be used: ")


def test_a_root_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert "cannot be used: FileNotFoundError" in judged(OURS.sign(PAYLOAD), ann(str(tmp_path / "missing.json")))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "cannot be used" in judged(OURS.sign(PAYLOAD), ann(str(tmp_path / "pipe")))


def test_a_root_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    file.write_text(json.dumps(STRANGER.trusted_root()))
    assert judged(OURS.sign(PAYLOAD), ann(str(file))).startswith("NotVerified: ")
    file.write_text(json.dumps(WHOLE) + " ")
    assert judged(OURS.sign(PAYLOAD), ann(str(file))) == "Ann"


def test_a_root_in_what_is_scanned_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "root.json").write_text(json.dumps(WHOLE))
    (tmp_path / "root.json").symlink_to(tmp_path / "work" / "root.json")
    read = bundle.parse(json.dumps(OURS.sign(PAYLOAD)).encode())
    for place in ("work/root.json", "root.json"):
        with pytest.raises(NotVerified, match="lies in what is scanned"):
            keys.verdict(read, (ann(str(tmp_path / place)),), str(tmp_path / "work"))
    assert keys.verdict(read, (ann(str(tmp_path / "root.json")),), str(tmp_path / "other")).signer == "Ann"
