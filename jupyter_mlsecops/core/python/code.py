"""A Python cell, understood: what rules ask about calls, stores and strings.

``link`` makes one ``Code`` of each Python cell; names mean the same in all of them, as in the kernel. Nothing is
executed and nothing is imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from ..ipynb import Cell, Notebook
from ..text import Span
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

# Functions that call the function that is handed to them: ``map(pickle.load, files)``.
_CALLERS = frozenset(
    ("map", "apply", "applymap", "submit", "imap", "imap_unordered", "starmap", "transform", "thread_map")
)
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
        self.unit = unit
        self.summary: Summary = linked.summaries[unit]
        self.cell: Cell = linked.cells[unit]

    @property
    def text(self) -> str:
        """The cell's source with its escapes blanked: as long as the source, with the same line ends."""
        return self.summary.parsed.text

    @property
    def escapes(self) -> tuple[Escape, ...]:
        """The IPython escapes of the cell."""
        return self.summary.parsed.escapes

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
        return self._linked.notebook

    @property
    def is_first(self) -> bool:
        """Whether this is the first Python cell: the place for a rule that looks at all of them."""
        return self.unit == 0

    @property
    def cells(self) -> tuple[Code, ...]:
        """All Python cells of the notebook, this one included."""
        return tuple(self._linked.codes)

    def remember(self, make: Callable[[tuple[Code, ...]], T]) -> T:
        """``make`` of all Python cells, made once for the notebook: for a rule that looks at all cells together."""
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self._linked.kept:
            self._linked.kept[key] = make(self.cells)
        found: T = self._linked.kept[key]
        return found

    @property
    def imports(self) -> frozenset[str]:
        """The modules imported anywhere in the notebook (``sklearn.svm``), and ``module.name`` for names taken."""
        return self._linked.imports

    @property
    def names(self) -> Names:
        return self._linked.names

    def uses_module(self, *modules: str) -> bool:
        """Whether the notebook imports one of the modules, or something inside of it."""
        roots = tuple(module + "." for module in modules)
        return any(name in modules or name.startswith(roots) for name in self.imports)

    def calls(self, *names: str) -> Iterator[Call]:
        """The calls of functions by qualified name (``pickle.load``), in order.

        ``*`` stands for any stretch of a name, calls included: ``transformers.*.from_pretrained``, ``*.launch``.
        """
        wanted = _wanted(names)
        by_last = self._calls
        if wanted.lasts and wanted.lasts.isdisjoint(by_last):
            return
        lasts = wanted.lasts or by_last.keys()
        candidates = (call for last in lasts for call in by_last.get(last, ()))
        found = [call for call in candidates if wanted.matches(call.name, call.is_reference)]
        if len(found) > 1:
            found.sort(key=lambda call: call.order)
        yield from found

    def keyword(self, *names: str) -> Iterator[Call]:
        """The calls, whatever but ``dict`` is called, that pass one of the keywords; ``**known_dict`` counts."""
        found = {call.order: call for name in names for call in self._keywords.get(name, ())}
        yield from (found[order] for order in sorted(found))

    def stores(self, *names: str) -> Iterator[Store]:
        """The stores to attributes and elements by qualified name, with ``*`` as in ``calls``; ``os.environ[]``."""
        wanted = _wanted(names)
        for put in self.summary.facts.puts:
            if put.last in wanted.lasts:
                name = self.names.qualified(Spot(self.unit, put.node, put.scope, put.order))
                if wanted.matches(name):
                    yield Store(self, put, name)

    def shown(self) -> Iterator[Shown]:
        """The statements that are nothing but a name, attribute or element."""
        for statement in self.summary.facts.bare:
            name = self.names.qualified(Spot(self.unit, statement.value, 0, _LAST))
            span = node_span(statement, self.summary.lines)
            is_last = statement is self.summary.parsed.tree.body[-1] and self.text[span.end :].lstrip()[:1] != ";"
            yield Shown(span, name, is_last)

    def strings(self) -> tuple[Text, ...]:
        """The constant string expressions, the outermost of each."""
        return self.summary.texts

    def origin(self, value: Value | None) -> Origin:
        """Where the file or bytes that an argument means come from, as far as this notebook tells."""
        return self._linked.trail.origin(value.spot) if value is not None else Origin("unknown")

    def pinned(self, package: str) -> tuple[int, ...] | None:
        """The lowest version of a package that a pip or conda line of the notebook allows; None if none says."""
        return self._linked.trail.pinned(package)

    @cached_property
    def _calls(self) -> dict[str, list[Call]]:
        """All calls by the last part of the name of what they call; a call that hands a function on is there twice."""
        found: dict[str, list[Call]] = {}
        for use in self.summary.facts.uses:
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
        """What a call may be: of the function it names, of one that a star import brings, of one that it hands on."""
        name = self.names.call_name(self.unit, use)
        arguments = use.node.args
        if name in PARTIAL and arguments and not use.named:
            yield Call(self, use, self.names.qualified(Spot(self.unit, arguments[0], use.scope, use.order)), skip=1)
            return
        yield Call(self, use, name)
        if "." not in name:
            for module in self.names.stars:
                yield Call(self, use, f"{module}.{name}")
        if arguments and last_name(use.node.func) in _CALLERS and last_name(arguments[0]):
            handed = self.names.qualified(Spot(self.unit, arguments[0], use.scope, use.order))
            yield Call(self, use, handed, reference=arguments[0])


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


@lru_cache(maxsize=256)
def _wanted(names: tuple[str, ...]) -> _Wanted:
    return _Wanted(names)
