"""Signing models, and what a scan makes of signatures; with the tool of the OpenSSF on the other side, where it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..formats.pickles import assemble as a
from ..signing import made  # skips where there is no cryptography
from .files import code, notebook, run

BAD = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
OWN = a.proto(4) + a.call(a.stack_global("acme_models.nets", "Net")) + a.STOP
LAB = made.new_key()
THEIRS = os.environ.get("MODEL_SIGNING") or shutil.which("model_signing")
with_theirs = pytest.mark.skipif(
    not THEIRS, reason="the command model_signing is not installed; MODEL_SIGNING may name it"
)


@pytest.fixture
def work(folder: Path) -> Path:
    """A folder with a model and a folder of models; the keys and the policy lie elsewhere."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "key.pem").write_bytes(made.private_pem(LAB))
    (elsewhere / "pub.pem").write_text(made.public_pem(LAB))
    signers = f'model-signers = [{{name = "The lab", pem = """{made.public_pem(LAB)}"""}}]\n'
    (elsewhere / "mlsecops.toml").write_text(signers)
    (folder / "m.pkl").write_bytes(GOOD)
    (folder / "model" / "sub").mkdir(parents=True)
    (folder / "model" / "a.pkl").write_bytes(GOOD)
    (folder / "model" / "sub" / "b.pkl").write_bytes(GOOD + a.NONE + a.STOP)
    (folder / "model" / "config.json").write_text("{}")
    return folder


def sign(work: Path, *args: str, key: str = "../elsewhere/key.pem", stdin: bytes = b"") -> tuple[int, str, str]:
    done = run("sign", *args, "--key", key, cwd=work, stdin=stdin)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def scanned(work: Path, *args: str, policy: str = "../elsewhere/mlsecops.toml") -> dict[str, Any]:
    more = ("--config", policy) if policy else ()
    done = run("scan", "--format", "json", "--profile", "audit", "--select", "models", *more, *args, cwd=work)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def told(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(f["location"]["path"], f["rule"], f["severity"]) for f in report["findings"]]


def theirs(*args: str, cwd: Path) -> bool:
    assert THEIRS is not None
    return subprocess.run([THEIRS, *args], cwd=cwd, capture_output=True, timeout=120).returncode == 0


def verifies(model: str, signature: str, work: Path, public: str = "../elsewhere/pub.pem") -> bool:
    return theirs("verify", "key", model, "--signature", signature, "--public_key", public, cwd=work)


@pytest.mark.parametrize(
    ("model", "signature", "number"), [("m.pkl", "m.pkl.sig", "1 file"), ("model", "model/model.sig", "3 files")]
)
def test_what_is_signed_is_trusted_until_it_is_altered(work: Path, model: str, signature: str, number: str) -> None:
    status, out, err = sign(work, model)
    assert (status, err) == (0, "") and out.startswith(f"{model}: {number} signed with the key ")
    assert out.endswith(f", in {signature}\n") and (work / signature).is_file()
    assert told(scanned(work, model)) == []
    file = "model/a.pkl" if model == "model" else model
    assert told(scanned(work, file, policy="")) == [(file, "model-signature-unverified", "info")]
    (work / file).write_bytes(GOOD + a.NONE + a.STOP)
    assert told(scanned(work, model)) == [(file, "model-signature-wrong", "high")]
    assert sign(work, model)[0] == 0
    assert told(scanned(work, model)) == []


def test_a_cell_that_loads_a_file_which_is_not_what_was_signed(work: Path) -> None:
    (work / "n.ipynb").write_text(notebook(code("import joblib\nm = joblib.load('m.pkl')\n")), "utf-8")
    sign(work, "m.pkl")
    assert told(scanned(work, "n.ipynb")) == []
    assert told(scanned(work, "n.ipynb", policy="")) == [("n.ipynb", "loaded-model-signature-unverified", "info")]
    (work / "m.pkl").write_bytes(GOOD + a.NONE + a.STOP)
    (finding,) = [f for f in scanned(work, "n.ipynb", "--no-ledger")["findings"]]
    assert (finding["rule"], finding["severity"]) == ("loaded-model-signature-wrong", "high")
    assert finding["message"] == "m.pkl: The file is not the one that was signed (m.pkl.sig)"
    assert finding["location"]["region"] == {"start_line": 2, "start_column": 5, "end_line": 2, "end_column": 25}


