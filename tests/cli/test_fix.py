"""``fix``: what is written, what is left alone, and what is said."""

import json
import os
import stat
from pathlib import Path

import pytest

from jupyter_mlsecops.cli.replace import Changed, replace_file

from .files import HUGGING_FACE, code, leaky, notebook, printed, run

REDACTED = "[redacted: Hugging Face token]"


def test_only_the_token_changes(folder: Path) -> None:
    file = folder / "train.ipynb"
    before = leaky().replace("\n", "\r\n").replace('"metadata": {}', '"metadata" :{ }')
    file.write_bytes(before.encode())
    file.chmod(0o640)
    done = run("fix", "train.ipynb", cwd=folder)
    assert done.returncode == 0
    assert file.read_bytes() == before.replace(HUGGING_FACE, REDACTED).encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    fixed, revoke = done.stderr.decode().splitlines()
    assert fixed == "train.ipynb: fixed 1 (huggingface-token)"
    assert revoke.startswith("  huggingface-token: Revoke it at https://huggingface.co/settings/tokens")
    assert done.stdout.decode() == "No findings in 1 file.\n"
    assert os.listdir(folder) == ["train.ipynb"]
    again = run("fix", "train.ipynb", cwd=folder)
    assert (again.returncode, again.stderr) == (0, b"")


def test_a_table_that_stands_there_as_html_and_as_text_is_counted_once(folder: Path) -> None:
    html = f"<table><tr><td>{HUGGING_FACE}</td></tr></table>"
    forms = {"text/html": html, "text/plain": f"0  {HUGGING_FACE}"}
    shown = {"output_type": "display_data", "data": forms, "metadata": {}}
    (folder / "a.ipynb").write_text(notebook(code("table\n", shown)), "utf-8")
    scanned = run("scan", "a.ipynb", cwd=folder).stdout.decode()
    assert "a.ipynb:cell 1, output:1:16  ⬣ critical" in scanned and "also: cell 1, output:1:4" in scanned
    assert "\n1 finding (1 critical) in 1 file · 1 at or above medium. Apply 1 safe fix: " in scanned
    told = json.loads(run("scan", "--format", "json", "a.ipynb", cwd=folder).stdout)["findings"]
    assert [one["location"]["pointer"].rpartition("/")[2] for one in told] == ["text~1html", "text~1plain"]
    done = run("fix", "a.ipynb", cwd=folder)
    assert done.stderr.decode().startswith("a.ipynb: fixed 1 (huggingface-token)")
    assert HUGGING_FACE not in (folder / "a.ipynb").read_text("utf-8")


def test_diff_writes_nothing_and_counts_what_it_shows(folder: Path) -> None:
    (folder / "train.ipynb").write_text(leaky(), "utf-8")
    done = run("fix", "--diff", cwd=folder)
    assert done.returncode == 1
    assert "-token: •••••• end\n+token: " + REDACTED + " end\n" in done.stdout.decode()
    assert done.stdout.decode().startswith("train.ipynb:\n--- cell 2, output\n+++ cell 2, output\n")
    assert (folder / "train.ipynb").read_text("utf-8") == leaky()


def test_what_remains_is_reported_and_decides_the_status(folder: Path) -> None:
    token = f"token = '{HUGGING_FACE}'\n"
    (folder / "a.ipynb").write_text(notebook(code(token, printed(HUGGING_FACE))), "utf-8")
    done = run("fix", "a.ipynb", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.decode().startswith("a.ipynb:cell 1:1:")
    text = (folder / "a.ipynb").read_text("utf-8")
    assert text.count(HUGGING_FACE) == 1 and REDACTED in text  # reading it from the environment is not a safe fix


def test_review_takes_more(folder: Path) -> None:
    (folder / "a.ipynb").write_text(notebook(code(f"token = '{HUGGING_FACE}'\n", printed(HUGGING_FACE))), "utf-8")
    done = run("fix", "--review", "a.ipynb", cwd=folder)
    assert HUGGING_FACE not in (folder / "a.ipynb").read_text("utf-8")
    assert done.returncode == 0


def test_rule_narrows(folder: Path) -> None:
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    assert run("fix", "--rule", "unsafe-pickle-load", "a.ipynb", cwd=folder).returncode == 1
    assert (folder / "a.ipynb").read_text("utf-8") == leaky()
    assert run("fix", "--rule", "huggingface-token", "a.ipynb", cwd=folder).returncode == 0
    done = run("fix", "--rule", "nonsense", "a.ipynb", cwd=folder)
    assert done.returncode == 2 and b"No rule is named 'nonsense'" in done.stderr


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real" / "a.ipynb").write_text(leaky(), "utf-8")
    (folder / "link.ipynb").symlink_to("real/a.ipynb")
    assert run("fix", "link.ipynb", cwd=folder).returncode == 0
    assert (folder / "link.ipynb").is_symlink()
    assert REDACTED in (folder / "real" / "a.ipynb").read_text("utf-8")


def test_standard_input_cannot_be_fixed(folder: Path) -> None:
    done = run("fix", "-", cwd=folder, stdin=leaky().encode())
    assert done.returncode == 2 and b"fix changes files" in done.stderr


def test_a_file_that_changed_meanwhile_is_left_alone(folder: Path) -> None:
    (folder / "a.ipynb").write_bytes(b"newer")
    with pytest.raises(Changed):
        replace_file("a.ipynb", b"older", b"fixed")
    assert (folder / "a.ipynb").read_bytes() == b"newer"
    assert os.listdir(folder) == ["a.ipynb"]


def test_a_failure_while_writing_leaves_the_file_and_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.ipynb").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        replace_file("a.ipynb", b"old", b"new")
    assert (folder / "a.ipynb").read_bytes() == b"old"
    assert os.listdir(folder) == ["a.ipynb"]
