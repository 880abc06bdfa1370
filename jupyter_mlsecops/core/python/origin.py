"""Where the file that a cell loads comes from: this notebook downloaded it, wrote it, or does not tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..ipynb import Cell
from ..rule import Place
from ..text import Span
from .facts import Use
from .fetches import DUMPS, FETCHED_TO, FETCHES, OPENERS, PIN, REMOTE, SECOND, WRITERS, downloads, normal, outputs
from .folding import constant, leading
from .link import Names, Spot
from .summary import Summary

_STEPS = 80


@dataclass(frozen=True)
class Origin:
    """Where a file comes from. ``place`` is where the notebook fetched or wrote it, ``cell`` that cell's number from 1.

    ``downloaded``: a call or shell line of this notebook fetched it; ``url``: it is read from a URL; ``written``: this
    notebook wrote it; ``unknown``: the notebook does not tell.
    """

    kind: Literal["downloaded", "url", "written", "unknown"]
    place: Place | None = None
    cell: int | None = None


UNKNOWN = Origin("unknown")


class Trail:
    """The files that one notebook fetches and writes. Read off its calls on first use."""

    def __init__(self, names: Names, cells: Sequence[Cell], summaries: Sequence[Summary]) -> None:
        self._names = names
        self._cells = cells
        self._summaries = summaries

    def origin(self, spot: Spot) -> Origin:
        """The origin of the file or bytes that an expression means."""
        direct = self._direct(spot)
        if direct.kind == "downloaded":
            return direct
        fetched, written = self._files
        found = direct
        for key in self._keys(spot):
            folder = key.rpartition("/")[0]
            known = fetched.get(key) or (fetched.get(folder + "/") if folder else None)
            if known is not None:
                return known
            if key in written and found.kind == "unknown":
                found = written[key]
        return found

    def pinned(self, package: str) -> tuple[int, ...] | None:
        """The lowest version of ``package`` that an install line of the notebook allows."""
        pattern = re.compile(PIN % re.escape(package), re.IGNORECASE)
        for unit, summary in enumerate(self._summaries):
            for escape in summary.parsed.escapes:
                text = self._cells[unit].source[slice(*escape.span)]
                match = pattern.search(text) if "install" in text else None
                if match is not None:
                    return tuple(int(number) for number in match.group(1).split(".")[:4])
        return None

    def _parts(self, spot: Spot) -> Iterator[Spot]:
        """The expression and what it is made from, as far as that hands the same file or bytes on."""
        stack = [spot]
        for _ in range(_STEPS):
            if not stack:
                return
            at = self._names.settled(stack.pop())
            yield at
            node = at.node
            inner: list[ast.expr] = []
            if isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
                inner = [node.value]
            elif isinstance(node, ast.BinOp):
                inner = [node.left, node.right]
            elif isinstance(node, ast.JoinedStr):
                inner = [v.value for v in node.values if isinstance(v, ast.FormattedValue)]
            elif isinstance(node, ast.IfExp):
                inner = [node.body, node.orelse]
            elif isinstance(node, ast.Call):
                name = self._names.qualified(Spot(at.unit, node.func, at.scope, at.order))
                if name not in FETCHES:
                    if OPENERS.fullmatch(name):
                        inner = list(node.args[:3])
                    elif isinstance(node.func, ast.Attribute):
                        inner = [node.func.value]
                        if node.func.attr in ("open", "joinpath", "extract", "read"):
                            inner += node.args[:1]
            stack.extend(Spot(at.unit, one, at.scope, at.order) for one in reversed(inner))

    def _direct(self, spot: Spot) -> Origin:
        """What the expression itself says, without the files that other statements wrote."""
        found = UNKNOWN
        for at in self._parts(spot):
            node = at.node
            if isinstance(node, ast.Call):
                name = self._names.qualified(Spot(at.unit, node.func, at.scope, at.order))
                if name in FETCHES:
                    return self._at("downloaded", at.unit, node)
                if name.rpartition(".")[2] in DUMPS and found.kind == "unknown":
                    found = self._at("written", at.unit, node)
            elif isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)):
                text = leading(self._names, at)
                if text is not None and REMOTE.match(text[0]):
                    found = Origin("url")
        return found

    def _keys(self, spot: Spot) -> Iterator[str]:
        """Names under which the file may be known: its path, or the expression that gives it."""
        for at in self._parts(spot):
            path = constant(self._names, at)
            if isinstance(path, str) and path:
                yield normal(path)
                return
            if isinstance(at.node, (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.JoinedStr, ast.Call)):
                yield self._written(at)

    def _written(self, at: Spot) -> str:
        """An expression as a key: its shape and what each name in it is bound to."""
        words: list[str] = []
        stack: list[ast.AST] = [at.node]
        while stack and len(words) < 60:
            node = stack.pop()
            if isinstance(node, ast.Name):
                found = self._names.lookup(at, node.id)
                words.append(f"{node.id}@{id(found[1]) if found else 0}")
            elif isinstance(node, ast.Constant):
                words.append(repr(node.value))
            else:
                words.append(node.attr if isinstance(node, ast.Attribute) else node.__class__.__name__)
                stack.extend(child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr_context))
        return "\0" + " ".join(words)

    def _at(self, kind: Literal["downloaded", "written"], unit: int, node: ast.expr) -> Origin:
        lines = self._summaries[unit].lines
        span = Span(
            lines.ast_offset(node.lineno, node.col_offset),
            lines.ast_offset(node.end_lineno or node.lineno, node.end_col_offset or 0),
        )
        cell = self._cells[unit]
        return Origin(kind, Place(cell.source_pointer, span, f"{kind.capitalize()} here"), cell.index + 1)

    @cached_property
    def _files(self) -> tuple[dict[str, Origin], dict[str, Origin]]:
        """By key, the files that the notebook fetched and those that it wrote."""
        fetched: dict[str, Origin] = {}
        written: dict[str, Origin] = {}
        for unit, facts in enumerate(self._names.facts):
            for use in facts.uses:
                self._follow(unit, use, fetched, written)
            for escape in self._summaries[unit].parsed.escapes:
                for path in downloads(self._cells[unit].source, escape):
                    cell = self._cells[unit]
                    place = Place(cell.source_pointer, escape.span, "Downloaded here")
                    fetched.setdefault(path, Origin("downloaded", place, cell.index + 1))
        return fetched, written

    def _follow(self, unit: int, use: Use, fetched: dict[str, Origin], written: dict[str, Origin]) -> None:
        func = use.node.func
        last = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        if last in ("write", "write_bytes", "copyfileobj") and use.node.args:
            self._poured(unit, use, last, fetched, written)
            return
        writer = WRITERS.get(last)
        if writer is None and not isinstance(func, ast.Attribute) and last not in self._names.aliases:
            return
        name = self._names.call_name(unit, use)
        if name in FETCHED_TO:
            place = self._argument(unit, use, *FETCHED_TO[name])
            into, kind = fetched, self._at("downloaded", unit, use.node)
        else:
            writer = WRITERS.get(name.rpartition(".")[2])
            if writer is None:
                if name in ("os.system", "os.popen", "subprocess.run", "subprocess.call", "subprocess.check_call"):
                    self._command(unit, use, fetched)
                return
            second = name in SECOND or "keras" in name and name.endswith("save_model")
            position = writer[0] if writer[0] >= 0 else int(second)
            place = self._argument(unit, use, position, *writer[1])
            into, kind = written, self._at("written", unit, use.node)
        if place is not None:
            for key in self._keys(place):
                into.setdefault(key, kind)
                if last.startswith("save") and not key.startswith("\0"):
                    into.setdefault(key + ".npy", kind)
                    into.setdefault(key + ".npz", kind)

    def _command(self, unit: int, use: Use, fetched: dict[str, Origin]) -> None:
        place = self._argument(unit, use, 0, "args")
        text = constant(self._names, place) if place is not None else None
        for path in outputs(text) if isinstance(text, str) else ():
            fetched.setdefault(path, self._at("downloaded", unit, use.node))

    def _poured(self, unit: int, use: Use, last: str, fetched: dict[str, Origin], written: dict[str, Origin]) -> None:
        source = self._argument(unit, use, 0)
        if last == "copyfileobj":
            target = self._argument(unit, use, 1, "fdst")
        else:
            func = use.node.func
            target = Spot(unit, func.value, use.scope, use.order) if isinstance(func, ast.Attribute) else None
        if source is None or target is None:
            return
        origin = self._direct(source)
        if origin.kind in ("downloaded", "written"):
            into = fetched if origin.kind == "downloaded" else written
            for key in self._keys(target):
                into.setdefault(key, origin)

    def _argument(self, unit: int, use: Use, position: int, *keywords: str) -> Spot | None:
        for keyword in use.node.keywords:
            if keyword.arg in keywords:
                return Spot(unit, keyword.value, use.scope, use.order)
        if position < len(use.node.args):
            return Spot(unit, use.node.args[position], use.scope, use.order)
        return None
