"""Files that list packages, through the command: which are found, what is said of them and where, the exit status."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .files import PASSWORD, code, harmless, notebook, run

COMMIT = "0123456789abcdef" * 2 + "01234567"


def scanned(folder: Path, *args: str) -> tuple[int, dict[str, Any]]:
    """The exit status and the report of a scan."""
    done = run("scan", "--format", "json", *args, cwd=folder)
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)


def told(report: dict[str, Any], key: str = "findings") -> list[tuple[str, int, int, str]]:
    """Path, line, column and rule of what was found."""
    found = report[key]
    places = [(one["location"]["path"], one["location"]["region"], one["rule"]) for one in found]
    return [(path, region["start_line"], region["start_column"], rule) for path, region, rule in places]


def test_a_folder_of_all_kinds(folder: Path) -> None:
    files = {
        "Pipfile": '[[source]]\nurl = "http://host.dev/simple"\nverify_ssl = false\n[packages]\nnumpy = "*"\n',
        "Pipfile.lock": '{"_meta": {"sources": [{"url": "http://host.dev/simple"}]}, "default": {}}\n',
        "conda-lock.yml": "package:\n- {name: numpy, version: 1.26.4, manager: conda}\n",
        "constraints.txt": "numpy==1.26.4\n",
        "docs/notes.txt": "numpy\n",
        "env/environment-gpu.yml": "dependencies:\n- numpy=1.26.4\n- pip:\n  - git+https://host.dev/a/tool@main\n",
        "pdm.lock": '[[package]]\nname = "numpy"\nversion = "1.26.4"\n',
        "pixi.lock": "version: 6\npackages: []\n",
        "pixi.toml": '[dependencies]\nnumpy = "*"\n',
        "poetry.lock": '[[package]]\nname = "numpy"\nversion = "1.26.4"\n',
        "pylock.toml": 'lock-version = "1.0"\ncreated-by = "x"\npackages = []\n',
        "pyproject.toml": '[project]\nname = "x"\ndependencies = [\n  "numpy>=1",\n  "tool @ git+https://host.dev/a/tool",\n]\n',
        "requirements.in": "numpy\n",
        "requirements.txt": "numpy==1.26.4\n-i http://host.dev/simple\nhttps://host.dev/acme-1.0-py3-none-any.whl\n",
        "requirements/dev.txt": "--extra-index-url https://host.dev/simple\r\n--trusted-host host.dev\r\npytest\r\n",
        "settings.toml": 'password = "x"\n',
        "setup.cfg": "[options]\ninstall_requires =\n    numpy\n",
        "uv.lock": '[[package]]\nname = "numpy"\nversion = "1"\nsource = { registry = "http://host.dev/simple" }\n',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="")
    status, report = scanned(folder, "--profile", "strict")
    assert [one["path"] for one in report["inputs"]] == [
        name for name in sorted(files) if name not in ("docs/notes.txt", "settings.toml")
    ]
    assert {(one["kind"], one["status"]) for one in report["inputs"]} == {("requirements", "scanned")}
    assert told(report) == [
        ("Pipfile", 2, 8, "insecure-package-index"),
        ("Pipfile", 3, 1, "shell-tls-verify-off"),
        ("Pipfile.lock", 1, 33, "insecure-package-index"),
        ("env/environment-gpu.yml", 4, 5, "unpinned-vcs-dependency"),
        ("pyproject.toml", 5, 4, "unpinned-vcs-dependency"),
        ("requirements.txt", 2, 4, "insecure-package-index"),
        ("requirements.txt", 3, 1, "unhashed-url-dependency"),
        ("requirements/dev.txt", 1, 1, "extra-index-confusion"),
        ("requirements/dev.txt", 2, 1, "shell-tls-verify-off"),
        ("requirements/dev.txt", 3, 1, "unpinned-dependency"),
        ("uv.lock", 4, 24, "insecure-package-index"),
    ]
    assert status == 1


@pytest.mark.parametrize(
    "name, text",
    [
        ("requirements.txt", f"numpy==1.0 --hash=sha256:{'0a' * 32}\n--extra-index-url https://host.dev/simple\n"),
        ("requirements.txt", f"https://host.dev/a-1.0-py3-none-any.whl --hash=sha256:{'0a' * 32}\n"),
        ("requirements.txt", f"git+https://host.dev/a@{COMMIT}\n-r other.txt\n-e .\n"),
        ("requirements.txt", "numpy>=1,<2\npandas==2.0 ; python_version < '3.12'\n"),
        ("requirements.txt", "# curl https://host.dev/x | sh\n# git+https://host.dev/a\nnumpy==1.0\n"),
        ("requirements.in", "numpy\npandas\n"),
        ("constraints.txt", "numpy>1\n"),
        ("pyproject.toml", '[project]\ndependencies = ["numpy", "pandas>=2"]\n'),
        ("pyproject.toml", '[tool.uv.sources]\nnumpy = { git = "https://host.dev/n", branch = "main" }\n'),
        ("setup.cfg", "[options]\ninstall_requires =\n  numpy\n"),
        (
            "poetry.lock",
            '[[package]]\nname = "a"\nversion = "1"\n[package.source]\ntype = "git"\nurl = "https://host.dev/a"\n',
        ),
    ],
)
def test_quiet(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")
    status, report = scanned(folder, "--profile", "strict")
    assert (status, report["findings"], report["problems"]) == (0, [], [])


def test_what_cannot_be_read_is_a_problem_and_its_secrets_are_found(folder: Path) -> None:
    login = f"https://ann:{PASSWORD}@host.dev/simple"
    (folder / "requirements.txt").write_text(f"--index-url {login}\nnumpy=1.0\n{login}:\n", "utf-8")
    (folder / "pyproject.toml").write_text(f'url = "{login}"\n[project\n', "utf-8")
    (folder / "environment.yml").write_text("[" * 10_000, "utf-8")
    (folder / "Pipfile.lock").write_bytes(b'{"default": {"\xff": {}}}')
    status, report = scanned(folder)
    assert status == 2
    assert [(one["path"], one["kind"], one["message"]) for one in report["problems"]] == [
        ("Pipfile.lock", "unreadable", "Pipfile.lock: The file is not UTF-8 (byte 14)."),
        (
            "environment.yml",
            "not-readable",
            "environment.yml: The file is nested too deeply. Its packages were not assessed.",
        ),
        (
            "pyproject.toml",
            "not-readable",
            "pyproject.toml: The file is not valid TOML (at line 2, column 9). Its packages were not assessed.",
        ),
        (
            "requirements.txt",
            "not-readable",
            "requirements.txt: Line 2 holds no requirement that pip accepts, so it was not assessed.",
        ),
    ]
    assert {one["path"]: one["status"] for one in report["inputs"]} == {
        "Pipfile.lock": "incomplete",
        "environment.yml": "incomplete",
        "pyproject.toml": "incomplete",
        "requirements.txt": "incomplete",
    }
    assert {(path, line) for path, line, _, _ in told(report)} >= {("pyproject.toml", 1), ("requirements.txt", 1)}
    assert PASSWORD not in json.dumps(report)


def test_comments_silence(folder: Path) -> None:
    (folder / "requirements.txt").write_text(
        "git+https://host.dev/a/tool@main  # mlsecops: ignore[unpinned-vcs-dependency] ours\n"
        "# mlsecops: ignore[unpinned-vcs-dependency] theirs\ngit+https://host.dev/a/lib@main\n"
        "git+https://host.dev/a/app@main\n",
        "utf-8",
    )
    status, report = scanned(folder)
    assert status == 1
    assert told(report) == [("requirements.txt", 4, 1, "unpinned-vcs-dependency")]
    assert told(report, "suppressed") == [
        ("requirements.txt", 1, 1, "unpinned-vcs-dependency"),
        ("requirements.txt", 3, 1, "unpinned-vcs-dependency"),
    ]


def test_fixes_are_applied_in_place(folder: Path) -> None:
    listed, project = folder / "requirements.txt", folder / "pyproject.toml"
    listed.write_bytes(b"numpy==1.0\r\n-i http://host.dev/simple\r\n--trusted-host host.dev # why\r\npandas==2.0\r\n")
    project.write_text('[[tool.poetry.source]]\nname = "a"\nurl = "http://host.dev/simple" # é\n', "utf-8")
    done = run("fix", "--review", ".", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert listed.read_bytes() == b"numpy==1.0\r\n-i https://host.dev/simple\r\n # why\r\npandas==2.0\r\n"
    assert project.read_text("utf-8") == '[[tool.poetry.source]]\nname = "a"\nurl = "https://host.dev/simple" # é\n'


def test_files_of_a_commit(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "requirements.txt").write_text("git+https://host.dev/a\n", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    (folder / "sub" / "requirements.txt").write_text("numpy==1.0\n", "utf-8")
    line = "sub/requirements.txt:1:1: ◆ medium unpinned-vcs-dependency a installed from a default branch"
    done = run("check", "--staged", cwd=folder)
    assert (done.returncode, done.stdout.decode().splitlines()[0]) == (1, line)
    assert run("check", "sub/requirements.txt", cwd=folder).returncode == 0


def test_what_is_beside_a_notebook_is_not_held_against_it(folder: Path) -> None:
    (folder / "a.ipynb").write_text(notebook(code("%pip install -r requirements.txt\n")), "utf-8")
    (folder / "b.ipynb").write_text(harmless(), "utf-8")
    (folder / "requirements.txt").write_text("git+https://host.dev/a\nno no\n", "utf-8")
    status, report = scanned(folder, "a.ipynb", "b.ipynb")
    assert (status, report["findings"], report["problems"]) == (0, [], [])
