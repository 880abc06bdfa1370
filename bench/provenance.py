"""What it costs to compare loaded files with what they were, and signatures beside the tool of the OpenSSF.

    python bench/provenance.py [--theirs COMMAND] [--size MIB] [--files N]

The first part scans one notebook that loads N files, in this process, with and without the ledger, in turns.
``COMMAND`` is ``model_signing`` in a virtual environment of its own (``python -m venv DIR && DIR/bin/pip install
model-signing pyOpenSSL``): both sign a model of so many MiB with one key, verify what the other signed, and judge what
was done to it. Both run as commands, so that starting Python is part of the time; times are those of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import corpus
from figures import Figure, interleaved, median

sys.path.insert(0, str(corpus.ROOT))
from jupyter_mlsecops import rules  # noqa: E402
from jupyter_mlsecops.cli import loading, remembering, session, walk  # noqa: E402
from jupyter_mlsecops.core.engine import Engine  # noqa: E402
from jupyter_mlsecops.core.policy import Policy  # noqa: E402

_ROUNDS = 15
_OURS = [sys.executable, "-m", "jupyter_mlsecops"]


def measure(theirs: str = "", size: int = 256, files: int = 20) -> list[Figure]:
    """All figures."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["JUPYTER_DATA_DIR"] = os.path.join(place, "data")
        found = [*_ledger(Path(place) / "scan", files)]
        if theirs:
            found += _signatures(Path(place) / "sign", theirs, size)
    return found


