"""Signatures beside files: which are found, which files they are about, and what they are worth."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from jupyter_mlsecops.core.modelfile import SignedFolder, Signer
from jupyter_mlsecops.service.signatures import Signatures

from ..signing import made  # skips where there is no cryptography
from ..signing.instance import ANN, LOGIN, Instance

from jupyter_mlsecops.signing import bundle, keyless, keys, statement  # isort: skip

LAB, OTHER = made.new_key(), made.new_key()
SIGNERS = (Signer("The lab", made.public_pem(LAB)),)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "root"
    (place / "model" / "sub").mkdir(parents=True)
    for name in ("a.bin", "b.bin", "sub/c.bin"):
        (place / "model" / name).write_bytes(name.encode())
    return place


def sign(file: Path, files: dict[str, Path], name: str = "model", key: made.ec.EllipticCurvePrivateKey = LAB) -> None:
    payload = statement.encode(name, {way: made.sha256(path) for way, path in files.items()}, [file.name])
    file.write_bytes(bundle.encode(payload, *keys.sign(key, payload)))


def sign_folder(file: Path, folder: Path) -> None:
    every = [path for path in folder.rglob("*") if path.is_file()]
    sign(file, {path.relative_to(folder).as_posix(): path for path in every})


def told(root: Path, file: Path, signers: tuple[Signer, ...] = SIGNERS, most: int = 1 << 20) -> tuple[str, str] | None:
    """The state and the path of the signature of a file, and the same whether its digest is known or not."""
    both = []
    for digest in ("", "sha256:" + made.sha256(file)):
        shown = file.relative_to(root).as_posix()
        found = Signatures(signers, str(root), most).of(os.path.realpath(file), shown, digest)
        both.append((found.state, found.path) if found is not None else None)
    assert both[0] == both[1]
    return both[0]


@pytest.mark.parametrize("name", ["a.bin.sig", "a.bin.sigstore", "a.bin.sigstore.json", "model.sig"])
def test_a_signature_of_one_file(root: Path, name: str) -> None:
    file = root / "model" / "a.bin"
    sign(root / "model" / name, {".": file}, "a.bin")
    assert told(root, file) == ("trusted", f"model/{name}")
    assert told(root, root / "model" / "b.bin") is None
    assert told(root, file, ()) == ("unknown", f"model/{name}")
    file.write_bytes(b"altered")
    assert told(root, file) == told(root, file, ()) == ("wrong", f"model/{name}")


@pytest.mark.parametrize("place", ["model/model.sig", "model.sig"])
def test_a_signature_of_a_folder(root: Path, place: str) -> None:
    folder = root / "model"
    sign_folder(root / place, folder)
    for name in ("a.bin", "sub/c.bin"):
        assert told(root, folder / name) == ("trusted", place)
    (folder / "sub" / "new.bin").write_bytes(b"new")
    (folder / "a.bin").write_bytes(b"altered")
    assert told(root, folder / "sub" / "new.bin") == ("added", place)
    assert told(root, folder / "a.bin") == ("wrong", place)
    assert told(root, folder / "b.bin") == ("trusted", place)


def folder_of(root: Path, file: Path, most: int = 1 << 30) -> SignedFolder | None:
    found = Signatures(SIGNERS, str(root), most).of(os.path.realpath(file), file.relative_to(root).as_posix(), "")
    assert found is not None
    return found.folder


def test_a_signed_folder_in_which_files_are_missing_or_were_added(root: Path) -> None:
    folder = root / "model"
    for name in ("m.safetensors", "config.json"):
        (folder / name).write_bytes(name.encode())
    sign_folder(folder / "model.sig", folder)
    assert folder_of(root, folder / "a.bin") is None
    (folder / "config.json").unlink()
    (folder / "sub" / "c.bin").unlink()
    for name in ("code.py", "sub/new.bin", "notes.ipynb", "a.bin.sig", ".cache/x.bin", ".gitignore"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"1")
    expected = {"missing": ("config.json", "sub/c.bin"), "added": ("code.py", "sub/new.bin")}
    assert folder_of(root, folder / "a.bin") == SignedFolder(**expected, is_first=False)
    assert folder_of(root, folder / "m.safetensors") == SignedFolder(**expected, is_first=True)
    assert folder_of(root, folder / "b.bin", most=1 << 20) == SignedFolder(**expected, is_first=False)


def test_a_link_is_no_file_that_is_missing_and_is_not_followed(root: Path) -> None:
    folder = root / "model"
    sign_folder(folder / "model.sig", folder)
    (folder / "b.bin").unlink()
    (folder / "b.bin").symlink_to("nowhere")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert folder_of(root, folder / "a.bin") == SignedFolder(added=("loop",))


def test_of_too_many_files_nothing_is_said(root: Path) -> None:
    folder = root / "model"
    sign_folder(folder / "model.sig", folder)
    for number in range(2_001):
        (folder / f"{number}.txt").touch()
    assert folder_of(root, folder / "a.bin", most=1 << 20) is None
    found = folder_of(root, folder / "a.bin")
    assert found is not None and len(found.added) == 20 and found.missing == ()


def test_of_a_broken_signature_of_a_folder_only_that_is_said(root: Path) -> None:
    folder = root / "model"
    sign_folder(folder / "model.sig", folder)
    (folder / "b.bin").unlink()
    (folder / "model.sig").write_bytes(other_payload((folder / "model.sig").read_bytes()))
    assert folder_of(root, folder / "a.bin") is None


def test_the_worst_of_several_counts_and_then_the_best(root: Path) -> None:
    file = root / "model" / "a.bin"
    sign(root / "model" / "a.bin.sig", {".": file}, "a.bin", OTHER)
    assert told(root, file) == ("unknown", "model/a.bin.sig")
    sign_folder(root / "model" / "model.sig", root / "model")
    assert told(root, file) == ("trusted", "model/model.sig")
    sign(root / "model" / "a.bin.sig", {".": root / "model" / "b.bin"}, "a.bin", OTHER)
    assert told(root, file) == ("wrong", "model/a.bin.sig")


def broken(raw: bytes) -> bytes:
    return raw[:-10]


def other_payload(raw: bytes) -> bytes:
    tree = json.loads(raw)
    payload = statement.encode("a.bin", {".": hashlib.sha256(b"a.bin").hexdigest()}, ["other"])
    tree["dsseEnvelope"]["payload"] = bundle.base64.b64encode(payload).decode()
    return json.dumps(tree).encode()


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (broken, "wrong"),
        (other_payload, "wrong"),
        (lambda raw: b"", None),
        (lambda raw: b"-----BEGIN PGP SIGNATURE-----", None),
        (lambda raw: raw + b" " * bundle.MOST_BYTES, "unassessed"),
        (lambda raw: b"\0" * (bundle.MOST_BYTES + 1), None),
        (lambda raw: raw.replace(b"dsseEnvelope", b"messageSignature"), "unassessed"),
    ],
    ids=["cut off", "another payload", "empty", "PGP", "huge", "huge data", "of a digest"],
)
def test_what_else_lies_there(root: Path, change: Callable[[bytes], bytes], state: str | None) -> None:
    file = root / "model" / "a.bin"
    sign(root / "model" / "a.bin.sig", {".": file}, "a.bin")
    path = root / "model" / "a.bin.sig"
    path.write_bytes(change(path.read_bytes()))
    assert told(root, file) == ((state, "model/a.bin.sig") if state else None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_no_link_and_no_pipe_leads_out(root: Path) -> None:
    file, outside = root / "model" / "a.bin", root.parent / "outside.sig"
    sign(outside, {".": file}, "a.bin")
    (root / "model" / "a.bin.sig").symlink_to(outside)
    (root / "model" / "a.bin.sigstore").symlink_to("a.bin.sigstore")
    os.mkfifo(root / "model" / "a.bin.sigstore.json")
    (root / "model" / "model.sig").mkdir()
    assert told(root, file) is None
    (root / "model" / "a.bin.sig").unlink()
    sign(root / "elsewhere.sig", {".": file}, "a.bin")
    (root / "model" / "a.bin.sig").symlink_to("../elsewhere.sig")
    assert told(root, file) == ("trusted", "model/a.bin.sig")


def test_a_file_that_is_too_large_to_be_read_now(root: Path) -> None:
    file = root / "model" / "a.bin"
    sign(root / "model" / "a.bin.sig", {".": file}, "a.bin")
    found = Signatures(SIGNERS, str(root), 3).of(os.path.realpath(file), "model/a.bin", "")
    assert found is not None and found.state == "unassessed" and "too large" in found.why


@pytest.mark.parametrize(
    ("places", "state"),
    [
        ([(0, 5), (5, 10)], "trusted"),
        ([(0, 10)], "trusted"),
        ([(0, 5)], "wrong"),
        ([(5, 10)], "wrong"),
        ([(0, 5), (6, 10)], "wrong"),
        ([(0, 6), (5, 10)], "wrong"),
        ([(0, 5), (5, 11)], "wrong"),
        ([(0, 5), (5, 5), (5, 10)], "trusted"),
    ],
)
@pytest.mark.parametrize("algorithm", ["sha256", "blake2b"])
def test_shards_cover_the_whole_file(root: Path, places: list[tuple[int, int]], state: str, algorithm: str) -> None:
    file, raw = root / "model" / "a.bin", b"0123456789"
    file.write_bytes(raw)
    digests = [hashlib.new(algorithm, raw[start:end]).hexdigest() for start, end in places]
    tree = json.loads(statement.encode("a.bin", {}))
    tree["predicate"]["resources"] = [
        {"name": f".:{start}:{end}", "algorithm": f"{algorithm}-sharded-5", "digest": digest}
        for (start, end), digest in zip(places, digests, strict=True)
    ]
    tree["predicate"]["serialization"]["method"] = "shards"
    tree["subject"][0]["digest"]["sha256"] = hashlib.sha256(bytes.fromhex("".join(digests))).hexdigest()
    payload = json.dumps(tree).encode()
    (root / "model" / "a.bin.sig").write_bytes(bundle.encode(payload, *keys.sign(LAB, payload)))
    assert told(root, file) == (state, "model/a.bin.sig")


def test_a_digest_of_a_kind_that_nobody_can_compute_here(root: Path) -> None:
    file = root / "model" / "a.bin"
    payload = statement.encode("a.bin", {".": "11" * 32}).replace(b'"algorithm":"sha256"', b'"algorithm":"blake3"')
    (root / "model" / "a.bin.sig").write_bytes(bundle.encode(payload, *keys.sign(LAB, payload)))
    assert told(root, file) == ("unassessed", "model/a.bin.sig")


def test_without_the_package_a_wrong_file_is_told_and_a_right_one_not_assessed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "model" / "a.bin"
    sign(root / "model" / "a.bin.sig", {".": file}, "a.bin")
    monkeypatch.setattr(keys, "is_available", lambda: False)
    found = Signatures(SIGNERS, str(root), 99).of(os.path.realpath(file), "model/a.bin", "")
    assert found is not None and (found.state, found.why) == ("unassessed", keys.MISSING)
    assert "jupyter_mlsecops[signing]" in keys.MISSING
    file.write_bytes(b"altered")
    assert told(root, file) == ("wrong", "model/a.bin.sig")


with_sigstore = pytest.mark.skipif(
    not keyless.is_available(), reason="the extra `sigstore` is not installed: no sigstore"
)
OURS = Instance()


@pytest.fixture
def ann(root: Path) -> Signer:
    """Somebody whom the policy knows by an identity; it signed ``a.bin``."""
    file, trust = root / "model" / "a.bin", root.parent / "root.json"
    trust.write_text(json.dumps(OURS.trusted_root()))
    payload = statement.encode("a.bin", {".": made.sha256(file)})
    (root / "model" / "a.bin.sig").write_text(json.dumps(OURS.sign(payload)))
    return Signer("Ann", identity=ANN, issuer=LOGIN, trusted_root=str(trust))


# Looks as one does who waits, until it is known who signed, and says what it saw.
WAITING = """
import os, sys
from jupyter_mlsecops.core.modelfile import Signer
from jupyter_mlsecops.service.signatures import Signatures

