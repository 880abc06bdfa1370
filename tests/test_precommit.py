"""The real pre-commit in a scratch repository: a token in an output is refused, and passes once it is redacted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .cli.files import HUGGING_FACE, harmless, leaky

ROOT = Path(__file__).parent.parent
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
    hook = [line for line in (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8").splitlines() if line[:1] in "- "]
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
    assert call(str(BIN / "pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")).returncode == 0


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