def _ledger(folder: Path, files: int) -> Iterator[Figure]:
    """A scan with and without the ledger."""
    folder.mkdir()
    lines = ["import pandas as pd", *(f"pd.read_csv('{number}.csv')" for number in range(files))]
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None}
    tree = {"cells": [cell | {"source": "\n".join(lines)}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    raw = json.dumps(tree).encode()
    (folder / "n.ipynb").write_bytes(raw)
    for number in range(files):
        (folder / f"{number}.csv").write_bytes(b"1,2\n" * 25_000)
    target, found = walk.Target(str(folder / "n.ipynb"), "n.ipynb"), rules.load()

    def scan(compares: bool) -> Callable[[], object]:
        def once() -> object:
            # A new engine each time, so that nothing is known of the notebook.
            look = loading.Loading(target, (), compares, compares)
            session.scan_with_files(Engine(found, Policy(), b"key"), raw, target, "notebook", look)
            return look

        return once

    first = loading.Loading(target, (), remembers=True)
    session.scan_with_files(Engine(found, Policy(), b"key"), raw, target, "notebook", first)
    remembering.files().remember(first.seen)
    taken = interleaved({"with": scan(True), "without": scan(False)}, _ROUNDS)
    alone, more = median(taken["without"]), median(taken["with"])
    how = f"one notebook that reads {files} files of 100 kB, known from before; median of {_ROUNDS}, in turns"
    yield Figure("a scan without the ledger", alone, "ms", how)
    yield Figure("comparing one file with what it was", (more - alone) / files, "ms", how)


def _signatures(folder: Path, theirs: str, size: int) -> Iterator[Figure]:
    """Signing and verifying, beside the other tool."""
    (folder / "model").mkdir(parents=True)
    key, public = folder / "key.pem", folder / "pub.pem"
    _quiet("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(key))
    _quiet("openssl", "ec", "-in", str(key), "-pubout", "-out", str(public))
    (folder / "mlsecops.toml").write_text(f'model-signers = [{{name = "us", pem = """{public.read_text()}"""}}]\n')
    with (folder / "model" / "weights.safetensors").open("wb") as out:
        header = json.dumps({"w": {"dtype": "U8", "shape": [size << 20], "data_offsets": [0, size << 20]}}).encode()
        out.write(len(header).to_bytes(8, "little") + header)
        for _ in range(size):
            out.write(os.urandom(1 << 20))
    sign = {
        "ours": [*_OURS, "sign", "model", "--key", "key.pem"],
        "theirs": [theirs, "sign", "key", "model", "--private_key", "key.pem", "--signature", "model/model.sig"],
    }
    how = f"a folder of {size} MiB, P-256; processor time of the command, median of 3, in turns"
    yield from _pair("signing", sign, folder, how)
    for name, command in sign.items():
        _quiet(*command, folder=folder)
        assert _theirs_take(folder, theirs), f"model_signing refuses the signature of {name}"
        assert _ours_take(folder), f"a scan refuses the signature of {name}"
    verify = {
        "ours": [*_OURS, "scan", "--no-ledger", "--config", "../mlsecops.toml", "weights.safetensors"],
        "theirs": _verify(theirs),
    }
    yield from _pair("verifying", verify, folder, how, ours_in="model")
    agree = [change for change in _CHANGES if _agree(folder, theirs, change)]
    yield Figure("changes of a signed folder judged alike", len(agree), "", f"of {len(_CHANGES)}: {', '.join(agree)}")


def _pair(what: str, commands: dict[str, list[str]], folder: Path, how: str, ours_in: str = ".") -> Iterator[Figure]:
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(3):
        for name, command in commands.items():
            taken[name].append(_processor(command, folder / ours_in if name == "ours" else folder))
    ours, theirs = (median(taken[name]) for name in ("ours", "theirs"))
    yield Figure(f"{what}, jupyter_mlsecops", ours, "s", how)
    yield Figure(f"{what}, model_signing", theirs, "s", how)


def _processor(command: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _quiet(*command: str, folder: Path | None = None) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=folder)


def _verify(theirs: str) -> list[str]:
    return [theirs, "verify", "key", "model", "--signature", "model/model.sig", "--public_key", "pub.pem"]


def _theirs_take(folder: Path, theirs: str) -> bool:
    return subprocess.run(_verify(theirs), cwd=folder, capture_output=True).returncode == 0


def _ours_take(folder: Path) -> bool:
    """Whether a scan of the folder finds every file signed by who is known."""
    command = [*_OURS, "scan", "--no-ledger", "--config", "../mlsecops.toml", "--profile", "audit", "--format", "json"]
    done = subprocess.run([*command, "."], cwd=folder / "model", capture_output=True)
    return not any("signature" in finding["rule"] for finding in json.loads(done.stdout)["findings"])


def _flip(folder: Path) -> None:
    with (folder / "weights.safetensors").open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))


def _damage(folder: Path) -> None:
    raw = (folder / "model.sig").read_text()
    at = raw.index('"payload"') + 40
    (folder / "model.sig").write_text(raw[:at] + ("A" if raw[at] != "A" else "B") + raw[at + 1 :])


_CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda folder: None,
    "touched": lambda folder: os.utime(folder / "weights.safetensors"),
    "one bit": _flip,
    "one byte more": lambda folder: (folder / "weights.safetensors").open("ab").write(b"\0"),
    "a file more": lambda folder: (folder / "extra.pkl").write_bytes(b"\x80\x04N."),
    "the signature damaged": _damage,
    "the signature cut off": lambda folder: os.truncate(folder / "model.sig", 300),
}


def _agree(folder: Path, theirs: str, change: str) -> bool:
    """Whether both say the same of a copy of the model after a change, and whether that is right."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        copy = Path(place)
        shutil.copytree(folder / "model", copy / "model")
        for name in ("pub.pem", "mlsecops.toml"):
            shutil.copy(folder / name, copy / name)
        _CHANGES[change](copy / "model")
        told = _ours_take(copy), _theirs_take(copy, theirs)
    return told == ((change in ("nothing", "touched"),) * 2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--theirs", default=shutil.which("model_signing") or "")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--files", type=int, default=20)
    options = parser.parse_args()
    for figure in measure(options.theirs, options.size, options.files):
        print(f"{figure.name}: {figure.value:.3g} {figure.unit} ({figure.how})")
