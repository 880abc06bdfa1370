"""Packages, through the command: from no advisory database to news of an update, with real files and processes."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ..advisories.exports import page
from ..advisories.written import record
from ..environment.fake import environment, kernel
from .files import code, harmless, notebook, run

UPDATE = "jupyter mlsecops db update"
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
PILLOW = record("GHSA-0000-0000-0001", "pillow", ">= 0, < 10.0.1", database_specific={"severity": "HIGH"})
FLASK = record("GHSA-0000-0000-0002", "flask", ">= 0, < 2.2.5")
PANDAS = record("GHSA-0000-0000-0003", "pandas", ">= 0, < 2.2.4")
MALWARE = record("MAL-0000-0001", "acme-tools", ">= 0")
FLAW, MALICIOUS = "known-vulnerable-dependency", "malicious-dependency"


def imported(folder: Path, *records: dict[str, Any], days: int = 0) -> None:
    """``db import`` of records that were modified so many days ago."""
    source = folder.parent / "records"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir()
    modified = f"{TODAY - datetime.timedelta(days)}T00:00:00Z"
    for one in records:
        (source / f"{one['id']}.json").write_text(json.dumps(one | {"modified": modified}), "utf-8")
    done = run("db", "import", str(source), "--quiet", "--allow-downgrade", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def written(folder: Path, name: str, *sources: str, kernel: str = "none") -> None:
    """A notebook with these cells. By default of a kernel that this machine does not have."""
    about = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
    (folder / name).write_text(notebook(*(code(source) for source in sources), metadata=about), "utf-8")


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]


def lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return done.stdout.decode().splitlines()


def told(done: subprocess.CompletedProcess[bytes]) -> list[tuple[str, str]]:
    """Path, line and column, and rule of each finding of a JSON report."""
    found = []
    for one in json.loads(done.stdout)["findings"]:
        at, region = one["location"], one["location"]["region"]
        cell = "" if at["cell_index"] is None else f"[{at['cell_index']}]"
        place = f":{region['start_line']}:{region['start_column']}" if region else ""
        found.append((f"{at['path']}{cell}{place}", one["rule"]))
    return found


@pytest.fixture
def project(folder: Path) -> Path:
    """A notebook and files that list packages; old, malicious and misspelt ones among them."""
    written(
        folder, "a.ipynb", "%pip install -q pillow==9.0.0 'pandas>=2' tokenzers", "import PIL\nimport numpy as np\n"
    )
    (folder / "plain.ipynb").write_text(notebook(code("print(1)\n")), "utf-8")
    files = {
        "requirements.txt": "# web\nflask==0.12 ; python_version > '3'\nlitellm==1.82.8\nnumpy>=1.20\n",
        "environment.yml": "dependencies:\n  - pillow=9.0.0\n  - pip:\n    - flask==0.12\n",
        "pyproject.toml": '[project]\nname = "x"\ndependencies = ["flask==0.12", "numpy"]\n',
        "uv.lock": '[[package]]\nname = "pillow"\nversion = "9.0.0"\n',
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


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
    options = ("--environment", ".venv", "--profile", "strict", "--rule", "unpinned-dependency", "--review")
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


def test_what_became_known_since(project: Path) -> None:
    kernel(project.parent / "data", "mine", environment(project.parent / "env", "pandas-2.2.3"))
    written(project, "b.ipynb", "import pandas\n", kernel="mine")
    written(project, "c.ipynb", "%pip install acme-tools\n")
    imported(project, PILLOW, FLASK)
    since = ("scan", "--since-update")
    done = run(*since, cwd=project)
    assert (done.returncode, lines(done)) == (
        0,
        ["No file is remembered: scans are, from the first one on that had an advisory database."],
    )

    assert run("scan", cwd=project).returncode == 1
    done = run(*since, cwd=project)
    assert (done.returncode, lines(done)[0]) == (0, "Nothing new about 7 files scanned before.")
    assert lines(done)[1].startswith("Packages: 3 vulnerable, ")

    imported(project, PILLOW, FLASK, PANDAS, MALWARE)
    again = run("db", "import", str(project.parent / "records"), cwd=project)
    assert lines(again)[1:] == ["What is new about 7 files scanned before: jupyter mlsecops scan --since-update"]
    for name in ("a.ipynb", "b.ipynb", "c.ipynb"):
        (project / name).write_bytes(b"not a notebook any more: it is not read")
    done = run(*since, "--format", "json", cwd=project)
    assert done.returncode == 1
    assert told(done) == [("b.ipynb", FLAW), ("c.ipynb", MALICIOUS)]
    report = json.loads(done.stdout)
    assert [one["message"] for one in report["findings"]] == [
        f"pandas 2.2.3 has a newly known flaw (GHSA-0000-0000-0003); repaired in 2.2.4; learned on {TODAY}",
        f"acme-tools is known malware (MAL-0000-0001); learned on {TODAY}",
    ]
    assert {(one["path"], one["status"]) for one in report["inputs"]} == {
        (path.name, "skipped") for path in project.iterdir() if path.name != "plain.ipynb"
    }
    done = run(*since, cwd=project)
    assert lines(done)[-2] == (
        "2 findings (1 critical, 1 medium) in 2 of 7 files scanned before · 2 at or above medium. "
        "See how to fix them: jupyter mlsecops scan b.ipynb c.ipynb"
    )
    assert lines(run(*since, "requirements.txt", cwd=project))[0] == "Nothing new about 1 file scanned before."
    assert told(run(*since, "--format", "json", "../work/c.ipynb", cwd=project)) == [("c.ipynb", MALICIOUS)]

    written(project, "b.ipynb", "import pandas\n", kernel="mine")
    (project / "c.ipynb").unlink()
    assert told(run("scan", "b.ipynb", "--format", "json", cwd=project)) == [("b.ipynb[0]:1:8", FLAW)]
    assert lines(run(*since, cwd=project))[0] == "Nothing new about 6 files scanned before."


def test_news_without_a_database_that_can_be_read_are_incomplete(folder: Path) -> None:
    (folder / "requirements.txt").write_text("flask==0.12\n", "utf-8")
    imported(folder, PILLOW)
    assert run("scan", cwd=folder).returncode == 0
    (folder.parent / "data" / "mlsecops" / "advisories.sqlite").write_bytes(b"broken")
    done = run("scan", "--since-update", cwd=folder)
    assert done.returncode == 2
    assert lines(done)[0].startswith("not assessed  ") and "Packages were assessed without it." in lines(done)[0]
    assert run("scan", cwd=folder).returncode == 2


def test_what_the_index_says_of_releases(project: Path) -> None:
    """Pages beside the records: a release that was taken back, and one of today, by the page and by a lock."""
    imported(project, PILLOW)
    source = project.parent / "mirror"
    for name, files in {
        "flask": [
            ("flask-0.12.tar.gz", "2026-01-01T00:00:00Z", "leaks"),
            ("flask-0.12.1.tar.gz", "2026-01-02T00:00:00Z"),
        ],
        "litellm": [("litellm-1.82.8.tar.gz", f"{TODAY}T00:00:00Z")],
    }.items():
        (source / name).mkdir(parents=True)
        (source / name / "index.v1_json").write_bytes(page(name, *files))
    done = run("db", "import", str(source), cwd=project)
    assert (done.returncode, lines(done)[1]) == (0, "Pages of 2 projects of mirror.")
    assert "Index     2 projects of mirror" in run("db", "status", cwd=project).stdout.decode()
    young = f"version = '9.0.0'\nsdist = {{ upload-time = '{TODAY}T00:00:00Z' }}\n"
    (project / "uv.lock").write_text(f"[[package]]\nname = 'pillow'\n{young}", "utf-8")
    rules = ("--select", "yanked-release", "--select", "release-too-young", "--profile", "strict")
    done = run("scan", "--format", "json", *rules, cwd=project)
    assert told(done) == [
        ("a.ipynb[0]:1:17", "release-too-young"),  # by the lock beside it
        ("environment.yml:4:7", "yanked-release"),
        ("pyproject.toml:3:18", "yanked-release"),
        ("requirements.txt:2:1", "yanked-release"),
        ("requirements.txt:3:1", "release-too-young"),
        ("uv.lock:2:9", "release-too-young"),
    ]
    messages = [one["message"] for one in json.loads(done.stdout)["findings"]]
    assert messages[3:5] == [
        'flask 0.12 was taken back ("leaks"); take 0.12.1',
        "Out for less than 7 days: litellm 1.82.8 (today)",
    ]
    (project / "mlsecops.toml").write_text("minimum-release-age = 0\n", "utf-8")
    assert "release-too-young" not in run("scan", "--format", "json", *rules, cwd=project).stdout.decode()
    run("fix", "requirements.txt", "--review", "--rule", "yanked-release", cwd=project)
    assert (project / "requirements.txt").read_text("utf-8").splitlines()[1] == "flask==0.12.1 ; python_version > '3'"


BILLS = {
    "bom.json": {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {"type": "library", "name": "pillow", "purl": "pkg:pypi/pillow@9.0.0"},
            {"type": "library", "name": "numpy", "purl": "pkg:pypi/numpy@1.26.4"},
            {"type": "library", "name": "lodash", "purl": "pkg:npm/lodash@4.17.0"},
        ],
    },
    "app.spdx.json": {
        "spdxVersion": "SPDX-2.3",
        "packages": [
            {"name": "x", "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:pypi/pandas@2.2.3"}]},
        ],
    },
}


def test_bills_of_materials_are_assessed_and_assessed_again(folder: Path) -> None:
    """By their names in a folder, by what is in them when they are named; news of them without reading them again."""
    for name, bill in BILLS.items():
        (folder / name).write_text(json.dumps(bill), "utf-8")
    (folder / "parts.txt").write_text(json.dumps(BILLS["bom.json"]), "utf-8")
    (folder / "other").mkdir()
    (folder / "other" / "bom.json").write_text('{"parts": ["wheel"]}', "utf-8")
    imported(folder, PILLOW)
    done = run("scan", "--format", "json", cwd=folder)
    place = json.dumps(BILLS["bom.json"]).index("pkg:pypi/pillow") + 1
    assert told(done) == [(f"bom.json:1:{place}", FLAW)]
    report = json.loads(done.stdout)
    assert {(one["path"], one["kind"], one["status"]) for one in report["inputs"]} == {
        (name, "requirements", "scanned") for name in ("app.spdx.json", "bom.json", "other/bom.json")
    }
    assert report["packages"] == {"vulnerable": 1, "not_known_vulnerable": 2, "not_assessed": 1}
    assert told(run("scan", "parts.txt", "--format", "json", cwd=folder)) == [(f"parts.txt:1:{place}", FLAW)]

    imported(folder, PILLOW, PANDAS)
    for name in BILLS:
        (folder / name).write_text("no longer JSON", "utf-8")
    news = run("scan", "--since-update", "--format", "json", cwd=folder)
    assert told(news) == [("app.spdx.json", FLAW)]
    done = run("scan", cwd=folder)
    assert done.returncode == 2
    assert "app.spdx.json: The file is not valid JSON" in done.stdout.decode()


def test_packages_of_other_ecosystems_count_as_not_assessed(folder: Path) -> None:
    (folder / "environment.yml").write_text("dependencies:\n  - cudatoolkit=11.8\n  - numpy=1.26.4\n", "utf-8")
    imported(folder, PILLOW)
    report = json.loads(run("scan", "--format", "json", cwd=folder).stdout)
    assert report["packages"] == {"vulnerable": 0, "not_known_vulnerable": 1, "not_assessed": 1}


def test_what_was_installed_soon_after_its_release(folder: Path) -> None:
    """By the day that the files of the environment tell, and that of the release by a page of an index."""
    root = environment(folder.parent / "env", "pandas-2.2.3", "numpy-1.26.4")
    kernel(folder.parent / "data", "mine", root)
    for name, version, day in (("pandas", "2.2.3", 4), ("numpy", "1.26.4", 20)):
        (metadata,) = root.glob(f"lib/*/site-packages/{name}-{version}.dist-info")
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
        when = datetime.datetime(2026, 1, day, tzinfo=datetime.timezone.utc).timestamp()
        os.utime(metadata, (when, when))
    written(folder, "a.ipynb", "import pandas, numpy\n", kernel="mine")
    imported(folder, PILLOW)
    (folder.parent / "pages").mkdir()
    for name, file in (("pandas", "pandas-2.2.3.tar.gz"), ("numpy", "numpy-1.26.4.tar.gz")):
        (folder.parent / "pages" / f"{name}.json").write_bytes(page(name, (file, "2026-01-02T00:00:00Z")))
    assert run("db", "import", str(folder.parent / "pages"), cwd=folder).returncode == 0
    rule = ("--select", "installed-soon-after-release", "--format", "json")
    done = run("scan", *rule, cwd=folder)
    assert told(done) == [("a.ipynb[0]:1:8", "installed-soon-after-release")]
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["severity"], finding["message"]) == (
        "low",
        "Installed less than 7 days after the release: pandas 2.2.3 (2 days)",
    )
    assert told(run("scan", "--format", "json", cwd=folder)) == []
    (folder / "mlsecops.toml").write_text("minimum-release-age = 14\n", "utf-8")
    assert told(run("scan", "--format", "json", cwd=folder)) == [("a.ipynb[0]:1:8", "installed-soon-after-release")]
    (folder / "mlsecops.toml").write_text("minimum-release-age = 2\n", "utf-8")
    assert told(run("scan", *rule, cwd=folder)) == []
