"""The ``.env`` beside a notebook: who can read it, what stays in it, what git is told of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.service.envfile import add
from jupyter_mlsecops.service.stored import Stored, StoreError

from .repositories import Repository

VALUE = "tok" + "_" + "Zk81xQvT3nWd7r" + "Lm2P"
POSIX = pytest.mark.skipif(os.name == "nt", reason="rights and links of POSIX")


def refused(folder: Path, name: str = "API_KEY", value: str = VALUE) -> str:
    """Why a value is not stored; the text holds nothing of it."""
    with pytest.raises(StoreError) as caught:
        add(folder, name, value)
    text = str(caught.value)
    assert not any(value[at : at + 8] in text for at in range(len(value) - 7))
    return text


@POSIX
def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        assert add(tmp_path, "API_KEY", VALUE) == Stored("API_KEY", ".env")
    finally:
        os.umask(previous)
    file = tmp_path / ".env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes() == f"API_KEY={VALUE}\n".encode()
    assert os.listdir(tmp_path) == [".env"]


@POSIX
def test_it_never_had_wider_rights(tmp_path: Path) -> None:
    """The first thing that happens to the file is that it is made for the owner alone: strace would say the same."""
    calls: list[tuple[int, int]] = []
    real = os.open

    def watched(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        if os.fspath(path).endswith(".env") and flags & os.O_CREAT:
            calls.append((flags, mode))
        return real(path, flags, mode, **more)

    os.open = watched  # type: ignore[assignment]
    try:
        add(tmp_path, "API_KEY", VALUE)
    finally:
        os.open = real
    ((flags, mode),) = calls
    assert flags & os.O_EXCL and flags & os.O_NOFOLLOW and mode == 0o600


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"API_KEY=%v\n"),
        (b"A=1\n", b"A=1\nAPI_KEY=%v\n"),
        (b"A=1", b"A=1\nAPI_KEY=%v\n"),
        (b"# c\r\nA=1\r\n", b"# c\r\nA=1\r\nAPI_KEY=%v\r\n"),
        (b"A=1\r\nB=2", b"A=1\r\nB=2\r\nAPI_KEY=%v\r\n"),
        (b"\xef\xbb\xbfA='x'\n\n", b"\xef\xbb\xbfA='x'\n\nAPI_KEY=%v\n"),
        (b"B=\xff\xfe\n", b"B=\xff\xfe\nAPI_KEY=%v\n"),
        (b"MY_API_KEY=1\nAPI_KEY_2=2\n#API_KEY=3\n", b"MY_API_KEY=1\nAPI_KEY_2=2\n#API_KEY=3\nAPI_KEY=%v\n"),
    ],
)
def test_what_stood_there_stays(tmp_path: Path, before: bytes, after: bytes) -> None:
    file = tmp_path / ".env"
    file.write_bytes(before)
    file.chmod(0o600)
    assert add(tmp_path, "API_KEY", VALUE).note == ""
    assert file.read_bytes() == after.replace(b"%v", VALUE.encode())


@pytest.mark.parametrize("line", ["API_KEY={}", "export API_KEY='{}'", '  API_KEY = "{}"  ', "'API_KEY'={}\r\nB=1"])
def test_the_same_value_is_not_written_twice(tmp_path: Path, line: str) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"A=1\n" + line.format(VALUE).encode())
    before = file.read_bytes()
    assert add(tmp_path, "API_KEY", VALUE) == Stored("API_KEY", ".env", "It was there already.")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "line", ["API_KEY=other", "export API_KEY=", "API_KEY", "API_KEY={}\nAPI_KEY=2", "API_KEY={} # x"]
)
def test_another_value_stays(tmp_path: Path, line: str) -> None:
    file = tmp_path / ".env"
    file.write_text(line.format(VALUE))
    before = file.read_bytes()
    assert refused(tmp_path) == ".env has another value for API_KEY. It was left as it is: rename one of them."
    assert file.read_bytes() == before


@POSIX
def test_rights_of_others_are_taken_away(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1\n")
    file.chmod(0o664)
    assert add(tmp_path, "API_KEY", VALUE).note == "Others could read .env; now only you can."
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("kind", ["link", "dangling", "hard", "folder", "fifo", "foreign"])
def test_only_a_file_of_ones_own(tmp_path: Path, kind: str) -> None:
    other, file = tmp_path / "other", tmp_path / "nb" / ".env"
    file.parent.mkdir()
    other.write_text("A=1\n")
    if kind == "link":
        file.symlink_to(other)
    elif kind == "dangling":
        file.symlink_to(tmp_path / "new")
    elif kind == "hard":
        os.link(other, file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "fifo":
        os.mkfifo(file)
    elif os.geteuid() == 0:
        file.write_text("A=1\n")
        os.chown(file, 65534, 65534)
    else:
        pytest.skip("needs to give a file away")
    message = refused(file.parent)
    assert ".env" in message
    assert other.read_text() == "A=1\n" and not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["", "1A", "A B", "A=B", "A\nB", "A-B", "ÄB", "A" * 200])
def test_names(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, name).startswith("The name may hold")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("value", ["", "a\nb" + VALUE, VALUE + "\r", "a\0b", "\ud800" + VALUE, "\x1b" + VALUE])
def test_values_that_no_line_can_hold(tmp_path: Path, value: str) -> None:
    refused(tmp_path, value=value)
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    import signal

    file = tmp_path / ".env"
    file.write_bytes(b"A=1\n" * 10)
    file.chmod(0o600)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (45, limits[1]))
    try:
        assert "cannot be written" in refused(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, previous)
    assert file.read_bytes() == b"A=1\n" * 10


# ---------------------------------------------------------------- git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)  # it may name a file of ignored names
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repository(tmp_path / "work")


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "/.env\n"), ("*.pyc", "*.pyc\n/.env\n"), ("a\r\n", "a\r\n/.env\r\n"), ("!.env\n", "!.env\n/.env\n")],
)
def test_git_is_told_to_ignore_it(repository: Repository, before: str | None, after: str) -> None:
    folder = repository.folder / "nb ü"
    folder.mkdir()
    if before is not None:
        (folder / ".gitignore").write_bytes(before.encode())
    assert add(folder, "API_KEY", VALUE).note == ".env was added to .gitignore."
    assert (folder / ".gitignore").read_bytes() == after.encode()
    repository.git("add", "-A")
    assert ".env" not in repository.git("ls-files", "-z").replace(".env.", "").split("/")
    assert add(folder, "B", VALUE).note == ""
    assert (folder / ".gitignore").read_bytes() == after.encode()


def test_what_is_ignored_already_needs_nothing(repository: Repository) -> None:
    (repository.folder / ".gitignore").write_text(".env\n")
    (repository.folder / "nb").mkdir()
    assert add(repository.folder / "nb", "API_KEY", VALUE).note == ""
    assert sorted(os.listdir(repository.folder / "nb")) == [".env"]


def test_a_tracked_file_is_refused(repository: Repository) -> None:
    repository.commit_files({".env": "A=1\n"})
    repository.commit_files({".gitignore": ".env\n"})
    assert refused(repository.folder).startswith("git tracks .env here")
    (repository.folder / ".env").unlink()  # git has it still
    assert refused(repository.folder).startswith("git tracks .env here")
    assert repository.git("status", "--porcelain") == "D .env"


@POSIX
def test_an_ignore_file_that_git_does_not_follow(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("x\n")
    (repository.folder / ".gitignore").symlink_to(tmp_path / "other")
    assert refused(repository.folder).startswith(".gitignore is a link")
    assert (tmp_path / "other").read_text() == "x\n" and not (repository.folder / ".env").exists()


def test_nothing_is_written_where_git_cannot_be_asked(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert refused(repository.folder).startswith("It is not known whether git ignores .env here")
    outside = tmp_path / "outside"
    outside.mkdir()
    assert add(outside, "API_KEY", VALUE) == Stored("API_KEY", ".env")


def test_a_file_further_up_is_not_hidden(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OUTSIDE=1\n")
    nb = repository.folder / "a" / "b"
    nb.mkdir(parents=True)
    (repository.folder / ".env").write_text("A=1\n")
    assert refused(nb).startswith("A new .env would hide ../../.env from the notebook.")
    (repository.folder / ".env").unlink()
    assert add(nb, "API_KEY", VALUE).where == ".env"
