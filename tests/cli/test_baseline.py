"""``baseline``, and ``--baseline`` of scan and check: in our format, and beside the real programs of detect-secrets."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .files import GITHUB, HUGGING_FACE, PASSWORD, SECRETS, STRIPE, code, harmless, leaky, notebook, run

OWN = ".mlsecops-baseline.json"
THEIRS = ".secrets.baseline"
BIN = Path(sys.executable).parent


def call(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN / args[0]), *args[1:]], cwd=cwd, capture_output=True, text=True, timeout=60)


@pytest.fixture
def project(folder: Path) -> Path:
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    (folder / "sub").mkdir()
    source = f'token = "{STRIPE}"\npassword = "{PASSWORD}"\ngh = "{GITHUB}"\n'
    (folder / "sub" / "b.ipynb").write_text(notebook(code(source)), "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    return folder


def suppressed(stdout: bytes) -> list[tuple[str, str, str]]:
    report = json.loads(stdout)
    return [(f["rule"], f["suppression"]["kind"], f["suppression"]["where"]) for f in report["suppressed"]]


def test_what_is_found_today_is_known_tomorrow(project: Path) -> None:
    done = run("baseline", "--reason", "rotated in May", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", f"{OWN}: 4 new, 0 gone\n".encode())
    first = (project / OWN).read_bytes()
    assert not any(value[k : k + 8].encode() in first for value in SECRETS for k in range(len(value) - 7))
    for args in (("scan",), ("scan", "--jobs", "2"), ("check", "a.ipynb", "sub/b.ipynb")):
        done = run(*args, "--baseline", OWN, "--format", "json", cwd=project)
        assert (done.returncode, json.loads(done.stdout)["findings"]) == (0, [])
        assert {entry[1:] for entry in suppressed(done.stdout)} == {("baseline", OWN)}
        assert len(suppressed(done.stdout)) == 4
    done = run("scan", "--baseline", f"../{OWN}", "b.ipynb", cwd=project / "sub")
    assert done.returncode == 0

    run("baseline", cwd=project)
    assert (project / OWN).read_bytes() == first  # nothing changed: not a byte does
    (project / "a.ipynb").unlink()
    (project / "c.ipynb").write_text(leaky(), "utf-8")
    done = run("scan", "--baseline", OWN, cwd=project)
    assert done.returncode == 1 and b"c.ipynb:cell 2" in done.stdout
    assert run("baseline", "c.ipynb", cwd=project).stderr == f"{OWN}: 1 new, 1 gone\n".encode()
    entries = json.loads((project / OWN).read_bytes())["files"]
    assert {(file, entry.get("reason", "")) for file, some in entries.items() for entry in some} == {
        ("c.ipynb", ""),
        ("sub/b.ipynb", "rotated in May"),
    }


def test_another_installation_knows_it_too(project: Path) -> None:
    run("baseline", cwd=project)
    done = run("scan", "--baseline", OWN, cwd=project, MLSECOPS_KEY_FILE=str(project.parent / "another key"))
    assert done.returncode == 0


def test_a_file_that_cannot_be_read_stays_known(project: Path) -> None:
    run("baseline", cwd=project)
    before = json.loads((project / OWN).read_bytes())["files"]
    (project / "a.ipynb").write_text(leaky()[:-40], "utf-8")
    done = run("baseline", cwd=project)
    assert done.returncode == 2 and b"not assessed  a.ipynb: The file is not valid JSON" in done.stderr
    assert json.loads((project / OWN).read_bytes())["files"] == before


BROKEN = {
    "cut off": b'{"mlsecops_baseline": 1, "salt": "00", "fil',
    "detect-secrets 0.14": json.dumps(
        {"exclude": {"files": None}, "plugins_used": [], "results": {}, "version": "0.14.3"}
    ).encode(),
    "another file": b'{"name": "x"}',
    "missing": None,
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("command", ["scan", "check"])
def test_a_baseline_that_cannot_be_used_is_a_problem_and_hides_nothing(project: Path, case: str, command: str) -> None:
    raw = BROKEN[case]
    if raw is not None:
        (project / "b.json").write_bytes(raw)
    done = run(command, "a.ipynb", "--baseline", "b.json", "--format", "json", cwd=project)
    report = json.loads(done.stdout)
    assert done.returncode == 2 and b"Traceback" not in done.stderr
    assert [f["rule"] for f in report["findings"]] == ["huggingface-token"]
    (problem,) = report["problems"]
    assert problem["kind"] == "configuration"
    assert problem["message"].startswith("b.json: The baseline was not used: ")


@pytest.mark.parametrize("case", [case for case, raw in BROKEN.items() if raw])
def test_a_broken_baseline_is_not_written_over(project: Path, case: str) -> None:
    raw = BROKEN[case] or b""
    (project / OWN).write_bytes(raw)
    done = run("baseline", cwd=project)
    assert done.returncode == 2 and f"{OWN}: The baseline was not updated:".encode() in done.stderr
    assert (project / OWN).read_bytes() == raw
    assert sorted(p.name for p in project.glob(".*")) == [".git", OWN]


def test_the_programs_of_detect_secrets_accept_what_we_write(project: Path) -> None:
    done = run("baseline", "--output", THEIRS, cwd=project)
    assert done.returncode == 0 and done.stderr.startswith(f"{THEIRS}: 4 new, 0 gone\n".encode())
    assert b"2 findings of secrets stay loud: detect-secrets does not see them" in done.stderr
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    hook = call("detect-secrets-hook", "--baseline", THEIRS, "a.ipynb", "sub/b.ipynb", cwd=project)
    assert (hook.returncode, hook.stdout) == (0, "")
    (project / "sub" / "b.ipynb").write_text(notebook(code("x = 1", id="new"), code(f'gh = "{GITHUB}"')), "utf-8")
    assert call("detect-secrets-hook", "--baseline", THEIRS, "sub/b.ipynb", cwd=project).returncode == 3  # lines moved
    run("baseline", "--detect-secrets", THEIRS, cwd=project)
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    assert call("detect-secrets-hook", "--baseline", THEIRS, "sub/b.ipynb", cwd=project).returncode == 0
    report = json.loads(call("detect-secrets", "audit", "--report", THEIRS, cwd=project).stdout)
    assert {(entry["filename"], *entry["types"]) for entry in report["results"]} == {
        ("sub/b.ipynb", "GitHub Token"),
        ("sub/b.ipynb", "Base64 High Entropy String"),
    }


def test_what_detect_secrets_wrote_and_a_person_labelled_is_taken_over(project: Path) -> None:
    scanned = call("detect-secrets", "scan", "-n", cwd=project)
    baseline: dict[str, Any] = json.loads(scanned.stdout)
    for entry in baseline["results"]["sub/b.ipynb"]:
        entry["is_secret"] = entry["type"] == "GitHub Token"
    (project / THEIRS).write_text(json.dumps(baseline, indent=2) + "\n")
    done = run("scan", "--baseline", THEIRS, "--format", "json", cwd=project)
    assert suppressed(done.stdout) == [("stripe-key", "baseline", THEIRS)]
    assert [f["rule"] for f in json.loads(done.stdout)["findings"]] == [
        "huggingface-token",
        "named-credential",
        "github-token",
    ]
    assert run("baseline", "--output", THEIRS, cwd=project).returncode == 0
    again = json.loads((project / THEIRS).read_text())
    assert again["results"] == baseline["results"] and again["plugins_used"] == baseline["plugins_used"]
    assert again["generated_at"] == baseline["generated_at"]


def test_plugins_and_filters_of_a_baseline_are_data(project: Path) -> None:
    evil = "import pathlib\npathlib.Path('ran').touch()\ndef keep(secret): return True\n"
    (project / "evil.py").write_text(evil)
    run("baseline", "--output", THEIRS, cwd=project)
    baseline = json.loads((project / THEIRS).read_text())
    place = f"file://{project / 'evil.py'}"
    baseline["plugins_used"] += [{"name": "Evil", "path": place}, {"name": "FutureDetector"}]
    baseline["filters_used"] += [{"path": f"{place}::keep"}, {"path": "evil.keep"}]
    foreign = {"type": "Evil", "filename": "sub/b.ipynb", "hashed_secret": "0" * 40, "is_verified": False}
    baseline["results"]["sub/b.ipynb"].insert(0, foreign)
    (project / THEIRS).write_text(json.dumps(baseline))
    done = run("baseline", "--output", THEIRS, "a.ipynb", "sub", cwd=project)
    assert done.returncode == 0, done.stderr
    assert run("scan", "--baseline", THEIRS, "a.ipynb", cwd=project).returncode == 1
    assert not (project / "ran").exists()
    again = json.loads((project / THEIRS).read_text())
    assert again["results"] == baseline["results"]
    assert again["plugins_used"] == baseline["plugins_used"] and again["filters_used"] == baseline["filters_used"]


def test_wrong_use(project: Path) -> None:
    done = run("baseline", "-", cwd=project, stdin=harmless().encode())
    assert done.returncode == 2 and b"baseline knows files by their name" in done.stderr
    run("baseline", cwd=project)
    done = run("baseline", "--detect-secrets", OWN, cwd=project)
    assert done.returncode == 2 and b"not one of detect-secrets" in done.stderr
    done = run("baseline", "--output", "missing/b.json", cwd=project)
    assert done.returncode == 2 and b"The baseline cannot be written" in done.stderr


def test_our_table_as_plugins_of_detect_secrets(project: Path) -> None:
    """Through the real command: our types, in a plain file, and the hook agrees with the baseline."""
    plugin = call("python", "-m", "jupyter_mlsecops.detect_secrets_plugins", cwd=project).stdout.strip()
    databricks = "dapi" + "3f9c1b7a2e" + "8d4056b1c9" + "e2a7f4d803" + "15"
    anthropic = "sk-ant-api03-" + "Qm7Zr4TbYkWnVx2LpDsF" * 4 + "gHjCaEu9RiOoP" + "AA"
    (project / "notes.txt").write_text(f"a {HUGGING_FACE}\nb {databricks}\nc {anthropic}\n")
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    scanned = call("detect-secrets", "scan", "-n", "-p", plugin, "notes.txt", cwd=project)
    baseline = json.loads(scanned.stdout)
    types = {(entry["type"], entry["line_number"]) for entry in baseline["results"]["notes.txt"]}
    assert types == {("Hugging Face token", 1), ("Databricks token", 2), ("Anthropic API key", 3)}
    (project / THEIRS).write_text(scanned.stdout)
    subprocess.run(["git", "add", "."], cwd=project, check=True)
    assert call("detect-secrets-hook", "--baseline", THEIRS, "notes.txt", cwd=project).returncode == 0
    run("baseline", "--output", THEIRS, "notes.txt", cwd=project)  # by name, whatever the path in the file
    assert json.loads((project / THEIRS).read_text())["results"] == baseline["results"]
