"""Models that an identity of Sigstore signed, as a scan tells of them: with a Sigstore of our own, and no network."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..formats.pickles import assemble as a
from ..signing import made  # skips where there is no cryptography
from ..signing.instance import ANN, LOGIN, Instance
from .files import code, notebook, run

from jupyter_mlsecops.signing import bundle, keyless, keys, statement  # isort: skip

with_sigstore = pytest.mark.skipif(
    not keyless.is_available(), reason="the extra `sigstore` is not installed: no sigstore"
)
OURS, OTHER = Instance(), Instance()
GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
OWN = a.proto(4) + a.call(a.stack_global("acme_models.nets", "Net")) + a.STOP


def naming(identity: str = ANN, issuer: str = LOGIN, root: str = "root.json") -> str:
    about = {"name": "Ann", "identity": identity, "issuer": issuer} | ({"trusted-root": root} if root else {})
    return "[[model-signers]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in about.items())


@pytest.fixture
def work(folder: Path) -> Path:
    """A folder with a model and a folder of models; the policy and its root lie elsewhere."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mlsecops.toml").write_text(naming())
    (elsewhere / "root.json").write_text(json.dumps(OURS.trusted_root()))
    (folder / "m.pkl").write_bytes(GOOD)
    (folder / "model" / "sub").mkdir(parents=True)
    (folder / "model" / "a.pkl").write_bytes(GOOD)
    (folder / "model" / "sub" / "b.pkl").write_bytes(GOOD + a.NONE + a.STOP)
    return folder


def sign(model: Path, by: Instance = OURS, **how: Any) -> None:
    """Signs as ``model_signing sign`` does: beside a file, and in a folder."""
    if model.is_dir():
        every = [path for path in model.rglob("*") if path.is_file() and path.name != "model.sig"]
        digests = {path.relative_to(model).as_posix(): made.sha256(path) for path in every}
        signature = model / "model.sig"
    else:
        digests, signature = {".": made.sha256(model)}, model.with_name(model.name + ".sig")
    signature.write_text(json.dumps(by.sign(statement.encode(model.name, digests, ["model.sig"]), **how)))


def scanned(work: Path, *args: str, policy: str = "../elsewhere/mlsecops.toml") -> list[tuple[str, str, str, str]]:
    more = ("--config", policy) if policy else ()
    done = run("scan", "--format", "json", "--profile", "audit", "--select", "models", *more, *args, cwd=work)
    assert done.stderr == b""
    found = json.loads(done.stdout)["findings"]
    return [(f["location"]["path"], f["rule"], f["severity"], f["message"]) for f in found]


def told(work: Path, *args: str, **how: str) -> list[tuple[str, str, str]]:
    return [one[:3] for one in scanned(work, *args, **how)]


@with_sigstore
@pytest.mark.parametrize("model", ["m.pkl", "model"])
def test_what_is_signed_is_trusted_until_it_is_altered(work: Path, model: str) -> None:
    sign(work / model)
    assert told(work, model) == []
    file = "model/a.pkl" if model == "model" else model
    (work / file).write_bytes(GOOD + a.NONE + a.STOP)
    assert told(work, model) == [(file, "model-signature-wrong", "high")]
    sign(work / model)
    assert told(work, model) == []


@with_sigstore
def test_what_lies_in_a_signed_folder_and_was_not_signed(work: Path) -> None:
    sign(work / "model")
    (work / "model" / "c.pkl").write_bytes(GOOD)
    assert told(work, "model") == [
        ("model/a.pkl", "signed-folder-altered", "low"),
        ("model/c.pkl", "model-signature-wrong", "medium"),
    ]


