"""``scan``: exit status, places, formats, and what a terminal and a pipe get."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from jupyter_mlsecops.cli import running

from .files import GITHUB, HUGGING_FACE, PASSWORD, SECRETS, STRIPE, code, harmless, leaky, notebook, printed, run


def test_text_begins_with_the_first_finding_and_ends_with_the_next_step(folder: Path) -> None:
    (folder / "train.ipynb").write_text(leaky(), "utf-8")
    done = run("scan", "train.ipynb", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "train.ipynb:cell 2, output:2:8  ⬣ critical  huggingface-token  Hugging Face token in an output (hf_••••••)",
        "  2 │ token: •••••• end",
        "    │        ^^^^^^",
        "  why:  Everyone who gets the notebook can use this Hugging Face token.",
        "  fix:  Redact output: jupyter mlsecops fix --rule huggingface-token train.ipynb",
        "",
        "1 finding (1 critical) in 1 file · 1 at or above medium. Apply 1 safe fix: jupyter mlsecops fix train.ipynb",
    ]
    assert done.stderr == b""


def test_json_is_the_report_and_fits_its_schema(folder: Path) -> None:
    (folder / "train.ipynb").write_text(leaky(), "utf-8")
    done = run("scan", "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    schema = json.loads(run("scan", "--schema", cwd=folder).stdout)
    jsonschema.Draft202012Validator(schema).validate(report)
    (finding,) = report["findings"]
    assert finding["location"] == {
        "path": "train.ipynb",
        "cell_index": 1,
        "cell_id": "b",
        "part": "output",
        "pointer": "/cells/1/outputs/0/text",
        "region": {"start_line": 2, "start_column": 8, "end_line": 2, "end_column": 8 + len(HUGGING_FACE)},
    }
    assert done.stdout == run("scan", "--format", "json", "train.ipynb", cwd=folder).stdout


@pytest.mark.parametrize(
    ("args", "status"),
    [
        ([], 1),
        (["--fail-on", "critical"], 1),
        (["--fail-on", "never"], 0),
        (["--ignore", "secrets"], 0),
        (["--ignore", "huggingface-token"], 0),
        (["--select", "deserialization"], 0),
        (["--select", "pii,huggingface-token"], 1),
        (["--select", "no-such-rule"], 2),
        (["--format", "html"], 2),
        (["--jobs", "0"], 2),
        (["--config", "missing.toml"], 2),
        (["missing.ipynb"], 2),
    ],
)
def test_exit_status(folder: Path, args: list[str], status: int) -> None:
    (folder / "train.ipynb").write_text(leaky(), "utf-8")
    assert run("scan", "train.ipynb", *args, cwd=folder).returncode == status


def test_nothing_found_is_0_and_says_so_without_a_promise(folder: Path) -> None:
    (folder / "a.ipynb").write_text(harmless(), "utf-8")
    done = run("scan", cwd=folder)
    assert (done.returncode, done.stdout.decode().splitlines()) == (
        0,
        [
            "No findings in 1 file.",
            "Packages: 1 not assessed. There is no advisory database: jupyter mlsecops db update",
        ],
    )
    assert run("scan", "--quiet", cwd=folder).stdout == b""


def test_nothing_to_scan_is_said(folder: Path) -> None:
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    (folder / ".gitignore").write_text("*.ipynb\n", "utf-8")
    done = run("scan", cwd=folder)
    assert (done.returncode, done.stdout) == (0, b"No findings in 0 files.\n")
    assert done.stderr.startswith(b"Nothing to scan: ")
    assert run("scan", "a.ipynb", cwd=folder).returncode == 1


def test_standard_input(folder: Path) -> None:
    done = run("scan", "-", cwd=folder, stdin=leaky().encode())
    assert done.returncode == 1
    assert done.stdout.decode().startswith("<stdin>:cell 2, output:2:8  ")
    assert "fix <stdin>" not in done.stdout.decode()


def test_output_file(folder: Path) -> None:
    (folder / "train.ipynb").write_text(leaky(), "utf-8")
    done = run("scan", "--format", "json", "--output", "out.json", cwd=folder)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("1 finding (1 critical) in 1 file")
    assert json.loads((folder / "out.json").read_bytes())["findings"]
    done = run("scan", "--output", "no/such/folder", cwd=folder)
    assert done.returncode == 2
    assert b"no/such/folder: the report cannot be written (No such file or directory)" in done.stderr


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github"])
@pytest.mark.parametrize("command", ["scan", "check", "fix"])
def test_no_piece_of_a_secret_leaves_the_command(folder: Path, command: str, format: str) -> None:
    sources = "\n".join(f"secret_{n} = '{secret}'" for n, secret in enumerate(SECRETS))
    more = f"password = '{PASSWORD}'\nos.environ['STRIPE_API_KEY'] = '{STRIPE}'\n!curl -H 'token: {GITHUB}' x\n"
    outputs = [printed(f"{secret}\n") for secret in SECRETS]
    (folder / "a.ipynb").write_text(notebook(code(more + sources, *outputs)), "utf-8")
    (folder / "a.py").write_text(sources, "utf-8")
    (folder / "cut.ipynb").write_text(notebook(code(more))[:-20], "utf-8")
    shown = ["--diff"] if command == "fix" else ["--format", format]
    done = run(command, *shown, "--profile", "audit", "a.ipynb", "a.py", "cut.ipynb", cwd=folder)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 2 and "huggingface-token" in said
    for secret in SECRETS:
        body = secret.split("_")[-1]
        assert not [body[i : i + 8] for i in range(len(body) - 7) if body[i : i + 8] in said]
    assert "clean" not in said.replace("Clear", "")


def test_many_processes_give_the_same_bytes(folder: Path) -> None:
    for n in range(6):
        (folder / f"{n}.ipynb").write_text(leaky() if n % 2 else harmless(), "utf-8")
    (folder / "bad.ipynb").write_text("{", "utf-8")
    for format in ("text", "sarif"):
        one = run("scan", "--format", format, "--jobs", "1", cwd=folder)
        two = run("scan", "--format", format, "--jobs", "2", cwd=folder)
        assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    for n in range(50):
        (folder / f"{n}.ipynb").write_text(leaky(), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_mlsecops", "scan", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(60) == 1
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("args", "env", "coloured"), [([], {}, True), (["--no-color"], {}, False), ([], {"NO_COLOR": "1"}, False)]
)
def test_colours_only_on_a_terminal(folder: Path, args: list[str], env: dict[str, str], coloured: bool) -> None:
    import pty

    (folder / "train.ipynb").write_text(leaky(), "utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "jupyter_mlsecops", "scan", *args]
    variables = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"} | env
    process = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=variables)
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 65536):
            said += chunk
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait(60) == 1
    assert (b"\x1b[" in said) is coloured
    assert b"\x1b[" not in run("scan", cwd=folder).stdout


def test_a_terminal_without_unicode(folder: Path) -> None:
    (folder / "train.ipynb").write_text(leaky(), "utf-8")
    done = run("scan", cwd=folder, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert done.stdout.decode("ascii").startswith("train.ipynb:cell 2, output:2:8  !! critical")


def test_start_imports_nothing_heavy(folder: Path) -> None:
    (folder / "a.ipynb").write_text(harmless(), "utf-8")
    script = "import sys; from jupyter_mlsecops.cli import run; run(['scan', 'a.ipynb']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    heavy = {"nbformat", "jupyter_server", "tornado", "traitlets", "detect_secrets", "requests", "pathspec", "asyncio"}
    if sys.version_info >= (3, 11):
        heavy.add("typing_extensions")
    assert not heavy & loaded
    script = script.replace("print(", "import typing_extensions; typing_extensions.TypedDict; print(")
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_one_notebook_imports_what_it_needs_and_collects_no_garbage(folder: Path) -> None:
    html = '<a href="https://example.org/?a=1&amp;b=2">4111 1111</a>'
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": [output]}
    cells = [cell | {"source": "!pip install numpy==1.26.4\nfrom huggingface_hub import notebook_login"}]
    book = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    (folder / "a.ipynb").write_text(json.dumps(book), "utf-8")
    script = """
