"""Plugins that a policy names: whose policy is followed, and where a module may come from."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops import foreign_plugins

from .files import code, notebook, run

ACME = "acme-" + "7f3k9" + "q2w8z"
PLUGIN = """
import re
from detect_secrets.plugins.base import RegexBasedDetector

class AcmeDetector(RegexBasedDetector):
    secret_type = "Acme Token"
    denylist = (re.compile("acme-[a-z0-9]{10}"),)
"""
NAMES = 'detect-secrets-plugins = ["acme_plugins"]\n'


@pytest.fixture
def installed(folder: Path, tmp_path: Path) -> Path:
    """A folder on the path of the command that stands for an installation; the notebook lies in the working folder."""
    place = tmp_path / "site"
    place.mkdir()
    (place / "acme_plugins.py").write_text(PLUGIN)
    (folder / "a.ipynb").write_text(notebook(code(f"x = '{ACME}'")), "utf-8")
    return place


def scan(folder: Path, *args: str, path: Path) -> tuple[int, list[str], list[str]]:
    """Exit status, rules that found something, and the messages of the problems."""
    done = run("scan", "--format", "json", *args, cwd=folder, PYTHONPATH=str(path))
    report: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, [f["rule"] for f in report["findings"]], [p["message"] for p in report["problems"]]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_policy_from_elsewhere_is_followed(folder: Path, installed: Path, jobs: str) -> None:
    (installed / "policy.toml").write_text(NAMES)
    (folder / "b.ipynb").write_text(notebook(code("x = 1")), "utf-8")
    status, found, problems = scan(folder, "--config", str(installed / "policy.toml"), "--jobs", jobs, path=installed)
    assert (status, found, problems) == (1, ["detect-secrets-acme-token"], [])
    named = ("--config", str(installed / "policy.toml"), "--select", "detect-secrets-acme-token")
    assert scan(folder, *named, path=installed)[1:] == (["detect-secrets-acme-token"], [])


def test_the_administrators_policy_is_followed(folder: Path, installed: Path) -> None:
    (installed / "mlsecops.toml").write_text(NAMES)
    done = run("scan", "--format", "json", cwd=folder, PYTHONPATH=str(installed), JUPYTER_CONFIG_PATH=str(installed))
    assert [f["rule"] for f in json.loads(done.stdout)["findings"]] == ["detect-secrets-acme-token"]


@pytest.mark.parametrize("args", [(), ("--config", "mlsecops.toml"), ("--config", "sub/../mlsecops.toml")])
def test_a_policy_of_the_scanned_folder_runs_nothing(folder: Path, installed: Path, args: tuple[str, ...]) -> None:
    (folder / "sub").mkdir()
    (folder / "mlsecops.toml").write_text(NAMES)
    (installed / "acme_plugins.py").write_text("raise SystemExit('imported')")
    status, found, problems = scan(folder, *args, path=installed)
    assert (status, found) == (2, [])
    assert ["detect-secrets-plugins was not followed" in message for message in problems] == [True]


@pytest.mark.parametrize("path", [".", "sub"])
def test_a_module_of_the_scanned_folder_is_not_imported(folder: Path, installed: Path, path: str) -> None:
    (installed / "acme_plugins.py").unlink()
    (installed / "policy.toml").write_text(NAMES)
    (folder / "sub").mkdir()
    (folder / path / "acme_plugins.py").write_text("import pathlib; pathlib.Path('ran').touch()")
    status, _, problems = scan(folder, "--config", str(installed / "policy.toml"), "a.ipynb", path=folder / path)
    assert status == 2 and not (folder / "ran").exists()
    assert ["no installed module has this name" in message for message in problems] == [True]


MODULES = {
    "raise RuntimeError('x')": "RuntimeError while it was loaded",
    "raise SystemExit": "SystemExit while it was loaded",
    "x = 1": "no plugin of detect-secrets is in it",
    "syntax error": "SyntaxError while it was loaded",
    PLUGIN.replace("denylist =", "def __init__(self, needed): pass\n    denylist ="): "TypeError while it was loaded",
}


@pytest.mark.parametrize("text", MODULES)
def test_a_module_that_cannot_be_loaded_is_a_problem(folder: Path, installed: Path, text: str) -> None:
    (installed / "acme_plugins.py").write_text(text)
    (installed / "policy.toml").write_text(NAMES)
    status, _, problems = scan(folder, "--config", str(installed / "policy.toml"), path=installed)
    assert status == 2 and [MODULES[text] in message for message in problems] == [True]


@pytest.mark.parametrize("name", ["plugins/acme.py", "../acme", "", "no_such_module_anywhere"])
def test_a_path_is_no_module(name: str) -> None:
    found, problems = foreign_plugins.load([name])
    assert found == [] and [problem.kind for problem in problems] == ["configuration"]


def test_an_environment_inside_the_scanned_folder_is_installed(tmp_path: Path) -> None:
    inside = Path(sysconfig.get_paths()["purelib"])
    assert not foreign_plugins._is_closed(str(inside / "x.py"), [str(inside.parents[2])])
    assert foreign_plugins._is_closed(str(tmp_path / "x.py"), [str(tmp_path)])


def test_an_entry_point_is_enough(folder: Path, installed: Path) -> None:
    about = installed / "acme-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[jupyter_mlsecops.detect_secrets_plugins]\nacme = acme_plugins\n")
    assert scan(folder, path=installed)[:2] == (1, ["detect-secrets-acme-token"])


def test_nothing_is_imported_where_nothing_is_named() -> None:
    said = "import sys; from jupyter_mlsecops import rules; rules.available(); print('detect_secrets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