def test_a_trusted_signature_lowers_what_is_for_review_and_nothing_else(work: Path) -> None:
    (work / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('m.pkl')\n")), "utf-8")
    (work / "m.pkl").write_bytes(OWN)
    sign(work, "m.pkl")
    expected = [("m.pkl", "unreviewed-model-file", "info"), ("n.ipynb", "unreviewed-model-loaded", "info")]
    report = scanned(work, "m.pkl", "n.ipynb")
    assert told(report) == expected
    assert all(f["message"].endswith("; The lab signed it") for f in report["findings"])
    (work / "m.pkl").write_bytes(BAD)
    sign(work, "m.pkl", "--fail-on", "never")
    report = scanned(work, "--no-ledger", "m.pkl", "n.ipynb")
    assert told(report) == [("m.pkl", "unsafe-model-file", "critical"), ("n.ipynb", "unsafe-model-loaded", "critical")]


def test_a_signature_explains_that_a_file_was_altered(work: Path) -> None:
    (work / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('m.pkl')\n")), "utf-8")
    sign(work, "m.pkl")
    assert told(scanned(work, "n.ipynb")) == []
    (work / "m.pkl").write_bytes(GOOD + a.NONE + a.STOP)
    sign(work, "m.pkl")
    assert told(scanned(work, "n.ipynb")) == [("n.ipynb", "model-file-altered", "info")]


@pytest.mark.parametrize("fail_on", ["critical", "medium"])
def test_what_has_a_finding_is_not_signed(work: Path, fail_on: str) -> None:
    (work / "model" / "sub" / "b.pkl").write_bytes(BAD if fail_on == "critical" else OWN)
    status, out, err = sign(work, "model", "--fail-on", fail_on)
    assert (status, out) == (1, "")
    assert "model/sub/b.pkl: Loading it calls" in err and "--fail-on never" in err
    assert not (work / "model" / "model.sig").exists()
    assert sign(work, "model", "--fail-on", "never")[0] == 0


def test_the_policy_of_the_folder_does_not_let_a_finding_pass(work: Path) -> None:
    (work / "m.pkl").write_bytes(BAD)
    (work / "mlsecops.toml").write_text('ignore = ["models"]\n')
    assert sign(work, "m.pkl")[0] == 1


def test_keys_named_in_a_folder_that_is_scanned_are_not_trusted(work: Path) -> None:
    sign(work, "m.pkl")
    shutil.copy(work.parent / "elsewhere" / "mlsecops.toml", work / "mlsecops.toml")
    for policy in ("", "mlsecops.toml"):
        report = scanned(work, "m.pkl", policy=policy)
        assert told(report) == [("m.pkl", "model-signature-unverified", "info")]
        assert "model-signers was not followed" in report["problems"][0]["message"]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("model-signers = 1", "a list of tables"),
        ('model-signers = [{name = "x"}]', "each with name and pem"),
        ('model-signers = [{name = "", pem = "-----BEGIN PUBLIC KEY-----"}]', "name must be a text"),
        ('model-signers = [{name = "x", pem = "key.pem"}]', "-----BEGIN"),
        ('model-signers = [{name = "x", pem = 1}]', "pem must be a text"),
    ],
)
def test_a_policy_that_cannot_be_read(work: Path, line: str, cause: str) -> None:
    (work.parent / "elsewhere" / "mlsecops.toml").write_text(line + "\n")
    assert cause in scanned(work, "m.pkl")["problems"][0]["message"]


def test_a_key_with_a_password_asks_for_it(work: Path) -> None:
    (work.parent / "elsewhere" / "locked.pem").write_bytes(made.private_pem(LAB, b"open sesame"))
    status, out, err = sign(work, "m.pkl", key="../elsewhere/locked.pem", stdin=b"open sesame\n")
    assert status == 0 and "signed with the key" in out and "open sesame" not in out + err
    status, out, err = sign(work, "m.pkl", key="../elsewhere/locked.pem", stdin=b"wrong\n")
    assert (status, out) == (2, "") and "password is wrong" in err


def refused(work: Path, *args: str, key: str = "../elsewhere/key.pem") -> str:
    status, out, err = sign(work, *args, key=key)
    assert (status, out) == (2, "")
    return err


def test_what_cannot_be_signed(work: Path) -> None:
    (work / "empty").mkdir()
    (work / "link").symlink_to("m.pkl")
    assert "neither a file nor a folder" in refused(work, "missing.pkl")
    assert "neither a file nor a folder" in refused(work, "link")
    assert "no file in this folder" in refused(work, "empty")
    (work / "model" / "link").symlink_to("a.pkl")
    assert "model/link: A model that is signed holds files and folders only" in refused(work, "model")
    assert "key cannot be read" in refused(work, "m.pkl", key="nowhere.pem")
    assert "no private key in PEM" in refused(work, "m.pkl", key="m.pkl")
    assert "no private key in PEM" in refused(work, "m.pkl", key="../elsewhere/pub.pem")
    assert not list(work.rglob("*.sig"))


