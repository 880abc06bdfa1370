"""No canary leaves the process: every command in every format, with its files, its processes, and no network."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_mlsecops.cli.commands import COMMANDS

from . import canaries
from .leaks import Leaks

MADE, PLANTED = canaries.books()
LEAKS = Leaks(PLANTED)
COMMAND = str(Path(sys.executable).parent / "jupyter-mlsecops")
# A rule of another package that fails with all that it sees.
FAILING = """
from jupyter_mlsecops.sdk import Category, Confidence, Segment, Severity, rule
@rule(id="it-fails", on=Segment, severity=Severity.HIGH, confidence=Confidence.HIGH, category=Category.NOTEBOOK)
def it_fails(segment):
    "Why."
    raise ValueError(segment.text)
    yield
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every folder that a program may write to, fresh and below one; programs that have no network."""
    site = tmp_path / "site"
    for name in ("work", "site", "tmp", "home"):
        (tmp_path / name).mkdir()
    (site / "sitecustomize.py").write_text(canaries.NO_NETWORK)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "XDG_", "GIT_", "MLSECOPS"))}
    for name in set(os.environ) - set(kept):
        monkeypatch.delenv(name)
    for name, value in {
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "tmp"),
        "XDG_DATA_HOME": str(tmp_path / "home" / "share"),
        "XDG_CACHE_HOME": str(tmp_path / "home" / "cache"),
        "XDG_CONFIG_HOME": str(tmp_path / "home" / "config"),
        "XDG_STATE_HOME": str(tmp_path / "home" / "state"),
        "XDG_RUNTIME_DIR": str(tmp_path / "tmp"),
        "PRE_COMMIT_HOME": str(tmp_path / "home" / "pre-commit"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH")))),
        "PYTHONIOENCODING": "utf-8",
        "CALLS": str(tmp_path / "calls"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }.items():
        monkeypatch.setenv(name, value)
    canaries.write(tmp_path / "work", MADE)
    code = [c["source"] for book in MADE.values() for c in book["cells"] if c["cell_type"] == "code"]
    (tmp_path / "work" / "train.py").write_text("\n".join(s for s in code if s[0] not in "%!"), "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def call(*args: str, status: int = 2) -> str:
    """Run the command; all that it says. The notebooks hold cells that are no Python, so a scan is never complete."""
    done = subprocess.run([COMMAND, *args], capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == status, said[-2000:]
    assert "Traceback" not in said
    return said


def _leaked(found: set[canaries.Canary]) -> list[tuple[str, str]]:
    """What of a leak may be told when a test fails."""
    return sorted((canary.kind.rule, canary.place) for canary in found)


def check(home: Path, *texts: str) -> None:
    """Assert that no text, and no file but the planted ones, holds a part of a canary, and that nobody was called."""
    for text in texts:
        assert _leaked(LEAKS.of(text)) == []
    work = home / "work"
    sources = {work / "train.py", *(work / name for name in MADE)}
    found = LEAKS.below(home, lambda path: path in sources)
    assert {name: _leaked(leaked) for name, leaked in found.items()} == {}
    assert not (home / "calls").exists(), (home / "calls").read_text()


COMMAND_LINES = [
    *(f"scan --profile audit --format {form}" for form in ("text", "json", "sarif", "github")),
    *(f"scan --format {form} --output ../home/report" for form in ("text", "json", "sarif", "github")),
    "scan --profile audit --format text --no-color --quiet",
    "scan --jobs 2 --format json",
    "scan --select pii --format sarif",
    "check book0.ipynb book1.ipynb train.py",
    "check --format json --profile audit book0.ipynb",
    "fix --diff",
    "fix --diff --review --profile audit book0.ipynb book1.ipynb train.py",
]


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_a_report_of_the_notebooks(home: Path, line: str) -> None:
    said = call(*line.split())
    report = home / "home" / "report"
    written = report.read_text("utf-8") if report.exists() else said
    if "--quiet" not in line and "fix" not in line:
        assert "huggingface-token" in written or "email-address" in written
    check(home, said, written)


def test_every_command_is_searched() -> None:
    """A new command needs a line above or a test below."""
    tested = {line.split()[0] for line in COMMAND_LINES} | {"rules", "verify", "baseline", "history", "db", "sign"}
    assert set(COMMANDS) <= tested


def test_rules(home: Path) -> None:
    check(home, call("rules", status=0), call("rules", "huggingface-token", status=0))


def test_db_and_what_is_remembered(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database a scan puts down which packages the notebooks need."""
    record = {
        "id": "PYSEC-2026-1",
        "modified": "2026-10-01T00:00:00Z",
        "summary": "A flaw",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "other"}, "versions": ["1.0"]}],
    }
    (home / "records").mkdir()
    (home / "records" / "1.json").write_text(json.dumps(record))
    said = [call("db", "import", str(home / "records"), status=0), call("scan", "--format", "json")]
    said += [call("scan", "--since-update", status=0), call("db", "status", status=0)]
    said += [call("db", "export", str(home / "out.db"), status=0)]
    assert list((home / "home").rglob("ledger.sqlite"))
    check(home, *said)


