"""What an edit reaches: the cells that use a name to which statements that came, went or moved give something.

A cell depends on its own source and on the names that it uses. Cells may come, go and move: what counts is the order in
which those stand that stay.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence, Set
from itertools import compress, count, pairwise, repeat
from operator import attrgetter, contains, is_not, not_
from weakref import ref

from ..ipynb import Cell
from ..once import once
from .facts import Facts
from .reader import read
from .summary import Summary

_FEW = 16  # cells that are edited at once: fixes of many are tried together
_FEW_NAMES = 4
_WORD = re.compile(r"[^\W\d]\w*")
_SOURCE = attrgetter("source")
Read = tuple[Cell, Summary]


def unreached(
    old: Sequence[Cell], was: Sequence[Summary], new: Sequence[Cell], now: Sequence[Summary]
) -> tuple[dict[Cell, Cell], Set[str]]:
    """The cells in which everything is as it was in an earlier state, but for what the notebook as a whole tells and
    where they stand; each with the one that it was. None where too much changed to tell. And the names of which one
    may stand for something else: no cell that is as it was uses one.

    ``was`` and ``now`` are the summaries of the cells.
    """
    edited = _edited_in_place(was, now)
    head, tail = _ends(was, now) if edited is None else (len(new), 0)
    same = dict(zip(new[:head], old[:head], strict=True))
    same.update(zip(new[len(new) - tail :], old[len(old) - tail :], strict=True))
    if edited is not None:
        pairs: Sequence[tuple[int | None, int | None]] = [(unit, unit) for unit in edited]
        for unit in edited:
            del same[new[unit]]
    else:
        middle = _paired(was[head : len(was) - tail], now[head : len(now) - tail])
        pairs = [(None if b is None else head + b, None if a is None else head + a) for b, a in middle]
    changed: set[str] = set()
    for before, after in pairs:
        if before is None or after is None:
            names = _all_names(now[after] if after is not None else was[before or 0])
        elif was[before] is now[after]:
            same[new[after]] = old[before]
            continue
        else:
            names = _changed_names((old[before], was[before]), (new[after], now[after]))
        if names is None:
            return {}, changed
        changed |= names
    if new and old and same.get(new[0]) is not old[0]:  # some rules look at the first cell alone
        same = {cell: earlier for cell, earlier in same.items() if cell is not new[0] and earlier is not old[0]}
    using, reached = _using(new, now, changed)
    for cell in using:
        same.pop(cell, None)
    return same, reached


def _edited_in_place(old: Sequence[Summary], new: Sequence[Summary]) -> list[int] | None:
    """The numbers of the few cells that are not what they were, where all others are and stand where they stood."""
    if len(old) != len(new):
        return None
    edited = list(compress(count(), map(is_not, old, new)))
    if len(edited) > _FEW or not {id(old[k]) for k in edited}.isdisjoint([id(new[k]) for k in edited]):
        return None
    return edited


def _ends(old: Sequence[Summary], new: Sequence[Summary]) -> tuple[int, int]:
    """How many of the first ones are the same, and how many of the others at the end."""
    least = min(len(old), len(new))
    head = next((k for k in range(least) if old[k] is not new[k]), least)
    tail = next((k for k in range(least - head) if old[-1 - k] is not new[-1 - k]), least - head)
    return head, tail


def _paired(old: Sequence[Summary], new: Sequence[Summary]) -> list[tuple[int | None, int | None]]:
    """The numbers of the cells of two states: those that are the same in the same order, those that stand between the
    same ones and may be edits of each other, and the others."""
    places = {id(summary): number for number, summary in enumerate(old)}
    kept = [(places[id(summary)], number) for number, summary in enumerate(new) if id(summary) in places]
    pairs: list[tuple[int | None, int | None]] = []
    at, to = 0, 0
    for before, now in (*_rising(kept), (len(old), len(new))):
        gone, come = range(at, before), range(to, now)
        if len(gone) == len(come):
            pairs += zip(gone, come, strict=True)
        else:
            pairs += [(number, None) for number in gone] + [(None, number) for number in come]
        if before < len(old):
            pairs.append((before, now))
        at, to = before + 1, now + 1
    return pairs


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of some pairs, of which the second numbers rise, whose first ones rise as well."""
    ends: list[int] = []  # the least first number in which a row of each length ends, and the pair there
    last: list[int] = []
    before: list[int] = []
    for number, (first, _) in enumerate(pairs):
        length = bisect_left(ends, first)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [first]
        last[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _all_names(summary: Summary) -> set[str] | None:
    """The names to which a cell gives something; None for what cannot be told."""
    return _defined(summary.facts) if not summary.facts.stars else None


def _changed_names(old: Read, new: Read) -> set[str] | None:
    """The names to which an edit of a cell may give something else than before; None where too much changed to tell."""
    names = _difference_since(old[1], new[1])
    if names is not None and _escapes(*old) != _escapes(*new):
        names = names.union(old[1].facts.scopes[0].names, new[1].facts.scopes[0].names)
    return names


def _using(cells: Sequence[Cell], summaries: Sequence[Summary], changed: set[str]) -> tuple[set[Cell], set[str]]:
    """The cells that use a changed name, or a name that a statement gives something to that uses one; all those
    names."""
    found: set[Cell] = set()
    known: set[str] = set()
    while changed:
        known |= changed
        given: set[str] = set()
        for number in _having(cells, changed):
            cell = cells[number]
            found.add(cell)
            given.update(*[s.gives for s in _pieces(cell, summaries[number]) if not s.words.isdisjoint(changed)])
        changed = given - known
    return found, known


def _having(cells: Sequence[Cell], names: set[str]) -> list[int]:
    """The numbers of the cells that have one of some words. Mostly it is one name, and few cells hold its letters."""
    if len(names) > _FEW_NAMES:
        texts = [cell.by_source.get("words") or words(cell) for cell in cells]
        return [*compress(count(), map(not_, map(names.isdisjoint, texts)))]
    sources = [*map(_SOURCE, cells)]
    numbers = {number for name in names for number in compress(count(), map(contains, sources, repeat(name)))}
    return [number for number in numbers if not names.isdisjoint(words(cells[number]))]


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
    found: list[_Piece] | None = cell.by_source.get("pieces")
    if found is None:
        made = [_Piece(statement, text) for text, statement in _statements(summary, cell.source)]
        found = cell.by_source["pieces"] = made
    return found


def words(cell: Cell) -> frozenset[str]:
    """The words of a cell that can be names; kept with the cell."""
    found: frozenset[str] | None = cell.by_source.get("words")
    if found is None:
        found = cell.by_source["words"] = frozenset(_WORD.findall(cell.source))
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
    was, is_now = old.remember(_masked), new.remember(_masked)
    counted, counted_now = Counter(text for text, _ in was), Counter(text for text, _ in is_now)
    moved = {text for text in {*counted, *counted_now} if counted[text] != counted_now[text]}
    if [text for text, _ in was if text not in moved] != [text for text, _ in is_now if text not in moved]:
        return None
    names = _given([statement for text, statement in (*was, *is_now) if text in moved])
    left = [one for one in is_now if one[0] not in moved]
    while touched := [one for one in left if _has(one[0], names)]:  # these change with them
        left = [one for one in left if one not in touched]
        names |= _given([statement for _, statement in touched])
    return names


def _has(text: str, names: set[str]) -> bool:
    """Whether one of some names is a word of a text."""
    if len(names) <= _FEW_NAMES and not any(name in text for name in names):
        return False
    return not names.isdisjoint(_WORD.findall(text))


def _masked(summary: Summary) -> list[tuple[str, ast.stmt]]:
    """The statements of a cell in order, each with its text as it was parsed."""
    return _statements(summary, summary.parsed.text)


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
