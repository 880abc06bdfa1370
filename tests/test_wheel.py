"""The wheel as a user gets it: a clean environment, no Node."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]  # built once


def notebook(source: str) -> str:
    """The text of a notebook with one code cell."""
    return nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]))


def run(*command: str | Path, **options: Any) -> tuple[int, str]:
    """Run a program to its end; return its exit code and, without colours, what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        **options,
    )
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def succeed(*command: str | Path, **options: Any) -> str:
    """Run a program that has to exit 0; return what it printed."""
    code, printed = run(*command, **options)
    assert code == 0, printed
    return printed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this tree; the build takes the front end as `make` left it."""
    folder = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def user(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variables of a user whose PATH has JupyterLab and our wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("user")
    succeed(sys.executable, "-m", "venv", folder / "venv")
    binaries = folder / "venv" / "bin"
    # The locked versions without their hashes, which pip would then ask of our wheel too.
    lock = (ROOT / "requirements" / "dev.txt").read_text()
    pins = folder / "pins.txt"
    pins.write_text("\n".join(line.rstrip("\\ ") for line in lock.splitlines() if "==" in line))
    succeed(binaries / "python", "-m", "pip", "install", "--quiet", "--constraint", pins, wheel, "jupyterlab")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "VIRTUAL_ENV"))
    }
    return {**kept, "HOME": str(folder), "PATH": str(binaries)}


def test_content(wheel: Path) -> None:
    names = {name.split(".data/data/")[-1] for name in zipfile.ZipFile(wheel).namelist()}
    assert "etc/jupyter/jupyter_server_config.d/jupyter_mlsecops.json" in names
    assert "share/jupyter/labextensions/jupyter-mlsecops/install.json" in names
    assert "share/jupyter/labextensions/jupyter-mlsecops/package.json" in names
    assert "share/jupyter/labextensions/jupyter-mlsecops/static/style.js" in names
    assert "share/jupyter/labextensions/jupyter-mlsecops/schemas/jupyter-mlsecops/plugin.json" in names
    assert "jupyter_mlsecops/rules/index.json" in names
    assert not any(name.startswith(("tests/", "ui-tests/", "src/")) for name in names)


def test_server_extension(user: dict[str, str]) -> None:
    printed = succeed("jupyter", "server", "extension", "list", env=user)
    assert re.search(r"jupyter_mlsecops enabled", printed)
    assert re.search(r"jupyter_mlsecops \S+ OK", printed)


def test_lab_extension(user: dict[str, str]) -> None:
    printed = succeed("jupyter", "labextension", "list", env=user)
    assert re.search(r"jupyter-mlsecops v\S+ enabled OK \(python, jupyter_mlsecops\)", printed)


def test_command(user: dict[str, str], tmp_path: Path) -> None:
    assert "scan" in succeed("jupyter", "mlsecops", "--help", env=user)
    harmless, risky = tmp_path / "harmless.ipynb", tmp_path / "risky.ipynb"
    harmless.write_text(notebook("print('nothing to see')"))
    risky.write_text(notebook("import pickle\nwith open('model.pkl', 'rb') as f:\n    model = pickle.load(f)"))
    succeed("jupyter", "mlsecops", "scan", harmless, env=user, cwd=tmp_path)
    code, printed = run("jupyter", "mlsecops", "scan", risky, env=user, cwd=tmp_path)
    assert code == 1 and "risky.ipynb" in printed, printed
