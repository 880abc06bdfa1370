"""What installed packages offer under an entry point group. Most offer nothing, and finding that out must be cheap."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_INFOS = (".dist-info", ".egg-info", "egg-info")


def entry_points(group: str) -> Sequence[EntryPoint]:
    """The entry points of a group, as ``importlib.metadata`` finds them.

    That is imported only where the name of the group is written somewhere, for it takes as long as a small scan.
    """
    if not _is_named(group):
        return ()
    from importlib.metadata import entry_points as found

    return tuple(found(group=group))


def _is_named(group: str) -> bool:
    """Whether an installed package may name the group; where that cannot be told at a glance, one may."""
    if any(finder is not PathFinder and hasattr(finder, "find_distributions") for finder in sys.meta_path):
        return True
    name = group.encode()
    for path in sys.path:
        try:
            changed = os.stat(path or ".").st_mtime_ns
        except OSError:
            continue
        if os.path.isfile(path) or name in _written(path or ".", changed):
            return True
    return False


@lru_cache(maxsize=64)
def _written(folder: str, changed: int) -> bytes:
    """The entry points of all packages in a folder, as they are written; ``changed`` is when the folder last was."""
    texts = []
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if name.lower().endswith(_INFOS):
            try:
                texts.append(_read(os.path.join(folder, name, "entry_points.txt")))
            except OSError:  # it has none
                continue
    return b"\n".join(texts)


def _read(path: str) -> bytes:
    """All of a file, with half the questions to the system that ``open`` asks: there are hundreds of packages."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)
