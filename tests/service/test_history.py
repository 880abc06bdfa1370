"""In which commits a value stands: real repositories, each with the value somewhere else."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from pathlib import Path

import pytest

from jupyter_mlsecops.service import git, history
from jupyter_mlsecops.service.history import search
from jupyter_mlsecops.service.needles import Needles

from .repositories import Repository

VALUE = "tok" + "_" + "Zk81xQvT3nWd7r" + "Lm2P"
HELD = f"x = '{VALUE}'\n"
CLEAN = "x = 1\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "work")


def found(
    repository: Repository, name: str = "a.ipynb", *, whole: bool = False, value: str = VALUE
) -> list[tuple[str, str, bool]]:
    """The commits, of a search that was complete."""
    result = search(repository.folder / name, Needles(value), whole)
    assert (result.complete, result.reason, result.repository) == (True, "", True)
    return [(commit.id, commit.date, commit.pushed) for commit in result.commits]


def test_what_was_removed_is_still_there(repository: Repository) -> None:
    repository.commit_files({"a.ipynb": CLEAN})
    second = repository.commit_files({"a.ipynb": HELD})
    third = repository.commit_files({"a.ipynb": HELD + CLEAN, "b.txt": "b"})
    repository.commit_files({"a.ipynb": CLEAN})
    repository.commit_files({"c.txt": HELD})
    assert found(repository) == [(third, "2026-01-03", False), (second, "2026-01-02", False)]
    assert search(repository.folder / "a.ipynb", Needles(VALUE)).since == "2026-01-02"
    assert found(repository, value="another_" + VALUE) == []


def test_the_whole_repository(repository: Repository) -> None:
    first = repository.commit_files({"old name.py": HELD})
    repository.commit_files({"old name.py": None, "a.ipynb": CLEAN})
    assert found(repository) == []
    assert found(repository, whole=True) == [(first, "2026-01-01", False)]


def test_below_the_top_and_with_diff_relative(repository: Repository) -> None:
    repository.git("config", "diff.relative", "true")
    first = repository.commit_files({"deep/er/a.ipynb": HELD, "top.py": CLEAN})
    second = repository.commit_files({"top.py": HELD})
    assert found(repository, "deep/er/a.ipynb") == [(first, "2026-01-01", False)]
    assert [name for name, _, _ in found(repository, "deep/er/a.ipynb", whole=True)] == [second, first]


def test_a_side_that_a_merge_threw_away(repository: Repository) -> None:
    repository.commit_files({"a.ipynb": CLEAN})
    repository.git("checkout", "-q", "-b", "side")
    leaked = repository.commit_files({"a.ipynb": HELD})
    repository.git("checkout", "-q", "main")
    repository.commit_files({"b.txt": "b"})
    repository.git("merge", "-q", "-s", "ours", "-m", "m", "side")
    repository.git("branch", "-D", "side")
    assert found(repository) == found(repository, whole=True) == [(leaked, "2026-01-02", False)]


def test_a_merge_that_wrote_it(repository: Repository) -> None:
    repository.commit_files({"a.ipynb": "base\n"})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit_files({"a.ipynb": "side\n"})
    repository.git("checkout", "-q", "main")
    repository.commit_files({"a.ipynb": "main\n"})
    repository.git("merge", "-q", "-s", "ours", "--no-commit", "side")
    merge = repository.commit_files({"a.ipynb": HELD})
    assert found(repository) == found(repository, whole=True) == [(merge, "2026-01-04", False)]


def test_a_merge_that_only_brings_it_is_not_named(repository: Repository) -> None:
    repository.commit_files({"a.ipynb": CLEAN})
    repository.git("checkout", "-q", "-b", "side")
    leaked = repository.commit_files({"a.ipynb": HELD})
    repository.git("checkout", "-q", "main")
    repository.commit_files({"b.txt": "b"})
    repository.git("merge", "-q", "-m", "m", "side")
    assert found(repository) == found(repository, whole=True) == [(leaked, "2026-01-02", False)]


def test_detached_other_branches_tags_and_the_stash(repository: Repository) -> None:
    repository.commit_files({"a.ipynb": CLEAN})
    repository.git("checkout", "-q", "--detach")
    detached = repository.commit_files({"a.ipynb": HELD})
    assert [name for name, _, _ in found(repository)] == [detached]
    repository.git("tag", "kept")
    repository.git("checkout", "-q", "main")
    assert [name for name, _, _ in found(repository)] == [detached]
    (repository.folder / "a.ipynb").write_text(HELD + "more")
    repository.git("stash", GIT_COMMITTER_DATE="2026-02-01T00:00:00+0000")
    assert [date for _, date, _ in found(repository)] == ["2026-02-01", "2026-01-02"]


def test_an_unborn_branch_beside_others(repository: Repository) -> None:
    leaked = repository.commit_files({"a.ipynb": HELD})
    repository.git("checkout", "-q", "--orphan", "new")
    assert [name for name, _, _ in found(repository)] == [leaked]


def test_what_was_pushed(repository: Repository, tmp_path: Path) -> None:
    subprocess.run(("git", "init", "-q", "--bare", str(tmp_path / "remote")), check=True)
    repository.git("remote", "add", "origin", str(tmp_path / "remote"))
    first = repository.commit_files({"a.ipynb": HELD})
    repository.git("push", "-q", "origin", "main:shared")
    second = repository.commit_files({"a.ipynb": HELD + CLEAN})
    assert found(repository) == [(second, "2026-01-02", False), (first, "2026-01-01", True)]
    result = search(repository.folder / "a.ipynb", Needles(VALUE))
    assert (result.number, result.pushed) == (2, 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    "name", ["a b.ipynb", "zwei\nZeilen.ipynb", "größe ü☃.ipynb", "-x.ipynb", "[a]*?.ipynb", ":(top)x"]
)
def test_odd_names(repository: Repository, name: str) -> None:
    first = repository.commit_files({f"dir {name}/{name}": HELD, "a.ipynb": HELD})
    assert found(repository, f"dir {name}/{name}") == [(first, "2026-01-01", False)]


def test_no_repository_and_none_that_has_commits(tmp_path: Path) -> None:
    assert search(tmp_path / "a.ipynb", Needles(VALUE)) == history.History(repository=False)
    empty = Repository(tmp_path / "empty")
    assert found(empty) == found(empty, whole=True) == []
    gone = search(tmp_path / "nowhere" / "a.ipynb", Needles(VALUE))
    assert (gone.complete, gone.reason) == (False, "the folder of the file is not there")


def test_inside_a_bare_repository(tmp_path: Path) -> None:
    subprocess.run(("git", "init", "-q", "--bare", str(tmp_path / "bare")), check=True)
    result = search(tmp_path / "bare" / "a.ipynb", Needles(VALUE))
    assert (result.commits, result.repository) == ([], True)


def test_no_git(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = search(repository.folder / "a.ipynb", Needles(VALUE))
    assert (result.complete, result.reason) == (False, "there is no program named git on the PATH")


def test_variables_of_a_hook_do_not_lead_elsewhere(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    leaked = repository.commit_files({"a.ipynb": HELD})
    other = Repository(tmp_path / "other")
    other.commit_files({"a.ipynb": CLEAN})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    assert [name for name, _, _ in found(repository)] == [leaked]


def test_a_shallow_clone_is_incomplete(repository: Repository, tmp_path: Path) -> None:
    repository.commit_files({"a.ipynb": HELD})
    repository.commit_files({"a.ipynb": CLEAN})
    repository.git("clone", "-q", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "clone"))
    result = search(tmp_path / "clone" / "a.ipynb", Needles(VALUE))
    assert (result.commits, result.complete) == ([], False)
    assert result.reason == "the clone is shallow: earlier commits are not here"


def test_a_partial_clone_is_incomplete_and_fetches_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit_files({"a.ipynb": HELD})
    repository.commit_files({"a.ipynb": CLEAN})
    clone = Repository(tmp_path / "clone", made=False)
    clone.git("clone", "-q", "--filter=blob:none", repository.folder.as_uri(), ".")
    marker = tmp_path / "ran"
    script = tmp_path / "upload-pack"
    script.write_text(f'#!/bin/sh\ntouch {marker}\nexec git-upload-pack "$@"\n')
    script.chmod(0o755)
    clone.git("config", "remote.origin.uploadpack", str(script))
    clone.git("config", "protocol.file.allow", "always")
    packs = sorted((clone.folder / ".git" / "objects").rglob("*"))
    result = search(clone.folder / "a.ipynb", Needles(VALUE))
    assert (result.commits, result.complete, result.reason != "") == ([], False, True)
    assert sorted((clone.folder / ".git" / "objects").rglob("*")) == packs
    assert not marker.exists()


def test_a_large_file_pointer_is_incomplete(repository: Repository) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 5\n"
    repository.commit_files({"a.ipynb": pointer})
    result = search(repository.folder / "a.ipynb", Needles(VALUE))
    assert (result.commits, result.complete) == ([], False)
    assert "Git LFS" in result.reason


@pytest.mark.skipif(os.name == "nt", reason="shell scripts")
def test_a_hostile_repository_runs_nothing(repository: Repository, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\necho $0 $* >> {marker}\ncat\n")
    script.chmod(0o755)
    leaked = repository.commit_files({"a.ipynb": HELD, ".gitattributes": "* diff=evil filter=evil\n"})
    for key in (
        "core.fsmonitor core.pager pager.rev-list pager.diff-tree diff.external diff.evil.command diff.evil.textconv "
        "filter.evil.clean filter.evil.smudge filter.evil.process core.sshCommand core.editor gpg.program "
        "core.alternateRefsCommand core.askPass credential.helper"
    ).split():
        repository.git("config", key, str(script))
    repository.git("config", "log.showSignature", "true")
    hooks = repository.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (hooks / hook).write_text(script.read_text())
        (hooks / hook).chmod(0o755)
    assert [name for name, _, _ in found(repository)] == [leaked]
    assert [name for name, _, _ in found(repository, whole=True)] == [leaked]
    assert not marker.exists()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at /proc")
def test_git_never_gets_the_value(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for git writes down its arguments, variables and input, then is git."""
    leaked = repository.commit_files({"a.ipynb": HELD})
    seen = tmp_path / "seen"
    seen.mkdir()
    real = subprocess.run(("which", "git"), capture_output=True, text=True, check=True).stdout.strip()
    stand_in = tmp_path / "bin" / "git"
    stand_in.parent.mkdir()
    stand_in.write_text(f'#!/bin/sh\n(echo "$@"; env) > {seen}/$$.told\ntee {seen}/$$.input | {real} "$@"\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "bin"))
    result = search(repository.folder / "a.ipynb", Needles(VALUE), seconds=10)
    assert [commit.id for commit in result.commits] == [leaked]
    written = b"".join(file.read_bytes() for file in seen.iterdir())
    assert b"cat-file" in written and b"rev-list" in written
    assert not any(VALUE[at : at + 8].encode() in written for at in range(len(VALUE) - 8))
    assert os.listdir(stand_in.parent) == ["git"]


@pytest.mark.skipif(os.name == "nt", reason="shell scripts")
def test_a_git_that_hangs_is_ended(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit_files({"a.ipynb": HELD})
    stand_in = tmp_path / "bin" / "git"
    stand_in.parent.mkdir()
    real = subprocess.run(("which", "git"), capture_output=True, text=True, check=True).stdout.strip()
    stand_in.write_text(
        f'#!/bin/sh\nfor word; do if [ "$word" = diff-tree ]; then exec sleep 60; fi; done\nexec {real} "$@"\n'
    )
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}")
    begun = time.monotonic()
    result = search(repository.folder / "a.ipynb", Needles(VALUE), seconds=1)
    assert (result.complete, result.reason) == (False, "the search was ended after 1 s")
    assert time.monotonic() - begun < 30


def test_a_repository_of_somebody_else(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not hasattr(os, "chown") or os.geteuid() != 0:
        pytest.skip("needs to give a folder away")
    repository.commit_files({"a.ipynb": HELD})
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for file in (repository.folder, repository.folder / ".git"):
        os.chown(file, 65534, 65534)
    result = search(repository.folder / "a.ipynb", Needles(VALUE))
    assert (result.complete, "safe.directory" in result.reason) == (False, True)


def test_the_files_stay_as_they_are(repository: Repository) -> None:
    repository.commit_files({"a.ipynb": HELD})

    def state() -> list[tuple[str, int, int]]:
        files = sorted(repository.folder.rglob("*"))
        return [(str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if stat.S_ISREG(f.stat().st_mode)]

    before = state()
    assert len(found(repository, whole=True)) == 1
    assert state() == before


def test_objects_are_read_in_pieces(repository: Repository) -> None:
    big = "y" * 3_000_000 + VALUE + "y" * 10
    leaked = repository.commit_files({"a.ipynb": big})
    assert [name for name, _, _ in found(repository)] == [leaked]
    with git.Programs(repository.folder) as programs:
        head = git.Objects(programs).read_all("HEAD:a.ipynb")
        assert head is not None and (head[0].kind, head[1]) == ("blob", big.encode())
        assert git.Objects(programs).read_all("0" * 40) is None
