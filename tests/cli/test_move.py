"""``fix --move-to``: the value goes to the store and out of the notebook, on a clear word only."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ..service.repositories import Repository
from .files import GITHUB, HUGGING_FACE, SECRETS, code, notebook, printed, run

MOVE = ("fix", "--review", "--move-to", "dotenv")


def leaky(place: Path, name: str = "a.ipynb") -> Path:
    file = place / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(notebook(code(f"token = '{HUGGING_FACE}'\n", printed(HUGGING_FACE))), "utf-8")
    return file


def sources(file: Path) -> str:
    return "\n".join("".join(cell["source"]) for cell in json.loads(file.read_text("utf-8"))["cells"])


def test_moved_and_the_code_runs(folder: Path) -> None:
    file = leaky(folder, "nb/a.ipynb")
    done = run(*MOVE, "--yes", "nb/a.ipynb", cwd=folder)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines()[0] == "nb/a.ipynb: HF_TOKEN is in .env now."
    assert HUGGING_FACE not in file.read_text("utf-8")
    env = folder / "nb" / ".env"
    assert env.read_text() == f"HF_TOKEN={HUGGING_FACE}\n"
    if os.name != "nt":
        assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert not any(secret[:12].encode() in done.stdout + done.stderr for secret in SECRETS)
    # The fixed cell, with a python-dotenv that knows lines without quotes only.
    (folder / "nb" / "dotenv.py").write_text(
        "import os\ndef load_dotenv():\n    for line in open('.env'):\n"
        "        os.environ.setdefault(*line.rstrip().split('=', 1))\n"
    )
    code_ = f"{sources(file)}\nassert token == {HUGGING_FACE!r}\n"
    subprocess.run([sys.executable, "-c", code_], cwd=folder / "nb", check=True, timeout=30)


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.environ['HF_TOKEN'] = '@'\n",
        "import os\nos.environ.setdefault('HF_TOKEN', '@')\n",
        "%env HF_TOKEN=@\n",
    ],
)
def test_what_set_the_environment_is_read_from_the_file(folder: Path, source: str) -> None:
    file = folder / "a.ipynb"
    file.write_text(notebook(code(source.replace("@", HUGGING_FACE) + "run()\n")), "utf-8")
    assert run(*MOVE, "--yes", "a.ipynb", cwd=folder).returncode == 0
    assert (folder / ".env").read_text() == f"HF_TOKEN={HUGGING_FACE}\n"
    imported = "import os\n" if "import os" in source else ""
    assert sources(file) == f"from dotenv import load_dotenv\nload_dotenv()\n{imported}run()\n"


def test_without_a_word_nothing_is_written(folder: Path) -> None:
    file = leaky(folder)
    before = file.read_bytes()
    done = run(*MOVE, "a.ipynb", cwd=folder)
    assert done.returncode == 2 and b"Nothing was written (a.ipynb: HF_TOKEN to the .env file" in done.stderr
    assert file.read_bytes() == before and os.listdir(folder) == ["a.ipynb"]


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 2)])
def test_asked_on_a_terminal(folder: Path, answer: str, status: int) -> None:
    import pty

    file = leaky(folder)
    before = file.read_bytes()
    ours, theirs = pty.openpty()
    command = [str(Path(sys.executable).parent / "jupyter-mlsecops"), *MOVE, "--no-color", "a.ipynb"]
    started = subprocess.Popen(command, cwd=folder, stdin=theirs, stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    said = b""
    try:
        while piece := os.read(ours, 1 << 16):
            said += piece
    except OSError:  # the terminal of a process that ended
        pass
    os.close(ours)
    assert started.wait(30) == status
    question = (
        b"Write a.ipynb: HF_TOKEN to the .env file beside it, which only you can read and git ignores, and change the"
    )
    assert question in b" ".join(said.split())
    assert (folder / ".env").exists() == (answer == "y") == (file.read_bytes() != before)
    assert HUGGING_FACE[:12].encode() not in said


def test_diff_writes_nothing(folder: Path) -> None:
    leaky(folder)
    done = run(*MOVE, "--yes", "--diff", "a.ipynb", cwd=folder)
    assert done.returncode == 1 and b"+load_dotenv()" in done.stdout
    assert os.listdir(folder) == ["a.ipynb"]


def test_it_is_a_fix_to_look_at(folder: Path) -> None:
    leaky(folder)
    done = run("fix", "--move-to", "dotenv", "a.ipynb", cwd=folder)
    assert done.returncode == 2 and b"say --review as well" in done.stderr


def test_a_value_that_is_refused_stays_in_the_notebook(folder: Path) -> None:
    file = leaky(folder)
    (folder / ".env").write_text("HF_TOKEN=other\n")
    done = run(*MOVE, "--yes", "a.ipynb", cwd=folder)
    assert done.returncode == 2
    said = done.stdout.decode()
    assert "HF_TOKEN was not moved: .env has another value for HF_TOKEN." in said
    assert sources(file).strip() == f"token = '{HUGGING_FACE}'"
    assert (folder / ".env").read_text() == "HF_TOKEN=other\n"
    assert not any(secret[:12] in said for secret in SECRETS)


def test_two_secrets_and_git(folder: Path) -> None:
    repository = Repository(folder)
    file = folder / "a.ipynb"
    file.write_text(notebook(code(f"a = '{HUGGING_FACE}'\n"), code(f"b = '{GITHUB}'\n", id="d")), "utf-8")
    done = run(*MOVE, "--yes", "a.ipynb", cwd=folder)
    assert done.returncode == 0
    assert (folder / ".env").read_text() == f"HF_TOKEN={HUGGING_FACE}\nGITHUB_TOKEN={GITHUB}\n"
    assert repository.git("status", "--porcelain") == "?? .gitignore\n?? a.ipynb"
    assert not any(secret in file.read_text("utf-8") for secret in SECRETS)


def test_rule_narrows_what_is_moved(folder: Path) -> None:
    file = folder / "a.ipynb"
    file.write_text(notebook(code(f"a = '{HUGGING_FACE}'\n"), code(f"b = '{GITHUB}'\n", id="d")), "utf-8")
    run(*MOVE, "--yes", "--rule", "github-token", "a.ipynb", cwd=folder)
    assert (folder / ".env").read_text() == f"GITHUB_TOKEN={GITHUB}\n"
    assert HUGGING_FACE in sources(file) and GITHUB not in sources(file)


def test_no_keyring(folder: Path) -> None:
    try:
        import keyring  # noqa: F401
    except ImportError:
        file = leaky(folder)
        done = run("fix", "--review", "--move-to", "keyring", "--yes", "a.ipynb", cwd=folder)
        assert done.returncode == 2 and "There is no keyring here." in done.stdout.decode()
        assert HUGGING_FACE in sources(file)
    else:
        pytest.skip("there may be one")
