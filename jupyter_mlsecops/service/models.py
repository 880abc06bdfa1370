"""The model files that a notebook loads: found beside it, read without loading them, remembered while they stay."""

from __future__ import annotations

import os
import posixpath
import stat
import time
from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from threading import Lock

from ..core.engine import Models
from ..core.ipynb import Notebook
from ..core.loads import Load
from ..core.loads import loads as loads_of
from ..core.modelfile import ModelFile
from ..formats.modelnames import is_configuration, is_model_name
from .modelfiles import SMALL, Identity, NotRead, examine, identity

MAX_FILES = 60
"""Of one notebook; further ones are not looked at."""
_REMEMBERED = 400
_WAITED = 2.0  # seconds for all files of a notebook that somebody waits for
_NOT_NOW = (
    f"Files of more than {SMALL >> 20} MiB, or after many others, are not read while you wait. Scan it by itself."
)
_DEPTH = 2  # folders below one that is loaded

Known = OrderedDict[tuple[str, Identity], ModelFile]


class ModelFiles:
    """What is known of model files, by what they are on disk. One for a process; several threads may ask it."""

    def __init__(self) -> None:
        self._known: Known = OrderedDict()
        self._lock = Lock()

    def read(self, path: str, name: str, status: os.stat_result, most: int | None) -> ModelFile:
        """A file as it was read when it was in this state, or as it is read now, if it has ``most`` bytes at most; None
        stands for all and for patience. What was not read is a gap. Never raises."""
        key = name, identity(status)
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        if most is not None and status.st_size > most:
            return ModelFile(name, "unknown", "", status.st_size, gaps=(_NOT_NOW,))
        try:
            found = examine(path, name, patient=most is None)
        except NotRead as error:
            return ModelFile(name, "unknown", "", status.st_size, gaps=(f"It cannot be read: {error}.",))
        with self._lock:
            self._known[key] = found
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found


_files = ModelFiles()


def beside(file: str, name: str, root: str, *, most: int | None = None, files: ModelFiles = _files) -> Models:
    """What the engine asks for the model files that a notebook loads.

    ``file`` is where the notebook lies, ``name`` what reports call it, from which the names of the models are made.
    Only files inside of ``root``, whatever links lead there, are read. A file of more than ``most`` bytes is not,
    unless it is known already; None reads all, with patience.
    """
    folder, top = os.path.realpath(os.path.dirname(os.path.abspath(file))), os.path.realpath(root)

    def models(loads: tuple[Load, ...]) -> dict[str, tuple[ModelFile, ...]]:
        found: dict[str, tuple[ModelFile, ...]] = {}
        left, end = MAX_FILES, time.monotonic() + _WAITED
        for load in loads:
            if load.path in found or left <= 0:
                continue
            read = []
            for path, status in islice(_files_at(folder, load, top), left):
                left -= 1
                now = most if most is None or time.monotonic() < end else -1
                read.append(files.read(path, _shown(path, folder, name), status, now))
            if read:
                found[load.path] = tuple(read)
        return found

    return models


def small(file: str, name: str, root: str, files: ModelFiles = _files) -> Models:
    """The same while somebody waits: files that are small, or known already."""
    return beside(file, name, root, most=SMALL, files=files)


def hold(notebook: Notebook, models: Models) -> bool:
    """Whether the model files that a scanned notebook loads are still what they were then, as ``models`` knows them."""
    now = models(loads_of(notebook))
    was = notebook.models
    return now.keys() == was.keys() and all(_same(now[path], was[path]) for path in now)


def _same(some: tuple[ModelFile, ...], others: tuple[ModelFile, ...]) -> bool:
    def told(model: ModelFile) -> tuple[object, ...]:
        return model.path, model.digest, model.size, model.gaps, len(model.facts)

    return [*map(told, some)] == [*map(told, others)]


def _files_at(folder: str, load: Load, top: str) -> Iterator[tuple[str, os.stat_result]]:
    """The file inside of ``top`` that a load means, or the model files of a folder, in order, each with its status."""
    try:
        path = os.path.realpath(os.path.join(folder, load.path))
        status = os.stat(path)
    except (OSError, ValueError):  # not there, or a name that no file can have
        return
    if not _is_inside(path, top):
        return
    if stat.S_ISREG(status.st_mode):
        yield path, status
    elif stat.S_ISDIR(status.st_mode) and load.is_folder:
        yield from (found for found in _in_folder(path, _DEPTH) if _is_inside(found[0], top))


def _in_folder(folder: str, depth: int) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(islice(entries, 2_000), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in listed:
        try:
            if entry.is_dir(follow_symlinks=False):
                if depth and not entry.name.startswith("."):
                    yield from _in_folder(entry.path, depth - 1)
            elif is_model_name(entry.name.lower()) or is_configuration(entry.name):
                path = os.path.realpath(entry.path)
                status = os.stat(path)
                if stat.S_ISREG(status.st_mode):
                    yield path, status
        except OSError:
            continue


def _is_inside(path: str, top: str) -> bool:
    return path == top or path.startswith(os.path.join(top, ""))


def _shown(path: str, folder: str, name: str) -> str:
    """What reports call a file: its way from the folder of the notebook, put behind the notebook's own."""
    relative = os.path.relpath(path, folder).replace(os.sep, "/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))
