"""What a notebook runs with decides what the command says of it, and nothing of that is started or imported."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..environment.fake import environment, kernel, marks
from .files import code, notebook, run

Done = subprocess.CompletedProcess[bytes]
Saying = list[tuple[str, str, str]]  # rule, severity, what the end of the message says of the version

TORCH = "import torch\nmodel = torch.load(path)\n"
KERAS = "import keras\nmodel = keras.models.load_model('m.h5')\n"
TAR = "import tarfile\ntarfile.open(path).extractall()\n"
DATASETS = "from datasets import load_dataset\ndata = load_dataset('org/d', trust_remote_code=True)\n"
RULES = "unsafe-torch-load,outdated-model-loader,unsafe-keras-load,unsafe-tar-extract,trust-remote-code"


def written(folder: Path, source: str, kernel: str = "", name: str = "a.ipynb") -> None:
    metadata = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}} if kernel else {}
    (folder / name).write_text(notebook(code(source), metadata=metadata), "utf-8")


def said(findings: list[dict[str, Any]]) -> Saying:
    return [(one["rule"], one["severity"], one["message"].rpartition("; ")[2]) for one in findings]


def scanned(folder: Path, *args: str, kernels: str = "") -> tuple[Done, Saying]:
    options = ("--format", "json", "--select", RULES, *args)
    done = run("scan", "a.ipynb", *options, cwd=folder, JUPYTER_PATH=kernels)
    return done, said(json.loads(done.stdout)["findings"])


# the source, what is installed, and what is said
CASES: list[tuple[str, list[str], str, Saying]] = [
    (TORCH, ["torch-2.1.0+cu118"], "3.11.7", [("unsafe-torch-load", "high", "torch 2.1.0 unpickles by default")]),
    (
        TORCH,
        ["torch-2.6.0"],
        "3.11.7",
        [("outdated-model-loader", "low", "take 2.10.0 or newer")],
    ),
    (TORCH, ["torch-2.10.0"], "3.11.7", []),
    (
        TORCH,
        ["numpy-2.1.0"],
        "3.11.7",
        [
            (
                "unsafe-torch-load",
                "medium",
                "torch's version is not known here, and before 2.6 it unpickles by default",
            )
        ],
    ),
    (
        TORCH.replace("path", "path, weights_only=True"),
        ["torch-2.5.1"],
        "3.11.7",
        [
            (
                "unsafe-torch-load",
                "low",
                "torch 2.5.1 can be tricked in spite of weights_only=True (CVE-2025-32434): upgrade it",
            )
        ],
    ),
    ("%pip install torch==2.10.0\n" + TORCH, ["torch-2.1.0"], "3.11.7", []),
    (
        "%pip install 'torch>=1.13'\n" + TORCH,
        ["torch-2.1.0"],
        "3.11.7",
        [("unsafe-torch-load", "high", "torch 2.1.0 unpickles by default")],
    ),
    ("%pip install 'torch>=1.13'\n" + TORCH, ["torch-2.11.0"], "3.11.7", []),
    (
        KERAS,
        ["keras-3.8.0"],
        "3.11.7",
        [("unsafe-keras-load", "high", "Keras 3.8.0 knows no safe mode for HDF5 files (CVE-2025-9905)")],
    ),
    (KERAS, ["keras-3.14.0"], "3.11.7", []),
    (
        KERAS.replace("m.h5", "m.keras"),
        ["keras-3.13.0"],
        "3.11.7",
        [("outdated-model-loader", "low", "take 3.14.0 or newer")],
    ),
    (TAR, [], "3.14.0", []),
    (TAR, [], "3.12.1", [("unsafe-tar-extract", "medium", "Tar archive unpacked without a filter")]),
    (TAR, [], "3.9.16", [("unsafe-tar-extract", "medium", "Python 3.9.16 knows no filter")]),
    (DATASETS, ["datasets-3.6.0"], "3.11.7", [("trust-remote-code", "high", "Code of a dataset is trusted")]),
    (
        DATASETS,
        ["datasets-4.0.0"],
        "3.11.7",
        [
            (
                "trust-remote-code",
                "info",
                "datasets 4.0.0 runs no code of a dataset: trust_remote_code does nothing",
            )
        ],
    ),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One scan of the notebooks of all cases, each with a kernel of its own; nothing of these was run."""
    place = tmp_path_factory.mktemp("cases")
    (place / "work").mkdir()
    roots = []
    for number, (source, packages, python, _) in enumerate(CASES):
        roots.append(environment(place / f"env{number}", *packages, python=python))
        kernel(place / "data", f"kernel{number}", roots[-1])
        written(place / "work", source, f"kernel{number}", f"{number}.ipynb")
    options = ("--format", "json", "--profile", "audit", "--select", RULES)
    done = run("scan", *options, cwd=place / "work", JUPYTER_PATH=str(place / "data"))
    assert marks(*roots) == []
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{n}-{case[1]}-{case[2]}" for n, case in enumerate(CASES)])
def test_what_the_kernel_has_installed_decides(report: dict[str, Any], number: int) -> None:
    mine = [finding for finding in report["findings"] if finding["location"]["path"] == f"{number}.ipynb"]
    assert said(mine) == CASES[number][3]


