"""In which commits of its git repository a value stands.

git lists commits and hands out the contents of files; the value is looked for here and never handed to git.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from .git import GitError, Objects, Programs, Stopped, ask, lines
from .needles import Needles

SECONDS = 20.0
_MOST_COMMITS = 100_000
_MOST_BYTES = 2_000_000_000
_MOST_NAMED = 200
_SHOWN = 10  # digits of a commit's name
_LARGE = b"version https://git-lfs.github.com/spec/"
_TIME = re.compile(rb"^committer [^\n]*> (-?\d{1,12}) ([+-])(\d\d)(\d\d)$", re.MULTILINE)


class Commit(msgspec.Struct, frozen=True):
    """A commit that put the value into a file. ``pushed``: a branch of a remote that is known here contains it."""

    id: str
    date: str
    pushed: bool


class History(msgspec.Struct, frozen=True):
    """What was found, the newest commit first; ``number`` counts those too that are not named.

    ``complete`` is false where something could not be looked at, and ``reason`` says what. ``repository`` is false
    where the file is in no git repository.
    """

    commits: list[Commit] = []
    number: int = 0
    pushed: int = 0
    since: str = ""
    complete: bool = True
    reason: str = ""
    repository: bool = True
    whole: bool = False


class _Change(NamedTuple):
    commit: str
    blob: str


def search(path: str | Path, needles: Needles, whole: bool = False, seconds: float = SECONDS) -> History:
    """Look for a value in all commits of the repository around the file ``path``: in the versions of this file, or
    with ``whole`` in every file. Takes ``seconds`` at most, and says so where that was not enough."""
    folder, name = os.path.split(os.path.abspath(path))
    if not os.path.isdir(folder):
        return History(complete=False, reason="the folder of the file is not there", whole=whole)
    try:
        about = lines(
            ask("rev-parse", "--is-shallow-repository", "--is-inside-git-dir", folder=folder, timeout=seconds)
        )
    except GitError as error:
        if error.status == 128 and "not a git repository" in str(error):
            return History(repository=False, whole=whole)
        return History(complete=False, reason=_reason(error), whole=whole)
    reasons: list[str] = []
    found: list[_Change] = []
    commits: list[Commit] = []
    if "true" in list(about)[:1]:
        reasons.append("the clone is shallow: earlier commits are not here")
    with Programs(folder, seconds) as programs:
        try:
            found = list(_holding(programs, None if whole else name, needles, reasons))
            commits = _told(programs, list(dict.fromkeys(change.commit for change in found)), reasons)
        except Stopped:
            reasons.append(f"the search was ended after {seconds:g} s")
        except GitError as error:
            reasons.append(_reason(error))
    dates = [commit.date for commit in commits if commit.date]
    return History(
        commits=commits[:_MOST_NAMED],
        number=len(commits),
        pushed=sum(commit.pushed for commit in commits),
        since=min(dates, default=""),
        complete=not reasons,
        reason="; ".join(dict.fromkeys(reasons)),
        whole=whole,
    )


def _reason(error: GitError) -> str:
    if "dubious ownership" in str(error):
        return "the repository belongs to somebody else (git: safe.directory)"
    return "git could not be asked" if error.status is not None else str(error)


def _holding(programs: Programs, name: str | None, needles: Needles, reasons: list[str]) -> Iterator[_Change]:
    """The changes whose new content holds the value. What could not be looked at goes to ``reasons``."""
    objects = Objects(programs)
    known: dict[str, bool] = {}
    left = _MOST_BYTES
    for change in _changes(programs, name, reasons):
        if change.blob not in known:
            held, size = _is_held(objects, change.blob, needles, reasons)
            known[change.blob] = held
            left -= size
        if known[change.blob]:
            yield change
        if left < 0:
            reasons.append(f"the history is larger than {_MOST_BYTES // 1_000_000_000} GB")
            return


def _is_held(objects: Objects, blob: str, needles: Needles, reasons: list[str]) -> tuple[bool, int]:
    found = objects.read(blob)
    if found is None:
        reasons.append("some contents are not in this clone")
        return False, 0
    head, pieces = found
    if head.kind == "blob" and head.size < 1000:
        content = b"".join(pieces)
        if content.startswith(_LARGE):
            reasons.append("some versions are kept in Git LFS, which was not searched")
        return needles.held_by([content]), head.size
    return needles.held_by(pieces), head.size


def _changes(programs: Programs, name: str | None, reasons: list[str]) -> Iterator[_Change]:
    """Every content that a commit of any branch or tag gave to a file; for a merge those that no parent had.

    Merges are followed on all sides: a side whose changes were thrown away is history as well.
    """
    paths = () if name is None else ("--", name)
    commits = programs.start(
        *(
            "--literal-pathspecs",
            "rev-list",
            "--full-history",
            f"--max-count={_MOST_COMMITS}",
            *_tips(programs),
            *paths,
        ),
        stdin=subprocess.DEVNULL,
    )
    assert commits.stdout is not None
    trees = programs.start(
        *(
            "--literal-pathspecs",
            "diff-tree",
            "--stdin",
            "--root",
            "-r",
            "-c",
            "--raw",
            "-z",
            "--no-renames",
            "--no-abbrev",
            "--no-ext-diff",
        ),
        *("--no-textconv", "--no-relative", "--ignore-submodules=all", "--diff-filter=d", *paths),
        stdin=commits.stdout,
    )
    assert trees.stdout is not None
    commits.stdout.close()  # so that the first one ends with the second
    number, commit = 0, ""
    for field in _fields(trees):
        programs.check()
        if not field.startswith(b":"):
            commit = field.decode("ascii", "replace").strip()
            number += 1
            continue
        about = field.decode("ascii", "replace").split(" ")
        parents = len(about[0]) - len(about[0].lstrip(":"))
        if len(about) == 2 * parents + 3 and not about[parents].startswith("160000"):
            yield _Change(commit, about[2 * parents + 1])
    statuses = [process.wait() for process in (commits, trees)]
    programs.check()
    if any(statuses):
        reasons.append("parts of the history are not in this clone, or are damaged")
    if number >= _MOST_COMMITS:
        reasons.append(f"there are more than {_MOST_COMMITS} commits")


def _tips(programs: Programs) -> tuple[str, ...]:
    """Where history begins: all branches, tags and stashes, and what is checked out, where that is a commit."""
    asked = programs.start("rev-parse", "--quiet", "--verify", "HEAD^{commit}", stdin=subprocess.DEVNULL)
    assert asked.stdout is not None
    return ("--all", "HEAD") if asked.stdout.read() else ("--all",)


def _fields(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Commits and changes of ``diff-tree -z``; the path behind a change is left out."""
    assert process.stdout is not None
    rest, is_path = b"", False
    while piece := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
        *whole, rest = (rest + piece).split(b"\0")
        for field in whole:
            if is_path:
                is_path = False
                continue
            is_path = field.startswith(b":")
            yield field


