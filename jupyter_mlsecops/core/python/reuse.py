"""What was found in a cell holds still where nothing changed that the cell depends on.

A cell depends on its own source and on the names that it uses. After an edit the statements that came and went are
compared: cells that use one of their names are looked at anew, and so are those that use what these cells define.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..environment import Environment
from ..ipynb import Cell
from ..rule import Match, Rule
from .facts import Facts
from .summary import Summary

_WORD = re.compile(r"[^\W\d]\w*")
_MEANINGLESS = frozenset((*dir(builtins), *keyword.kwlist, *keyword.softkwlist))


@dataclass
class Known:
    """What rules found in one cell. ``again`` are those that looked beyond it and its names: they are asked again."""

    matches: list[tuple[Rule, Match]] = field(default_factory=list)
    again: set[Rule] = field(default_factory=set)


@dataclass(frozen=True)
class State:
    """What is known of the code of a notebook: its Python cells, the rules that were asked, and what each cell had.

    ``asking`` are the rules that asked somewhere what the notebook imports.
    """

    cells: tuple[Cell, ...] = ()
    summaries: tuple[Summary, ...] = ()
    environment: Environment | None = None
    rules: frozenset[Rule] = frozenset()
    asking: frozenset[Rule] = frozenset()
    known: dict[Cell, Known] = field(default_factory=dict)

    def imports_as(self, summaries: Sequence[Summary]) -> bool:
        """Whether other cells import the same modules."""
        return _imported(self.summaries) == _imported(summaries)

    def still(self, cells: Sequence[Cell], summaries: Sequence[Summary], environment: Environment | None) -> set[Cell]:
        """The cells in which everything is as it was, but for what imports tell; none where too much changed."""
        if environment is not self.environment or len(cells) != len(self.cells):
            return set()
        changed: set[str] = set()
        same = []
        for before, now, old, new in zip(self.cells, cells, self.summaries, summaries, strict=True):
            if before is now:
                same.append((now, new))
                continue
            names = _difference(before, old, now, new)
            if names is None:
                return set()
            changed |= names
        return _untouched(same, changed)


def _untouched(same: Sequence[tuple[Cell, Summary]], changed: set[str]) -> set[Cell]:
    """The cells that use no changed name, nor anything that a cell with one defines."""
    left = list(same)
    while changed:
        touched = [(cell, summary) for cell, summary in left if not words(cell).isdisjoint(changed)]
        if not touched:
            break
        left = [pair for pair in left if pair not in touched]
        changed = set().union(*(_defined(summary.facts) for _, summary in touched))
    return {cell for cell, _ in left}


def words(cell: Cell) -> frozenset[str]:
    """The words of a cell that can be names; kept with the cell."""
    found: frozenset[str] | None = cell.__dict__.get("words")
    if found is None:
        found = cell.__dict__["words"] = frozenset(_WORD.findall(cell.source))
    return found


def _difference(before: Cell, old: Summary, now: Cell, new: Summary) -> set[str] | None:
    """The names in the statements that came or went; None where more changed than statements."""
    if old.facts.stars != new.facts.stars:
        return None
    if _escapes(before, old) != _escapes(now, new) or old.parsed.lost or new.parsed.lost:
        return None
    was, is_now = _statements(old), _statements(new)
    gone, came = Counter(was) - Counter(is_now), Counter(is_now) - Counter(was)
    if [text for text in was if text not in gone] != [text for text in is_now if text not in came]:
        return None
    names = _names((*gone, *came))
    left = [_names((text,)) for text in was if text not in gone]
    while touched := [each for each in left if not each.isdisjoint(names)]:  # what they make changes with them
        left = [each for each in left if each not in touched]
        names.update(*touched)
    return names


def _names(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in _WORD.findall(text)} - _MEANINGLESS


def _imported(summaries: Sequence[Summary]) -> set[str]:
    return set().union(*(summary.facts.modules for summary in summaries))


def _escapes(cell: Cell, summary: Summary) -> list[str]:
    return [cell.source[slice(*escape.span)] for escape in summary.parsed.escapes]


def _statements(summary: Summary) -> list[str]:
    """The texts of the statements of a cell, decorators included."""
    body, text, lines = summary.parsed.tree.body, summary.parsed.text, summary.lines
    starts = [
        min(lines.ast_offset(node.lineno, node.col_offset) for node in (s, *getattr(s, "decorator_list", ())))
        for s in body
    ]
    return [text[a:b].strip() for a, b in pairwise([*starts, len(text)])]


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