def test_an_environment_that_is_named_counts_and_no_kernel_does(folder: Path, tmp_path: Path) -> None:
    kernel(tmp_path / "data", "new", environment(tmp_path / "new", "torch-2.10.0"))
    environment(folder / ".venv", "torch-2.1.0")
    written(folder, TORCH, "NEW")
    data = str(tmp_path / "data")
    assert scanned(folder, kernels=data)[1] == []
    done, saying = scanned(folder, "--environment", ".venv", kernels=data)
    assert saying == [("unsafe-torch-load", "high", "torch 2.1.0 unpickles by default")]
    assert done.returncode == 1
    assert marks(tmp_path / "new", folder / ".venv") == []


def test_of_a_kernel_that_this_machine_does_not_have_nothing_is_known(folder: Path) -> None:
    written(folder, TORCH, "elsewhere")
    (finding,) = scanned(folder)[1]
    assert finding[1] == "medium" and finding[2].startswith("torch's version is not known here")


def test_several_processes_know_the_environment_too(folder: Path) -> None:
    environment(folder / ".venv", "torch-2.10.0")
    for name in ("a", "b", "c"):
        (folder / f"{name}.ipynb").write_text(notebook(code(TORCH)), "utf-8")
    for jobs in ("1", "2"):
        done = run("scan", "--jobs", jobs, "--environment", ".venv", "--select", RULES, cwd=folder)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("make", [lambda folder: None, Path.mkdir, Path.touch], ids=["missing", "empty", "file"])
def test_a_folder_that_is_no_environment_is_a_problem(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "other")
    written(folder, TORCH)
    done, saying = scanned(folder, "--environment", "other", "--fail-on", "never")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["path"], problem["kind"]) == ("other", "configuration")
    assert problem["message"].startswith("other: This is no environment") and "not assessed" in problem["message"]
    assert done.returncode == 2
    assert [severity for _, severity, _ in saying] == ["medium"]


# The offered fix, and what the notebook says after it; the first is advice, for the package is not named there.
FIXES = [
    (TORCH, "torch-2.1.0", None),
    (
        TORCH.replace("path", "path, weights_only=False"),
        "torch-2.7.1",
        TORCH.replace("path", "path, weights_only=True"),
    ),
    (DATASETS, "datasets-4.1.0", DATASETS.replace(", trust_remote_code=True", "")),
    (TAR, "pip-25.0", TAR.replace("extractall()", 'extractall(filter="data")')),
]


@pytest.mark.parametrize(("source", "package", "fixed"), FIXES)
def test_fixes_fit_the_environment(folder: Path, source: str, package: str, fixed: str | None) -> None:
    environment(folder / ".venv", package, python="3.12.4")
    written(folder, source)
    options = ("--environment", ".venv", "--profile", "audit", "--select", RULES, "--review")
    run("fix", "a.ipynb", *options, cwd=folder)
    (cell,) = json.loads((folder / "a.ipynb").read_text())["cells"]
    assert "".join(cell["source"]) == (fixed or source)


def test_no_filter_is_offered_where_python_does_not_know_it(folder: Path) -> None:
    environment(folder / ".venv", python="3.10.11")
    written(folder, TAR)
    done = run("scan", "a.ipynb", "--format", "json", "--environment", ".venv", cwd=folder)
    (finding,) = json.loads(done.stdout)["findings"]
    assert [(fix["title"], fix["applicability"], fix["edits"]) for fix in finding["fixes"]] == [
        ('Set filter="data" in Python 3.12 or newer: 3.10.11 does not know it', "manual", [])
    ]
