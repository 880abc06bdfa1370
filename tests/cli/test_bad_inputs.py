"""Files that cannot be assessed: each is a problem that names file and cause, and stops nothing else."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.cli import run as run_here
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.sdk import Category, Confidence, Match, Segment, Severity, rule

from .files import code, harmless, leaky, notebook, run

CELL = '{"cell_type":"code","execution_count":null,"id":"a","metadata":{},"outputs":[],"source":"%s"}'
BOOK = '{"cells":[%s],"metadata":{},"nbformat":4,"nbformat_minor":5}'

# (content, the word of the problem, a part of its message); None: no problem
BAD: dict[str, tuple[bytes, str | None, str]] = {
    "truncated": (leaky().encode()[:-40], "not-json", "it looks cut off"),
    "no JSON": (b"# %% percent format\nprint(1)\n", "not-json", "line 1"),
    "HTML of a login page": (b"<!DOCTYPE html><html>", "not-json", "not valid JSON"),
    "empty": (b"", "not-json", "The file is empty"),
    "merge conflict": (leaky().encode().replace(b' "cells"', b'<<<<<<< HEAD\n "cells"'), "not-json", "not valid JSON"),
    "a list": (b"[]", "not-a-notebook", "not an object"),
    "some JSON": (b'{"a": 1}', "not-a-notebook", "nbformat"),
    "format 2": (b'{"nbformat": 2, "worksheets": []}', "unsupported-version", "format 2"),
    "format 99": (b'{"nbformat": 99, "cells": []}', "unsupported-version", "format 99"),
    "deep": (b'{"nbformat":4,"cells":[],"metadata":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, "too-deep", "deep"),
    "NUL": (b"\0" * 100, "not-json", "not valid JSON"),
    "UTF-16": (harmless().encode("utf-16"), "not-json", "not UTF-8"),
    "long line": ((BOOK % CELL % ("x = '" + "a b " * 2_500_000 + "'")).encode(), None, ""),
    "lone surrogate": ((BOOK % CELL % "x = '\\ud83d'").encode(), None, ""),
    "NUL in a cell": ((BOOK % CELL % "x = 1\\u0000").encode(), None, ""),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["scan", "check", "fix"])
def test_bad_file_beside_a_good_one(folder: Path, name: str, command: str) -> None:
    raw, kind, cause = BAD[name]
    (folder / "bad.ipynb").write_bytes(raw)
    (folder / "good.ipynb").write_text(leaky(), "utf-8")
    done = run(command, "bad.ipynb", "good.ipynb", cwd=folder)
    said = (done.stdout + done.stderr).decode()
    assert "huggingface-token" in said  # the good one was assessed
    assert "clean" not in said
    assert "Traceback" not in said
    if kind is None:
        return
    assert done.returncode == 2
    (line,) = [line for line in said.splitlines() if line.startswith("not assessed  bad.ipynb: ")]
    assert cause in line
    assert (folder / "bad.ipynb").read_bytes() == raw
    if command == "scan":
        report = json.loads(run("scan", "--format", "json", cwd=folder).stdout)
        assert [(p["path"], p["kind"]) for p in report["problems"]] == [("bad.ipynb", kind)]
        assert [i["status"] for i in report["inputs"]] == ["incomplete", "scanned"]


def test_only_a_bad_file(folder: Path) -> None:
    (folder / "bad.ipynb").write_text("{", "utf-8")
    done = run("scan", cwd=folder)
    assert done.returncode == 2
    assert done.stdout.decode().splitlines()[-1] == "No findings in 0 files · 1 file not assessed in full."


def test_missing_file_and_broken_link(folder: Path) -> None:
    (folder / "good.ipynb").write_text(leaky(), "utf-8")
    (folder / "link.ipynb").symlink_to("nowhere.ipynb")
    done = run("scan", ".", "missing.ipynb", cwd=folder)
    lines = [line for line in done.stdout.decode().splitlines() if line.startswith("not assessed")]
    cause = "The file cannot be read: No such file or directory."
    assert lines == [f"not assessed  {name}: {cause}" for name in ("link.ipynb", "missing.ipynb")]
    assert done.returncode == 2 and b"huggingface-token" in done.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "pipe.ipynb")
    done = run("scan", cwd=folder)
    assert done.returncode == 2 and b"pipe.ipynb: The file cannot be read: it is not a regular file" in done.stdout


def test_unreadable_file_and_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Root may read everything, so the refusal is made up."""
    (folder / "good.ipynb").write_text(leaky(), "utf-8")
    (folder / "secret.ipynb").write_text(leaky(), "utf-8")
    (folder / "closed").mkdir()
    real_open, real_scandir = os.open, os.scandir

    def refuse_open(path: str, *args: int) -> int:
        if str(path).endswith("secret.ipynb"):
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, *args)

    def refuse_scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real_scandir(path)

    monkeypatch.setattr(os, "open", refuse_open)
    monkeypatch.setattr(os, "scandir", refuse_scandir)
    assert run_here(["scan"]) == 2
    said = capsys.readouterr().out
    assert "good.ipynb:cell 2, output:2:8" in said
    assert "not assessed  secret.ipynb: The file cannot be read: Permission denied." in said
    assert "not assessed  closed: the folder cannot be read (Permission denied)." in said