root, file, *signer = sys.argv[1:]
signer = Signer(signer[0], "", *signer[1:])
while True:
    found = Signatures((signer,), root, 1 << 20).of(file, "a.bin", "")
    print(found.state, found.why)
    if found.state != "unassessed":
        break
"""


@with_sigstore
def test_one_who_waits_is_told_to_look_again_until_it_is_known(root: Path, ann: Signer) -> None:
    about = (ann.name, ann.identity, ann.issuer, ann.trusted_root)
    command = [sys.executable, "-c", WAITING, str(root), os.path.realpath(root / "model" / "a.bin"), *about]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    *waiting, last = done.stdout.splitlines()
    assert last == "trusted "
    assert all(line.startswith("unassessed Who it says made it") and "being loaded" in line for line in waiting)


@with_sigstore
def test_a_signature_is_judged_anew_where_the_root_changes(root: Path, ann: Signer) -> None:
    file = root / "model" / "a.bin"
    assert told(root, file, (ann,), 1 << 30) == ("trusted", "model/a.bin.sig")
    Path(ann.trusted_root).write_text(json.dumps(Instance().trusted_root(), indent=1))
    assert told(root, file, (ann,), 1 << 30) == ("unassessed", "model/a.bin.sig")
    file.write_bytes(b"altered")
    assert told(root, file, (ann,), 1 << 30) == ("wrong", "model/a.bin.sig")


@with_sigstore
def test_a_root_is_followed_from_where_others_cannot_write(root: Path, ann: Signer) -> None:
    inside = root / "root.json"
    os.replace(ann.trusted_root, inside)
    found = Signatures((structs.replace(ann, trusted_root=str(inside)),), str(root), 1 << 30).of(
        os.path.realpath(root / "model" / "a.bin"), "model/a.bin", ""
    )
    assert found is not None and found.state == "unassessed" and "lies in what is scanned" in found.why
