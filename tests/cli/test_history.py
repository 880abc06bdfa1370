"""``history``: which commits hold the secrets of files, and how the command ends."""

import json
from pathlib import Path

import pytest

from ..service.repositories import Repository
from .files import HUGGING_FACE, SECRETS, STRIPE, code, harmless, notebook, run

PAGE = "https://huggingface.co/settings/tokens"


@pytest.fixture
def repository(folder: Path) -> Repository:
    return Repository(folder)


def leaky(token: str = HUGGING_FACE) -> str:
    return notebook(code(f"token = '{token}'\n"))


def test_a_secret_that_was_committed(repository: Repository) -> None:
    repository.commit_files({"a b.ipynb": harmless()})
    leaked = repository.commit_files({"a b.ipynb": leaky()})
    done = run("history", "a b.ipynb", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode().splitlines() == [
        "a b.ipynb:cell 1:1:10: Hugging Face token in code: in 1 commit since 2026-01-02, 0 of them pushed",
        f"  {leaked}  2026-01-02",
        f"  Rotate it at {PAGE}",
        "1 secret, 1 of them in git history. Rotating them is the only cure.",
    ]
    assert not any(secret[:12] in done.stdout.decode() for secret in SECRETS)


def test_one_that_was_not(repository: Repository) -> None:
    repository.commit_files({"b.py": f"token = '{HUGGING_FACE}'\n", "a.ipynb": harmless()})
    (repository.folder / "a.ipynb").write_text(leaky(), "utf-8")
    done = run("history", "a.ipynb", cwd=repository.folder)
    assert done.returncode == 0
    assert "not in the history of this file\n" in done.stdout.decode()
    whole = run("history", "--whole", "a.ipynb", cwd=repository.folder)
    assert whole.returncode == 1 and "in 1 commit since 2026-01-01" in whole.stdout.decode()


def test_json(repository: Repository) -> None:
    leaked = repository.commit_files(
        {"a.ipynb": leaky(), "b.py": f"s = '{STRIPE}'  # mlsecops: ignore[stripe-key] x\n"}
    )
    done = run("history", "--format", "json", ".", cwd=repository.folder)
    report = json.loads(done.stdout)
    told = [
        (one["location"]["path"], one["rule"], one["rotate"], [c["id"] for c in one["history"]["commits"]])
        for one in report["results"]
    ]
    assert told == [
        ("a.ipynb", "huggingface-token", PAGE, [leaked]),
        ("b.py", "stripe-key", report["results"][1]["rotate"], [leaked]),
    ]
    assert report["schema_version"] == "1" and report["problems"] == []
    assert not any(secret[:12].encode() in done.stdout + done.stderr for secret in SECRETS)


def test_no_repository_and_no_secret(folder: Path) -> None:
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    done = run("history", "a.ipynb", cwd=folder)
    assert done.returncode == 0 and "in no git repository\n" in done.stdout.decode()
    (folder / "b.ipynb").write_text(harmless(), "utf-8")
    done = run("history", "b.ipynb", cwd=folder)
    assert (done.returncode, done.stdout.decode()) == (0, "0 secrets, 0 of them in git history.\n")


def test_what_cannot_be_looked_at_is_said(repository: Repository, tmp_path: Path) -> None:
    repository.commit_files({"a.ipynb": leaky()})
    repository.commit_files({"b.txt": "x"})
    repository.git("clone", "-q", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "clone"))
    done = run("history", "a.ipynb", cwd=tmp_path / "clone")
    assert done.returncode == 2
    assert "not everything could be looked at: the clone is shallow" in done.stdout.decode()
    done = run("history", "nothing.ipynb", cwd=repository.folder)
    assert done.returncode == 2 and b"nothing.ipynb" in done.stdout + done.stderr
    done = run("history", "-", cwd=repository.folder, stdin=leaky().encode())
    assert done.returncode == 2 and b"name one instead of -." in done.stderr