import gc, sys
from jupyter_mlsecops.cli import run
before, collected = set(sys.modules), []
gc.collect()
gc.callbacks.append(lambda *_: collected.append(1))
run(["scan", "a.ipynb"])
print(len(collected), *set(sys.modules) - before)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    collected, *loaded = done.stdout.splitlines()[-1].split()
    assert int(collected) == 0
    # These are for archives, for HTML that names characters, for conda, for an advisory database, and for folders.
    for_few = ("environment.conda", "environment.metadata", "service.gitignore", "service.walk")
    assert not {"pkgutil", "html", "string", *(f"jupyter_mlsecops.{name}" for name in for_few)} & set(loaded)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_interrupted_is_neither_findings_nor_a_traceback(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "jupyter_mlsecops", "scan", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b" " * (1 << 20))  # more than a pipe holds: it reads its input by then
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=60)
    assert (process.returncode, said, complained.strip()) == (130, b"", b"Interrupted.")


def test_a_bar_on_a_terminal_once_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    assert list(running.with_bar("abcd", 4, "files")) == list("abcd")
    assert capsys.readouterr().err == (
        "\r[###############...............] 2/4 files"
        "\r[######################........] 3/4 files"
        "\r[##############################] 4/4 files"
        "\r\x1b[K"
    )
