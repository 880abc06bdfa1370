"""What the cells of one notebook share: names, imports, the trail of files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..ipynb import Notebook
from ..once import once
from . import pins
from .asked import Question
from .facts import IMPORT, imports_of
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
        self._answers: dict[Question, Any] = {}

    def answer(self, question: Question) -> Any:
        """What the notebook as a whole says to a question: ``uses`` with modules, ``imports``, ``named`` with one
        that is imported under its own name, ``version`` with a package, ``before`` with a package and the numbers of
        a version."""
        if question not in self._answers:
            kind, about = question
            self._answers[question] = _ANSWERS[kind](self, *about)
        return self._answers[question]

    def uses(self, *modules: str) -> bool:
        """Whether one of some modules, or something inside of it, is imported."""
        return not self._imported.isdisjoint(modules)

    @once
    def _imported(self) -> frozenset[str]:
        """What is imported, and the modules around it."""
        return frozenset[str]().union(*(facts.around for facts in self.names.facts))

    def is_named(self, module: str) -> bool:
        """Whether a cell has an import after which the name of a module stands for it."""
        places = (facts.scopes[0].names.get(module, ()) for facts in self.names.facts)
        return any(b.kind is IMPORT and b.target == module for bindings in places for b in bindings)

    def version(self, package: str) -> tuple[int, ...] | None:
        """See ``Code.version``."""
        return pins.current(self.trail.allowed(package), self._installed(package))

    def is_before(self, package: str, *bound: int) -> bool | None:
        """See ``Code.is_before``."""
        return pins.is_before(self.trail.allowed(package), self._installed(package), bound)

    def _installed(self, package: str) -> tuple[int, ...] | None:
        known = self.notebook.environment
        return known.version(package) if known is not None else None

    @once
    def names(self) -> Names:
        return Names(self.summaries)

    @once
    def imports(self) -> frozenset[str]:
        return imports_of(self.names.facts)

    @once
    def trail(self) -> Trail:
        return Trail(self.names, self.cells, self.summaries)


_ANSWERS: dict[str, Callable[..., Any]] = {
    "uses": Linked.uses,
    "imports": lambda linked: linked.imports,
    "named": Linked.is_named,
    "version": Linked.version,
    "before": Linked.is_before,
}
