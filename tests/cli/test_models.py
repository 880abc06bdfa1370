"""Model files through the command: which are found, what is said of them and where, the exit status."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ..formats.pickles import assemble as a
from .files import code, harmless, notebook, run

BAD = a.proto(4) + a.call(a.stack_global("os", "system"), a.text(a.HARMLESS)) + a.STOP
GOOD = a.proto(4) + a.call(a.stack_global("collections", "OrderedDict")) + a.STOP
OWN = a.proto(4) + a.call(a.stack_global("acme_models.nets", "Net")) + a.STOP
RUNS = "calls os.system, which runs programs (REDUCE at byte 32)"
UNKNOWN = "calls acme_models.nets.Net, which is on no list of names that were looked at (REDUCE at byte 28)"


def scanned(folder: Path, *args: str) -> tuple[int, dict[str, Any]]:
    """The exit status and the report of a scan."""
    done = run("scan", "--format", "json", *args, cwd=folder)
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)


def told(report: dict[str, Any], key: str = "findings") -> list[tuple[str, str, str, str]]:
    return [(f["location"]["path"], f["rule"], f["severity"], f["message"]) for f in report[key]]


@pytest.mark.parametrize(
    ("raw", "status", "findings", "problems"),
    [
        (BAD, 1, [("m.pkl", "unsafe-model-file", "critical", f"Loading it {RUNS}")], []),
        (OWN, 1, [("m.pkl", "unreviewed-model-file", "medium", f"Loading it {UNKNOWN}")], []),
        (GOOD, 0, [], []),
        (
            BAD[:-1],
            2,
            [("m.pkl", "unsafe-model-file", "critical", f"Loading it {RUNS}")],
            ["m.pkl: It is cut off at byte 33; what comes before was assessed."],
        ),
        (b"nothing that is known", 2, [], ["m.pkl: It is no pickle at byte 0: byte 0x6e, which is no opcode."]),
        (b"", 2, [], ["m.pkl: No bytes at all."]),
    ],
)
def test_a_file_that_is_named(
    folder: Path, raw: bytes, status: int, findings: list[tuple[str, ...]], problems: list[str]
) -> None:
    (folder / "m.pkl").write_bytes(raw)
    done, report = scanned(folder, "m.pkl")
    assert (done, told(report)) == (status, findings)
    assert [(one["kind"], one["message"]) for one in report["problems"]] == [
        ("model-not-assessed", text) for text in problems
    ]
    assert [(one["kind"], one["status"], one["digest"]) for one in report["inputs"]] == [
        ("model", "incomplete" if problems else "scanned", "sha256:" + hashlib.sha256(raw).hexdigest())
    ]
    for finding in report["findings"]:
        assert (finding["location"]["part"], finding["location"]["region"]) == ("file", None)


def test_a_folder(folder: Path) -> None:
    """Model files are known by name, else by how they begin; what git ignores and everyday files are left out."""
    (folder / ".gitignore").write_text("ignored/\n")
    for name in ("a.pkl", "b/B.JOBLIB", "c.pkl.gz", "no_ending", "d.weights", "ignored/e.pkl", "f.csv", "g.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(GOOD)
    (folder / "h.bin").write_bytes(b"no model")
    (folder / "config.json").write_text('{"theme": "dark"}')
    (folder / "b" / "config.json").write_text('{"model_type": "bert"}')
    (folder / "i").write_text("text")
    (folder / "n.ipynb").write_text(harmless(), "utf-8")
    status, report = scanned(folder)
    assert status == 0
    assert [(one["path"], one["kind"]) for one in report["inputs"]] == [
        ("a.pkl", "model"),
        ("b/B.JOBLIB", "model"),
        ("b/config.json", "model"),
        ("c.pkl.gz", "model"),
        ("d.weights", "model"),
        ("n.ipynb", "notebook"),
        ("no_ending", "model"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_told_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.pkl")
    (folder / "loop.pkl").symlink_to("loop.pkl")
    (folder / "dangling.pkl").symlink_to("nowhere.pkl")
    (folder / "m.pkl").write_bytes(BAD)
    status, report = scanned(folder)
    assert status == 2
    assert [(one["path"], one["kind"]) for one in report["problems"]] == [
        ("dangling.pkl", "unreadable"),
        ("loop.pkl", "unreadable"),
        ("pipe.pkl", "unreadable"),
    ]
    assert "it is not a regular file" in report["problems"][2]["message"]
    assert [one[:2] for one in told(report)] == [("m.pkl", "unsafe-model-file")]


LOADS = notebook(
    code("import joblib, pickle\nfolder = 'models'\n", id="a"),
    code(
        "with open(f'{folder}/bad.pkl', 'rb') as f:\n    m = pickle.load(f)\nn = joblib.load('models/own.joblib')\n",
        id="b",
    ),
    code("for name in ('good', 'missing'):\n    joblib.load(f'models/{name}.joblib')\n", id="c"),
)


def test_the_finding_stands_where_the_notebook_loads_the_file(folder: Path) -> None:
    (folder / "models").mkdir()
    for name, raw in {"bad.pkl": BAD, "own.joblib": OWN, "good.joblib": GOOD}.items():
        (folder / "models" / name).write_bytes(raw)
    (folder / "n.ipynb").write_text(LOADS, "utf-8")
    status, report = scanned(folder, "--select", "models", "n.ipynb")
    assert status == 1
    assert told(report) == [
        ("n.ipynb", "unsafe-model-loaded", "critical", f"models/bad.pkl, which is loaded here, {RUNS}"),
        ("n.ipynb", "unreviewed-model-loaded", "medium", f"models/own.joblib, which is loaded here, {UNKNOWN}"),
    ]
    assert [(one["location"]["cell_id"], one["location"]["region"], one["related"]) for one in report["findings"]] == [
        ("b", {"start_line": 2, "start_column": 9, "end_line": 2, "end_column": 23}, []),
        ("b", {"start_line": 3, "start_column": 5, "end_line": 3, "end_column": 37}, []),
    ]
    everything = scanned(folder, "n.ipynb")[1]
    assert "unsafe-pickle-load" in {rule for _, rule, _, _ in told(everything)}


def test_a_file_outside_of_the_working_folder_is_not_read_for_a_notebook(folder: Path) -> None:
    (folder.parent / "bad.pkl").write_bytes(BAD)
    (folder / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('../bad.pkl')\n")), "utf-8")
    assert told(scanned(folder, "--select", "models", "--profile", "audit")[1]) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_same_bytes_come_out(folder: Path, jobs: str) -> None:
    (folder / "n.ipynb").write_text(LOADS, "utf-8")
    (folder / "models").mkdir()
    for number in range(12):
        (folder / "models" / f"{number}.pkl").write_bytes((BAD, OWN, GOOD)[number % 3])
    runs = {run("scan", "--format", "json", "--jobs", jobs, cwd=folder).stdout for _ in range(2)}
    assert len(runs) == 1
    assert json.loads(runs.pop())["findings"] == scanned(folder)[1]["findings"]


# More than a second of work for any machine, within the limits that count.
SLOW = BAD[:-1] + b"N0" * 50_000_000 + a.NONE + a.STOP


@pytest.mark.parametrize("where", ["option", "policy"])
def test_a_file_that_takes_too_long(folder: Path, where: str) -> None:
    (folder / "m.pkl.gz").write_bytes(gzip.compress(SLOW, 1))
    if where == "policy":
        (folder / "mlsecops.toml").write_text("model-timeout = 1\n")
    status, report = scanned(folder, "m.pkl.gz", *(["--model-timeout", "1"] if where == "option" else []))
    assert (status, [found[1] for found in told(report)]) == (2, ["unsafe-model-file"])
    (problem,) = report["problems"]
    assert problem["kind"] == "model-not-assessed"
    assert problem["message"].startswith("m.pkl.gz: It costs too much to be read to its end (byte ")
    assert problem["message"].endswith(": out of time). `jupyter mlsecops scan --model-timeout 600` gives it longer.")


def pinned(folder: Path, raw: bytes, *names: str) -> str:
    digest = hashlib.sha256(raw).hexdigest()
    return f'known-models = [{{sha256 = "{digest}", names = {list(names)}, reason = "ours, made in the lab"}}]\n'


def test_a_file_that_the_policy_knows_is_listed_and_not_found(folder: Path) -> None:
    (folder / "own.pkl").write_bytes(OWN)
    (folder / "n.ipynb").write_text(notebook(code("import joblib\njoblib.load('own.pkl')\n")), "utf-8")
    (folder / "mlsecops.toml").write_text(pinned(folder, OWN, "acme_models.nets.Net"))
    status, report = scanned(folder, "--select", "models")
    assert (status, told(report)) == (0, [])
    assert [one[:2] for one in told(report, "suppressed")] == [
        ("n.ipynb", "unreviewed-model-loaded"),
        ("own.pkl", "unreviewed-model-file"),
    ]
    assert {json.dumps(one["suppression"]) for one in report["suppressed"]} == {
        json.dumps({"kind": "policy", "reason": "ours, made in the lab", "where": "known-models"})
    }
    (folder / "own.pkl").write_bytes(OWN + a.NONE + a.STOP)
    assert scanned(folder, "--select", "models")[0] == 1


@pytest.mark.parametrize(
    ("raw", "policy"),
    [(BAD, ""), (OWN, 'forbid-suppress = ["models"]\n')],
    ids=["what does harm", "where the policy forbids it"],
)
def test_what_cannot_be_accepted(folder: Path, raw: bytes, policy: str) -> None:
    (folder / "m.pkl").write_bytes(raw)
    (folder / "mlsecops.toml").write_text(policy + pinned(folder, raw, "acme_models.nets.Net", "os.system"))
    status, report = scanned(folder)
    assert (status, len(report["findings"]), report["suppressed"]) == (1, 1, [])


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("known-models = 1", "a list of tables"),
        ('known-models = [{sha256 = "x", names = ["a.B"], reason = "r"}]', "64 hex digits"),
        (f'known-models = [{{sha256 = "{"0" * 64}", names = [], reason = "r"}}]', "names must be a list"),
        (f'known-models = [{{sha256 = "{"0" * 64}", names = ["a.B"]}}]', "a reason is wanted"),
        (f'known-models = [{{sha = "{"0" * 64}"}}]', "'sha' is none of"),
    ],
)
def test_a_policy_that_cannot_be_read(folder: Path, line: str, cause: str) -> None:
    (folder / "mlsecops.toml").write_text(line + "\n")
    (folder / "m.pkl").write_bytes(GOOD)
    done = run("scan", "m.pkl", cwd=folder)
    assert done.returncode == 2 and cause in done.stdout.decode()


def test_a_baseline_knows_the_file_and_not_another_one_of_its_name(folder: Path) -> None:
    (folder / "own.pkl").write_bytes(OWN)
    assert run("baseline", "--reason", "ours", cwd=folder).returncode == 0
    assert scanned(folder, "--baseline", ".mlsecops-baseline.json", "own.pkl")[0] == 0
    (folder / "own.pkl").write_bytes(OWN + a.NONE + a.STOP)
    assert scanned(folder, "--baseline", ".mlsecops-baseline.json", "own.pkl")[0] == 1


def test_the_index_of_git_counts_in_a_check(folder: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True, cwd=folder)
    (folder / "m.pkl").write_bytes(BAD)
    subprocess.run(["git", "add", "m.pkl"], check=True, cwd=folder)
    (folder / "m.pkl").write_bytes(GOOD)
    done = run("check", "--staged", cwd=folder)
    assert done.returncode == 1 and RUNS.encode() in done.stdout
    assert run("check", "m.pkl", cwd=folder).returncode == 0


def test_commands_about_texts_leave_model_files_of_a_folder_alone(folder: Path) -> None:
    (folder / "m.pkl").write_bytes(BAD)
    (folder / "n.ipynb").write_text(harmless(), "utf-8")
    assert run("fix", cwd=folder).returncode == 0
    assert b"m.pkl" not in run("fix", cwd=folder).stdout
    assert (folder / "m.pkl").read_bytes() == BAD
