"""Releases, through the command: those that were taken back, and those that had just come out."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

from ..advisories.exports import page
from ..environment.fake import environment, kernel
from .files import run
from .packages import PILLOW, TODAY, imported, lines, told, written


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
