"""Files that hold somebody up, through the command and through the service: a verdict, never "nothing found".

Nothing here takes long to write: bombs are one small stream said many times.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.service.modelfiles import examine
from jupyter_mlsecops.service.opening import NotRead

from ..cli.files import code, notebook, run
from . import shapes
from .archives.assemble import HARMFUL, TAR_END, tar_file, torch_zip
from .pickles import assemble as a
from .samples import SAMPLES

# A pickle of many opcodes that mean nothing, to be said again and again.
FILLER = a.proto(4) + b"N0" * (8 << 20)
# Why reading ends: at a limit, or at the deadline, whatever comes first.
LIMIT = r"[Oo]ut of time|costs too much|MiB unpacked|unpacks to more"


def deep(layers: int) -> bytes:
    raw = HARMFUL
    for _ in range(layers):
        raw = gzip.compress(raw)
    return raw


def zip_of(method: int, packed: bytes, name: str) -> bytes:
    """An archive whose one member is packed already."""
    raw = name.encode()
    sizes = struct.pack("<III", 0, len(packed), 1 << 30)
    local = b"PK\3\4" + struct.pack("<HHHHH", 20, 0, method, 0, 0) + sizes + struct.pack("<HH", len(raw), 0) + raw
    central = b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, method, 0, 0) + sizes
    central += struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0, 0) + raw
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(packed), 0)
    return local + packed + central + b"PK\5\6" + end


def laughs() -> bytes:
    """A tuple that holds another one twice, forty times over, as the key of a dict: to hash it takes ages."""
    pairs = b"".join(b"(" + a.binget(n) * 2 + b"t\x940" for n in range(40))
    return a.proto(4) + b")\x940" + pairs + b"}" + a.binget(40) + b"Ns" + a.STOP


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip.pkl": (lambda: gzip.compress(FILLER) * 20, LIMIT),
    "xz.joblib": (lambda: lzma.compress(FILLER) * 200, LIMIT),
    "torch.pt": (lambda: zip_of(12, bz2.compress(FILLER) * 2_000, "archive/data.pkl"), LIMIT),
    "config.keras": (lambda: zip_of(12, bz2.compress(b"[" * (16 << 20)) * 2_000, "config.json"), LIMIT),
    "tar.nemo": (lambda: bz2.compress(tar_file("a.pkl", FILLER)) * 2_000, LIMIT),
    "empty.pkl.gz": (lambda: gzip.compress(b"") * 20_000, "No bytes at all"),
    "layers.pkl": (lambda: deep(40), "too deep to follow"),
    "laughs.pkl": (laughs, "unfolds a small structure"),
    "marks.pkl": (lambda: a.proto(4) + b"(" * 200_000 + a.STOP, "costs too much"),
}
SPARSE = {
    "zeros.pkl": b"",
    "harm.pkl": HARMFUL,
    "numbers.npy": shapes.npy("'<f8'", "(9,)"),
    "objects.npy": shapes.npy("'|O'", "(9,)"),
    "m.safetensors": struct.pack("<Q", 1 << 39),
    "m.gguf": b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 60),
    "m.h5": b"\x89HDF\r\n\x1a\n",
    "m.onnx": b"\x08\x08\x3a\xf0\xff\xff\xff\xff\x1f",
    "m.pt": b"PK\3\4",
    "m.joblib": b"\x78\x9c",
    "m.nemo": tar_file("a.pkl", HARMFUL),
    "m.7z.pt": b"7z\xbc\xaf\x27\x1c",
}
HOLE = 1 << 40


NO_MODELS = ("m.json", "m.txt", "frozen.pb")  # by their names, and half of what is in them


def truncated() -> Iterator[tuple[str, bytes]]:
    wholes = {name: raw for name, raw in SAMPLES.items() if name not in NO_MODELS}
    wholes |= {"m.pkl": HARMFUL, "m.pt": torch_zip(HARMFUL, method=8), "m.nemo": tar_file("a", HARMFUL) + TAR_END}
    for name, raw in wholes.items():
        yield name, raw[: len(raw) // 2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder, with room for the command's own files beside it."""
    place = tmp_path / "work"
    place.mkdir()
    return place


def scanned(folder: Path, *names: str) -> tuple[int, dict[str, Any]]:
    """The exit status and the report of the command; it ends, or the test fails."""
    done = run("scan", "--format", "json", *names, cwd=folder)
    assert b"Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def told(report: dict[str, Any], name: str) -> list[str]:
    """What a report says of a file, be it a finding or that it was not assessed."""
    found = [each["message"] for each in report["findings"] if each["location"]["path"] == name]
    return found + [each["message"] for each in report["problems"] if each["path"] == name]


def never_clean(folder: Path, names: list[str]) -> dict[str, Any]:
    """Scan a folder as a whole: each of these files is told of."""
    status, report = scanned(folder, ".")
    assert status in (1, 2)
    assert [name for name in names if not told(report, name)] == []
    return report


def said_by_service(path: Path) -> str:
    """What somebody who waits is told of a file: why it was not read, or how many things are in it."""
    try:
        model = examine(str(path), path.name, patient=False)
    except NotRead as error:
        return str(error)
    return " ".join(model.gaps) or f"{len(model.facts)} facts"


