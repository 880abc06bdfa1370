"""A Python cell as a part of its notebook: what the whole of it tells a rule, which is noted where it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..ipynb import Cell, Notebook
from ..licences import Licences
from .asked import HANDED, PLACE, Asked
from .linked import Linked
from .summary import Summary

if TYPE_CHECKING:
    from .code import Code

T = TypeVar("T")


class Whole:
    """The cell number ``unit`` of those that are linked. ``asked`` is where questions are noted, if they are."""

    def __init__(self, linked: Linked, unit: int) -> None:
        self.linked = linked
        self._unit = unit
        self._summary: Summary = linked.summaries[unit]
        self.asked: Asked | None = None

    @property
    def unit(self) -> int:
        """The number of the cell among the Python cells, from 0: for who looks at other cells."""
        self._look()
        return self._unit

    @property
    def summary(self) -> Summary:
        """What was read off the cell alone."""
        self._look()
        return self._summary

    @property
    def cell(self) -> Cell:
        """The cell as the notebook has it."""
        self._need(PLACE)
        return self.linked.cells[self._unit]

    @property
    def source(self) -> str:
        """The cell's source as it is."""
        self._look()
        return self.linked.cells[self._unit].source

    def _look(self) -> None:
        """Note, where questions are noted, that somebody looks at the cell itself."""
        if self.asked is not None and self.asked.is_new:
            self.asked.anything = True

    def _look_elsewhere(self) -> None:
        self._look()
        if self.asked is not None:
            self.asked.elsewhere = True

    def _need(self, kind: str) -> None:
        self._look()
        if self.asked is not None:
            self.asked.needs.add(kind)

    def _told(self, kind: str, *about: str | int) -> Any:
        """What the notebook as a whole says to a question; see ``Answers``."""
        question = kind, about
        answer = self.linked.answers.to(question)
        if self.asked is not None:
            self.asked.told[question] = answer
        return answer

    @property
    def notebook(self) -> Notebook:
        """The notebook the cell is in."""
        self._look_elsewhere()
        return self.linked.notebook

    @property
    def is_first(self) -> bool:
        """Whether this is the first Python cell: the place for a rule that looks at all of them."""
        if self.asked is not None and self.asked.is_new:
            self.asked.first = True
            self.asked.was_answered |= self._unit == 0
        return self._unit == 0

    @property
    def cells(self) -> tuple[Code, ...]:
        """All Python cells of the notebook, this one included."""
        self._look_elsewhere()
        return self.linked.codes

    def remember(self, make: Callable[[tuple[Code, ...]], T]) -> T:
        """``make`` of all Python cells, made once for the notebook: for a rule that looks at all cells together."""
        self._look_elsewhere()
        return self._made(make)

    def follow(self, make: Callable[[tuple[Code, ...]], T]) -> T:
        """``remember``, for what depends on nothing but names, and on what functions are handed from outside."""
        self._need(HANDED)
        return self._made(make)

    def _made(self, make: Callable[[tuple[Code, ...]], T]) -> T:
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self.linked.kept:
            self.linked.kept[key] = make(self.linked.codes)
        found: T = self.linked.kept[key]
        return found

    @property
    def imports(self) -> frozenset[str]:
        """The modules imported anywhere in the notebook (``sklearn.svm``), and ``module.name`` for names taken."""
        found: frozenset[str] = self._told("imports")
        return found

    @property
    def licences(self) -> Licences | None:
        """What the policy says of licences; None for nothing."""
        found: Licences | None = self._told("licences")
        return found

    def uses_module(self, *modules: str) -> bool:
        """Whether the notebook imports one of the modules, or something inside of it."""
        found: bool = self._told("uses", *modules)
        return found

    def imports_as_itself(self, module: str) -> bool:
        """Whether a cell of the notebook has an import after which the name of a module stands for it."""
        found: bool = self._told("named", module)
        return found

    def version(self, package: str) -> tuple[int, ...] | None:
        """The numbers of the version of a package, or of ``python``, that the notebook runs with: what an install line
        of it pins, else what its kernel has installed. None where neither tells, or a line will change it."""
        found: tuple[int, ...] | None = self._told("version", package)
        return found

    def is_before(self, package: str, *bound: int) -> bool | None:
        """Whether the notebook runs with a version of a package, or of ``python``, that is older than some numbers;
        None where that is not known. ``torch>=2.6`` in an install line tells that it is not older than 2.6."""
        found: bool | None = self._told("before", package, *bound)
        return found
