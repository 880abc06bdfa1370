"""What those who propose a fix may know of the notebook that the text stands in."""

from __future__ import annotations

import ast
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
        own = self._bindings(cell, name)
        if own == "" or (own and self._imports(cell, name, before)):
            return own
        earlier = (self._bindings(one, name) for one in reversed(self.notebook.cells[: cell.index]))
        return next((meaning for meaning in earlier if meaning is not None), None)

    def _bindings(self, cell: Cell, name: str) -> str | None:
        code = self.codes.get(cell.source_pointer)
        bindings = code.summary.facts.scopes[0].names.get(name) if code is not None else None
        if not bindings:
            return None
        kinds = {binding.kind for binding in bindings}
        return bindings[-1].target if kinds == {IMPORT} else ""

    def _imports(self, cell: Cell, name: str, before: int) -> bool:
        """Whether the cell itself imports the name, at its top level and above ``before``."""
        code = self.codes.get(cell.source_pointer)
        if code is None:
            return False
        lines = code.summary.lines
        for statement in code.summary.parsed.tree.body:
            if lines.ast_offset(statement.lineno, statement.col_offset) >= before:
                return False
            if isinstance(statement, (ast.Import, ast.ImportFrom)) and any(
                (alias.asname or alias.name).partition(".")[0] == name for alias in statement.names
            ):
                return True
        return False
