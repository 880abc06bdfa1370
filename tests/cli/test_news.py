"""What became known after a scan, through the command: files of before are assessed again without being read."""

from __future__ import annotations

import json
from pathlib import Path

from ..environment.fake import environment, kernel
from .files import run
from .packages import FLASK, FLAW, MALICIOUS, MALWARE, PANDAS, PILLOW, TODAY, imported, lines, told, written


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
