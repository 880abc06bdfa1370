"""Calls that fetch, write, unpack and copy files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from ..text import Span
from . import fetches
from .facts import Use
from .link import Names, Spot
from .paths import HOLE, REMOTE, path_of, tidy
from .seen import Seen
from .shellmoves import UNNAMED

if TYPE_CHECKING:
    from .origin import Trail

_POURS = ("write", "write_bytes", "writelines", "copyfileobj", "readinto", "download_to_stream")
LASTS = frozenset(
    (
        *_POURS,
        *(name.rpartition(".")[2] for name in (*fetches.FETCHED_TO, *fetches.NAMED_AS_URL, *fetches.UNPACKS)),
        *(name.rpartition(".")[2] for name in (*fetches.COPIES, *fetches.RUNS)),
        *fetches.FETCHED_TO_BY_LAST,
        *fetches.LAST_ARGUMENT,
        *fetches.WRITERS,
        *("rename", "download", "chdir", "upload"),
        *(name.rpartition(".")[2] for name in fetches.MAKES_ANEW),
    )
)
"""The last parts of the names of all functions that matter here."""
_NPY = (".npy", ".npz")


class Move(msgspec.Struct, frozen=True):
    """Files come to ``targets`` by a step with this verb: from the network or the program, or from ``source``."""

    verb: Literal["downloaded", "written", "uploaded", "unpacked", "copied", "saved"]
    unit: int
    span: Span
    targets: tuple[str, ...]
    source: Seen | str | None = None
    is_checked: bool = False


def argument(call: Seen, position: int, *keywords: str) -> Seen | None:
    """The argument of a call at a position (none if negative) or under one of the keywords."""
    node = call.node
    if not isinstance(node, ast.Call):
        return None
    for keyword in node.keywords:
        if keyword.arg in keywords:
            return call.inner(keyword.value)
    if 0 <= position < len(node.args) and not any(isinstance(a, ast.Starred) for a in node.args[: position + 1]):
        return call.inner(node.args[position])
    return None


class CallMoves:
    """The moves that calls make."""

    def __init__(self, trail: Trail, names: Names) -> None:
        self._trail = trail
        self._names = names
        self._place = trail.folders.at

    def of(self, unit: int, use: Use, offset: int) -> Iterator[Move]:
        """The moves of one call."""
        name = self._names.call_name(unit, use)
        last = name.rpartition(".")[2]
        call = Seen(Spot(unit, use.node, use.scope, use.order))
        if fetches.UPLOADS.fullmatch(name) and name.startswith("google."):
            yield Move("uploaded", unit, self._trail.span(unit, use.node), (self._place(unit, offset, UNNAMED),))
        elif last in _POURS:
            yield from self._poured(unit, use, last, call)
        elif name in fetches.UNPACKS or (last in fetches.UNPACKS and fetches.ARCHIVES.fullmatch(name)):
            yield from self._unpacked(unit, use, name, last, call)
        elif name in fetches.COPIES or (last == "rename" and name.startswith("pathlib.")):
            yield from self._copied(unit, use, name, call)
        else:
            yield from self._made(unit, use, name, last, call, offset)

    def callers_of(self, call: Seen) -> list[Seen]:
        """A call as each call of the function that it stands in sees it, first as it stands."""
        views = self._trail.callers.views(call)
        return views if views == [call] else [call, *views]

    def _targets(self, call: Seen, pick: tuple[int, tuple[str, ...]]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for view in self.callers_of(call):
            target = argument(view, pick[0], *pick[1])
            if target is not None:
                found.update(dict.fromkeys(self._trail.paths(target)))
        return tuple(path for path in found if not REMOTE.match(path))

    def _made(self, unit: int, use: Use, name: str, last: str, call: Seen, offset: int) -> Iterator[Move]:
        """Functions that fetch a file, or write one."""
        span = self._trail.span(unit, use.node)
        target = fetches.FETCHED_TO.get(name) or fetches.FETCHED_TO_BY_LAST.get(last)
        if last in fetches.LAST_ARGUMENT and not name.startswith(("huggingface_hub", "torch")):
            target = (min(len(use.node.args), 3) - 1, fetches.LAST_ARGUMENT[last])
        if name.endswith(("use_artifact().download", "artifact().download")):
            target = (0, ("root", "target_dir"))
        if target is not None or name in fetches.NAMED_AS_URL:
            if self._trail.stays_here(call, use.node):
                return
            targets = self._targets(call, target) if target is not None else ()
            if not targets and name in fetches.NAMED_AS_URL:
                targets = self._as_url(unit, call, fetches.NAMED_AS_URL[name], offset)
            if targets:
                yield Move("downloaded", unit, span, targets, None, self._trail.is_checked(call, use.node))
            return
        flag = argument(call, 1, "flag") if name in fetches.MAKES_ANEW else None
        if flag is not None and self._names.literal(flag.spot) == "n":
            yield Move("written", unit, span, self._targets(call, (0, ("filename",))))
            return
        writer = fetches.WRITERS.get(last)
        if writer is None:
            return
        position = writer[0] if writer[0] >= 0 else int(fetches.SECOND.fullmatch(name) is not None)
        targets = self._targets(call, (position, writer[1]))
        if last.startswith("save"):
            targets += tuple(path + ending for path in targets for ending in _NPY if HOLE not in path)
        if targets:
            yield Move("written", unit, span, targets)

    def _as_url(self, unit: int, call: Seen, keyword: str, offset: int) -> tuple[str, ...]:
        """The name that a file has after its URL."""
        found = []
        for view in self.callers_of(call):
            url = argument(view, 0, keyword) if keyword else None
            path = path_of(self._names, url) if url is not None else ""
            base = re.split(r"[?#]", path, maxsplit=1)[0].rstrip("/").rpartition("/")[2]
            folder = argument(view, -1, "data_dir")
            inside = f"{self._trail.path(folder)}/" if folder is not None else ""
            found.append(self._place(unit, offset, tidy(inside + (base or UNNAMED))))
        return tuple(dict.fromkeys(found))

    def _poured(self, unit: int, use: Use, last: str, call: Seen) -> Iterator[Move]:
        """What is written to an open file or a path."""
        func = use.node.func
        span = self._trail.span(unit, use.node)
        for view in self.callers_of(call):
            node = view.node
            source = argument(view, 0, "fsrc", "data", "lines")
            held = view.inner(func.value) if isinstance(func, ast.Attribute) else None
            target = argument(view, 1, "fdst") if last == "copyfileobj" else held
            if last in ("readinto", "download_to_stream"):
                source, target = held, source
            if source is None or target is None or not isinstance(node, ast.Call):
                continue
            targets = tuple(path for path in self._trail.paths(target) if not REMOTE.match(path))
            yield Move("saved", unit, span, targets, source)

    def _unpacked(self, unit: int, use: Use, name: str, last: str, call: Seen) -> Iterator[Move]:
        func = use.node.func
        span = self._trail.span(unit, use.node)
        position, keywords = fetches.UNPACKS.get(name) or fetches.UNPACKS[last]
        for view in self.callers_of(call):
            is_method = name not in fetches.UNPACKS and isinstance(func, ast.Attribute)
            archive = view.inner(func.value) if is_method and isinstance(func, ast.Attribute) else argument(view, 0)
            folder = argument(view, position, *keywords)
            target = self._trail.path(folder) if folder is not None else self._place(unit, span.start, "")
            if archive is not None:
                yield Move("unpacked", unit, span, (target,), archive)

    def _copied(self, unit: int, use: Use, name: str, call: Seen) -> Iterator[Move]:
        func = use.node.func
        span = self._trail.span(unit, use.node)
        for view in self.callers_of(call):
            first = argument(view, 0, "src", "target")
            if name in fetches.COPIES:
                source, target = first, argument(view, 1, "dst")
            else:
                source, target = view.inner(func.value) if isinstance(func, ast.Attribute) else None, first
            if source is None or target is None:
                continue
            path, before = self._trail.path(target), self._trail.path(source)
            inside = tidy(f"{path}/{before.rpartition('/')[2]}")
            yield Move("copied", unit, span, (path, inside), source)