def test_only_a_signature_is_replaced(work: Path) -> None:
    (work / "notes.txt").write_text("mine")
    assert "no signature" in refused(work, "m.pkl", "--output", "notes.txt")
    assert (work / "notes.txt").read_text() == "mine"
    assert sign(work, "m.pkl", "--output", "other.sig")[0] == 0
    assert sign(work, "m.pkl", "--output", "other.sig")[0] == 0
    (work / "other.sig").write_bytes((work / "other.sig").read_bytes()[:-30])
    assert sign(work, "m.pkl", "--output", "other.sig")[0] == 0


WITHOUT = """
import importlib.util, runpy, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "cryptography" else find(name, *more)
runpy.run_module("jupyter_mlsecops", run_name="__main__")
"""


def test_without_the_package_the_message_says_what_to_install(work: Path) -> None:
    command = [sys.executable, "-c", WITHOUT, "sign", "m.pkl", "--key", "../elsewhere/key.pem"]
    done = subprocess.run(command, cwd=work, capture_output=True, timeout=60)
    assert done.returncode == 2 and b"pip install jupyter_mlsecops[signing]" in done.stderr
    assert not (work / "m.pkl.sig").exists()


@with_theirs
@pytest.mark.parametrize("curve", made.CURVES)
def test_their_tool_takes_our_signatures(work: Path, curve: str) -> None:
    key = made.new_key(curve)
    (work.parent / "elsewhere" / "key.pem").write_bytes(made.private_pem(key))
    (work.parent / "elsewhere" / "pub.pem").write_text(made.public_pem(key))
    (work / "model" / ".gitignore").write_text("x")
    for model, signature in (("m.pkl", "m.pkl.sig"), ("model", "model/model.sig")):
        assert sign(work, model)[0] == 0
        assert verifies(model, signature, work)
    for file in ("m.pkl", "model/a.pkl"):
        (work / file).write_bytes(GOOD + a.NONE + a.STOP)
    for model, signature in (("m.pkl", "m.pkl.sig"), ("model", "model/model.sig")):
        assert not verifies(model, signature, work)


@with_theirs
def test_we_take_their_signatures(work: Path) -> None:
    for model, signature in (("m.pkl", "m.pkl.sig"), ("model", "model/model.sig")):
        how = ("--private_key", "../elsewhere/key.pem", "--signature", signature)
        assert theirs("sign", "key", model, *how, cwd=work)
        assert told(scanned(work, model)) == []
    (work / "m.pkl").write_bytes(GOOD + a.NONE + a.STOP)
    (work / "model" / "sub" / "b.pkl").write_bytes(GOOD)
    (work / "model" / "c.pkl").write_bytes(GOOD)
    assert told(scanned(work, ".")) == [
        ("m.pkl", "model-signature-wrong", "high"),
        ("model/a.pkl", "signed-folder-altered", "low"),
        ("model/c.pkl", "model-signature-wrong", "medium"),
        ("model/sub/b.pkl", "model-signature-wrong", "high"),
    ]


@with_theirs
def test_we_take_their_signatures_with_certificates(work: Path) -> None:
    elsewhere, root_key = work.parent / "elsewhere", made.new_key()
    root = made.certificate("root", root_key, ca=True)
    leaf = made.certificate("leaf", LAB, (root, root_key))
    (elsewhere / "leaf.pem").write_text(made.pem_of(leaf))
    (elsewhere / "root.pem").write_text(made.pem_of(root))
    how = ("--private_key", "../elsewhere/key.pem", "--signing_certificate", "../elsewhere/leaf.pem")
    chain = ("--certificate_chain", "../elsewhere/root.pem", "--signature", "m.pkl.sig")
    assert theirs("sign", "certificate", "m.pkl", *how, *chain, cwd=work)
    assert theirs("verify", "certificate", "m.pkl", *chain, cwd=work)
    assert told(scanned(work, "m.pkl")) == [("m.pkl", "model-signature-unverified", "info")]
    (elsewhere / "mlsecops.toml").write_text(f'model-signers = [{{name = "CA", pem = """{made.pem_of(root)}"""}}]\n')
    assert told(scanned(work, "m.pkl")) == []
