"""How git is called: it is asked, and it runs nothing that a repository brings along.

A value that is looked for never goes to git: not on a command line, not through a pipe.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

# Of the repository's own configuration git runs the file-system monitor, of all commands here; none needs it.
COMMAND = ("git", "--no-pager", "-c", "core.fsmonitor=false")
# No lock, no question, no transport (a partial clone fetches what it lacks), no object in the place of another.
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
# They would make git look at another repository than the one around the folder; hooks of git set them.
_ELSEWHERE = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR "
    "GIT_NAMESPACE GIT_PREFIX GIT_CONFIG GIT_CONFIG_PARAMETERS GIT_GRAFT_FILE GIT_SHALLOW_FILE".split()
)
_CHUNK = 1 << 20


class GitError(Exception):
    """git failed; the text is the first line that it said. ``status`` is None where there is no git."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Stopped(Exception):
    """The time is up."""


class Object(NamedTuple):
    """The head of one object: ``kind`` is blob, commit, tree or tag."""

    kind: str
    size: int


def environment(here: bool = False) -> Mapping[str, str]:
    """The variables that git gets. ``here`` keeps those of the hook that runs us."""
    kept = {name: value for name, value in os.environ.items() if here or name not in _ELSEWHERE}
    return kept | _ENVIRONMENT


def ask(*args: str, folder: str | Path | None = None, timeout: float | None = None) -> bytes:
    """The output of a command that ends by itself, asked in ``folder``; without one, where we are.

    Raises ``GitError``, also where git takes longer than ``timeout`` seconds.
    """
    try:
        done = subprocess.run(
            (*COMMAND, *args),
            cwd=folder,
            env=environment(here=folder is None),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=timeout,
        )
    except FileNotFoundError as error:
        missing = folder is not None and not os.path.isdir(folder)
        message = "there is no such folder" if missing else "there is no program named git on the PATH"
        raise GitError(message) from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git did not answer within {timeout:g} s", -1) from error
    except subprocess.CalledProcessError as error:
        said = os.fsdecode(error.stderr).strip().splitlines()
        raise GitError(said[0] if said else f"exit status {error.returncode}", error.returncode) from error
    except OSError as error:
        raise GitError(f"git cannot be started ({error.strerror})") from error
    return done.stdout


def status(*args: str, folder: str | Path, timeout: float | None = None) -> int:
    """The exit status of a command that answers with it. Raises ``GitError`` where it is neither 0 nor 1."""
    try:
        ask(*args, folder=folder, timeout=timeout)
    except GitError as error:
        if error.status == 1:
            return 1
        raise
    return 0


class Programs:
    """Several gits at work for one question, all ended when the ``with`` block is left or the time is up."""

    def __init__(self, folder: str | Path | None, seconds: float | None = None) -> None:
        self._folder = folder
        self._environment = environment(here=folder is None)
        self._running: list[subprocess.Popen[bytes]] = []
        self._until = None if seconds is None else time.monotonic() + seconds
        self._timer = None if seconds is None else threading.Timer(seconds, self._kill)
        self.is_late = False

    def __enter__(self) -> Programs:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        for process in self._running:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            process.wait()

    def start(self, *args: str, stdin: IO[bytes] | int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """Start one that is written to and read from. Raises ``GitError``, and ``Stopped`` when the time is up."""
        self.check()
        try:
            process = subprocess.Popen(
                (*COMMAND, *args),
                cwd=self._folder,
                env=self._environment,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise GitError("git cannot be started") from error
        self._running.append(process)
        return process

    def check(self) -> None:
        """Raise ``Stopped`` when the time is up."""
        if self.is_late or (self._until is not None and time.monotonic() > self._until):
            self.is_late = True
            raise Stopped

    def _kill(self) -> None:
        self.is_late = True
        for process in list(self._running):
            process.kill()


class Objects:
    """Reads objects by their names, as they are stored: no filter, no conversion."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs
        process = programs.start("cat-file", "--batch")
        assert process.stdin is not None and process.stdout is not None
        self._stdin, self._stdout = process.stdin, process.stdout

    def read(self, name: str) -> tuple[Object, Iterator[bytes]] | None:
        """The head of an object and its content in pieces, which must all be taken; None for one that is not there.

        Raises ``GitError`` and ``Stopped``.
        """
        self._programs.check()
        try:
            self._stdin.write(name.encode("ascii", "replace") + b"\n")
            self._stdin.flush()
            head = self._stdout.readline().split()
        except (OSError, ValueError) as error:
            self._programs.check()
            raise GitError("git ended unexpectedly") from error
        if not head:
            self._programs.check()
            raise GitError("git ended unexpectedly")
        if len(head) != 3 or not head[2].isdigit():
            return None
        found = Object(head[1].decode("ascii", "replace"), int(head[2]))
        return found, self._pieces(found.size)

    def read_all(self, name: str) -> tuple[Object, bytes] | None:
        """Like ``read``, in one piece."""
        found = self.read(name)
        return None if found is None else (found[0], b"".join(found[1]))

    def _pieces(self, size: int) -> Iterator[bytes]:
        left = size + 1  # a line end follows
        while left:
            piece = self._stdout.read(min(_CHUNK, left))
            self._programs.check()
            if not piece:
                raise GitError("git ended unexpectedly")
            left -= len(piece)
            yield piece if left else piece[:-1]


def lines(text: bytes) -> Iterable[str]:
    """The lines of an answer that holds names of objects and numbers."""
    return text.decode("ascii", "replace").splitlines()
