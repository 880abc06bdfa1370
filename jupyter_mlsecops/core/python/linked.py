"""What the cells of one notebook share: names, imports, the trail of files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..ipynb import Notebook
from .facts import imports_of
from .link import Names
from .magics import quiet
from .origin import Trail
from .summary import summarise

if TYPE_CHECKING:
    from .code import Code


class Linked:
    """What the cells of one notebook share."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.cells = [c for c in notebook.cells if c.kind == "code" and c.language == "python"]
        with quiet():
            self.summaries = [summarise(cell) for cell in self.cells]
        self.codes: list[Code] = []
        self.kept: dict[str, Any] = {}
        self._used: dict[tuple[str, ...], bool] = {}

    def uses(self, modules: tuple[str, ...]) -> bool:
        """Whether one of some modules, or something inside of it, is imported."""
        found = self._used.get(modules)
        if found is None:
            roots = tuple(module + "." for module in modules)
            found = any(name in modules or name.startswith(roots) for name in self.imports)
            self._used[modules] = found
        return found

    @cached_property
    def names(self) -> Names:
        return Names(self.summaries)

    @cached_property
    def imports(self) -> frozenset[str]:
        return imports_of(self.names.facts)

    @cached_property
    def trail(self) -> Trail:
        return Trail(self.names, self.cells, self.summaries)
