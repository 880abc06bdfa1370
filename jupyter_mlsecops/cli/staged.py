"""What is about to be committed: the blobs in git's index, not the files in the work tree."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import click

from ..service import git
from .paths import kind_of_name, shown
from .walk import Target


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
    with git.Programs(None) as programs:
        objects = git.Objects(programs)
        for blob in blobs:
            found = objects.read_all(blob.id)
            yield blob, None if found is None else found[1]


def _git(*args: str) -> bytes:
    try:
        return git.ask(*args)
    except git.GitError as error:
        if error.status is None:
            raise click.ClickException(f"--staged needs git: {error}.") from error
        raise click.ClickException(f"--staged: git failed: {error}") from error
