"""What those who propose a fix may know of the notebook that the text stands in."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from .ipynb import Cell, Notebook
from .once import once
from .python.code import Code, link, release
from .python.facts import IMPORT
from .segments import Segment

if TYPE_CHECKING:
    from .found import Found

T = TypeVar("T")


class Around(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One scanned notebook: ``found`` is all that was found in it, ``texts`` its texts by pointer.

    ``secret_store`` is where the policy wants secrets to be read from; empty where it says nothing.
    """

    notebook: Notebook
    found: tuple[Found, ...]
    texts: Mapping[str, Segment]
    secret_store: str = ""
    _kept: dict[str, Any] = msgspec.field(default_factory=dict)

    def remember(self, make: Callable[[Around], T]) -> T:
        """``make`` of this notebook, made once."""
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self._kept:
            self._kept[key] = make(self)
        made: T = self._kept[key]
        return made

    @once
    def codes(self) -> dict[str, Code]:
        """The Python cells by the pointer of their source, in order."""
        return {code.cell.source_pointer: code for code in link(self.notebook)}

    def release(self) -> None:
        """Let go of the cells' syntax trees; to be called when no more fixes are proposed."""
        codes = self.__dict__.pop("codes", None)
        if codes:  # they are all linked to one another
            release(next(iter(codes.values())).linked)
        self._kept.clear()

    def meaning(self, cell: Cell, name: str, before: int) -> str | None:
        """What a global name means where offset ``before`` of a cell is reached, if the cells run in order.

        The module, or ``module.name``, that it was imported from; empty for anything else; None if nothing binds it.
        """
        cells, meanings = self._bindings(name)
        earlier = bisect_left(cells, cell.index)
        if earlier < len(cells) and cells[earlier] == cell.index:
            own = meanings[earlier]
            if own == "" or self._imports(cell, name, before):
                return own
        return meanings[earlier - 1] if earlier else None

    def _bindings(self, name: str) -> tuple[list[int], list[str]]:
        """The cells that bind a global name, by their index, and what each of them makes it mean."""
        key = f"bindings of {name}"
        if key not in self._kept:
            found: tuple[list[int], list[str]] = [], []
            for code in self.codes.values():
                bindings = code.summary.facts.scopes[0].names.get(name)
                if bindings:
                    found[0].append(code.cell.index)
                    found[1].append(bindings[-1].target if {one.kind for one in bindings} == {IMPORT} else "")
            self._kept[key] = found
        bound: tuple[list[int], list[str]] = self._kept[key]
        return bound

    def _imports(self, cell: Cell, name: str, before: int) -> bool:
        """Whether the cell itself imports the name, at its top level and above ``before``."""
        key = f"imports of {cell.source_pointer}"
        if key not in self._kept:
            self._kept[key] = _imported(self.codes.get(cell.source_pointer))
        return bool(self._kept[key].get(name, before) < before)


def _imported(code: Code | None) -> dict[str, int]:
    """The names that a cell imports at its top level, and where it does so first."""
    found: dict[str, int] = {}
    if code is None:
        return found
    for statement in code.summary.parsed.tree.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            at = code.summary.lines.ast_offset(statement.lineno, statement.col_offset)
            for alias in statement.names:
                found.setdefault((alias.asname or alias.name).partition(".")[0], at)
    return found
