"""From the arguments of a command to the files to scan."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ..core.model import Problem
from ..formats.modelnames import is_model_head, may_be_model
from ..service.modelfiles import head
from .gitignore import Ignored
from .paths import STDIN, kind_of_name, shown

_NEVER = frozenset((".ipynb_checkpoints", ".git", "node_modules", "__pycache__"))


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
        if path != STDIN and os.path.isdir(path):
            found: Iterable[str] = _walk(path, problems, models)
        else:
            found = [path]
        for file in found:
            targets.setdefault(os.path.abspath(file), Target(file, shown(file)))
    return sorted(targets.values(), key=lambda target: (target.name, target.path)), problems


def _walk(top: str, problems: list[Problem], models: bool) -> Iterator[str]:
    """The files below a folder that we know how to scan. Links to folders are not followed."""
    stack: list[tuple[str, Ignored]] = [(top, Ignored.above(Path(top)))]
    while stack:
        folder, ignored = stack.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            problems.append(_unreadable(folder, error))
            continue
        names = {entry.name for entry in listed}
        if "pyvenv.cfg" in names:  # a virtual environment
            continue
        ignored = ignored.inside(folder, ".gitignore" in names)
        for entry in listed:
            path = os.path.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _NEVER and not ignored.covers(path, is_folder=True):
                    stack.append((path, ignored))
            elif _is_wanted(path, models) and not _is_folder(entry) and not ignored.covers(path, is_folder=False):
                yield path


def _is_wanted(path: str, models: bool) -> bool:
    """Whether a file is of a kind that is scanned: by its name, or because it begins like a model file."""
    kind = kind_of_name(path)
    if kind is None:
        return models and may_be_model(path) and is_model_head(head(path), path.replace(os.sep, "/"))
    return models or kind != "model"


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _unreadable(folder: str, error: OSError) -> Problem:
    name = shown(folder)
    cause = error.strerror or type(error).__name__
    return Problem(path=name, kind="unreadable", message=f"{name}: the folder cannot be read ({cause}).")