def test_sign(home: Path) -> None:
    """A signature names files by digests, and nothing is said of the key."""
    made = pytest.importorskip("tests.signing.made", reason="the extra `signing` is not installed: no cryptography")
    key = made.private_pem(made.new_key())
    (home / "key.pem").write_bytes(key)
    line = ["sign", ".", "--key", str(home / "key.pem"), "--output", str(home / "all.sig")]
    said = [call(*line, status=1), call(*line, "--fail-on", "never", status=0)]
    statement = base64.b64decode(json.loads((home / "all.sig").read_bytes())["dsseEnvelope"]["payload"])
    assert "book0.ipynb" in statement.decode()
    secret = key.decode().splitlines()[1]
    (home / "key.pem").unlink()
    assert not [path for path in home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    check(home, *said, statement.decode())


def test_verify_that_is_refused(home: Path) -> None:
    """Nobody says yes, so nothing is sent."""
    done = subprocess.run([COMMAND, "verify", "book0.ipynb"], capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode != 0
    check(home, (done.stdout + done.stderr).decode())


@pytest.mark.skipif("baseline" not in COMMANDS, reason="there is no such command")
def test_baseline(home: Path) -> None:
    """A baseline names values by digests under the key of the installation."""
    said = subprocess.run([COMMAND, "baseline"], capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
    assert [path.name for path in (home / "work").iterdir() if "baseline" in path.name]
    check(home, said.stdout.decode(), said.stderr.decode(), call("scan", "--format", "json"))


def git(*args: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "gc.auto=0"]
    subprocess.run(["git", *who, *args], check=True, capture_output=True, timeout=60)


def test_check_of_what_is_staged(home: Path) -> None:
    git("init", "-q", "../repository")
    os.chdir(home / "repository")
    canaries.write(home / "repository", MADE)
    git("add", ".")
    said = call("check", "--staged")
    assert "huggingface-token" in said
    assert _leaked(LEAKS.of(said)) == []
    found = LEAKS.below(home, lambda path: path.suffix in (".ipynb", ".py") or ".git" in path.parts)
    assert {name: _leaked(leaked) for name, leaked in found.items()} == {}


@pytest.mark.skipif("history" not in COMMANDS, reason="there is no such command")
def test_history(home: Path) -> None:
    git("init", "-q", "../repository")
    os.chdir(home / "repository")
    canaries.write(home / "repository", MADE)
    git("add", ".")
    git("commit", "-q", "-m", "notebooks")
    done = subprocess.run(
        [COMMAND, "history", "book0.ipynb"], capture_output=True, stdin=subprocess.DEVNULL, timeout=120
    )
    said = (done.stdout + done.stderr).decode()
    assert "book0.ipynb" in said and "Usage:" not in said
    assert _leaked(LEAKS.of(said)) == []
    found = LEAKS.below(home, lambda path: path.suffix in (".ipynb", ".py") or ".git" in path.parts)
    assert {name: _leaked(leaked) for name, leaked in found.items()} == {}


def test_a_file_that_is_cut_off_and_one_that_is_no_notebook(home: Path) -> None:
    """The parser stops in the middle of a canary, or finds them where no notebook has anything."""
    raw = (home / "work" / "book0.ipynb").read_text("utf-8")
    values = [canary.value for canary in PLANTED if canary.notebook == "book0.ipynb" and canary.value in raw]
    for number, value in enumerate(values[:8]):
        (home / "work" / f"book{number % 6}.ipynb").write_text(raw[: raw.index(value) + len(value)], "utf-8")
        said = call("scan", f"book{number % 6}.ipynb", "--format", "json")
        check(home, said, call("fix", f"book{number % 6}.ipynb"))
    (home / "work" / "book1.ipynb").write_text(json.dumps({value: 1 for value in values}), "utf-8")
    check(home, call("scan", "book1.ipynb"))


def test_a_policy_that_cannot_be_read(home: Path) -> None:
    """A pyproject.toml is shared with other tools, which keep what they like in it."""
    for canary in PLANTED[:3]:
        (home / "work" / "pyproject.toml").write_text(f'[tool.other]\nkey = "{canary.value}" {canary.value}\n', "utf-8")
        said = call("scan", "--format", "json")
        (home / "work" / "pyproject.toml").unlink()
        check(home, said)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_rule_that_fails_with_all_that_it_sees(home: Path, form: str) -> None:
    about = home / "site" / "acme-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[jupyter_mlsecops.rules]\nacme = acme_rules\n")
    (home / "site" / "acme_rules.py").write_text(FAILING)
    said = call("scan", "--format", form, "--jobs", "2")
    assert "The rule it-fails failed (ValueError)" in said
    check(home, said)


@pytest.mark.parametrize("command", ["scan", "check", "fix"])
def test_a_failure_of_the_command_itself(home: Path, command: str) -> None:
    """Half of the engine fails with the text it looks at; the other half with the exception that caused that."""
    (home / "site" / "sitecustomize.py").write_text(
        canaries.NO_NETWORK
        + "import jupyter_mlsecops.reports.text as t, jupyter_mlsecops.core.engine as e\n"
        + "def fail(*a, **k):\n"
        + "    try: open('book0.ipynb').read().index('\\0')\n"
        + "    except ValueError: raise RuntimeError(open('book0.ipynb').read())\n"
        + "t.render = t.render_compact = fail\n"
    )
    said = call(command, "book0.ipynb")
    assert "failed (RuntimeError)" in said
    check(home, said)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_processes_are_not_told_in_their_command_line_or_environment(home: Path) -> None:
    """Everyone on the machine can read the first, and every program of the user the second."""
    running = subprocess.Popen(
        [COMMAND, "scan", "--jobs", "2", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    seen: dict[str, str] = {}

    def watch() -> None:
        while running.poll() is None:
            for pid in list(_family(running.pid)):
                for name in ("cmdline", "environ"):
                    try:
                        seen[f"{pid} {name}"] = Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")
                    except OSError:
                        continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    said, _ = running.communicate(timeout=120)
    watcher.join()
    assert len({name.split()[0] for name in seen}) >= 3, "the command and two workers"
    check(home, said.decode(), "\n".join(seen.values()).replace("\0", "\n"))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))
