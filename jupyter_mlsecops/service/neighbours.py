"""Files beside a notebook that list packages: those in its folder, and those that its install lines name.

Files are read as text and nothing else; what lies outside of ``root``, whatever links lead there, is not read.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections import deque
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import islice

import msgspec
from msgspec.structs import replace

from ..core.decoding import NotebookError, encoding_of
from ..core.dependency import Declared, NotReadable
from ..core.ipynb import Notebook, parse
from ..core.manifest import Manifest
from ..core.regex import regex
from ..core.shell.installs import installs
from ..core.shell.line import commands
from ..core.shell.requirement import Requirement
from ..core.text import Span
from ..formats import manifests

MAX_DEPTH = 5
MAX_FILES = 40
MAX_BYTES = 5_000_000
"""Of all files of one notebook together."""
_UP = 40  # folders above a notebook in which a repository is looked for
_NAMES_FILES = regex(rb"\s(?:-r|-c|-f|--requirements?|--constraints?|--file)[\s=\"']|\s-[rcf][\w./]")
_LISTS = ("requirement", "requirements", "file", "with-requirements")
_CONSTRAINTS = ("constraint", "constraints")
_NOWHERE = Span(0, 0)


class _Wanted(msgspec.Struct, frozen=True):
    """A file to be read: its folder, its name from there, what reads it, and how many files led to it."""

    folder: str
    name: str
    module: str
    depth: int


def beside(raw: bytes, file: str, name: str, root: str) -> tuple[Declared, ...]:
    """What the files beside a notebook declare, each package with the path of its file.

    ``raw`` is the notebook, ``file`` where it lies and ``name`` what reports call it, from which the paths are made.
    A file that is there and was not read, because it is too large or no such file, stands as a package without a
    name, so that nobody takes it for assessed. Never raises for what the folder holds.
    """
    folder, top = os.path.realpath(os.path.dirname(os.path.abspath(file))), os.path.realpath(root)
    wanted = deque([*islice(_named(raw, folder), MAX_FILES), *(_Wanted(folder, n, "", 1) for n in _listed(folder))])
    seen: set[str] = set()
    left = MAX_BYTES
    found: list[Declared] = []
    while wanted and len(seen) < MAX_FILES:
        one = wanted.popleft()
        path, status = _look(one)
        if status is None or path in seen or not _is_inside(path, top):
            continue
        seen.add(path)
        shown = posixpath.normpath(posixpath.join(posixpath.dirname(name), _relative(path, folder)))
        if status.st_size > left:
            found.append(_unread(shown))
            continue
        left -= status.st_size
        manifest = _read(path, shown, one.module, status.st_mtime_ns, status.st_size, status.st_ino)
        found += manifest.packages
        if one.depth < MAX_DEPTH:
            wanted.extend(islice(_named_by(manifest, os.path.dirname(path), one.depth + 1), MAX_FILES))
    return tuple(found)


def root_of(file: str) -> str:
    """The folder that files beside ``file`` may be read from: its repository, else its own folder."""
    folder = own = os.path.dirname(os.path.abspath(file))
    for _ in range(_UP):
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        folder, last = os.path.dirname(folder), folder
        if folder == last:
            break
    return own


def _named(raw: bytes, folder: str) -> Iterator[_Wanted]:
    """The files that install lines of a notebook name."""
    if not _NAMES_FILES.search(raw):
        return
    try:
        notebook: Notebook = parse(raw)
    except NotebookError:
        return
    for shell in commands(notebook):
        for install in installs(shell):
            for option in install.values(*_LISTS, *_CONSTRAINTS):
                yield _Wanted(folder, option.value, _module(option.name, option.value), 1)


def _named_by(manifest: Manifest, folder: str, depth: int) -> Iterator[_Wanted]:
    for install in manifest.installs:
        for option in install.values("requirement", "constraint"):
            yield _Wanted(folder, option.value, _module(option.name, option.value), depth)


def _module(option: str, name: str) -> str:
    """What reads a file that an option names, where its own name does not tell."""
    if name.endswith((".yml", ".yaml")):
        return "conda_environment"
    return "constraints" if option in _CONSTRAINTS else "requirements"


def _listed(folder: str) -> tuple[str, ...]:
    try:
        return _manifests_in(folder, os.stat(folder).st_mtime_ns)
    except OSError:
        return ()


@lru_cache(maxsize=256)
def _manifests_in(folder: str, changed: int) -> tuple[str, ...]:
    """The files of a folder that list packages; ``changed`` is when the folder did."""
    with os.scandir(folder) as entries:
        return tuple(sorted(entry.name for entry in entries if manifests.is_manifest(entry.name)))


def _look(one: _Wanted) -> tuple[str, os.stat_result | None]:
    """Where a name leads to, through all links, and the status of the file there; None where there is none."""
    try:
        path = os.path.realpath(os.path.join(one.folder, one.name))
        status = os.stat(path)
    except (OSError, ValueError):  # a name that no file can have
        return "", None
    return path, status if stat.S_ISREG(status.st_mode) else None


@lru_cache(maxsize=64)
def _read(path: str, shown: str, module: str, changed: int, size: int, inode: int) -> Manifest:
    """What a file says, under the name ``shown``. The numbers are those of the file when it was looked at."""
    read = manifests.reader(path) or partial(manifests.read, module)
    try:
        with open(path, "rb") as file:
            raw = file.read(size)
        found = read(raw.decode(encoding_of(raw)))
    except (OSError, UnicodeDecodeError, NotReadable):
        return Manifest((_unread(shown),))
    own = tuple(replace(one, path=shown) for one in found.packages if one.requirement.kind != "file")
    return replace(found, packages=(*([_unread(shown)] if found.problems else []), *own))


def _unread(path: str) -> Declared:
    return Declared("", "", Requirement("", "", "file", _NOWHERE, path), "", _NOWHERE, posixpath.basename(path), path)


def _is_inside(path: str, root: str) -> bool:
    return path.startswith(os.path.join(root, ""))


def _relative(path: str, folder: str) -> str:
    relative = os.path.relpath(path, folder)
    return relative.replace(os.sep, "/")
