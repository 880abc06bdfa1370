"""A save and a scan reach no network and start no program: both are broken here, and everything still works."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_mlsecops.advisories import importing

from .advisories.written import record
from .cli.files import code, notebook
from .environment.fake import environment, kernel, marks
from .server.notebooks import settle

# Every Python that finds this says so, and can neither connect nor start anything. What is refused is put down as well,
# for a program may swallow the refusal. Files that are opened below MLSECOPS_TEST_ROOT are put down.
BROKEN = """
import os, sys

NEVER = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.getnameinfo", "socket.send",
    "urllib.Request", "http.client.connect", "ftplib.", "smtplib.", "webbrowser.",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "pty.spawn",
)
ROOT = os.environ["MLSECOPS_TEST_ROOT"]
LOG = os.open(os.environ["MLSECOPS_TEST_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

def watch(event, args):
    if event == "open" and isinstance(args[0], str) and os.path.abspath(args[0]).startswith(ROOT):
        os.write(LOG, f"opened {os.path.relpath(args[0], ROOT)}\\n".encode())
    if event.startswith(NEVER):
        os.write(LOG, f"refused {event}\\n".encode())
        raise PermissionError(f"{event} is broken")

sys.addaudithook(watch)
os.write(LOG, b"watching\\n")
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Break what is started from here on; where it says what happened."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(BROKEN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    monkeypatch.setenv("MLSECOPS_TEST_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("MLSECOPS_TEST_ROOT", str(tmp_path / "work"))
    return tmp_path / "log"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kernel "mine" with an old pandas, and an advisory database that knows that."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_PATH", "")
    monkeypatch.setenv("MLSECOPS_ADVISORIES", str(tmp_path / "advisories.sqlite"))
    monkeypatch.setenv("MLSECOPS_KEY_FILE", str(tmp_path / "key"))
    root = environment(tmp_path / "env", "pandas-2.2.3")
    kernel(tmp_path / "data", "mine", root)
    updated(tmp_path, record("GHSA-0000-0000-0001", "pandas", ">= 0, < 2.2.4"))
    return root


def updated(folder: Path, *records: dict[str, Any]) -> None:
    """Make the database of these records, as ``db import`` does."""
    source = folder / "records"
    source.mkdir(exist_ok=True)
    for one in records:
        (source / f"{one['id']}.json").write_text(json.dumps(one))
    importing.from_path(source, folder / "advisories.sqlite", importing.Wish())


def content() -> str:
    about = {"kernelspec": {"name": "mine", "display_name": "mine", "language": "python"}}
    return notebook(code("import pandas\n%pip install -r requirements.txt\n"), metadata=about)


def scanned(folder: Path, *args: str) -> tuple[int, list[tuple[str, str]]]:
    """Exit status, and path and rule of what is found."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "jupyter-mlsecops"), "scan", "--format", "json", *args],
        cwd=folder,
        capture_output=True,
        timeout=60,
    )
    assert done.stderr == b""
    return done.returncode, [(one["location"]["path"], one["rule"]) for one in json.loads(done.stdout)["findings"]]


def happened(log: Path) -> list[str]:
    """What was put down, in order; then it is forgotten."""
    said = log.read_text().splitlines()
    log.unlink()
    return said


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('host.dev', 443)",
        "import urllib.request; urllib.request.urlopen('https://host.dev')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
        "import os; os.fork()",
    ],
)
def test_it_is_broken(log: Path, tmp_path: Path, attempt: str) -> None:
    done = subprocess.run([sys.executable, "-c", attempt], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "is broken" in done.stderr
    assert [line.split()[0] for line in happened(log)] == ["watching", "refused"]


FLAW, MALWARE = "known-vulnerable-dependency", "malicious-dependency"


def test_a_scan(log: Path, machine: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.ipynb").write_text(content())
    (work / "requirements.txt").write_text("litellm==1.82.8\n-r more.txt\n")
    (work / "more.txt").write_text("scipy\n")
    (work / "pyproject.toml").write_text('[project]\ndependencies = ["pandas==2.0"]\n')
    (work / "uv.lock").write_text('[[package]]\nname = "pandas"\nversion = "2.1"\n')
    (work / "environment.yml").write_text("dependencies: [pandas=2.1]\n")
    assert scanned(work) == (
        1,
        [
            ("a.ipynb", FLAW),
            ("environment.yml", FLAW),
            ("pyproject.toml", FLAW),
            ("requirements.txt", MALWARE),
            ("uv.lock", FLAW),
        ],
    )
    said = happened(log)
    assert {line.split()[0] for line in said} == {"watching", "opened"}
    assert {"opened a.ipynb", "opened requirements.txt", "opened uv.lock"} <= set(said)
    assert said.count("watching") == 1
    assert marks(machine) == []


def test_what_was_scanned_is_not_read_again_for_news(log: Path, machine: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.ipynb").write_text(content())
    (work / "requirements.txt").write_text("scipy==1.9.0\n")
    assert scanned(work) == (1, [("a.ipynb", FLAW)])
    assert "opened a.ipynb" in happened(log)
    updated(tmp_path, record("GHSA-0000-0000-0002", "scipy", ">= 0, < 1.10"), record("MAL-0000-1", "pandas", ">= 0"))
    assert scanned(work, "--since-update") == (1, [("a.ipynb", MALWARE), ("requirements.txt", FLAW)])
    assert happened(log) == ["watching", "opened pyproject.toml"]  # the policy that is not there


_seen: list[tuple[str, str]] | None = None
_hooked = False


@pytest.fixture
def seen() -> Iterator[list[tuple[str, str]]]:
    """What this process does of the kind that is broken in others; a hook cannot be taken away, so it is deaf."""
    global _seen, _hooked
    _seen = []
    if not _hooked:
        sys.addaudithook(_look)
        _hooked = True
    yield _seen
    _seen = None


def _look(event: str, args: tuple[object, ...]) -> None:
    if _seen is not None and event.startswith(
        ("socket.connect", "socket.getaddrinfo", "subprocess.", "os.posix_spawn")
    ):
        _seen.append((event, str(args[1])))
    elif _seen is not None and event.startswith(("os.system", "os.exec", "os.fork")):
        _seen.append((event, ""))


async def test_a_save(
    jp_serverapp: ServerApp, jp_fetch: Any, jp_root_dir: Path, log: Path, machine: Path, seen: list[tuple[str, str]]
) -> None:
    (jp_root_dir / "requirements.txt").write_text("litellm==1.82.8\n")
    body = json.dumps({"type": "notebook", "format": "json", "content": json.loads(content())})
    await jp_fetch("api", "contents", "a.ipynb", method="PUT", body=body, request_timeout=60)
    await settle(jp_serverapp)
    response = await jp_fetch("mlsecops", "api", "report", params={"path": "a.ipynb"}, request_timeout=60)
    report = json.loads(response.body)["report"]
    assert [one["rule"] for one in report["findings"]] == [FLAW]
    assert report["problems"] == []
    assert happened(log) == ["watching"]  # the worker, and nobody else
    started = [what for event, what in seen if event == "subprocess.Popen"]
    assert len(started) == 1 and "jupyter_mlsecops.server" in started[0]
    others = {what for event, what in seen if event != "subprocess.Popen"}
    assert others <= {str(("127.0.0.1", jp_serverapp.port)), str(jp_serverapp.port), "localhost"}, others
    assert marks(machine) == []
