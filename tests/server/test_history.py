"""Whether a secret stands in git's history: asked on demand, also after it is gone from the notebook."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.server import process
from jupyter_mlsecops.server.protocol import ScanFile

from ..service.repositories import Repository
from .notebooks import LEAK, Json, notebook, refused, token
from .test_worker import LOG, settings

CLEAN = "import os\n\napi = os.environ['API']\n"


def body(report: Json, **changes: Any) -> Json:
    (finding,) = report["report"]["findings"]
    return {"path": "nb/a.ipynb", "base": report["digest"], "fingerprint": finding["fingerprint"]} | changes


@pytest.fixture
def repository(jp_root_dir: Path) -> Repository:
    return Repository(jp_root_dir)


async def test_asked_after_the_fix_was_saved(api: Any, save: Any, repository: Repository, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    (repository.folder / "nb").mkdir()
    await save("nb/a.ipynb", notebook(LEAK))
    leaked = repository.commit()
    report = await api("report", path="nb/a.ipynb")
    for number in range(4):  # the worker forgets the state
        await save("nb/a.ipynb", notebook(CLEAN, f"x = {number}"))
    cleaned = repository.commit(other=LEAK)
    answer = await api("history", body(report))
    assert answer == {
        "commits": [{"id": leaked, "date": "2026-01-01", "pushed": False}],
        "number": 1,
        "pushed": 0,
        "since": "2026-01-01",
        "complete": True,
        "reason": "",
        "repository": True,
        "whole": False,
    }
    everywhere = await api("history", body(report, whole=True))
    assert [commit["id"] for commit in everywhere["commits"]] == [cleaned, leaked]
    assert token()[:12] not in json.dumps([answer, everywhere]) + caplog.text


async def test_of_a_finding_that_is_ignored(api: Any, save: Any, repository: Repository) -> None:
    (repository.folder / "nb").mkdir()
    await save("nb/a.ipynb", notebook(LEAK.rstrip() + "  # mlsecops: ignore[huggingface-token] of the tests\n"))
    leaked = repository.commit()
    report = await api("report", path="nb/a.ipynb")
    (ignored,) = report["report"]["suppressed"]
    answer = await api(
        "history", {"path": "nb/a.ipynb", "base": report["digest"], "fingerprint": ignored["fingerprint"]}
    )
    assert [commit["id"] for commit in answer["commits"]] == [leaked]


async def test_no_repository(api: Any, save: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "nb").mkdir()
    await save("nb/a.ipynb", notebook(LEAK))
    answer = await api("history", body(await api("report", path="nb/a.ipynb")))
    assert (answer["repository"], answer["commits"], answer["complete"]) == (False, [], True)


async def test_of_what_the_server_does_not_know(api: Any, save: Any, repository: Repository) -> None:
    (repository.folder / "nb").mkdir()
    await save("nb/a.ipynb", notebook(LEAK))
    report = await api("report", path="nb/a.ipynb")
    status, answer = await refused(api("history", body(report, base="sha256:gone", fingerprint="0" * 32)))
    assert (status, answer["reason"]) == (409, "unknown-base")


def test_a_scan_starts_no_program(tmp_path: Path) -> None:
    """A secret in a repository is scanned, with an audit hook that notes every program that is started."""
    repository = Repository(tmp_path / "work")
    file = repository.folder / "a.ipynb"
    file.write_text(json.dumps(notebook(LEAK)))
    repository.commit()
    log = tmp_path / "log"
    hook = (
        f"import sys; sys.addaudithook(lambda event, args: open({str(log)!r}, 'a').write(event)"
        " if event == 'subprocess.Popen' else None)\n"
    )
    command = [*process.launch_command()[:-1], hook + process.launch_command()[-1]]
    worker = process.Worker(settings(command=command, may_store=True), LOG)
    try:
        _, report = worker.ask(ScanFile("a.ipynb", str(file))).result(30)
        assert b"huggingface-token" in report
    finally:
        worker.stop()
    assert not log.exists()
    subprocess.run([sys.executable, "-c", hook + "import subprocess; subprocess.run(['git', '--version'])"], check=True)
    assert log.read_text() == "subprocess.Popen"
