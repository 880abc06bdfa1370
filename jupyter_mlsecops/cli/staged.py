"""What is about to be committed: the blobs in git's index, not the files in the work tree."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import click

from .paths import kind_of_name, shown
from .walk import Target

# Of the repository's own configuration git runs the file-system monitor, of all commands below; a check needs none.
_GIT = ("git", "-c", "core.fsmonitor=false")


class Blob(NamedTuple):
    """A staged file: its name in the index, and the object that holds its content."""

    target: Target
    id: str


def staged(only: Iterable[str]) -> list[Blob]:
    """The notebooks and other files we know that are added or changed in the index; ``only`` narrows it to these files.

    Raises ``click.ClickException`` outside a git work tree.
    """
    top = os.fsdecode(_git("rev-parse", "--show-toplevel").rstrip(b"\n"))
    wanted = {os.path.realpath(path) for path in only}
    blobs = []
    for name, mode, identifier in _changes():
        path = os.path.join(top, name)
        is_file = mode.startswith("100")  # no link, no submodule
        is_wanted = os.path.realpath(path) in wanted if wanted else kind_of_name(name) is not None
        if is_file and is_wanted:
            blobs.append(Blob(Target(path, shown(path)), identifier))
    return sorted(blobs, key=lambda blob: blob.target.name)


def _changes() -> Iterator[tuple[str, str, str]]:
    """Name, mode and object of every file that the index adds or changes."""
    raw = _git("diff", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--diff-filter=ACMT")
    fields = raw.split(b"\0")
    for about, name in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, identifier, _ = about.decode("ascii").split(" ")
        yield os.fsdecode(name), mode, identifier


def contents(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
    """The content of each blob; None for one that git does not have."""
    process = subprocess.Popen((*_GIT, "cat-file", "--batch"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    with process:
        for blob in blobs:
            process.stdin.write(blob.id.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3:
                yield blob, None
                continue
            content = process.stdout.read(int(head[2]))
            process.stdout.read(1)
            yield blob, content


def _git(*args: str) -> bytes:
    try:
        done = subprocess.run((*_GIT, *args), capture_output=True, check=True)
    except FileNotFoundError as error:
        raise click.ClickException("--staged needs git, and there is no program of this name on the PATH.") from error
    except subprocess.CalledProcessError as error:
        said = os.fsdecode(error.stderr).strip().splitlines()
        raise click.ClickException(f"--staged: git failed: {said[0] if said else error.returncode}") from error
    return done.stdout