def test_bombs(folder: Path) -> None:
    for name, (make, _) in BOMBS.items():
        (folder / name).write_bytes(make())
    report = never_clean(folder, list(BOMBS))
    for name, (_, why) in BOMBS.items():
        assert re.search(why, " ".join(told(report, name))), (name, told(report, name))
        assert said_by_service(folder / name) != "0 facts", name


@pytest.mark.skipif(os.name != "posix", reason="files with holes are made otherwise here")
def test_sparse_files(folder: Path) -> None:
    for name, head in SPARSE.items():
        with (folder / name).open("wb") as file:
            file.write(head)
            try:
                os.ftruncate(file.fileno(), HOLE)
            except OSError:
                pytest.skip("no files with holes here")
    never_clean(folder, [name for name in SPARSE if name != "numbers.npy"])
    for name in SPARSE:
        assert said_by_service(folder / name) != "0 facts" or name == "numbers.npy"


def test_truncated_files(folder: Path) -> None:
    names = []
    for name, raw in truncated():
        (folder / name).write_bytes(raw)
        names.append(name)
        assert said_by_service(folder / name) != "0 facts", name
    status, report = scanned(folder, *names)
    assert status == 2
    assert [name for name in names if not told(report, name)] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named, each is a problem; in a folder, it is no reason to stop."""
    monkeypatch.chdir(folder)  # the path of a socket must be short
    os.mkfifo("pipe.pkl")
    os.symlink("loop.pkl", "loop.pkl")
    os.symlink("/dev/zero", "zero.pkl")
    os.symlink("/proc/self/mem", "memory.pkl")
    os.symlink("nowhere.pkl", "dangling.pkl")
    os.symlink(".", "again")
    os.symlink("..", "above")
    (folder / "inner").mkdir()
    os.symlink("../inner", "inner/inner")
    (folder / "folder.pkl").mkdir()
    (folder / "harm.pkl").write_bytes(HARMFUL)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.pkl")
        named = ["pipe.pkl", "loop.pkl", "zero.pkl", "memory.pkl", "dangling.pkl", "socket.pkl"]
        status, report = scanned(folder, *named, "harm.pkl", "/dev/zero", "/dev/tty")
        assert status == 2
        assert [name for name in [*named, "harm.pkl"] if not told(report, name)] == []
        assert len([each for each in report["problems"] if each["path"].endswith(("dev/zero", "dev/tty"))]) == 2
        status, report = scanned(folder, ".")
        assert [each["location"]["path"] for each in report["findings"]] == ["harm.pkl"]
        for name in named:
            assert said_by_service(folder / name) not in ("0 facts", "")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_what_may_not_be_read(folder: Path) -> None:
    (folder / "m.pkl").write_bytes(HARMFUL)
    (folder / "m.pkl").chmod(0)
    (folder / "inner").mkdir(mode=0)
    status, report = scanned(folder, ".")
    assert status == 2 and {each["path"] for each in report["problems"]} == {"m.pkl", "inner"}
    assert said_by_service(folder / "m.pkl") == "Permission denied"


def test_a_file_that_grows_while_it_is_read(folder: Path) -> None:
    """A list that goes on and on: it is never read to an end that it has not."""
    path, done = folder / "m.pkl", threading.Event()
    path.write_bytes(a.proto(4) + b"]" + b"(" + b"K\1" * (16 << 20))

    def grow() -> None:
        with path.open("ab") as file:
            while not done.is_set():
                file.write(b"K\1" * 512)
                file.flush()
                time.sleep(0.002)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        status, report = scanned(folder, "m.pkl")
        said = said_by_service(path)
    finally:
        done.set()
        thread.join()
    assert (status, report["findings"]) == (2, [])
    assert "changed while it was read" in " ".join(told(report, "m.pkl"))
    assert "changed while it was read" in said


def test_names_that_are_hard_to_show(folder: Path) -> None:
    names = [b"a\nb.pkl", b"\xff\xfe.pkl", b"\x1b[31m.pkl", ("x" * 240 + ".pkl").encode(), b"-v.pkl"]
    for name in names:
        try:
            with open(os.path.join(os.fsencode(folder), name), "wb") as file:
                file.write(HARMFUL)
        except OSError:  # a name that this system does not allow
            continue
    status, report = scanned(folder, ".")
    paths = [each["location"]["path"] for each in report["findings"]]
    assert status == 1 and len(paths) == len(list(folder.iterdir()))
    assert all(path.isprintable() for path in paths)


def test_a_notebook_that_loads_them(folder: Path) -> None:
    """What it cannot be told of is told at the line that loads it."""
    names = ("layers.pkl", "marks.pkl", "laughs.pkl")
    for name in names:
        (folder / name).write_bytes(BOMBS[name][0]())
    os.mkdir(folder / "folder.pkl")
    lines = ["import pickle", *[f"pickle.load(open({name!r}, 'rb'))" for name in (*names, "folder.pkl")]]
    (folder / "n.ipynb").write_text(notebook(code("\n".join(lines))), "utf-8")
    status, report = scanned(folder, "n.ipynb", "--profile", "audit")
    assert status in (1, 2)
    said = " ".join(told(report, "n.ipynb"))
    assert [name for name in names if name not in said] == []