def test_too_large(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("jupyter_mlsecops.cli.session.MAX_BYTES", 3_000_000)
    (folder / "big.ipynb").write_bytes(b" " * 3_000_001)
    assert run_here(["scan"]) == 2
    assert "not assessed  big.ipynb: The file cannot be read: it is larger than 3 MB." in capsys.readouterr().out


def test_a_rule_that_fails_hides_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @rule(id="it-fails", on=Segment, severity=Severity.HIGH, confidence=Confidence.HIGH, category=Category.NOTEBOOK)
    def it_fails(segment: Segment) -> Iterator[Match]:
        """Why."""
        raise ValueError(segment.text)
        yield

    every: list[Rule] = [*rules.builtin(), it_fails]
    monkeypatch.setattr(rules, "load", lambda: RuleSet(every))
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    assert run_here(["scan"]) == 2
    said = capsys.readouterr()
    assert "a.ipynb:cell 2, output:2:8  ⬣ critical  huggingface-token" in said.out
    assert "not assessed  a.ipynb: The rule it-fails failed (ValueError)" in said.out
    assert "a.ipynb: " not in said.err


def test_rules_of_another_package_that_cannot_be_loaded(folder: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "acme-1.0.dist-info").mkdir(parents=True)
    (site / "acme-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (site / "acme-1.0.dist-info" / "entry_points.txt").write_text("[jupyter_mlsecops.rules]\nacme = acme_rules\n")
    (site / "acme_rules.py").write_text("1 / 0")
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    done = run("scan", cwd=folder, PYTHONPATH=str(site))
    assert done.returncode == 2
    assert "huggingface-token" in done.stdout.decode()
    assert "not assessed  The rules acme cannot be loaded (ZeroDivisionError" in done.stdout.decode()


def test_a_failure_of_the_command_itself_is_2_and_tells_no_content(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the content of a cell")

    monkeypatch.setattr("jupyter_mlsecops.cli.session.gather", fail)
    assert run_here(["scan"]) == 2
    said = capsys.readouterr()
    assert "failed (RuntimeError)" in said.err and "content" not in said.err + said.out


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("profile = ", "The policy is not valid TOML"),
        ("fail-on = 'severe'", "fail-on: 'severe' is none of"),
        ("colour = 1", "'colour' is no key of a policy"),
        ("ignore = ['no-such-rule']", "No rule or category is named no-such-rule"),
    ],
)
def test_a_policy_that_cannot_be_used(folder: Path, text: str, cause: str) -> None:
    (folder / "mlsecops.toml").write_text(text, "utf-8")
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    done = run("scan", cwd=folder)
    assert done.returncode == 2
    said = done.stdout.decode()
    assert f"not assessed  mlsecops.toml: {cause}" in said and "huggingface-token" in said


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the file system wants Unicode names")
def test_file_names_that_are_not_utf8_or_not_printable(folder: Path) -> None:
    for name in (b"\xff.ipynb", b"\xfe.ipynb", b"a\nb\x1b[31m.ipynb", "\u202egnp.ipynb".encode()):
        (folder / os.fsdecode(name)).write_text(leaky(), "utf-8")
    done = run("scan", "--format", "json", cwd=folder)
    paths = [i["path"] for i in json.loads(done.stdout)["inputs"]]
    assert paths == ["\\u202egnp.ipynb", "\\xfe.ipynb", "\\xff.ipynb", "a\\nb\\x1b[31m.ipynb"]
    assert done.returncode == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("name", [".gitignore", "pyproject.toml", "mlsecops.toml", "requirements.txt", "model.sig"])
@pytest.mark.parametrize("of", [".", "a.ipynb"])
def test_a_pipe_with_a_well_known_name_holds_nobody_up(folder: Path, name: str, of: str) -> None:
    (folder / ".git").mkdir()
    os.mkfifo(folder / name)
    (folder / "a.ipynb").write_text(notebook(code("import pickle\npickle.load(open('m.pkl', 'rb'))")))
    (folder / "m.pkl").write_bytes(b"\x80\x04N.")
    done = run("scan", of, cwd=folder)
    assert b"unsafe-pickle-load" in done.stdout
