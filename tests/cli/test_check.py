"""``check``: the files it is given, or what the index holds."""

import subprocess
from pathlib import Path

import pytest

from .files import harmless, leaky, run


def git(*args: str) -> None:
    name = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *args], check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    git("init", "-q")
    return folder


def test_one_line_a_finding(folder: Path) -> None:
    (folder / "a.ipynb").write_text(leaky(), "utf-8")
    (folder / "b.ipynb").write_text(harmless(), "utf-8")
    done = run("check", "a.ipynb", "b.ipynb", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "a.ipynb:cell 2, output:2:8: ⬣ critical huggingface-token Hugging Face token in an output (hf_••••••)",
        "1 finding (1 critical) in 2 files · 1 at or above medium. Apply 1 safe fix: jupyter mlsecops fix a.ipynb",
        "Packages: 1 not assessed. There is no advisory database: jupyter mlsecops db update",
    ]
    done = run("check", "b.ipynb", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_wrong_use(folder: Path) -> None:
    done = run("check", cwd=folder)
    assert done.returncode == 2 and b"Name the files to check, or give --staged." in done.stderr
    done = run("check", "--staged", cwd=folder, GIT_CEILING_DIRECTORIES=str(folder.parent))
    assert done.returncode == 2 and b"--staged: git failed: fatal: not a git repository" in done.stderr
    done = run("check", "--staged", cwd=folder, PATH="")
    assert done.returncode == 2 and b"--staged needs git" in done.stderr


def test_the_index_counts_and_not_the_work_tree(repository: Path) -> None:
    odd = 'sub/ü "x"\n.ipynb'
    (repository / "sub").mkdir()
    for name in ("a.ipynb", odd, "old.ipynb"):
        (repository / name).write_text(leaky(), "utf-8")
    git("add", ".")
    (repository / "a.ipynb").write_text(harmless(), "utf-8")  # fixed, but not added
    done = run("check", "--staged", cwd=repository)
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "a.ipynb:cell 2, output:2:8: ⬣ critical" in said and 'sub/ü "x"\\n.ipynb:cell 2' in said

    git("commit", "-q", "-m", "first")
    (repository / "new.ipynb").write_text(leaky(), "utf-8")  # not added
    assert run("check", "--staged", cwd=repository).returncode == 0  # what is committed already is not looked at
    git("add", "a.ipynb")
    assert run("check", "--staged", cwd=repository).returncode == 0
    git("add", "new.ipynb")
    git("mv", "old.ipynb", "renamed.ipynb")
    git("rm", "-q", odd)
    done = run("check", "--staged", cwd=repository / "sub" if (repository / "sub").exists() else repository)
    names = [line.partition(":")[0] for line in done.stdout.decode().splitlines() if "huggingface" in line]
    assert names == ["new.ipynb", "renamed.ipynb"]
    assert run("check", "--staged", "a.ipynb", cwd=repository).returncode == 0


def test_links_and_other_files_in_the_index_are_left_out(repository: Path) -> None:
    (repository / "link.ipynb").symlink_to("nowhere")
    (repository / "data.bin").write_bytes(b"\xff\xfe")
    git("add", ".")
    assert run("check", "--staged", cwd=repository).returncode == 0


def test_a_cut_file_in_the_index(repository: Path) -> None:
    (repository / "cut.ipynb").write_text(leaky()[:-30], "utf-8")
    (repository / "a.ipynb").write_text(leaky(), "utf-8")
    git("add", ".")
    done = run("check", "--staged", cwd=repository)
    assert done.returncode == 2
    assert "not assessed  cut.ipynb: The file is not valid JSON" in done.stdout.decode()
    assert "a.ipynb:cell 2" in done.stdout.decode()
