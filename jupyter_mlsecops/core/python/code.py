"""A Python cell, understood: what rules ask about calls, stores and strings.

``link`` makes one ``Code`` of each Python cell; names mean the same in all of them, as in the kernel. Nothing is
executed and nothing is imported.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ..ipynb import Cell, Notebook
from ..text import Span
from . import pins
from .aliases import standing_for
from .asked import Asked
from .call import Call, Store
from .called import Called
from .callfix import node_span
from .escapes import Escape
from .folding import NOT_CONSTANT
from .link import Names, Spot
from .linked import Linked
from .origin import Origin
from .strings import Text
from .summary import Summary
from .value import Value
from .wanted import wanted

__all__ = ["NOT_CONSTANT", "Call", "Code", "Origin", "Shown", "Store", "Text", "Value", "link"]

T = TypeVar("T")

_LAST = 1 << 60  # behind every event of a cell


def link(notebook: Notebook) -> list[Code]:
    """The Python code cells of a notebook in order, linked with each other. A cell seen before is not read again."""
    linked = Linked(notebook)
    linked.codes = [Code(linked, unit) for unit in range(len(linked.cells))]
    return list(linked.codes)


def release(codes: Iterable[Code]) -> None:
    """Let go of what linked cells hold of each other; they cannot be used any more.

    Calls and cells point at each other, and syntax trees hang on them: without this they wait for the collector.
    """
    for code in codes:
        if "_called" in vars(code):
            vars(code._called).clear()
        vars(code._linked).clear()
        vars(code).clear()


@dataclass(frozen=True)
class Shown:
    """A statement that is nothing but an expression: where it is the last of a cell, the notebook shows its value."""

    span: Span
    name: str
    is_last: bool


class Code:
    """One Python code cell, linked with the other cells of its notebook. All spans count in the cell's source."""

    def __init__(self, linked: Linked, unit: int) -> None:
        self._linked = linked
        self._unit = unit
        self._summary: Summary = linked.summaries[unit]
        self.asked: Asked | None = None

    @property
    def unit(self) -> int:
        """The number of the cell among the Python cells, from 0."""
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
        self._look()
        return self._linked.cells[self._unit]

    def _look(self) -> None:
        """Note, where questions are noted, that somebody looks at the cell itself."""
        if self.asked is not None:
            self.asked.anything = True

    def _look_elsewhere(self) -> None:
        if self.asked is not None:
            self.asked.anything = self.asked.elsewhere = True

    def _ask_notebook(self) -> None:
        if self.asked is not None:
            self.asked.of_notebook = True

    @property
    def text(self) -> str:
        """The cell's source with its escapes blanked: as long as the source, with the same line ends."""
        return self.summary.parsed.text

    @property
    def escapes(self) -> tuple[Escape, ...]:
        """The IPython escapes of the cell."""
        found = self._summary.parsed.escapes
        if self.asked is not None:
            self.asked.escapes = True
            self.asked.was_answered |= bool(found)
        return found

    @property
    def lost(self) -> tuple[int, ...]:
        """Numbers, from 1, of the lines with code that could not be parsed: no rule has seen them."""
        return self.summary.parsed.lost

    @property
    def lost_reason(self) -> str:
        """Why lines were lost; empty if none were."""
        return self.summary.parsed.reason

    @property
    def notebook(self) -> Notebook:
        """The notebook the cell is in."""
        self._look_elsewhere()
        return self._linked.notebook

    @property
    def is_first(self) -> bool:
        """Whether this is the first Python cell: the place for a rule that looks at all of them."""
        if self.asked is not None:
            self.asked.first = True
            self.asked.was_answered |= self._unit == 0
        return self._unit == 0

    @property
    def cells(self) -> tuple[Code, ...]:
        """All Python cells of the notebook, this one included."""
        self._look_elsewhere()
        return tuple(self._linked.codes)

    def remember(self, make: Callable[[tuple[Code, ...]], T]) -> T:
        """``make`` of all Python cells, made once for the notebook: for a rule that looks at all cells together."""
        self._look_elsewhere()
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self._linked.kept:
            self._linked.kept[key] = make(tuple(self._linked.codes))
        found: T = self._linked.kept[key]
        return found

    @property
    def imports(self) -> frozenset[str]:
        """The modules imported anywhere in the notebook (``sklearn.svm``), and ``module.name`` for names taken."""
        self._ask_notebook()
        return self._linked.imports

    @property
    def names(self) -> Names:
        """What the names of the notebook stand for."""
        self._look()
        return self._linked.names

    def uses_module(self, *modules: str) -> bool:
        """Whether the notebook imports one of the modules, or something inside of it."""
        self._ask_notebook()
        return self._linked.uses(modules)

    def calls(self, *names: str) -> Iterator[Call]:
        """The calls of functions by qualified name (``pickle.load``), in order.

        ``*`` stands for any stretch of a name, calls included: ``transformers.*.from_pretrained``, ``*.launch``.
        """
        asked_for, called = wanted(names), self._called
        is_here = not asked_for.lasts or called.has(asked_for.lasts)
        if self.asked is not None:
            self.asked.lasts |= asked_for.lasts
            self.asked.was_answered |= is_here
        if not is_here:
            return
        candidates = called.ending_in(asked_for.lasts or called.lasts())
        found = [call for call in candidates if asked_for.matches(call.name, call.is_reference)]
        if len(found) > 1:
            found.sort(key=lambda call: call.order)
        before: Call | None = None
        for call in found:
            if before is None or not call.is_same(before):  # one call may mean several of the functions
                yield call
            before = call

    def keyword(self, *names: str) -> Iterator[Call]:
        """The calls, whatever but ``dict`` is called, that pass one of the keywords; ``**known_dict`` counts."""
        found: dict[int, Call] = {}
        for name in names:
            for call in self._called.passing(name):
                found.setdefault(call.order, call)
        if self.asked is not None:
            self.asked.keywords.update(names)
            self.asked.was_answered |= bool(found)
        yield from (found[order] for order in sorted(found))

    def stores(self, *names: str) -> Iterator[Store]:
        """The stores to attributes and elements by qualified name, with ``*`` as in ``calls``; ``os.environ[]``."""
        asked_for = wanted(names)
        puts = [put for put in self._summary.facts.puts if put.last in asked_for.lasts]
        if self.asked is not None:
            self.asked.stores |= asked_for.lasts
            self.asked.was_answered |= bool(puts)
        for put in puts:
            name = self._linked.names.qualified(Spot(self._unit, put.node, put.scope, put.order))
            if asked_for.matches(name):
                yield Store(self, put, name)

    def shown(self) -> Iterator[Shown]:
        """The statements that are nothing but a name, attribute or element."""
        if self.asked is not None:
            self.asked.shown = True
            self.asked.was_answered |= bool(self._summary.facts.bare)
        for statement in self._summary.facts.bare:
            name = self.names.qualified(Spot(self.unit, statement.value, 0, _LAST))
            span = node_span(statement, self.summary.lines)
            is_last = statement is self.summary.parsed.tree.body[-1] and self.text[span.end :].lstrip()[:1] != ";"
            yield Shown(span, name, is_last)

    @property
    def last(self) -> Value | None:
        """The expression that ends the cell, whose value the notebook shows; None where a statement or ``;`` does."""
        body = self.summary.parsed.tree.body
        statement = body[-1] if body else None
        if not isinstance(statement, ast.Expr):
            return None
        behind = self.text[node_span(statement, self.summary.lines).end :].lstrip()
        return None if behind.startswith(";") else Value(self, Spot(self.unit, statement.value, 0, _LAST))

    def known_as(self, modules: Iterable[str]) -> dict[str, str]:
        """The names in this cell's text that stand for one of the modules or for something in it, in any cell of the
        notebook: ``{"ET": "xml.etree.ElementTree"}``. Names that only functions know are left out."""
        return standing_for(modules, self.names, self.unit, self.text)

    def strings(self) -> tuple[Text, ...]:
        """The constant string expressions, the outermost of each."""
        return self.summary.texts

    def origin(self, value: Value | None) -> Origin:
        """Where the file or bytes that an argument means come from, as far as this notebook tells."""
        self._look_elsewhere()
        return self._linked.trail.origin(value.spot) if value is not None else Origin("unknown")

    def paths(self, value: Value | None) -> tuple[str, ...]:
        """The paths on disk, from where the notebook starts, of the file that an argument means, as far as they are
        wholly known: one for each that a loop or a call of its function makes of it."""
        self._look_elsewhere()
        return self._linked.trail.known_paths(value.spot) if value is not None else ()

    def version(self, package: str) -> tuple[int, ...] | None:
        """The numbers of the version of a package, or of ``python``, that the notebook runs with: what an install line
        of it pins, else what its kernel has installed. None where neither tells, or a line will change it."""
        return pins.current(self._allowed(package), self._installed(package))

    def is_before(self, package: str, *bound: int) -> bool | None:
        """Whether the notebook runs with a version of a package, or of ``python``, that is older than some numbers;
        None where that is not known. ``torch>=2.6`` in an install line tells that it is not older than 2.6."""
        return pins.is_before(self._allowed(package), self._installed(package), bound)

    def _allowed(self, package: str) -> pins.Allowed:
        self._ask_notebook()
        return self._linked.trail.allowed(package)

    def _installed(self, package: str) -> tuple[int, ...] | None:
        known = self._linked.notebook.environment
        return known.version(package) if known is not None else None

    def lasts(self) -> Iterable[str]:
        """The last parts of the names of all that is called."""
        return self._called.lasts()

    def keywords(self) -> Iterable[str]:
        """The keywords that calls pass."""
        return self._called.keywords()

    @cached_property
    def _called(self) -> Called:
        return Called(self, self._linked.names, self._unit, self._summary.facts.uses)
