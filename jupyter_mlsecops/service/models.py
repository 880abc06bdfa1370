"""The model files that a notebook loads: found beside it, read without loading them, remembered while they stay."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from threading import Lock

from msgspec.structs import replace

from ..core.engine import Models
from ..core.ipynb import Notebook
from ..core.loads import Load
from ..core.loads import loads as loads_of
from ..core.modelfile import HARD_STOP, LINK, ModelFile
from ..formats.modelnames import is_configuration, is_model_name
from .backlog import Backlog, File
from .modelfiles import Identity, Watch, examine, identity
from .opening import NotRead

MAX_FILES = 60
"""Of one notebook; further ones are not looked at."""
QUICK = 256 << 10
"""Files up to so many bytes are read while somebody waits."""
_REMEMBERED, _FACTS = 400, 300_000  # files, and what all of them together tell
_WAITED = 0.02  # seconds for all files of a notebook that somebody waits for
LATER = "It is being read in the background."
"""The gap of a file that will be known soon."""
_DEADLY = (
    "It could not be read: the process that reads files ended over it, twice, perhaps for want of memory. "
    "`jupyter mlsecops scan` reads it by itself."
)
_ELSEWHERE = "It is a link to what lies outside of the folder that is scanned, and was not read."
_TOO_MANY = "Too many files wait to be read. Scan it by itself."
_DEPTH = 2  # folders below one that is loaded


class ModelFiles:
    """What is known of model files, by what they are on disk. One for a process; several threads may ask it."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, Identity], ModelFile] = OrderedDict()
        self._facts = 0
        self._lock = Lock()

    def known(self, name: str, state: Identity) -> ModelFile | None:
        """A file as it was read when it was in this state; None if it was not."""
        with self._lock:
            known = self._known.get((name, state))
            if known is not None:
                self._known.move_to_end((name, state))
            return known

    def forget(self, name: str, state: Identity) -> None:
        """Forget what was read of a file, so that it is read again."""
        with self._lock:
            self._drop((name, state))

    def keep(self, state: Identity, model: ModelFile) -> None:
        """Remember what was read of a file in this state."""
        with self._lock:
            self._drop((model.path, state))
            self._known[model.path, state] = model
            self._facts += len(model.facts)
            while len(self._known) > _REMEMBERED or (self._facts > _FACTS and len(self._known) > 1):
                self._drop(next(iter(self._known)))

    def _drop(self, key: tuple[str, Identity]) -> None:
        known = self._known.pop(key, None)
        self._facts -= len(known.facts) if known is not None else 0

    def read(self, path: str, name: str, status: os.stat_result, seconds: float = HARD_STOP) -> ModelFile:
        """A file as it is known, or as it is read now, for so many seconds. What was not read is a gap. Never
        raises."""
        if leads_out(status):
            return _unread(name, status)
        known = self.known(name, identity(status))
        if known is not None:
            return known
        try:
            found = examine(path, name, watch=Watch.lasting(seconds))
        except NotRead as error:
            return _unread(name, status, f"It cannot be read: {error}.")
        self.keep(identity(status), found)
        return found


