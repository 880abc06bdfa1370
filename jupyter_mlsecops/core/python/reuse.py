"""What was found in a cell holds still where nothing changed that the cell depends on.

A cell depends on its own source and on the names that it uses. After an edit the statements that came and went are
compared: cells that use a name to which one of them gives something are looked at anew, and so are those that use what
these cells define. Rules that look further than that are asked again everywhere.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from weakref import ref

import msgspec

from ..ipynb import Cell
from ..once import once
from ..rule import Match, Rule
from .asked import Told
from .facts import Facts
from .far import untouched
from .linked import Linked
from .origin import Moved
from .reader import read
from .summary import Summary
from .tables import Tables
from .ways import Ways

_WORD = re.compile(r"[^\W\d]\w*")


class Known(msgspec.Struct):
    """What rules found in one cell. ``again`` are those that looked beyond it and its names: they are asked again.
    ``needs`` is what others looked at besides (see ``far``): they are asked again where that is not as it was."""

    matches: list[tuple[Rule, Match]] = msgspec.field(default_factory=list)
    again: set[Rule] = msgspec.field(default_factory=set)
    needs: dict[Rule, Set[str]] = msgspec.field(default_factory=dict)

    def asked_again(self, stays: Set[str]) -> Set[Rule]:
        """The rules that are to be asked again where this stays as it was."""
        return self.again.union(rule for rule, needs in self.needs.items() if not needs <= stays)


class State(msgspec.Struct, frozen=True):
    """What is known of the code of a notebook: its Python cells, the rules that were asked, and what each cell had.

    ``told`` is what the notebook said to rules that asked about the whole of it, ``lasts`` are the last parts of the
    names of what is called in cells, ``moved`` is what the notebook does with files, as far as somebody asked.
    """

    cells: tuple[Cell, ...] = ()
    summaries: tuple[Summary, ...] = ()
    ways: Ways | None = None
    told: Mapping[Rule, Told] = msgspec.field(default_factory=dict)
    known: dict[Cell, Known] = msgspec.field(default_factory=dict)
    lasts: Mapping[Cell, frozenset[str]] = msgspec.field(default_factory=dict)
    moved: Moved | None = None
    tables: Tables | None = None

    @property
    def rules(self) -> Set[Rule]:
        """The rules that were asked."""
        return self.ways.order.keys() if self.ways is not None else set()

    def still(self, cells: Sequence[Cell], summaries: Sequence[Summary]) -> set[Cell]:
        """The cells in which everything is as it was, but for what the notebook as a whole tells; no cell where too
        much changed to tell."""
        if len(cells) != len(self.cells):
            return set()
        changed: set[str] = set()
        touched: set[Cell] = set()
        for before, now, old, new in zip(self.cells, cells, self.summaries, summaries, strict=True):
            if before is now:
                continue
            names = _difference_since(old, new)
            if names is None:
                return set()
            touched.add(now)
            changed |= names
            if _escapes(before, old) != _escapes(now, new):
                changed.update(old.facts.scopes[0].names, new.facts.scopes[0].names)
        return set(cells) - touched - _reached(list(zip(cells, summaries, strict=True)), changed)

    def stays(self, still: Set[Cell], linked: Linked) -> Set[str]:
        """What of the whole is as it was; ``still`` are the cells in which everything is."""
        if self.tables is None:
            return frozenset()
        states = (self.cells, self.summaries), (linked.cells, linked.summaries)
        changed = [s for cells, every in states for cell, s in zip(cells, every, strict=True) if cell not in still]
        return untouched(changed, (self.tables, linked.tables))


def _reached(cells: Sequence[tuple[Cell, Summary]], changed: set[str]) -> set[Cell]:
    """The cells that use a changed name, or a name that a statement gives something to that uses one."""
    found: set[Cell] = set()
    known: set[str] = set()
    while changed:
        known |= changed
        given: set[str] = set()
        for cell, summary in cells:
            if not words(cell).isdisjoint(changed):
                found.add(cell)
                given.update(*(s.gives for s in _pieces(cell, summary) if not s.words.isdisjoint(changed)))
        changed = given - known
    return found


class _Piece:
    """A statement of a cell: the words in it, and the names that it gives something to."""

    def __init__(self, statement: ast.stmt, text: str) -> None:
        self._statement = statement
        self.words = frozenset(_WORD.findall(text))

    @once
    def gives(self) -> set[str]:
        return _given([self._statement])


def _pieces(cell: Cell, summary: Summary) -> list[_Piece]:
    """The statements of a cell, kept with the cell. Their words are those of the source, shell lines included."""
    found: list[_Piece] | None = cell.__dict__.get("pieces")
    if found is None:
        made = [_Piece(statement, text) for text, statement in _statements(summary, cell.source)]
        found = cell.__dict__["pieces"] = made
    return found


def words(cell: Cell) -> frozenset[str]:
    """The words of a cell that can be names; kept with the cell."""
    found: frozenset[str] | None = cell.__dict__.get("words")
    if found is None:
        found = cell.__dict__["words"] = frozenset(_WORD.findall(cell.source))
    return found


def _difference_since(old: Summary, new: Summary) -> set[str] | None:
    """``_difference``, kept with the later of the two: an edit is looked at once for the notebook and for each fix."""
    known: tuple[ref[Summary], set[str] | None] | None = new.__dict__.get("since")
    if known is None or known[0]() is not old:
        known = new.__dict__["since"] = ref(old), _difference(old, new)  # each would hold all earlier ones
    return known[1]


def _difference(old: Summary, new: Summary) -> set[str] | None:
    """The names to which statements that came or went give something; None where more changed than statements."""
    if old.facts.stars != new.facts.stars or old.parsed.lost or new.parsed.lost:
        return None
    was, is_now = _statements(old, old.parsed.text), _statements(new, new.parsed.text)
    counted, counted_now = Counter(text for text, _ in was), Counter(text for text, _ in is_now)
    moved = {text for text in {*counted, *counted_now} if counted[text] != counted_now[text]}
    if [text for text, _ in was if text not in moved] != [text for text, _ in is_now if text not in moved]:
        return None
    names = _given([statement for text, statement in (*was, *is_now) if text in moved])
    left = [one for one in is_now if one[0] not in moved]
    while touched := [one for one in left if not names.isdisjoint(_WORD.findall(one[0]))]:  # these change with them
        left = [one for one in left if one not in touched]
        names |= _given([statement for _, statement in touched])
    return names


def _given(statements: list[ast.stmt]) -> set[str]:
    return _defined(read(ast.Module(statements, [])))


def _escapes(cell: Cell, summary: Summary) -> list[str]:
    return [cell.source[slice(*escape.span)] for escape in summary.parsed.escapes]


def _statements(summary: Summary, text: str) -> list[tuple[str, ast.stmt]]:
    """The statements of a cell in order, each with its text in the cell's source or masked, decorators included."""
    body, lines = summary.parsed.tree.body, summary.lines
    starts = [
        min(lines.ast_offset(node.lineno, node.col_offset) for node in (s, *getattr(s, "decorator_list", ())))
        for s in body
    ]
    texts = [text[start:end].strip() for start, end in pairwise([*starts, len(text)])]
    return list(zip(texts, body, strict=True))


def _defined(facts: Facts) -> set[str]:
    """The names, attributes and mappings that a cell gives something to."""
    found = {*facts.scopes[0].names, *facts.changes}
    for scope in facts.scopes:
        found.update(scope.shared)
        found.update(scope.names if scope.is_class else ())
    for put in facts.puts:
        node: ast.expr = put.node
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            found.update((node.attr,) if isinstance(node, ast.Attribute) else ())
            node = node.value
        found.update((node.id,) if isinstance(node, ast.Name) else ())
    return found