def _told(programs: Programs, names: list[str], reasons: list[str]) -> list[Commit]:
    """The commits as they are reported, the newest first."""
    if not names:
        return []
    private = _not_pushed(programs, names, reasons)
    objects = Objects(programs)
    told = []
    for name in names:
        found = objects.read_all(name)
        told.append((_time_of(found[1]) if found else 0, name, _date_of(found[1]) if found else ""))
    told.sort(reverse=True)
    return [Commit(name[:_SHOWN], date, name not in private) for _, name, date in told]


def _not_pushed(programs: Programs, names: Iterable[str], reasons: list[str]) -> set[str]:
    """Those that no branch of a remote contains."""
    process = programs.start("rev-list", "--stdin", "--not", "--remotes")
    assert process.stdin is not None and process.stdout is not None
    stdin = process.stdin
    wanted = set(names)

    def write() -> None:
        try:
            stdin.write("".join(f"{name}\n" for name in wanted).encode())
            stdin.close()
        except OSError:
            pass  # git ended; its status tells

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    private = {name for line in process.stdout if (name := line.decode("ascii", "replace").strip()) in wanted}
    writer.join()
    if process.wait():
        programs.check()
        reasons.append("it is not known which commits were pushed")
    return private


def _time_of(commit: bytes) -> int:
    match = _TIME.search(commit.partition(b"\n\n")[0])
    return int(match[1]) if match else 0


def _date_of(commit: bytes) -> str:
    """The day of the commit where it was made, as ISO date; empty where it has none."""
    match = _TIME.search(commit.partition(b"\n\n")[0])
    if match is None:
        return ""
    offset = datetime.timedelta(hours=int(match[3]), minutes=int(match[4]))
    try:
        zone = datetime.timezone(-offset if match[2] == b"-" else offset)
        return datetime.datetime.fromtimestamp(int(match[1]), zone).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return ""
