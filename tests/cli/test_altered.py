"""Files that changed since a notebook that loads them was scanned: told where they are loaded, until accepted."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ..formats.pickles import assemble as a
from .files import code, notebook, run

GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
OTHER = a.proto(4) + a.text("another") + a.STOP
RULES = ("--select", "model-file-altered,data-file-altered")
LOADS = notebook(
    code("import joblib, pandas as pd\n", id="a"),
    code("m = joblib.load('m.joblib')\ndf = pd.read_csv('d.csv')\n", id="b"),
)


def scanned(folder: Path, *args: str, of: str = "n.ipynb", **env: str) -> dict[str, Any]:
    done = run("scan", "--format", "json", "--profile", "audit", *RULES, *args, of, cwd=folder, **env)
    assert done.stderr == b""
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["problems"] == []
    return report


def told(report: dict[str, Any], key: str = "findings") -> list[tuple[str, str, str, int]]:
    """The rule, severity, cell and line of each finding."""
    return [
        (f["rule"], f["severity"], f["location"]["cell_id"], f["location"]["region"]["start_line"]) for f in report[key]
    ]


@pytest.fixture
def work(folder: Path) -> Path:
    """A notebook, with what it loads, that was scanned once."""
    (folder / "m.joblib").write_bytes(GOOD)
    (folder / "d.csv").write_text("a,b\n1,2\n")
    (folder / "n.ipynb").write_text(LOADS, "utf-8")
    assert told(scanned(folder)) == []
    return folder


def ledger(folder: Path) -> Path:
    return folder.parent / "data" / "mlsecops" / "ledger.sqlite"


MODEL, DATA = ("model-file-altered", "high", "b", 1), ("data-file-altered", "low", "b", 2)


def test_an_altered_file_is_told_where_it_is_loaded_and_stays_told(work: Path) -> None:
    with sqlite3.connect(ledger(work)) as file:
        file.execute("update loaded set assessed = '2026-11-03T10:00:00+00:00'")
    (work / "m.joblib").write_bytes(OTHER)
    (work / "d.csv").write_text("a,b\n9,9\n")
    first = scanned(work)
    assert told(first) == [MODEL, DATA]
    was, now = (hashlib.sha256(raw).hexdigest()[:12] for raw in (GOOD, OTHER))
    assert first["findings"][0]["message"] == (
        f"m.joblib was altered since 3 November 2026: it was {len(GOOD)} bytes, sha256 {was}, and is now {len(OTHER)} "
        f"bytes, sha256 {now}"
    )
    assert scanned(work) == first
    (work / "m.joblib").write_bytes(GOOD)
    assert told(scanned(work)) == [DATA]


def test_a_file_that_was_only_touched_is_the_same(work: Path) -> None:
    for name in ("m.joblib", "d.csv"):
        os.utime(work / name, ns=(5, 5))
    assert told(scanned(work)) == []
    (work / "copy").write_bytes(GOOD)
    os.replace(work / "copy", work / "m.joblib")
    assert told(scanned(work)) == []


def test_a_change_that_keeps_size_and_time_is_seen_by_the_inode(work: Path) -> None:
    status = (work / "d.csv").stat()
    (work / "copy").write_text("a,b\n7,7\n")
    os.utime(work / "copy", ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(work / "copy", work / "d.csv")
    assert told(scanned(work)) == [DATA]


def test_a_change_that_keeps_size_inode_and_time_is_seen(work: Path) -> None:
    status = (work / "d.csv").stat()
    (work / "d.csv").write_text("a,b\n7,7\n")
    os.utime(work / "d.csv", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (work / "d.csv").stat().st_ino == status.st_ino
    assert told(scanned(work)) == [DATA]


@pytest.mark.parametrize(
    ("cell", "findings"),
    [
        ("joblib.dump(make(), 'm.joblib')\nmake().to_csv('d.csv')", []),
        (
            "import urllib.request as u\nu.urlretrieve('https://models.tool.dev/m.joblib?token=1', 'm.joblib')",
            [("model-file-altered", "low", "b", 1), DATA],
        ),
        ("print(1)", [MODEL, DATA]),
    ],
    ids=["written", "downloaded", "neither"],
)
def test_what_the_notebook_itself_does_explains_a_change(
    folder: Path, cell: str, findings: list[tuple[str, str, str, int]]
) -> None:
    (folder / "m.joblib").write_bytes(GOOD)
    (folder / "d.csv").write_text("a,b\n")
    first, second = json.loads(LOADS)["cells"]
    (folder / "n.ipynb").write_text(notebook(first, code(cell, id="x"), second), "utf-8")
    assert told(scanned(folder)) == []
    (folder / "m.joblib").write_bytes(OTHER)
    (folder / "d.csv").write_text("b,a\n")
    assert told(scanned(folder)) == findings
    assert told(scanned(folder)) == findings
    with sqlite3.connect(ledger(folder)) as file:
        origins = [origin for (origin,) in file.execute("select origin from loaded order by path")]
    assert origins[1] == {"print(1)": ""}.get(cell, "written" if "dump" in cell else "https://models.tool.dev/m.joblib")


def test_another_notebook_that_writes_the_file_explains_a_change(work: Path) -> None:
    (work / "train.ipynb").write_text(notebook(code("import joblib\njoblib.dump(make(), 'm.joblib')\n")), "utf-8")
    scanned(work, of="train.ipynb")
    (work / "m.joblib").write_bytes(OTHER)
    report = scanned(work)
    assert told(report) == [("model-file-altered", "low", "b", 1)]
    assert report["findings"][0]["message"].endswith("; train.ipynb writes it")
    (work / "train.ipynb").unlink()
    assert told(scanned(work)) == [MODEL]


@pytest.mark.parametrize(
    ("call", "raw", "severity"),
    [
        ("import pickle\npickle.load(open('m', 'rb'))", GOOD, "high"),
        ("import numpy as np\nnp.load('m', allow_pickle=False)", b"\x93NUMPY", "low"),
        ("import torch\ntorch.load('m', weights_only=True)", GOOD, "medium"),
        ("from safetensors.torch import load_file\nload_file('m')", b"\x02\0\0\0\0\0\0\0{}", "medium"),
    ],
)
def test_how_bad_it_is_depends_on_what_the_file_can_do(folder: Path, call: str, raw: bytes, severity: str) -> None:
    if raw.startswith(b"\x93"):
        header = b"{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }"
        header = header.ljust(117) + b"\n"
        raw = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + b"\1\0\0\0"
    (folder / "m").write_bytes(raw)
    (folder / "n.ipynb").write_text(notebook(code(call)), "utf-8")
    assert told(scanned(folder)) == []
    (folder / "m").write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]) if severity == "low" else raw + b"\0")
    assert [one[:2] for one in told(scanned(folder))] == [("model-file-altered", severity)]


def test_a_baseline_accepts_this_content_and_no_other(work: Path) -> None:
    (work / "m.joblib").write_bytes(OTHER)
    done = run("baseline", "--reason", "trained anew", "n.ipynb", cwd=work)
    assert done.returncode == 0, done.stderr
    known = ("--baseline", ".mlsecops-baseline.json")
    report = scanned(work, *known)
    assert (told(report), told(report, "suppressed")) == ([], [MODEL])
    assert scanned(work, *known) == report
    (work / "m.joblib").write_bytes(OTHER + b"\0")
    assert told(scanned(work, *known)) == [MODEL]


def test_a_comment_says_that_a_file_is_meant_to_change(work: Path) -> None:
    said = LOADS.replace("pd.read_csv('d.csv')", "pd.read_csv('d.csv')  # mlsecops: ignore[data-file-altered] daily")
    (work / "n.ipynb").write_text(said, "utf-8")
    for number in range(2):
        (work / "d.csv").write_text(f"a,b\n{number},0\n")
        report = scanned(work)
        assert (told(report), told(report, "suppressed")) == ([], [DATA])


def test_a_policy_that_knows_the_digest_accepts_it(work: Path) -> None:
    (work / "m.joblib").write_bytes(OTHER)
    digest = hashlib.sha256(OTHER).hexdigest()
    (work / "mlsecops.toml").write_text(f'known-models = [{{sha256 = "{digest}", names = ["a.B"], reason = "ours"}}]\n')
    report = scanned(work)
    assert (told(report), told(report, "suppressed")) == ([], [MODEL])


def test_the_command_of_pre_commit_compares_and_writes_nothing(work: Path) -> None:
    before = ledger(work).read_bytes()
    (work / "m.joblib").write_bytes(OTHER)
    done = run("check", *RULES, "n.ipynb", cwd=work)
    assert done.returncode == 1 and b"model-file-altered" in done.stdout
    assert ledger(work).read_bytes() == before


def test_without_the_ledger_nothing_is_compared_and_nothing_put_down(work: Path) -> None:
    before = ledger(work).read_bytes()
    (work / "m.joblib").write_bytes(OTHER)
    assert told(scanned(work, "--no-ledger")) == []
    assert ledger(work).read_bytes() == before
    assert told(scanned(work)) == [MODEL]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_in_one_process_and_in_several(folder: Path, jobs: str) -> None:
    for number in range(4):
        (folder / f"{number}.ipynb").write_text(notebook(code(f"import joblib\njoblib.load('{number}.pkl')")), "utf-8")
        (folder / f"{number}.pkl").write_bytes(GOOD)
    scanned(folder, "--jobs", jobs, of=".")
    for number in (1, 3):
        (folder / f"{number}.pkl").write_bytes(OTHER)
    report = scanned(folder, "--jobs", jobs, of=".")
    assert [f["location"]["path"] for f in report["findings"]] == ["1.ipynb", "3.ipynb"]


def test_a_ledger_that_cannot_be_read_is_told_and_the_scan_goes_on(work: Path) -> None:
    ledger(work).write_bytes(b"no database")
    (work / "m.joblib").write_bytes(a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP)
    done = run("scan", "--select", "models", "n.ipynb", cwd=work)
    assert done.returncode == 1 and b"unsafe-model-loaded" in done.stdout
    assert re.search(rb"ledger\.sqlite is not what this program wrote.*Whether files were altered", done.stderr)
    assert ledger(work).read_bytes() == b"no database"


def test_a_notebook_that_loads_nothing_leaves_no_ledger(folder: Path) -> None:
    (folder / "n.ipynb").write_text(notebook(code("print(1)\n")), "utf-8")
    scanned(folder)
    assert not ledger(folder).exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_data_that_is_no_file_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "d.csv")
    (folder.parent / "outside.csv").write_text("a\n")
    source = "import pandas as pd\npd.read_csv('d.csv')\npd.read_csv('../outside.csv')\npd.read_csv('missing.csv')\n"
    (folder / "n.ipynb").write_text(notebook(code(source)), "utf-8")
    assert told(scanned(folder)) == []
    assert not ledger(folder).exists()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_file_in_place_of_which_a_link_stands(work: Path) -> None:
    (work / "m.joblib").rename(work / "old")
    (work / "other").write_bytes(OTHER)
    (work / "m.joblib").symlink_to("old")
    assert told(scanned(work)) == []
    (work / "m.joblib").unlink()
    (work / "m.joblib").symlink_to("other")
    assert told(scanned(work)) == [MODEL]
    (work.parent / "outside").write_bytes(GOOD)
    (work / "m.joblib").unlink()
    (work / "m.joblib").symlink_to(work.parent / "outside")
    report = scanned(work)
    assert told(report) == [MODEL]
    assert report["findings"][0]["message"].endswith(", and is now a link to what lies elsewhere")
    (work / "m.joblib").unlink()
    (work / "old").rename(work / "m.joblib")
    assert told(scanned(work)) == []


def test_a_folder_that_is_a_link_to_another_one_now(folder: Path) -> None:
    for name, raw in (("v1", GOOD), ("v2", OTHER)):
        (folder / name).mkdir()
        (folder / name / "m.pkl").write_bytes(raw)
    (folder / "now").symlink_to("v1")
    (folder / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('now/m.pkl')", id="a")), "utf-8")
    assert told(scanned(folder)) == []
    (folder / "now").unlink()
    (folder / "now").symlink_to("v2")
    assert told(scanned(folder)) == [("model-file-altered", "high", "a", 2)]


def test_what_lies_outside_is_not_read_and_a_link_to_it_is_told(folder: Path) -> None:
    bad = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
    (folder.parent / "outside.pkl").write_bytes(bad)
    (folder / "m.pkl").symlink_to(folder.parent / "outside.pkl")
    (folder / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('m.pkl')")), "utf-8")
    done = run("scan", "--format", "json", "--profile", "audit", "--select", "models", "n.ipynb", cwd=folder)
    ((rule, message),) = [(f["rule"], f["message"]) for f in json.loads(done.stdout)["findings"]]
    assert rule == "unreviewed-model-loaded" and "outside of the folder that is scanned, and was not read" in message


@pytest.mark.skipif(os.name != "posix", reason="names are text here")
def test_a_name_that_is_no_text(folder: Path) -> None:
    raw = os.fsencode(folder) + b"/\xff.pkl"
    with open(raw, "wb") as file:
        file.write(GOOD)
    (folder / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('NAME')")).replace("NAME", "\\udcff.pkl"))
    os.rename(folder / "n.ipynb", os.fsencode(folder) + b"/\xfe.ipynb")
    assert told(scanned(folder, of=".")) == []


def test_a_ledger_that_cannot_be_written_is_told_and_files_are_compared(work: Path) -> None:
    (work / "m.joblib").write_bytes(OTHER)
    with sqlite3.connect(ledger(work)) as file:
        file.execute("begin immediate")
        done = run("scan", *RULES, "n.ipynb", cwd=work)
    assert done.returncode == 1 and b"model-file-altered" in done.stdout
    assert b"What files are now was not put down" in done.stderr and b"is not known" not in done.stderr
