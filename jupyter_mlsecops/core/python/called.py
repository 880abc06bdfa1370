"""The calls of one cell, by what they call and by the keywords that they pass.

Following names costs time, and most calls are of no interest to anybody, so a call is read when its name is asked for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from typing import TYPE_CHECKING

from .call import Call
from .facts import Use
from .link import PARTIAL, Names, Spot, last_name

if TYPE_CHECKING:
    from .code import Code

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
_PARTIAL = frozenset(name.rpartition(".")[2] for name in PARTIAL)


class Called:
    """The calls of ``code``, which is the cell number ``unit`` of those that ``names`` are of."""

    def __init__(self, code: Code, names: Names, unit: int, uses: list[Use]) -> None:
        self._code = code
        self._names = names
        self._unit = unit
        self._uses = uses
        self._read: dict[int, list[Call]] = {}

    def lasts(self) -> Set[str]:
        """The last parts of the names of all that is called."""
        return self._plain.keys() | self._followed.keys()

    def keywords(self) -> Set[str]:
        """The keywords that calls pass."""
        return self._passed.keys()

    def has(self, lasts: Set[str]) -> bool:
        """Whether something is called whose name ends in one of some parts."""
        return not (lasts.isdisjoint(self._plain) and lasts.isdisjoint(self._followed))

    def ending_in(self, lasts: Iterable[str]) -> list[Call]:
        """The calls whose names end in one of some parts."""
        found = [call for last in lasts for use in self._plain.get(last, ()) for call in self._calls(use)]
        found += (call for last in lasts for call in self._followed.get(last, ()))
        return found

    def passing(self, keyword: str) -> Iterator[Call]:
        """The calls that pass a keyword; what ``dict`` makes counts where it is passed."""
        for use in self._passed.get(keyword, ()):
            for call in self._calls(use):
                if call.passes_keywords and call.name != "dict" and keyword in call.keywords:
                    yield call

    @cached_property
    def _plain(self) -> dict[str, list[Use]]:
        """The calls whose names tell their last part as they are written, by that part."""
        found: dict[str, list[Use]] = {}
        for use in self._uses:
            last = self._last(use)
            if last:
                found.setdefault(last, []).append(use)
        return found

    @cached_property
    def _followed(self) -> dict[str, list[Call]]:
        """All other calls, by the last part of their name; one that hands a function on is there twice."""
        found: dict[str, list[Call]] = {}
        for use in self._uses:
            if not self._last(use):
                for call in self._calls(use):
                    found.setdefault(call.name.rpartition(".")[2], []).append(call)
        return found

    @cached_property
    def _passed(self) -> dict[str, list[Use]]:
        """The calls that pass each keyword; ``**mapping`` and what a partial holds are looked into."""
        found: dict[str, list[Use]] = {}
        for use in self._uses:
            passed = {keyword.arg for keyword in use.node.keywords}
            if None in passed or not self._last(use):
                passed.update(*(call.keywords for call in self._calls(use) if call.passes_keywords))
            for keyword in passed:
                if keyword is not None:
                    found.setdefault(keyword, []).append(use)
        return found

    def _last(self, use: Use) -> str:
        last = self._names.last(use.node.func)
        return "" if last in _CALLERS or last in _PARTIAL else last

    def _calls(self, use: Use) -> list[Call]:
        if use.order not in self._read:
            self._read[use.order] = list(self._readings(use))
        return self._read[use.order]

    def _readings(self, use: Use) -> Iterator[Call]:
        """What a call may be: of a function it names, of one that a star import brings, of one that it hands on."""
        code, names, arguments = self._code, self._names, use.node.args
        for name in names.call_names(self._unit, use):
            if name in PARTIAL and arguments and not use.named:
                for held in names.names_of(Spot(self._unit, arguments[0], use.scope, use.order)):
                    yield Call(code, use, held, skip=1)
                return
            yield Call(code, use, name)
        if names.stars and names.is_free(Spot(self._unit, use.node.func, use.scope, use.order)):
            for module in names.stars:
                yield Call(code, use, f"{module}.{name}")
        for place in _CALLERS.get(last_name(use.node.func), ()):
            for handed in _handed(use, place):
                for name in names.names_of(Spot(self._unit, handed, use.scope, use.order)):
                    yield Call(code, use, name, reference=handed)


def _handed(use: Use, place: int | str) -> Iterator[ast.expr]:
    """The function that a call hands on at a position or as a keyword."""
    if isinstance(place, int):
        found = use.node.args[place : place + 1]
    else:
        found = [keyword.value for keyword in use.node.keywords if keyword.arg == place]
    yield from (one for one in found if last_name(one))