class Allowance:
    """The seconds that all readings together may take for which somebody waits."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    @contextmanager
    def used(self) -> Iterator[float]:
        """Take what this block takes; it gets to know when, by the monotonic clock, nothing is left."""
        from . import modelreading as modelreading  # the first time, that takes longer than most files

        start = time.monotonic()
        try:
            yield start + self.seconds
        finally:
            self.seconds -= time.monotonic() - start


def mark(path: str, state: Identity) -> str:
    """What stands for a file in one state, in a few characters that any protocol carries."""
    return hashlib.sha256(f"{path}\n{state}".encode("utf-8", "surrogatepass")).hexdigest()


class Quick:
    """Reads model files while somebody waits: what is known or small at once, all else in the background. Files with
    the marks ``avoided`` are not read: they ended a process before this one."""

    def __init__(self, avoided: Iterable[str] = ()) -> None:
        self.files = ModelFiles()
        self.backlog = Backlog(lambda file, model: self.files.keep(file.identity, model))
        self._avoided = frozenset(avoided)

    @property
    def head(self) -> str:
        """The mark of the file that is read now, or next, in the background; empty for none."""
        file = self.backlog.head
        return mark(file.path, file.identity) if file is not None else ""

    def read(
        self, path: str, name: str, status: os.stat_result, who: str, allowance: Allowance, first: bool = False
    ) -> ModelFile:
        """What is known of a file, or can be within ``allowance``; else it is read for ``who`` in the background,
        ``first`` or in turn, and that is a gap. Never raises."""
        if leads_out(status):
            return _unread(name, status)
        state = identity(status)
        known = self.files.known(name, state)
        if known is not None:
            return known
        if self._avoided and mark(path, state) in self._avoided:
            return _unread(name, status, _DEADLY)
        found = None
        if status.st_size <= QUICK and allowance.seconds > 0:
            try:
                with allowance.used() as end:
                    found = examine(path, name, patient=False, watch=Watch(end))
            except NotRead as error:
                return _unread(name, status, f"It cannot be read: {error}.")
            if not found.gaps:
                self.files.keep(state, found)
                return found
        later = self.backlog.want(who, File(path, name, state), first=first)
        gaps = (LATER if later else _TOO_MANY,)
        return replace(found, gaps=gaps) if found else _unread(name, status, *gaps)


FILES = ModelFiles()
"""What this process knows of model files."""
Read = Callable[[str, str, os.stat_result], ModelFile]


def beside(file: str, name: str, root: str, *, read: Read = FILES.read) -> Models:
    """What the engine asks for the model files that a notebook loads.

    ``file`` is where the notebook lies, ``name`` what reports call it, from which the names of the models are made.
    Only files inside of ``root``, whatever links lead there, are read, by ``read``, which is given the path that the
    notebook names; links that lead out are told, and not followed.
    """
    folder, top = os.path.realpath(os.path.dirname(os.path.abspath(file))), os.path.realpath(root)

    def models(loads: tuple[Load, ...]) -> dict[str, tuple[ModelFile, ...]]:
        found: dict[str, tuple[ModelFile, ...]] = {}
        left = MAX_FILES
        for load in loads:
            if load.path in found or left <= 0:
                continue
            some = []
            for path, status in islice(_files_at(folder, load, top), left):
                left -= 1
                some.append(read(path, _shown(path, folder, name), status))
            if some:
                found[load.path] = tuple(some)
        return found

    return models


def small(
    file: str, name: str, root: str, quick: Quick, who: str, around: Callable[[Read], Read] = lambda read: read
) -> Models:
    """The same while somebody waits, for a few ms: files that are small, or known already; all others are read in the
    background for ``who``. ``around`` adds to what is read of a file."""

    def models(loads: tuple[Load, ...]) -> dict[str, tuple[ModelFile, ...]]:
        allowance = Allowance(_WAITED)

        def read(path: str, shown: str, status: os.stat_result) -> ModelFile:
            return quick.read(path, shown, status, who, allowance)

        return dict(beside(file, name, root, read=around(read))(loads))

    return models


def hold(notebook: Notebook, models: Models) -> bool:
    """Whether the model files that a scanned notebook loads are still what they were then, as ``models`` knows them."""
    now = models(loads_of(notebook))
    was = notebook.models
    return now.keys() == was.keys() and all(_same(now[path], was[path]) for path in now)


def awaited(notebook: Notebook) -> int:
    """How many model files of a scanned notebook are still being read."""
    return len({model.path for some in notebook.models.values() for model in some if LATER in model.gaps})


def _same(some: tuple[ModelFile, ...], others: tuple[ModelFile, ...]) -> bool:
    def told(model: ModelFile) -> tuple[object, ...]:
        return model.path, model.digest, model.size, model.gaps, len(model.facts), model.altered, model.signature

    return [*map(told, some)] == [*map(told, others)]


def leads_out(status: os.stat_result) -> bool:
    """Whether what ``Read`` is asked for is a link that leads out of where files may be read."""
    return stat.S_ISLNK(status.st_mode)


def _unread(name: str, status: os.stat_result, *gaps: str) -> ModelFile:
    if leads_out(status):
        return ModelFile(name, LINK, "", 0, gaps=(_ELSEWHERE,))
    return ModelFile(name, "unknown", "", status.st_size, gaps=gaps)


def _files_at(folder: str, load: Load, top: str) -> Iterator[tuple[str, os.stat_result]]:
    """The file inside of ``top`` that a load means, or the model files of a folder, in order, each with its status."""
    try:
        joined = os.path.join(folder, load.path)
        real = os.path.realpath(joined)
        path = os.path.normpath(joined)
        if os.path.realpath(path) != real:  # a link, and from there upwards
            path = real
        status = os.stat(real)
    except (OSError, ValueError):  # not there, or a name that no file can have
        return
    if stat.S_ISDIR(status.st_mode):
        if load.is_folder and _is_inside(real, top):
            yield from _in_folder(path, top, _DEPTH)
    else:
        yield from _if_inside(path, status, top)


def _if_inside(path: str, status: os.stat_result, top: str) -> Iterator[tuple[str, os.stat_result]]:
    """A regular file with its status, if it lies inside of ``top``; with that of a link in ``top``, if it leads out."""
    if _is_inside(os.path.realpath(path), top):
        if stat.S_ISREG(status.st_mode):
            yield path, status
        return
    step = path
    while _is_inside(step, top) and step != top:
        link = os.lstat(step)
        if stat.S_ISLNK(link.st_mode):
            yield path, link
            return
        step = os.path.dirname(step)


def _in_folder(folder: str, top: str, depth: int) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(islice(entries, 2_000), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in listed:
        try:
            if entry.is_dir(follow_symlinks=False):
                if depth and not entry.name.startswith("."):
                    yield from _in_folder(entry.path, top, depth - 1)
            elif is_model_name(entry.name.lower()) or is_configuration(entry.name):
                yield from _if_inside(entry.path, os.stat(entry.path), top)
        except OSError:
            continue


def _is_inside(path: str, top: str) -> bool:
    return path == top or path.startswith(os.path.join(top, ""))


def _shown(path: str, folder: str, name: str) -> str:
    """What reports call a file: its way from the folder of the notebook, put behind the notebook's own."""
    relative = os.path.relpath(path, folder).replace(os.sep, "/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))
