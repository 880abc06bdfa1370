"""``rules``, the help texts and the policy file."""

import json
from pathlib import Path

import pytest

from .files import leaky, run


def test_list(folder: Path) -> None:
    lines = run("rules", cwd=folder).stdout.decode().splitlines()
    assert any(line.split() == ["unsafe-pickle-load", "high", "deserialization", "Pickle", "loaded"] for line in lines)
    assert lines[-1] == f"{len(lines) - 1} rules. Explain one: jupyter mlsecops rules ID"


def test_json(folder: Path) -> None:
    infos = json.loads(run("rules", "--format", "json", cwd=folder).stdout)["rules"]
    assert [info["id"] for info in infos] == sorted(info["id"] for info in infos)
    (info,) = json.loads(run("rules", "unsafe-pickle-load", "--format", "json", cwd=folder).stdout)["rules"]
    assert info["severity"] == "high" and info["references"]["cwe"] == ["CWE-502"]


def test_explain(folder: Path) -> None:
    said = run("rules", "unsafe-pickle-load", cwd=folder).stdout.decode()
    assert said.startswith("unsafe-pickle-load: Pickle loaded\n")
    assert "    m = pickle.load(f)\n        ^^^^^^^^^^^^^^\n" in said
    assert "«" not in said and "CWE-502" in said and "B301" in said


def test_what_another_tool_calls_it(folder: Path) -> None:
    said = run("rules", "b301", cwd=folder).stdout.decode()
    assert any(line.startswith("unsafe-pickle-load ") for line in said.splitlines())


def test_explaining_a_secret_shows_none(folder: Path) -> None:
    assert 'HF_TOKEN = "hf_••••••"' in run("rules", "huggingface-token", cwd=folder).stdout.decode()


def test_unknown(folder: Path) -> None:
    done = run("rules", "unsafe-pickle-loat", cwd=folder)
    assert done.returncode == 2 and b"Did you mean unsafe-pickle-load" in done.stderr


@pytest.mark.parametrize("args", [[], ["scan"], ["check"], ["fix"], ["rules"]])
def test_help(folder: Path, args: list[str]) -> None:
    done = run(*args, "--help", cwd=folder)
    assert done.returncode == 0 and done.stdout.startswith(b"Usage: jupyter mlsecops ")
    assert run("--version", cwd=folder).stdout.startswith(b"jupyter_mlsecops ")


@pytest.mark.parametrize(
    ("file", "text", "args", "status"),
    [
        ("mlsecops.toml", "ignore = ['secrets']", [], 0),
        ("mlsecops.toml", "fail-on = 'never'", [], 0),
        ("mlsecops.toml", "fail-on = 'never'", ["--fail-on", "high"], 1),
        ("mlsecops.toml", "ignore = ['secrets']", ["--ignore", "pii"], 1),
        ("mlsecops.toml", "select = ['pii']", [], 0),
        ("pyproject.toml", "[tool.mlsecops]\nignore = ['secrets']", [], 0),
        ("pyproject.toml", "[tool.other]\nignore = ['mlsecops']", [], 1),
        ("sub/mlsecops.toml", "ignore = ['secrets']", [], 1),
        ("sub/mlsecops.toml", "ignore = ['secrets']", ["--config", "sub/mlsecops.toml"], 0),
        ("../mlsecops.toml", "ignore = ['secrets']", [], 0),
    ],
)
def test_policy_file(folder: Path, file: str, text: str, args: list[str], status: int) -> None:
    (folder / "sub").mkdir()
    (folder / file).write_text(text, "utf-8")
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    assert run("scan", "a.ipynb", *args, cwd=folder).returncode == status
