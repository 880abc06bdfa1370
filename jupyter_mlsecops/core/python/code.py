"""A Python cell, understood: what rules ask about calls, stores and strings.

``link`` makes one ``Code`` of each Python cell; names mean the same in all of them, as in the kernel. Nothing is
executed and nothing is imported.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from ..ipynb import Cell, Notebook
from ..text import Span
from .aliases import standing_for
from .asked import Asked
from .call import Call, Store
from .callfix import node_span
from .escapes import Escape
from .facts import Use, imports_of
from .folding import NOT_CONSTANT
from .link import PARTIAL, Names, Spot, last_name
from .magics import quiet
from .origin import Origin, Trail
from .strings import Text
from .summary import Summary, summarise
from .value import Value

__all__ = ["NOT_CONSTANT", "Call", "Code", "Origin", "Shown", "Store", "Text", "Value", "link"]

T = TypeVar("T")

# Functions that call a function that is handed to them, ``map(pickle.load, files)``: where it stands, or its keyword.
_CALLERS: dict[str, tuple[int | str, ...]] = {
    **dict.fromkeys(("map", "apply", "applymap", "submit", "imap", "imap_unordered", "starmap", "transform"), (0,)),
    **dict.fromkeys(
        ("thread_map", "process_map", "map_async", "apply_async", "starmap_async", "filter", "reduce"), (0,)
    ),
    **dict.fromkeys(("to_thread", "run_sync", "map_partitions", "accumulate", "takewhile", "dropwhile"), (0,)),
    **dict.fromkeys(("Thread", "Process"), ("target", 1)),
    **dict.fromkeys(("compose", "pipe", "compose_left", "thread_first", "thread_last"), (0, 1, 2, 3)),
    "Timer": (1, "function"),
    "run_in_executor": (1,),
}
_LAST = 1 << 60  # behind every event of a cell


def link(notebook: Notebook) -> list[Code]:
    """The Python code cells of a notebook in order, linked with each other. A cell seen before is not read again."""
    linked = _Linked(notebook)
    linked.codes = [Code(linked, unit) for unit in range(len(linked.cells))]
    return list(linked.codes)


def release(codes: Iterable[Code]) -> None:
    """Let go of what linked cells hold of each other; they cannot be used any more.

    Calls and cells point at each other, and syntax trees hang on them: without this they wait for the collector.
    """
    for code in codes:
        vars(code._linked).clear()
        vars(code).clear()


class _Linked:
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


@dataclass(frozen=True)
class Shown:
    """A statement that is nothing but an expression: where it is the last of a cell, the notebook shows its value."""

    span: Span
    name: str
    is_last: bool


class Code:
    """One Python code cell, linked with the other cells of its notebook. All spans count in the cell's source."""

    def __init__(self, linked: _Linked, unit: int) -> None:
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
        self._ask_notebook()
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
        self._look()
        return tuple(self._linked.codes)

    def remember(self, make: Callable[[tuple[Code, ...]], T]) -> T:
        """``make`` of all Python cells, made once for the notebook: for a rule that looks at all cells together."""
        self._look()
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
        wanted = _wanted(names)
        by_last = self._calls
        is_here = not wanted.lasts or not wanted.lasts.isdisjoint(by_last)
        if self.asked is not None:
            self.asked.lasts |= wanted.lasts
            self.asked.was_answered |= is_here
        if not is_here:
            return
        lasts = wanted.lasts or by_last.keys()
        candidates = (call for last in lasts for call in by_last.get(last, ()))
        found = [call for call in candidates if wanted.matches(call.name, call.is_reference)]
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
            for call in self._keywords.get(name, ()):
                found.setdefault(call.order, call)
        if self.asked is not None:
            self.asked.keywords.update(names)
            self.asked.was_answered |= bool(found)
        yield from (found[order] for order in sorted(found))

    def stores(self, *names: str) -> Iterator[Store]:
        """The stores to attributes and elements by qualified name, with ``*`` as in ``calls``; ``os.environ[]``."""
        wanted = _wanted(names)
        puts = [put for put in self._summary.facts.puts if put.last in wanted.lasts]
        if self.asked is not None:
            self.asked.stores |= wanted.lasts
            self.asked.was_answered |= bool(puts)
        for put in puts:
            name = self._linked.names.qualified(Spot(self._unit, put.node, put.scope, put.order))
            if wanted.matches(name):
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
        return self._linked.trail.origin(value.spot) if value is not None else Origin("unknown")

    def pinned(self, package: str) -> tuple[int, ...] | None:
        """The lowest version of a package that a pip or conda line of the notebook allows; None if none says."""
        self._ask_notebook()
        return self._linked.trail.pinned(package)

    def version(self, package: str) -> tuple[int, ...] | None:
        """The numbers of the version of a package, or of ``python``, that the notebook runs with: what an install line
        of it says, else what its kernel has installed. None where neither tells."""
        known = self.notebook.environment
        return self.pinned(package) or (known.version(package) if known is not None else None)

    def lasts(self) -> Iterable[str]:
        """The last parts of the names of all that is called."""
        return self._calls.keys()

    def keywords(self) -> Iterable[str]:
        """The keywords that calls pass."""
        return self._keywords.keys()

    @cached_property
    def _calls(self) -> dict[str, list[Call]]:
        """All calls by the last part of the name of what they call; a call that hands a function on is there twice."""
        found: dict[str, list[Call]] = {}
        for use in self._summary.facts.uses:
            for call in self._readings(use):
                found.setdefault(call.name.rpartition(".")[2], []).append(call)
        return found

    @cached_property
    def _keywords(self) -> dict[str, list[Call]]:
        """All calls by each keyword that they pass."""
        found: dict[str, list[Call]] = {}
        for calls in self._calls.values():
            for call in calls:
                if call.passes_keywords and call.name != "dict":  # what dict makes counts where it is passed
                    for keyword in call.keywords:
                        found.setdefault(keyword, []).append(call)
        return found

    def _readings(self, use: Use) -> Iterator[Call]:
        """What a call may be: of a function it names, of one that a star import brings, of one that it hands on."""
        names, arguments = self._linked.names, use.node.args
        for name in names.call_names(self._unit, use):
            if name in PARTIAL and arguments and not use.named:
                for held in names.names_of(Spot(self._unit, arguments[0], use.scope, use.order)):
                    yield Call(self, use, held, skip=1)
                return
            yield Call(self, use, name)
        if names.stars and names.is_free(Spot(self._unit, use.node.func, use.scope, use.order)):
            for module in names.stars:
                yield Call(self, use, f"{module}.{name}")
        for place in _CALLERS.get(last_name(use.node.func), ()):
            for handed in self._handed(use, place):
                for name in names.names_of(Spot(self._unit, handed, use.scope, use.order)):
                    yield Call(self, use, name, reference=handed)

    def _handed(self, use: Use, place: int | str) -> Iterator[ast.expr]:
        """The function that a call hands on at a position or as a keyword."""
        if isinstance(place, int):
            found = use.node.args[place : place + 1]
        else:
            found = [keyword.value for keyword in use.node.keywords if keyword.arg == place]
        yield from (one for one in found if last_name(one))


class _Wanted:
    """A set of qualified names, some with ``*``. ``lasts`` is empty where the last part can be anything."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.exact = frozenset(name for name in names if "*" not in name)
        lasts = ["[]" if name.endswith("[]") else name.rpartition(".")[2] for name in names]
        self.lasts = frozenset(lasts) if not any("*" in last for last in lasts) else frozenset()
        wild = [re.escape(name).replace(r"\*", ".*") for name in names if "*" in name]
        self._wild = re.compile("|".join(wild)).fullmatch if wild else None

    def matches(self, name: str, is_reference: bool = False) -> bool:
        """Whether a name is meant; a function that is only handed on must be named in full."""
        if name in self.exact:
            return True
        return self._wild is not None and not is_reference and self._wild(name) is not None


@lru_cache(maxsize=4096)
def _wanted(names: tuple[str, ...]) -> _Wanted:
    return _Wanted(names)
