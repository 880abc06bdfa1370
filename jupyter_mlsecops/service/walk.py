"""The files below a folder that we know how to scan."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ..formats.modelnames import is_model_head, may_be_model
from .gitignore import Ignored
from .kinds import kind_of_name
from .opening import head

_OFTEN = 100  # entries of a folder after which is asked whether to go on
_NEVER = frozenset((".ipynb_checkpoints", ".git", "node_modules", "__pycache__"))


def walk(
    top: str,
    unreadable: Callable[[str, OSError], None],
    *,
    models: bool = True,
    hidden: bool = True,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[str]:
    """The files below ``top``, but for those that git ignores. Links to folders are not followed.

    ``unreadable`` is told which folders cannot be read. Without ``models`` there are no model files among them, without
    ``hidden`` none whose names, or whose folders' names, begin with a dot. ``stop`` is asked every now and then.
    """
    stack: list[tuple[str, Ignored]] = [(top, Ignored.above(Path(top)))]
    while stack and not stop():
        folder, ignored = stack.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            unreadable(folder, error)
            continue
        names = {entry.name for entry in listed}
        if "pyvenv.cfg" in names:  # a virtual environment
            continue
        ignored = ignored.inside(folder, ".gitignore" in names)
        for number, entry in enumerate(listed):
            if number % _OFTEN == _OFTEN - 1 and stop():
                return
            path = os.path.join(folder, entry.name)
            if not hidden and entry.name.startswith("."):
                continue
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
