"""A Python cell, understood: what rules ask about calls, stores and strings.

There is one ``Code`` for each Python cell; names mean the same in all of them, as in the kernel. Nothing is executed
and nothing is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import msgspec

from ..ipynb import Notebook
from ..once import once
from ..text import Span
from .aliases import standing_for
from .asked import CALLS, FILES, PLACE
from .call import Call, Store
from .called import Called
from .callfix import node_span
from .escapes import Escape
from .folding import NOT_CONSTANT
from .link import Names, Spot
from .linked import Linked
from .origin import Origin
from .strings import Text
from .value import Value
from .wanted import wanted
from .whole import Whole

__all__ = ["NOT_CONSTANT", "Call", "Code", "Origin", "Shown", "Store", "Text", "Value", "link"]

T = TypeVar("T")

_LAST = 1 << 60  # behind every event of a cell


def link(notebook: Notebook) -> list[Code]:
    """The Python code cells of a notebook in order, linked with each other. A cell seen before is not read again."""
    return list(Linked(notebook, Code).codes)


@contextmanager
def linked(notebook: Notebook) -> Iterator[Linked]:
    """The same for as long as somebody needs them. Who asks meanwhile shares them; afterwards they cannot be used."""
    known: Linked | None = notebook.__dict__.get("linked")
    if known is not None:
        yield known
        return
    notebook.__dict__["linked"] = known = Linked(notebook, Code)
    try:
        yield known
    finally:
        del notebook.__dict__["linked"]
        release(known)


def release(linked: Linked) -> None:
    """Let go of what linked cells hold of each other; they cannot be used any more.

    Calls and cells point at each other, and syntax trees hang on them: without this they wait for the collector.
    """
    for code in linked.made.values():
        if "_called" in vars(code):  # nothing points at the others but what is let go of last
            vars(code._called).clear()
            vars(code).clear()
    vars(linked).clear()


class Shown(msgspec.Struct, frozen=True):
    """A statement that is nothing but an expression: where it is the last of a cell, the notebook shows its value."""

    span: Span
    name: str
    is_last: bool


class Code(Whole):
    """One Python code cell, linked with the other cells of its notebook. All spans count in the cell's source."""

    @property
    def text(self) -> str:
        """The cell's source with its escapes blanked: as long as the source, with the same line ends."""
        return self.summary.parsed.text

    @property
    def escapes(self) -> tuple[Escape, ...]:
        """The IPython escapes of the cell."""
        found = self._summary.parsed.escapes
        if self.asked is not None and self.asked.is_new:
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
    def names(self) -> Names:
        """What the names of the notebook stand for."""
        self._look()
        return self.linked.names

    def mentions(self, *words: str, caseless: bool = False) -> bool:
        """Whether one of some words stands in the cell's source, wherever: for a rule that looks for rare ones. They
        are compared with the source in lower case if ``caseless``."""
        source = self.linked.cells[self._unit].source
        source = source.lower() if caseless else source
        found = any(word in source for word in words)
        if self.asked is not None and self.asked.is_new:
            (self.asked.caseless if caseless else self.asked.words).update(words)
            self.asked.was_answered |= found
        return found

    def calls(self, *names: str) -> Iterator[Call]:
        """The calls of functions by qualified name (``pickle.load``), in order.

        ``*`` stands for any stretch of a name, calls included: ``transformers.*.from_pretrained``, ``*.launch``.
        """
        asked_for = wanted(names)
        is_here = not asked_for.lasts or not self.lasts().isdisjoint(asked_for.lasts)
        if self.asked is not None and self.asked.is_new:
            self.asked.lasts |= asked_for.lasts
            self.asked.was_answered |= is_here
        if not is_here:
            return
        candidates = self._called.ending_in(asked_for.lasts or self.lasts())
        found = [call for call in candidates if asked_for.matches(call.name, call.is_reference)]
        if len(found) > 1:
            found.sort(key=lambda call: call.order)
        before: Call | None = None
        for call in found:
            if before is None or not call.is_same(before):  # one call may mean several of the functions
                yield call
            before = call

    def calls_anywhere(self, *names: str) -> Iterator[tuple[Code, Call]]:
        """The same in all cells of the notebook, each with its cell."""
        self._look()
        asked_for, known, asked = wanted(names).lasts, self.linked.lasts, self.asked
        if asked is not None:
            asked.anywhere |= asked_for
            asked.elsewhere |= not asked_for
        for unit, cell in enumerate(self.linked.cells):
            if not asked_for or cell not in known or not known[cell].isdisjoint(asked_for):
                code = self.linked.code(unit)
                for call in code.calls(*names):
                    if code.asked is None and asked is not None:  # what it is asked from now on counts as well
                        code.asked = asked
                        asked.lent.append(code)
                    yield code, call

    def keyword(self, *names: str) -> Iterator[Call]:
        """The calls, whatever but ``dict`` is called, that pass one of the keywords; ``**known_dict`` counts."""
        found: dict[int, Call] = {}
        for name in names:
            for call in self._called.passing(name):
                if call.has_arguments or call.order not in found:  # the function that is handed on gets them
                    found[call.order] = call
        if self.asked is not None and self.asked.is_new:
            self.asked.keywords.update(names)
            self.asked.was_answered |= bool(found)
        yield from (found[order] for order in sorted(found))

    def stores(self, *names: str) -> Iterator[Store]:
        """The stores to attributes and elements by qualified name, with ``*`` as in ``calls``; ``os.environ[]``."""
        asked_for = wanted(names)
        puts = [put for put in self._summary.facts.puts if put.last in asked_for.lasts]
        if self.asked is not None and self.asked.is_new:
            self.asked.stores |= asked_for.lasts
            self.asked.was_answered |= bool(puts)
        for put in puts:
            name = self.linked.names.qualified(Spot(self._unit, put.node, put.scope, put.order))
            if asked_for.matches(name):
                yield Store(self, put, name)

    def shown(self) -> Iterator[Shown]:
        """The statements that are nothing but a name, attribute or element."""
        if self.asked is not None and self.asked.is_new:
            self.asked.shown = True
            self.asked.was_answered |= bool(self._summary.facts.bare)
        for statement in self._summary.facts.bare:
            name = self.names.qualified(Spot(self.unit, statement.value, 0, _LAST))
            span = node_span(statement, self.summary.lines)
            yield Shown(span, name, statement.value is self.summary.last)

    @property
    def last(self) -> Value | None:
        """The expression that ends the cell, whose value the notebook shows; None where a statement or ``;`` does."""
        node = self._summary.last
        if self.asked is not None and self.asked.is_new:
            self.asked.last = True
            self.asked.was_answered |= node is not None
        return Value(self, Spot(self._unit, node, 0, _LAST)) if node is not None else None

    def known_as(self, modules: Iterable[str]) -> dict[str, str]:
        """The names in this cell's text that stand for one of the modules or for something in it, in any cell of the
        notebook: ``{"ET": "xml.etree.ElementTree"}``. Names that only functions know are left out."""
        return standing_for(modules, self.names, self.unit, self.text)

    def strings(self) -> tuple[Text, ...]:
        """The constant string expressions, the outermost of each."""
        return self.summary.texts

    def origin(self, value: Value | None) -> Origin:
        """Where the file or bytes that an argument means come from, as far as this notebook tells."""
        self._need(PLACE)
        return self._of_file(self.linked.trail.origin, value.spot) if value is not None else Origin("unknown")

    def paths(self, value: Value | None) -> tuple[str, ...]:
        """The paths on disk, from where the notebook starts, of the file that an argument means, as far as they are
        wholly known: one for each that a loop or a call of its function makes of it."""
        return self._of_file(self.linked.trail.known_paths, value.spot) if value is not None else ()

    def _of_file(self, ask: Callable[[Spot], T], spot: Spot) -> T:
        answer, depends_on_calls = self.linked.trail.watched(partial(ask, spot))
        self._need(FILES)
        if depends_on_calls:
            self._need(CALLS)
        return answer

    def lasts(self) -> Set[str]:
        """The last parts of the names of all that is called."""
        cell, known = self.linked.cells[self._unit], self.linked.lasts
        if cell not in known:
            known[cell] = self._called.lasts
        return known[cell]

    def keywords(self) -> Set[str | None]:
        """The keywords that calls pass."""
        return self._called.keywords()

    @once
    def _called(self) -> Called:
        return Called(self, self.linked.names, self._unit)
