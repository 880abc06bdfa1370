"""The real pre-commit in a scratch repository: a token in an output is refused, and passes once it is redacted."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from jupyter_mlsecops.cli.paths import kind_of_name
from jupyter_mlsecops.formats.manifests import _READERS

from .cli.files import HUGGING_FACE, harmless, leaky

HOOKS = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"
BIN = Path(sys.executable).parent
# The hook as the manifest has it, run from the environment of this test instead of one that pre-commit builds.
CONFIG = """\
repos:
  - repo: local
    hooks:
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "repository"
    place.mkdir()
    monkeypatch.chdir(place)
    for name, value in {
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "MLSECOPS_KEY_FILE": str(tmp_path / "key"),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "PYTHONIOENCODING": "utf-8",
    }.items():
        monkeypatch.setenv(name, value)
    hook = [line for line in HOOKS.read_text("utf-8").splitlines() if line[:1] in "- "]
    lines = ["      " + line.replace("language: python", "language: system") for line in hook]
    (place / ".pre-commit-config.yaml").write_text(CONFIG + "\n".join(lines) + "\n", "utf-8")
    must("git", "init", "-q")
    must("pre-commit", "install")
    must("git", "add", ".pre-commit-config.yaml")
    must("git", "commit", "-q", "-m", "hook")
    return place


def call(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)


def must(*command: str) -> str:
    done = call(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_manifest_is_valid() -> None:
    assert call(str(BIN / "pre-commit"), "validate-manifest", str(HOOKS)).returncode == 0


def test_refused_then_redacted_then_committed(repository: Path) -> None:
    (repository / "train.ipynb").write_text(leaky(), "utf-8")
    (repository / "ok.ipynb").write_text(harmless(), "utf-8")
    must("git", "add", ".")
    refused = call("git", "commit", "-m", "with a token")
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1
    assert "train.ipynb:cell 2, output:2:8: ⬣ critical huggingface-token" in said
    assert "Apply 1 safe fix: jupyter mlsecops fix train.ipynb" in said
    assert HUGGING_FACE not in said
    assert must("git", "log", "--format=%s").split() == ["hook"]

    must("jupyter-mlsecops", "fix", "train.ipynb")
    # What is staged still holds the token: pre-commit looks at that, not at the file.
    assert call("git", "commit", "-m", "not added").returncode == 1
    must("git", "add", "train.ipynb")
    must("git", "commit", "-m", "redacted")
    assert HUGGING_FACE not in must("git", "show", "HEAD:train.ipynb")


def test_a_notebook_that_cannot_be_read_is_refused(repository: Path) -> None:
    (repository / "cut.ipynb").write_text(leaky()[:-20], "utf-8")
    must("git", "add", ".")
    refused = call("git", "commit", "-m", "cut")
    assert refused.returncode == 1
    assert "not assessed  cut.ipynb: The file is not valid JSON" in refused.stdout + refused.stderr


LISTS = [pattern.replace("[-_.]", "-") for pattern, _ in _READERS]
OTHERS = ["notes.txt", "requirements.md", "requirements/a/b.txt", "uv.lock.bak", "ipynb", "a.csv"]


@pytest.mark.parametrize("name", ["a.ipynb", *(one.replace("*", put) for one in LISTS for put in ("", "x")), *OTHERS])
def test_it_is_asked_about_what_a_scan_looks_for(name: str) -> None:
    """Notebooks and lists of packages; Python files have hooks of their own."""
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    for path in (name, f"sub/{name}", name.upper()):
        assert bool(re.search(hook["files"], path)) == (kind_of_name(path) is not None), path


def test_packages_are_refused_until_they_are_safe(repository: Path) -> None:
    listed = repository / "requirements.txt"
    listed.write_text("numpy==2.1.0\nlitellm==1.82.8\ngit+https://host.dev/a/tool@main\n", "utf-8")
    must("git", "add", ".")
    refused = call("git", "commit", "-m", "with malware")
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1
    assert "requirements.txt:2:1: ⬣ critical malicious-dependency litellm 1.82.8 " in said
    assert "requirements.txt:3:1: ◆ medium unpinned-vcs-dependency " in said

    listed.write_text("numpy==2.1.0\nlitellm==1.82.6\n", "utf-8")
    assert call("git", "commit", "-m", "not added").returncode == 1
    must("git", "add", "requirements.txt")
    must("git", "commit", "-m", "safe")