@with_sigstore
def test_who_is_named_lowers_what_is_for_review_also_where_it_is_loaded(work: Path) -> None:
    (work / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('m.pkl')\n")), "utf-8")
    (work / "m.pkl").write_bytes(OWN)
    sign(work / "m.pkl")
    found = scanned(work, "m.pkl", "n.ipynb")
    assert [one[:3] for one in found] == [
        ("m.pkl", "unreviewed-model-file", "info"),
        ("n.ipynb", "unreviewed-model-loaded", "info"),
    ]
    assert all(one[3].endswith("; Ann signed it") for one in found)


@with_sigstore
@pytest.mark.parametrize(
    ("how", "rule", "severity", "why"),
    [
        ({"signed_by": OTHER.keys.certifier}, "model-signature-wrong", "high", "their certificate is forged"),
        ({"is_stamped": False}, "model-signature-wrong", "high", "the proof does not hold"),
        ({"by": OTHER}, "model-signature-unverified", "info", "does not know who certified them"),
        ({"logged": None}, "model-signature-unverified", "info", "its proof cannot be read"),
        ({"identity": "bob@lab.tool.dev"}, "model-signature-unverified", "info", "It names bob@lab.tool.dev through"),
        ({"issuer": "https://x.tool.dev"}, "model-signature-unverified", "info", f"knows them through {LOGIN} only"),
    ],
)
def test_what_is_said_where_nobody_who_is_named_signed(
    work: Path, how: dict[str, Any], rule: str, severity: str, why: str
) -> None:
    sign(work / "m.pkl", **how)
    ((*finding, message),) = scanned(work, "m.pkl")
    assert finding == ["m.pkl", rule, severity] and why in message
    (work / "m.pkl").write_bytes(GOOD + a.NONE + a.STOP)
    assert told(work, "m.pkl") == [("m.pkl", "model-signature-wrong", "high")]


@with_sigstore
def test_a_root_in_what_is_scanned_is_not_followed(work: Path) -> None:
    sign(work / "m.pkl", OTHER)
    (work / "root.json").write_text(json.dumps(OTHER.trusted_root()))
    for place in ("../work/root.json", str(work / "root.json")):
        root = place if Path(place).is_absolute() else f"../{work.name}/root.json"
        (work.parent / "elsewhere" / "mlsecops.toml").write_text(naming(root=root))
        ((*finding, message),) = scanned(work, "m.pkl")
        assert finding == ["m.pkl", "model-signature-unverified", "info"] and "lies in what is scanned" in message


@pytest.mark.parametrize("policy", ["", "mlsecops.toml"])
def test_identities_named_in_a_folder_that_is_scanned_are_not_trusted(work: Path, policy: str) -> None:
    sign(work / "m.pkl")
    (work / "mlsecops.toml").write_text(naming(root=str(work.parent / "elsewhere" / "root.json")))
    done = run("scan", "--format", "json", "--select", "models", "--profile", "audit", "m.pkl",
               *(("--config", policy) if policy else ()), cwd=work)  # fmt: skip
    report = json.loads(done.stdout)
    assert [f["rule"] for f in report["findings"]] == ["model-signature-unverified"]
    assert "model-signers was not followed" in report["problems"][0]["message"]


# Runs the command with a network that is broken, then says what was loaded, and what it wrote.
WATCHED = """
import atexit, os, runpy, sys

# Not among them: urllib3 looks, as it is imported, whether this machine could bind a socket of IPv6 to itself.
NEVER = ("socket.connect", "socket.get", "socket.send", "http.client.", "urllib.")

def watch(event, args):
    if event.startswith(NEVER):
        os.write(2, f"refused {event} ".encode())
        raise PermissionError(f"{event} is broken")
    if event in ("os.mkdir", "os.rename") or event == "open" and args[2] is not None and args[2] & 3:
        if "sigstore" in str(args[0]):
            os.write(2, f"wrote {args[0]} ".encode())

def tell():
    print("loaded" if "sigstore.verify" in sys.modules else "not loaded", file=sys.stderr)

sys.addaudithook(watch)
atexit.register(tell)
runpy.run_module("jupyter_mlsecops", run_name="__main__")
"""


def watched(work: Path, tmp_path: Path) -> tuple[list[str], str]:
    """The rules that spoke, and what was seen."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    line = ["scan", "--no-ledger", "--format", "json", "--profile", "audit", "--select", "models"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, *line, "--config", "../elsewhere/mlsecops.toml", "m.pkl"],
        cwd=work,
        capture_output=True,
        timeout=60,
        env={"PATH": "", "HOME": str(home), "PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    return [f["rule"] for f in json.loads(done.stdout)["findings"]], done.stderr.decode().strip()


@with_sigstore
@pytest.mark.parametrize("root", ["root.json", ""])
def test_no_network_is_asked_and_nothing_is_written(work: Path, tmp_path: Path, root: str) -> None:
    (work.parent / "elsewhere" / "mlsecops.toml").write_text(naming(root=root))
    sign(work / "m.pkl")
    assert watched(work, tmp_path) == ([] if root else ["model-signature-unverified"], "loaded")


@with_sigstore
def test_what_verifies_identities_is_loaded_only_for_one_that_is_named(work: Path, tmp_path: Path) -> None:
    assert watched(work, tmp_path) == ([], "not loaded")
    sign(work / "m.pkl", identity="bob@lab.tool.dev")
    assert watched(work, tmp_path) == (["model-signature-unverified"], "not loaded")
    payload = statement.encode("m.pkl", {".": made.sha256(work / "m.pkl")})
    (work / "m.pkl.sig").write_bytes(bundle.encode(payload, *keys.sign(made.new_key(), payload)))
    assert watched(work, tmp_path) == (["model-signature-unverified"], "not loaded")


WITHOUT = """
import importlib.util, runpy
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "sigstore" else find(name, *more)
runpy.run_module("jupyter_mlsecops", run_name="__main__")
"""


def test_without_the_package_the_message_says_what_to_install(work: Path) -> None:
    sign(work / "m.pkl")
    line = ["scan", "--format", "json", "--profile", "audit", "--select", "models", "m.pkl"]
    command = [sys.executable, "-c", WITHOUT, *line, "--config", "../elsewhere/mlsecops.toml"]

    def said() -> list[tuple[str, bool]]:
        done = subprocess.run(command, cwd=work, capture_output=True, timeout=60)
        found = json.loads(done.stdout)["findings"]
        return [(f["rule"], "pip install jupyter_mlsecops[sigstore]" in f["message"]) for f in found]

    assert said() == [("model-signature-unverified", True)]
    (work / "m.pkl").write_bytes(GOOD + a.NONE + a.STOP)
    assert said() == [("model-signature-wrong", False)]
