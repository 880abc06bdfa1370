"""Where the file that a cell loads comes from: this notebook downloaded it, wrote it, or does not tell."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from ..ipynb import Cell
from ..once import once
from ..rule import Place
from ..text import Span
from . import fetches
from .callmoves import Move
from .fetches import BUILDERS, CHECKS, COMMIT, DUMPS, FETCHES, FETCHES_OF_ANY, OPENERS, RECEIVES, UPLOADS
from .files import FROM_ELSEWHERE, UNKNOWN, Files, Origin, Step
from .link import Names, Spot
from .moves import Moves
from .paths import HOLE, JOINERS, REMOTE, Folders, is_near, path_of
from .seen import Callers, Seen, settle
from .summary import Summary

__all__ = ["Origin", "Step", "Trail"]

T = TypeVar("T")
_STEPS = 160
_ELEMENTS = 40


class Moved(msgspec.Struct, frozen=True):
    """The files that a notebook fetches and writes, and the folders that it changes to. ``kept`` are the moves of cells
    that they are told by alone, but for what names stand for."""

    files: Files
    folders: Folders
    kept: Mapping[Cell, list[Move]]

    def is_like(self, other: Moved) -> bool:
        """Whether they are the same."""
        return self.files.is_like(other.files) and self.folders.is_like(other.folders)


class Trail:
    """The files that one notebook fetches and writes. Read off its calls on first use, if they are not ``known``;
    ``kept`` are the moves of cells as they were in an earlier state and are still."""

    def __init__(
        self,
        names: Names,
        cells: Sequence[Cell],
        summaries: Sequence[Summary],
        known: Moved | None,
        kept: Mapping[Cell, list[Move]],
    ) -> None:
        self._names = names
        self._cells = cells
        self._summaries = summaries
        self.kept = known.kept if known is not None else kept
        self._files = known.files if known is not None else None
        self.folders = known.folders if known is not None else Folders()

    @property
    def moved(self) -> Moved | None:
        """What is known of it so far."""
        return Moved(self._files, self.folders, self.kept) if self._files is not None else None

    def origin(self, spot: Spot) -> Origin:
        """The origin of the file or bytes that an expression means: the worst of all that it may be."""
        return self._worst([self._judged(view) for view in self.callers.views(Seen(spot))])

    def watched(self, ask: Callable[[], T]) -> tuple[T, bool]:
        """An answer, and whether it depends on who calls the functions of the notebook."""
        known = self.__dict__  # nobody is looked for who calls them before somebody asks
        was_asked = "callers" in known and self.callers.was_asked
        if was_asked:
            self.callers.was_asked = False
        answer = ask()
        is_asked = "callers" in known and self.callers.was_asked
        if was_asked:  # answers are found on the way to others
            self.callers.was_asked = True
        return answer, is_asked

    @once
    def callers(self) -> Callers:
        """Who calls the functions of the notebook."""
        return Callers(self._names)

    def step(self, verb: str, unit: int, span: Span) -> Step:
        """A step at a place in a cell."""
        cell = self._cells[unit]
        return Step(verb, Place(cell.source_pointer, span, f"{verb.capitalize()} here", explains=True), cell.index + 1)

    def span(self, unit: int, node: ast.expr) -> Span:
        """The span of an expression of a cell."""
        lines = self._summaries[unit].lines
        start = lines.ast_offset(node.lineno, node.col_offset)
        return Span(start, lines.ast_offset(node.end_lineno or node.lineno, node.end_col_offset or 0))

    def path(self, seen: Seen) -> str:
        """The path that an expression means, from where the notebook starts."""
        path = path_of(self._names, seen)
        assert self.files is not None  # the folders that the notebook changes to are known with them
        return self.folders.at(seen.spot.unit, self.span(seen.spot.unit, seen.node).start, path)

    def paths(self, seen: Seen) -> Iterator[str]:
        """The paths of the file that an expression means, under all names that it has on the way."""
        for at, is_file in self._walk(seen):
            if is_file:
                yield self.path(at)

    def known_paths(self, spot: Spot) -> tuple[str, ...]:
        """The paths on disk that an expression may mean, those that are wholly known; of each, the nearest name."""
        found: dict[str, None] = {}
        for view in self.callers.views(Seen(spot)):
            for path in self.paths(view):
                if path and HOLE not in path and "*" not in path:
                    if not REMOTE.match(path):
                        found[path] = None
                    break
        return tuple(found)

    def judged(self, seen: Seen) -> Origin:
        """The origin of an expression as one call of its function sees it."""
        return self._judged(seen)

    @property
    def files(self) -> Files:
        """The files that the notebook is known to have fetched and written."""
        if self._files is None:
            self._files = Files()  # what follows asks for it
            Moves(self, self._names, self._cells, self._summaries).fill(self._files)
        return self._files

    def _worst(self, origins: Sequence[Origin]) -> Origin:
        for kinds in (("downloaded",), FROM_ELSEWHERE):
            found = next((origin for origin in origins if origin.kind in kinds and not origin.is_checked), None)
            if found is not None:
                return found
        checked = next((origin for origin in origins if origin.is_checked), None)
        if checked is not None:
            return checked
        return origins[0] if origins and all(origin.kind == "written" for origin in origins) else UNKNOWN

    def _judged(self, seen: Seen) -> Origin:
        found: list[Origin] = []
        for at, is_file in self._walk(seen):
            origin = self._direct(at)
            if origin is None and is_file:
                origin = self._at_path(self.path(at))
            if origin is not None and origin.is_from_elsewhere and not origin.is_checked:
                return origin
            if origin is not None and origin.kind != "unknown":
                found.append(origin)
        checked = next((origin for origin in found if origin.is_checked), None)
        return checked or (found[0] if found else UNKNOWN)

    def _at_path(self, path: str) -> Origin:
        """The origin of the file at a path or URL."""
        if REMOTE.match(path):
            return UNKNOWN if is_near(path) else Origin("url")
        return self.files.find(path)

    def _direct(self, at: Seen) -> Origin | None:
        """What an expression itself says, without the files that other statements wrote."""
        node, unit = at.node, at.spot.unit
        if isinstance(node, ast.Call):
            name = self._names.qualified(at.inner(node.func).spot)
            if is_fetch(name):
                if self.stays_here(at, node):
                    return None
                origin = Origin("downloaded", (self.step("downloaded", unit, self.span(unit, node)),))
                return Origin("downloaded", origin.steps, self.is_checked(at, node))
            if name.rpartition(".")[2] in DUMPS:
                return Origin("written", (self.step("written", unit, self.span(unit, node)),))
        elif isinstance(node, ast.Attribute):
            if node.attr in fetches.WRITTEN_PATHS:
                return Origin("written")
            name = self._names.qualified(at.spot)
        else:
            return None
        if UPLOADS.fullmatch(name):
            return Origin("uploaded", (self.step("uploaded", unit, self.span(unit, node)),))
        return Origin("url") if RECEIVES.fullmatch(name) else None

    def stays_here(self, at: Seen, call: ast.Call) -> bool:
        """Whether a download is one from this machine or its network."""
        given = call.args[:1] + [keyword.value for keyword in call.keywords if keyword.arg in ("url", "origin")]
        paths = [path_of(self._names, at.inner(value)) for value in given]
        return any(REMOTE.match(path) and is_near(path) for path in paths)

    def is_checked(self, at: Seen, call: ast.Call) -> bool:
        """Whether a download is tied to a hash or to a commit."""
        for keyword in call.keywords:
            value = settle(self._names, at.inner(keyword.value)).node
            if keyword.arg in CHECKS and not (isinstance(value, ast.Constant) and not value.value):
                return True
            if keyword.arg == "revision" and isinstance(value, ast.Constant) and isinstance(value.value, str):
                return COMMIT.fullmatch(value.value) is not None
        return False

    def _walk(self, seen: Seen) -> Iterator[tuple[Seen, bool]]:
        """The expression and what it is made from, as far as that hands the same file or bytes on.

        With each, whether it stands for the file; a part of its path does not.
        """
        stack = [(seen, True)]
        met: dict[tuple[int, int], Seen] = {}
        for _ in range(_STEPS):
            if not stack:
                return
            seen, is_file = stack.pop()
            at = settle(self._names, seen)
            key = (id(at.node), id(at.given))
            if key in met:
                continue
            met[key] = at
            yield at, is_file
            stack += reversed(list(self._inner(at, at.node, is_file)))

    def _inner(self, at: Seen, node: ast.expr, is_file: bool) -> Iterator[tuple[Seen, bool]]:
        if isinstance(node, ast.Attribute):
            yield at.inner(node.value), is_file and node.attr not in ("name", "stem", "parent", "parents", "suffix")
        elif isinstance(node, ast.Subscript):
            yield at.inner(node.value), is_file
        elif isinstance(node, (ast.List, ast.Tuple)):
            yield from ((at.inner(element), is_file) for element in node.elts[:_ELEMENTS])
        elif isinstance(node, ast.Dict):
            yield from ((at.inner(value), False) for value in node.values[:_ELEMENTS])
        elif isinstance(node, ast.IfExp):
            yield from ((at.inner(one), is_file) for one in (node.body, node.orelse))
        elif isinstance(node, ast.BoolOp):
            yield from ((at.inner(one), is_file) for one in node.values)
        elif isinstance(node, ast.BinOp):
            yield at.inner(node.left), is_file and isinstance(node.op, ast.Div)
            yield at.inner(node.right), False
        elif isinstance(node, ast.JoinedStr):
            for number, one in enumerate(node.values):
                if isinstance(one, ast.FormattedValue):
                    yield at.inner(one.value), is_file and number == 0
        elif isinstance(node, ast.Call):
            name = self._names.qualified(at.inner(node.func).spot)
            if not is_fetch(name):
                yield from self._called(at, node, name, is_file)

    def _called(self, at: Seen, node: ast.Call, name: str, is_file: bool) -> Iterator[tuple[Seen, bool]]:
        if isinstance(node.func, ast.Name):
            yield from ((one, is_file) for one in self.callers.returned(at, node))
        if OPENERS.fullmatch(name):
            handed = node.args[:1] or [k.value for k in node.keywords if k.arg in fetches.FIRST_KEYWORDS]
            yield from ((at.inner(one), is_file) for one in handed)
        elif BUILDERS.fullmatch(name):
            whole = is_file and name in JOINERS  # what is known of a folder is known of all in it
            yield from ((at.inner(one), whole and one is node.args[0]) for one in node.args[:6])
        elif isinstance(node.func, ast.Attribute):
            method = node.func.attr
            yield at.inner(node.func.value), is_file and method not in fetches.TEXT_METHODS
            if method in fetches.TEXT_METHODS:
                yield from ((at.inner(one), False) for one in node.args[:6])


def is_fetch(name: str) -> bool:
    """Whether a function gives back what it fetched, or where that is."""
    return name in FETCHES or FETCHES_OF_ANY.fullmatch(name) is not None
