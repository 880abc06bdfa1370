"""From the arguments of a command to the files to scan."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec

from ..core.model import Problem
from .paths import STDIN, shown


class Target(msgspec.Struct, frozen=True):
    """A file to scan: where it is, and how a report names it."""

    path: str
    name: str


NOTHING = "Nothing to scan: no file of a kind that is scanned, or git ignores them. A file that is named is scanned."


def find(paths: Iterable[str], *, models: bool = True) -> tuple[list[Target], list[Problem]]:
    """The files that the arguments stand for, each once, in a fixed order; and what could not be looked into.

    Without ``models`` the files of folders are texts: model files are found only by naming them.
    """
    targets: dict[str, Target] = {}
    problems: list[Problem] = []
    for path in paths:
        found: Iterable[str] = [path]
        if path != STDIN and os.path.isdir(path):
            from ..service.walk import walk  # with what git ignores

            found = walk(path, lambda *why: problems.append(_unreadable(*why)), models=models)
        for file in found:
            targets.setdefault(os.path.abspath(file), Target(file, shown(file)))
    return sorted(targets.values(), key=lambda target: (target.name, target.path)), problems


def _unreadable(folder: str, error: OSError) -> Problem:
    name = shown(folder)
    cause = error.strerror or type(error).__name__
    return Problem(path=name, kind="unreadable", message=f"{name}: the folder cannot be read ({cause}).")
