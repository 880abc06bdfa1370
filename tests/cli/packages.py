"""Notebooks and advisories about packages, and what a run of the command says of them."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from ..advisories.written import record
from .files import code, notebook, run

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
