"""Which files the arguments of a command stand for."""

import subprocess
from pathlib import Path

import pytest

from jupyter_mlsecops.cli.paths import kind_of
from jupyter_mlsecops.cli.walk import find


def make(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", "utf-8")


def found(*paths: str) -> list[str]:
    targets, problems = find(paths)
    assert not problems
    return [target.name for target in targets]


def test_a_folder(folder: Path) -> None:
    make(folder, "b/c.ipynb", "a.ipynb", "a.py", "requirements-dev.txt", "notes.txt", "data.csv", "B.IPYNB")
    make(folder, ".ipynb_checkpoints/a-checkpoint.ipynb", ".git/x.py", "b/node_modules/x.py", "b/__pycache__/x.py")
    make(folder, "env/pyvenv.cfg", "env/lib/x.py", ".hidden/x.ipynb", "d.ipynb/inner.py")
    expected = [".hidden/x.ipynb", "B.IPYNB", "a.ipynb", "a.py", "b/c.ipynb", "d.ipynb/inner.py"]
    assert found(".") == [*expected, "requirements-dev.txt"]
    assert found("b") == ["b/c.ipynb"]
    assert found("b/../a.py", "a.py", "notes.txt", str(folder / "a.py")) == ["a.py", "notes.txt"]


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    make(folder, "b/c.ipynb")
    (folder / "b" / "loop").symlink_to("..")
    (folder / "other").symlink_to("b")
    (folder / "link.ipynb").symlink_to("b/c.ipynb")
    assert found(".") == ["b/c.ipynb", "link.ipynb"]
    assert found("other") == ["other/c.ipynb"]  # but one that is named is


@pytest.mark.parametrize("repository", [True, False])
def test_gitignore_as_git_reads_it(folder: Path, repository: bool) -> None:
    make(folder, "a.ipynb", "secret.ipynb", "build/x.ipynb", "sub/build/x.ipynb", "sub/keep.py", "sub/deep/drop.py")
    make(folder, "sub/deep/special.py", "#odd.py", "top.py", "sub/top.py", "excluded.py")
    (folder / ".gitignore").write_text("build/\nsecret.*\n/top.py\n\\#odd.py\n!\n*.py[\ndrop.py\nspecial.py\n")
    (folder / "sub" / ".gitignore").write_text("!special.py\n")
    if repository:
        subprocess.run(["git", "init", "-q"], check=True)
        (folder / ".git" / "info" / "exclude").write_text("excluded.py\n")
    expected = ["a.ipynb", *([] if repository else ["excluded.py"]), "sub/deep/special.py", "sub/keep.py", "sub/top.py"]
    assert found(".") == expected
    if repository:
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True, check=True
        ).stdout.decode()
        assert [name for name in sorted(listed.split("\0")) if name.endswith((".py", ".ipynb"))] == expected
        assert found("sub/deep") == ["sub/deep/special.py"]  # what stands above counts
    assert found("build", "secret.ipynb") == ["build/x.ipynb", "secret.ipynb"]  # named is named


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("a.ipynb", b"", "notebook"),
        ("a.PY", b"", "python"),
        ("requirements.txt", b"", "requirements"),
        ("a.ipynb.bak", b'\xef\xbb\xbf {"nbformat": 4}', "notebook"),
        ("data.json", b"{}", "other"),
        ("tool", b"#!/usr/bin/env python3\n", "python"),
        ("tool", b"#!", "other"),
        ("-", b"", "notebook"),
    ],
)
def test_kind(name: str, raw: bytes, kind: str) -> None:
    assert kind_of(name, raw) == kind
