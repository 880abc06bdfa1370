"""What lies beside a notebook: files in its folder and files that it names, and nothing outside of the root."""

import json
import os
from pathlib import Path

import pytest

from jupyter_mlsecops.service import neighbours
from jupyter_mlsecops.service.neighbours import beside, root_of


def notebook(source: str) -> bytes:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def found(root: Path, source: str, name: str = "nb/a.ipynb") -> list[tuple[str, str]]:
    """Path and name of what is declared beside a notebook."""
    raw = notebook(source)
    return [(one.path, one.name) for one in beside(raw, str(root / name), name, str(root))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "root"
    (place / "nb").mkdir(parents=True)
    return place


def test_files_in_the_folder_and_files_that_are_named(root: Path) -> None:
    (root / "nb" / "requirements.txt").write_text("numpy==1.0\n-c ../limits.txt\n-r sub/more.txt\n-r missing.txt\n")
    (root / "nb" / "uv.lock").write_text('[[package]]\nname = "torch"\nversion = "2.5.1"\n')
    (root / "nb" / "notes.txt").write_text("secret-package\n")
    (root / "limits.txt").write_text("pandas==2.0\n")
    (root / "nb" / "sub").mkdir()
    (root / "nb" / "sub" / "more.txt").write_text("scipy\n-r ../requirements.txt\n")  # a circle
    (root / "gpu.yml").write_text("dependencies: [pytorch=2.5.1]\n")
    assert found(root, "!conda env update --file ../gpu.yml\n") == [
        ("gpu.yml", "torch"),
        ("nb/requirements.txt", "numpy"),
        ("nb/uv.lock", "torch"),
        ("limits.txt", "pandas"),
        ("nb/sub/more.txt", "scipy"),
    ]


def test_a_named_file_of_any_name(root: Path) -> None:
    (root / "deps").write_text("numpy==1.0\n")
    assert found(root, "%pip install -q -r ../deps\n") == [("deps", "numpy")]
    assert found(root, "%pip install -q\n") == []


def test_nothing_outside_of_the_root(root: Path) -> None:
    outside = root.parent / "outside.txt"
    outside.write_text("secret-package\n")
    (root / "nb" / "requirements.txt").symlink_to(outside)
    (root / "nb" / "requirements-b.txt").write_text(f"-r ../../outside.txt\n-r {outside}\n-r requirements.txt\nnumpy\n")
    (root / "nb" / "linked").symlink_to(root.parent)
    source = f"%pip install -r ../../outside.txt -r {outside} -r linked/outside.txt -r /etc/hosts -r /dev/zero\n"
    assert found(root, source) == [("nb/requirements-b.txt", "numpy")]


def test_a_root_whose_name_is_the_beginning_of_another(root: Path) -> None:
    other = root.parent / "root-other"
    other.mkdir()
    (other / "deps.txt").write_text("secret-package\n")
    assert found(root, "%pip install -r ../../root-other/deps.txt\n") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_not_opened(root: Path) -> None:
    os.mkfifo(root / "nb" / "requirements.txt")
    (root / "nb" / "environment.yml").mkdir()
    assert found(root, "%pip install -r requirements.txt -r . -r 'a\0b' -r '\ud800' -r ''\n") == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_what_powershell_writes_is_read(root: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (root / "nb" / "requirements.txt").write_bytes(f"{mark}numpy==1.0\r\npandas\r\n".encode(encoding))
    assert found(root, "") == [("nb/requirements.txt", "numpy"), ("nb/requirements.txt", "pandas")]


def test_what_was_not_read_stands_without_a_name(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "nb" / "uv.lock").write_text("no toml")
    (root / "nb" / "requirements.txt").write_bytes(b"\xff\xff")
    (root / "nb" / "requirements-b.txt").write_text("numpy\nno no\n")
    assert found(root, "") == [
        ("nb/requirements-b.txt", ""),
        ("nb/requirements-b.txt", "numpy"),
        ("nb/requirements.txt", ""),
        ("nb/uv.lock", ""),
    ]
    monkeypatch.setattr(neighbours, "MAX_BYTES", 10)
    (root / "nb" / "requirements.txt").write_text("pandas\n")
    assert found(root, "") == [
        ("nb/requirements-b.txt", ""),
        ("nb/requirements.txt", "pandas"),
        ("nb/uv.lock", ""),
    ]


def test_a_chain_ends(root: Path) -> None:
    for number in range(20):
        (root / "nb" / f"r{number}").write_text(f"package-{number}\n-r r{number + 1}\n")
    assert [name for _, name in found(root, "%pip install -r r0\n")] == [
        f"package-{number}" for number in range(neighbours.MAX_DEPTH)
    ]


def test_a_changed_file_is_read_again(root: Path) -> None:
    listed = root / "nb" / "requirements.txt"
    listed.write_text("numpy\n")
    assert found(root, "") == [("nb/requirements.txt", "numpy")]
    listed.write_text("pandas==1.0\n")
    assert found(root, "") == [("nb/requirements.txt", "pandas")]
    listed.unlink()
    assert found(root, "") == []


def test_the_root_is_the_repository(root: Path) -> None:
    assert root_of(str(root / "nb" / "a.ipynb")) == str(root / "nb")
    (root / ".git").write_text("gitdir: elsewhere\n")  # a work tree
    assert root_of(str(root / "nb" / "a.ipynb")) == str(root)
