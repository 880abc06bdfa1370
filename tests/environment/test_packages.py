"""What an environment has installed, told by the names of its files. Its interpreter is never started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from jupyter_mlsecops.core.environment import Environment, Environments
from jupyter_mlsecops.environment import of_folder
from jupyter_mlsecops.environment.packages import read


def make(root: Path, files: list[str], settings: str = "", links_to: str = "python3.11") -> Path:
    """An environment of empty files, whose interpreter leaves a mark when it is started."""
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if name.endswith("-info") else path.write_text("")
    (root / "bin").mkdir(parents=True, exist_ok=True)
    python = root / "bin" / links_to
    python.write_text(f"#!/bin/sh\ntouch {root}/STARTED\n")
    python.chmod(0o755)
    (root / "bin" / "python").symlink_to(links_to)
    if settings:
        (root / "pyvenv.cfg").write_text(settings)
    return root / "bin" / "python"


SITE = "lib/python3.11/site-packages"
LAYOUTS: list[tuple[str, list[str], str, str, dict[str, str]]] = [
    (
        "a virtual environment",
        [f"{SITE}/torch-2.6.0+cu124.dist-info", f"{SITE}/Scikit_Learn-1.4.0.dist-info", f"{SITE}/torch/x.py"],
        "home = /usr/bin\nversion = 3.11.7\n",
        "3.11.7",
        {"torch": "2.6.0+cu124", "scikit-learn": "1.4.0"},
    ),
    (
        "one that uv made",
        [f"{SITE}/keras-3.1.1.dist-info"],
        "home = /usr/bin\nimplementation = CPython\nversion_info = 3.11.9\n",
        "3.11.9",
        {"keras": "3.1.1"},
    ),
    (
        "eggs, and what is no package",
        [f"{SITE}/old-0.9-py3.11.egg-info", f"{SITE}/README.txt", f"{SITE}/evil.pth", f"{SITE}/~orch-1.0.dist-info"],
        "version = 3.11.7\n",
        "3.11.7",
        {"old": "0.9"},
    ),
    (
        "conda",
        [
            "conda-meta/python-3.11.4-h7a1cb2a_0_cpython.json",
            "conda-meta/py-xgboost-2.0.3-py311_0.json",
            "conda-meta/history",
        ],
        "",
        "3.11.4",
        {"python": "3.11.4", "xgboost": "2.0.3"},
    ),
    ("nothing", [], "", "3.11", {}),
]


@pytest.mark.parametrize(
    ("files", "settings", "python", "packages"), [x[1:] for x in LAYOUTS], ids=[x[0] for x in LAYOUTS]
)
def test_layouts(tmp_path: Path, files: list[str], settings: str, python: str, packages: dict[str, str]) -> None:
    executable = make(tmp_path, files, settings)
    assert read(executable) == Environment(python, packages)
    assert of_folder(tmp_path) == Environment(python, packages)
    assert not (tmp_path / "STARTED").exists()


def test_packages_of_the_system_count_only_where_the_environment_lets_them_in(tmp_path: Path) -> None:
    make(tmp_path / "usr", [f"{SITE}/numpy-1.26.0.dist-info", f"{SITE}/torch-2.0.0.dist-info"])
    for allowed, packages in (("true", {"torch": "2.7.0", "numpy": "1.26.0"}), ("false", {"torch": "2.7.0"})):
        settings = f"home = {tmp_path}/usr/bin\ninclude-system-site-packages = {allowed}\nversion = 3.11.7\n"
        executable = make(tmp_path / allowed, [f"{SITE}/torch-2.7.0.dist-info"], settings)
        assert read(executable).packages == packages


@pytest.mark.parametrize("broken", ["missing/bin/python", "loop/bin/python", "file/bin/python"])
def test_what_is_not_there_is_empty(tmp_path: Path, broken: str) -> None:
    (tmp_path / "loop" / "bin").mkdir(parents=True)
    (tmp_path / "loop" / "bin" / "python").symlink_to("python")
    (tmp_path / "file").write_text("")
    assert read(tmp_path / broken) == Environment()


def test_our_own_environment_is_what_the_metadata_say() -> None:
    from importlib.metadata import distributions

    here = Path(sys.prefix).resolve()
    expected = {
        d.metadata["Name"].lower().replace("_", "-").replace(".", "-"): d.version
        for d in distributions()
        if here in Path(str(d.locate_file(""))).resolve().parents
    }
    found = read(Path(sys.executable))
    assert {name: found.packages.get(name) for name in expected} == expected
    assert os.path.commonprefix([found.python, sys.version.split()[0]]).startswith("3.")


VERSIONS = [
    ("2.6.0+cu124", (2, 6, 0)),
    ("1!3.0rc1", (3, 0)),
    ("2024.12", (2024, 12)),
    ("v1.2", (1, 2)),
    ("unknown", None),
    ("", None),
]


@pytest.mark.parametrize(("written", "numbers"), VERSIONS)
def test_numbers_of_a_version(written: str, numbers: tuple[int, ...] | None) -> None:
    assert Environment(written, {"a-b": written}).version("A.b") == numbers
    assert Environment(written).version("python") == numbers


def test_a_notebook_that_names_no_kernel_runs_with_the_default_one() -> None:
    default, other, named = Environment("3.11"), Environment("3.9"), Environment("3.12")
    environments = Environments({"python3": default, "named": named}, other)
    assert [environments.of(name) for name in ("", "python3", "named", "gone")] == [default, default, named, other]
    assert Environments({"python3": default}).of("gone") is None
