"""The files that a notebook is known to have fetched and written, by path."""

from __future__ import annotations

import fnmatch
from itertools import islice
from typing import Literal

import msgspec
from msgspec.structs import replace

from ..regex import regex
from ..rule import Place
from .paths import HOLE, head
from .shellmoves import UNNAMED

Kind = Literal["downloaded", "url", "uploaded", "written", "unknown"]
FROM_ELSEWHERE = ("downloaded", "url", "uploaded")
_LEAST_HEAD = 3
_MOST = 200  # paths that are not wholly known, and files that they are compared with
_MOUNTS = ("drive/", "gdrive/", "../", "~", "/")


class Step(msgspec.Struct, frozen=True):
    """One thing that the notebook does with a file: the verb says what, ``cell`` is the number of the cell from 1."""

    verb: str
    place: Place
    cell: int


class Origin(msgspec.Struct, frozen=True):
    """Where a file comes from, and by what ``steps``.

    ``downloaded``: a call or shell line of this notebook fetched it; ``url``: it is read from a URL, a socket or a
    request; ``uploaded``: somebody uploads it; ``written``: this notebook wrote it; ``unknown``: the notebook does not
    tell. ``is_checked`` says that a download is tied to a hash or a commit.
    """

    kind: Kind
    steps: tuple[Step, ...] = ()
    is_checked: bool = False

    @property
    def place(self) -> Place | None:
        """Where the notebook fetched or wrote it."""
        return self.steps[0].place if self.steps else None

    @property
    def cell(self) -> int | None:
        """The number, from 1, of the cell that fetched or wrote it."""
        return self.steps[0].cell if self.steps else None

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether it surely does not come from this notebook."""
        return self.kind in FROM_ELSEWHERE

    def then(self, step: Step) -> Origin:
        """The origin of what one more step makes of the file."""
        return replace(self, steps=(*self.steps, step))


UNKNOWN = Origin("unknown")


_FILLED = regex(f"{HOLE}[^{HOLE}]*{HOLE}")


def _shape(path: str) -> str:
    """What is known of a path that is put together, whatever is put into it."""
    return _FILLED.sub(HOLE, path)


class Files:
    """Paths and what is known of them; see ``paths`` for how a path is written. A folder stands for all in it."""

    def __init__(self) -> None:
        self._fetched: dict[str, Origin] = {}
        self._written: dict[str, Origin] = {}
        self._heads: list[tuple[str, Origin]] = []
        self._shapes: dict[str, Origin] = {}

    def put(self, path: str, origin: Origin) -> bool:
        """A file or folder comes to stand at ``path``; the first that did so counts. Whether this was news."""
        into = self._written if origin.kind == "written" else self._fetched
        if path in into:
            return False
        into[path] = origin
        if HOLE in path[1:] and path[0] != HOLE and len(self._shapes) < _MOST:
            self._shapes.setdefault(_shape(path), origin)
        start = head(path)
        if len(start) >= _LEAST_HEAD and len(self._heads) < _MOST:
            self._heads.append((start, origin))
        return True

    def is_like(self, other: Files) -> bool:
        """Whether they are the same, in the same order."""
        mine, others = (self._fetched, self._written), (other._fetched, other._written)
        same = all(list(one.items()) == list(that.items()) for one, that in zip(mine, others, strict=True))
        return same and self._heads == other._heads

    def written(self) -> tuple[str, ...]:
        """The paths, as far as they are wholly known, of files that the notebook writes."""
        return tuple(path for path in self._written if path and HOLE not in path and "*" not in path)

    def find(self, path: str) -> Origin:
        """The origin of the file at a path. What was fetched counts more than what was written to the same path."""
        for known in (self._fetched, self._written):
            if path in known and path:
                return known[path]
        shape = self._shapes.get(_shape(path)) if HOLE in path else None  # another variable at the same place
        return self._by_head(path) or shape or self._in_folder(path) or UNKNOWN

    def _by_head(self, path: str) -> Origin | None:
        """The origin of files whose names are not wholly known, here or where they were made."""
        for wanted in FROM_ELSEWHERE, ("written",):
            for start, origin in self._heads:
                if origin.kind in wanted and path.startswith(start):
                    return origin
        start = head(path)
        if HOLE in path.strip(HOLE) or "*" in path:
            for known in (self._fetched, self._written):
                for one, origin in islice(known.items(), _MOST):
                    if "*" in path and fnmatch.fnmatchcase(one, path):
                        return origin
                    if len(start) >= _LEAST_HEAD and one.startswith(start):
                        return origin
        return None

    def _in_folder(self, path: str) -> Origin | None:
        folder = path
        while "/" in folder:
            folder = folder.rpartition("/")[0]
            for known in (self._fetched, self._written):
                if folder in known and folder:
                    return known[folder]
            unnamed = f"{folder}/{UNNAMED}"
            if folder and unnamed in self._fetched:
                return self._fetched[unnamed]
        if not path or path.startswith(_MOUNTS) or path[:1] == HOLE or path[1:2] == ":":
            return None
        if "" in self._fetched:  # something was unpacked right here
            return self._fetched[""]
        return self._fetched.get(UNNAMED) if "/" not in path else None
