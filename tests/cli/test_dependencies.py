"""Packages, through the command: what is assessed, how it is said, what is raised, with real files and processes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ..environment.fake import environment
from .files import code, harmless, notebook, run
from .packages import FLASK, FLAW, MALICIOUS, PILLOW, UPDATE, imported, lines, sources, told, written


def test_without_a_database_only_incidents_are_known_and_that_is_said(project: Path) -> None:
    status = run("db", "status", cwd=project)
    assert status.returncode == 0 and b"There is no advisory database" in status.stdout
    done = run("scan", cwd=project)
    assert done.returncode == 1
    assert [line.split("  ")[0] for line in lines(done) if MALICIOUS in line and "  ⬣ " in line] == [
        "requirements.txt:3:1"
    ]
    assert lines(done)[-1] == (f"Packages: 1 vulnerable, 5 not assessed. There is no advisory database: {UPDATE}")
    assert not (project.parent / "data" / "mlsecops" / "ledger.sqlite").exists()


def test_every_kind_of_file_is_assessed(project: Path) -> None:
    imported(project, PILLOW, FLASK)
    done = run("scan", "--format", "json", cwd=project)
    assert (done.returncode, done.stderr) == (1, b"")
    assert told(done) == [
        ("a.ipynb[0]:1:17", FLAW),
        ("a.ipynb[0]:1:43", "typosquat-dependency"),
        ("environment.yml:2:5", FLAW),
        ("environment.yml:4:7", FLAW),
        ("pyproject.toml:3:18", FLAW),
        ("requirements.txt:2:1", FLAW),
        ("requirements.txt:3:1", MALICIOUS),
        ("uv.lock:2:9", FLAW),
    ]
    report = json.loads(done.stdout)
    assert report["tool"]["advisories"]["age_days"] == 0
    assert report["packages"] == {"vulnerable": 3, "not_known_vulnerable": 0, "not_assessed": 3}
    by_rule = {one["location"]["path"]: one for one in report["findings"] if one["rule"] == FLAW}
    assert by_rule["uv.lock"]["severity"] == "high"
    assert by_rule["uv.lock"]["references"]["advisory"] == ["GHSA-0000-0000-0001"]


def test_what_names_no_packages_says_nothing_of_them(folder: Path) -> None:
    (folder / "plain.ipynb").write_text(notebook(code("print(1)\n")), "utf-8")
    (folder / "b.ipynb").write_text(harmless(), "utf-8")
    said = [b"No findings in 1 file.\n", b"No findings in 2 files.\n"]
    assert run("scan", "plain.ipynb", cwd=folder).stdout == said[0]
    assert run("scan", "--select", "secrets", cwd=folder).stdout == said[1]
    assert run("scan", "--ignore", "dependencies", cwd=folder).stdout == said[1]
    assert run("scan", cwd=folder).stdout != said[1]


@pytest.mark.parametrize("days, level", [(7, None), (8, "note"), (31, "warning")])
def test_age_is_said_everywhere(folder: Path, days: int, level: str | None) -> None:
    (folder / "requirements.txt").write_text("flask==3.0.0\n", "utf-8")
    imported(folder, FLASK, days=days)
    cure = f": {UPDATE}" if level else "."
    done = run("scan", cwd=folder)
    assert lines(done) == [
        "No findings in 1 file.",
        f"Packages: 1 not known to be vulnerable. The newest advisory is {days} days old{cure}",
    ]
    assert json.loads(run("scan", "--format", "json", cwd=folder).stdout)["tool"]["advisories"]["age_days"] == days
    (log,) = json.loads(run("scan", "--format", "sarif", cwd=folder).stdout)["runs"]
    said = log["invocations"][0]["toolExecutionNotifications"]
    assert [one["level"] for one in said] == ([level] if level else [])
    assert log["invocations"][0]["executionSuccessful"] and done.returncode == 0
    github = run("scan", "--format", "github", cwd=folder).stdout.decode()
    assert github.startswith("::notice title=Packages::") == bool(level)
    assert lines(run("scan", "--since-update", cwd=folder))[-1].endswith(f"{days} days old{cure}")
    assert run("scan", "--quiet", cwd=folder).stdout == b""


def test_raised_in_cells_and_lists_and_gone(project: Path) -> None:
    imported(project, PILLOW, FLASK)
    before = {path: path.read_bytes() for path in project.iterdir()}
    shown = run("fix", "--diff", "--review", cwd=project)
    assert shown.returncode == 1
    assert {line for line in lines(shown) if line[:1] == "+" and line[:3] != "+++"} == {
        "+%pip install -q pillow==10.0.1 'pandas>=2' tokenizers",
        "+flask==2.2.5 ; python_version > '3'",
        "+  - pillow=10.0.1",
        "+    - flask==2.2.5",
        '+dependencies = ["flask==2.2.5", "numpy"]',
    }
    assert {path: path.read_bytes() for path in project.iterdir()} == before

    fixed = run("fix", "--review", cwd=project)
    assert fixed.returncode == 1  # the malware, and the lock that only its own tool writes
    assert sources(project / "a.ipynb")[0] == "%pip install -q pillow==10.0.1 'pandas>=2' tokenizers"
    assert (project / "requirements.txt").read_text().splitlines()[1] == "flask==2.2.5 ; python_version > '3'"
    assert (project / "uv.lock").read_bytes() == before[project / "uv.lock"]
    assert told(run("scan", "--format", "json", cwd=project)) == [
        ("requirements.txt:3:1", MALICIOUS),
        ("uv.lock:2:9", FLAW),
    ]
    assert run("scan", "a.ipynb", "environment.yml", "pyproject.toml", cwd=project).returncode == 0


def test_pinned_to_what_is_installed(folder: Path) -> None:
    environment(folder / ".venv", "pandas-2.2.3", "polars-1.9.0")
    written(folder, "a.ipynb", "!pip install pandas polars")
    options = ("--environment", ".venv", "--profile", "strict", "--rule", "unpinned-install", "--review")
    assert run("fix", "a.ipynb", *options, cwd=folder).returncode == 0
    assert sources(folder / "a.ipynb") == ["!pip install pandas==2.2.3 polars==1.9.0"]


def test_what_is_installed_is_held_against_notebooks_alone(folder: Path) -> None:
    """A list of packages tells what will be installed, and what is beside a notebook has a scan of its own."""
    environment(folder / ".venv", "flask-0.12")
    imported(folder, PILLOW, FLASK)
    (folder / "requirements.txt").write_text("flask\npillow==9.0.0\n", "utf-8")
    written(folder, "a.ipynb", "import flask\n")
    written(folder, "b.ipynb", "print(1)\n")
    done = run("scan", "--environment", ".venv", "--format", "json", cwd=folder)
    assert told(done) == [("a.ipynb[0]:1:8", FLAW), ("requirements.txt:2:1", FLAW)]
    numbers = [
        json.loads(run("scan", name, "--environment", ".venv", "--format", "json", cwd=folder).stdout)["packages"]
        for name in ("a.ipynb", "b.ipynb", "requirements.txt")
    ]
    assert [one and (one["vulnerable"], one["not_assessed"]) for one in numbers] == [(1, 0), None, (1, 1)]


def test_what_a_commit_brings_is_assessed(project: Path) -> None:
    imported(project, PILLOW, FLASK)
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run(["git", "add", "requirements.txt", "a.ipynb"], cwd=project, check=True)
    (project / "requirements.txt").write_text("flask==3.0.0\n", "utf-8")
    done = run("check", "--staged", cwd=project)
    assert done.returncode == 1
    assert [line.split(" ", 5)[:5] for line in lines(done) if line.startswith("requirements.txt")] == [
        ["requirements.txt:2:1:", "◆", "medium", FLAW, "flask"],
        ["requirements.txt:3:1:", "⬣", "critical", MALICIOUS, "litellm"],
    ]
    assert "Packages" not in done.stdout.decode()
    subprocess.run(["git", "add", "requirements.txt"], cwd=project, check=True)
    subprocess.run(["git", "rm", "-q", "--cached", "a.ipynb"], cwd=project, check=True)
    done = run("check", "--staged", cwd=project)
    assert (done.returncode, done.stdout) == (0, b"")


def test_packages_of_other_ecosystems_count_as_not_assessed(folder: Path) -> None:
    (folder / "environment.yml").write_text("dependencies:\n  - cudatoolkit=11.8\n  - numpy=1.26.4\n", "utf-8")
    imported(folder, PILLOW)
    report = json.loads(run("scan", "--format", "json", cwd=folder).stdout)
    assert report["packages"] == {"vulnerable": 0, "not_known_vulnerable": 1, "not_assessed": 1}
