"""What a notebook does with files: read off its calls and shell lines, in order, and followed to where they end up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..ipynb import Cell
from ..regex import regex
from ..text import Span
from . import fetches, shellmoves
from .callmoves import LASTS, CallMoves, Move, argument
from .escapes import Escape
from .facts import Use
from .files import Files, Origin
from .link import Names, Spot
from .magics import parse_expression
from .paths import Folders, is_relative, path_of, tidy
from .seen import Seen, settle
from .summary import Summary

if TYPE_CHECKING:
    from .origin import Trail

_LAST = 1 << 60  # behind every event of a cell
_ROUNDS = 6
_SHELL_MAGICS = ("bash", "sh", "sx", "system", "script", "!", "zsh", "shell")
_TIMERS = ("time", "timeit", "capture", "prun")
_INSERTED = regex(r"\{([^{}\s][^{}\r\n]{0,120})\}|\$([A-Za-z_]\w{0,60})")


class Moves:
    """The moves of one notebook."""

    def __init__(self, trail: Trail, names: Names, cells: Sequence[Cell], summaries: Sequence[Summary]) -> None:
        self._trail = trail
        self._names = names
        self._cells = cells
        self._summaries = summaries
        self._folders = trail.folders
        self._functions = LASTS | names.aliases
        self._calls = CallMoves(trail, names)

    def fill(self, files: Files) -> None:
        """Put the files to where the moves bring them."""
        waiting = [move for moves in self._of_cells() for move in moves]
        for _ in range(_ROUNDS):
            left = [move for move in waiting if not self._put(move, files)]
            if len(left) == len(waiting):
                break
            waiting = left

    def _of_cells(self) -> list[list[Move]]:
        """The moves of all cells. Those of an earlier state count where nobody changes folders; what follows from calls
        of functions is found anew each time."""
        kept = self._trail.kept
        known = {unit: kept[cell] for unit, cell in enumerate(self._cells) if cell in kept}
        known = {unit: moves for unit, moves in known.items() if all(move.unit == unit for move in moves)}
        while True:
            found: list[list[Move]] = []
            own: dict[Cell, list[Move]] = {}
            for unit, cell in enumerate(self._cells):
                if unit in known:
                    moves, depends_on_calls = known[unit], False
                else:
                    moves, depends_on_calls = self._trail.watched(partial(self._moves, unit))
                found.append(moves)
                if not depends_on_calls and all(_is_inside(move) for move in moves):
                    own[cell] = moves
            if self._folders.is_like(Folders()):
                self._trail.kept = own
                return found
            self._trail.kept = {}
            if not known:
                return found
            known = {}
            self._folders.clear()

    def _put(self, move: Move, files: Files) -> bool:
        """Whether the origin of what is moved is known; the targets have it then."""
        step = self._trail.step(move.verb, move.unit, move.span)
        if move.source is None:
            kind = move.verb
            assert kind in ("downloaded", "written", "uploaded")
            origin = Origin(kind, (step,), move.is_checked)
        else:
            source = files.find(move.source) if isinstance(move.source, str) else self._trail.judged(move.source)
            if source.kind == "unknown":
                return False
            here = bool(source.steps) and source.steps[-1].cell == step.cell
            origin = source if move.verb in ("saved", "copied") and here else source.then(step)
        for target in move.targets:
            files.put(target, origin)
        return True

    def _moves(self, unit: int) -> list[Move]:
        return list(self._of_cell(unit))

    def _of_cell(self, unit: int) -> Iterator[Move]:
        """The moves of a cell in the order in which they stand."""
        found: list[tuple[int, list[Move]]] = []
        uses = self._names.facts[unit].called(LASTS, self._functions)
        uses = [use for use in uses if self._is_of_interest(unit, use)]
        escapes = [escape for escape in self._summaries[unit].parsed.escapes if escape.kind != "help"]
        items: list[tuple[int, Use | Escape]] = [(self._trail.span(unit, use.node).end, use) for use in uses]
        items += [(escape.span.start, escape) for escape in escapes]
        items.sort(key=lambda item: item[0])
        for offset, item in items:
            moves = self._of_use(unit, item, offset) if isinstance(item, Use) else self._of_escape(unit, item)
            found.append((offset, list(moves)))
        yield from (move for _, moves in found for move in moves)

    def _is_of_interest(self, unit: int, use: Use) -> bool:
        is_method = isinstance(use.node.func, ast.Attribute)
        return is_method or self._names.call_name(unit, use).rpartition(".")[2] in LASTS

    # calls

    def _of_use(self, unit: int, use: Use, offset: int) -> Iterator[Move]:
        name = self._names.call_name(unit, use)
        call = Seen(Spot(unit, use.node, use.scope, use.order))
        if name == "os.chdir":
            target = argument(call, 0, "path")
            if target is not None:
                self._folders.enter(unit, offset, path_of(self._names, target))
            return
        if name in fetches.RUNS:
            for view in self._calls.callers_of(call):
                yield from self._of_command(unit, use, view)
            return
        yield from self._calls.of(unit, use, offset)

    def _of_command(self, unit: int, use: Use, view: Seen) -> Iterator[Move]:
        """A command that Python starts: one text, or a list of words."""
        given = argument(view, 0, "args", "command", "cmd")
        if given is None:
            return
        span = self._trail.span(unit, use.node)
        at = settle(self._names, given)
        if isinstance(at.node, ast.Call) and isinstance(at.node.func, ast.Attribute) and at.node.func.attr == "split":
            at = settle(self._names, at.inner(at.node.func.value))
        if isinstance(at.node, (ast.List, ast.Tuple)):
            found = shellmoves.of_words([path_of(self._names, at.inner(word), raw=True) for word in at.node.elts])
        else:
            found = shellmoves.steps(path_of(self._names, at, raw=True))
        yield from self._of_steps(unit, span, found)

    # shell lines

    def _of_escape(self, unit: int, escape: Escape) -> Iterator[Move]:
        source = self._cells[unit].source
        text = source[slice(*escape.body)]
        if escape.kind == "line" and escape.name in ("cd", "chdir", "pushd"):
            path = self._filled(unit, text).strip().strip("\"'")
            self._folders.enter(unit, escape.span.end, path)
            return
        if escape.kind == "cell" and escape.name in ("writefile", "file"):
            name = source[slice(*escape.header)].replace("-a ", "").strip().strip("\"'")
            yield Move("written", unit, escape.span, (self._folders.at(unit, escape.span.start, tidy(name)),))
            return
        if escape.kind == "line" and escape.name in _TIMERS and text.lstrip().startswith("!"):
            text = text.lstrip()[1:]
        elif escape.kind != "shell" and escape.name not in _SHELL_MAGICS:
            if escape.kind != "line" or escape.name not in ("cp", "mv"):
                return
            text = f"{escape.name} {text}"
        if escape.kind != "cell":
            text = self._filled(unit, text)
        yield from self._of_steps(unit, escape.span, shellmoves.steps(text))

    def _filled(self, unit: int, text: str) -> str:
        """A shell line with what IPython would put into it, as far as that is known."""

        def value(match: re.Match[str]) -> str:
            node = parse_expression((match.group(1) or match.group(2)).strip())
            if node is None:
                return match.group()
            spot = Spot(unit, node, 0, _LAST)
            if match.group(2) and self._names.lookup(spot, match.group(2)) is None:  # a variable of the shell
                return match.group()
            return path_of(self._names, Seen(spot), raw=True)

        return _INSERTED.sub(value, text) if "{" in text or "$" in text else text

    def _of_steps(self, unit: int, span: Span, found: Iterator[shellmoves.Step]) -> Iterator[Move]:
        folder = ""
        for step in found:
            if step.kind == "cd":
                folder = tidy(f"{folder}/{step.target}") if folder and is_relative(step.target) else tidy(step.target)
                continue

            def place(path: str, inside: str = folder) -> str:
                joined = f"{inside}/{path}" if inside and is_relative(path) else path
                return self._folders.at(unit, span.start, tidy(joined))

            target = place(step.target)
            if step.kind == "fetch":
                yield Move("downloaded", unit, span, (target,))
            else:
                yield Move("unpacked" if step.kind == "unpack" else "copied", unit, span, (target,), place(step.source))


def _is_inside(move: Move) -> bool:
    """Whether a move is told by its cell alone, but for what names stand for."""
    source = move.source
    return not isinstance(source, Seen) or (source.spot.unit == move.unit and not source.given)
