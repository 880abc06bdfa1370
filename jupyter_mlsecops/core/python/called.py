"""The calls of one cell, by what they call and by the keywords that they pass.

Following names costs time, and most calls are of no interest to anybody, so a call is read when its name is asked for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING, TypeVar

from ..once import once
from .call import Call
from .facts import IMPORT, Use
from .link import PARTIAL, Names, Spot, last_name
from .wrappers import decides, passed_through

if TYPE_CHECKING:
    from .code import Code

N = TypeVar("N", bound=ast.AST)
# Functions that call a function that is handed to them, ``map(pickle.load, files)``: where it stands, or its keyword.
_CALLERS: dict[str, tuple[int | str, ...]] = {
    **dict.fromkeys(("map", "apply", "applymap", "submit", "imap", "imap_unordered", "starmap", "transform"), (0,)),
    **dict.fromkeys(
        ("thread_map", "process_map", "map_async", "apply_async", "starmap_async", "filter", "reduce"), (0,)
    ),
    **dict.fromkeys(("map_elements", "map_batches", "progress_apply", "progress_map", "parallel_apply"), (0,)),
    **dict.fromkeys(("to_thread", "run_sync", "map_partitions", "accumulate", "takewhile", "dropwhile"), (0,)),
    **dict.fromkeys(("Thread", "Process"), ("target", 1)),
    **dict.fromkeys(("compose", "pipe", "compose_left", "thread_first", "thread_last"), (0, 1, 2, 3)),
    "Timer": (1, "function"),
    "run_in_executor": (1,),
    **dict.fromkeys(("read_csv", "read_table", "read_excel", "read_fwf", "read_html"), ("converters",)),
}
# Where these are given the arguments for that function: all behind it, or a list at a position or under a keyword and
# a dict at the next position or under another keyword.
_ARGUMENTS: dict[str, tuple[int, str, str] | None] = {
    **dict.fromkeys(("submit", "to_thread", "run_sync", "run_in_executor")),
    **dict.fromkeys(("Thread", "Process"), (3, "args", "kwargs")),
    "Timer": (2, "args", "kwargs"),
    "apply_async": (1, "args", "kwds"),
}
# Keywords under which a function is handed over that reads what comes in.
_READERS = (
    *("value_deserializer", "key_deserializer", "deserializer", "deserialize", "deserialize_fn", "unserializer"),
    *("loads", "load_fn", "loads_fn", "decoder", "decode_fn", "object_hook", "read_fn", "load_func"),
)
_FOLLOWED = frozenset((*_CALLERS, *(name.rpartition(".")[2] for name in PARTIAL)))


class Called:
    """The calls of ``code``, which is the cell number ``unit`` of those that ``names`` are of."""

    def __init__(self, code: Code, names: Names, unit: int) -> None:
        self._code = code
        self._names = names
        self._unit = unit
        self._facts = names.facts[unit]
        self._read: dict[int, list[Call]] = {}

    @once
    def lasts(self) -> frozenset[str]:
        """The last parts of the names of all that is called."""
        return frozenset((*self._parted[0], *self._followed))

    def keywords(self) -> Set[str | None]:
        """The keywords that calls pass."""
        return self._passed.keys()

    def ending_in(self, lasts: Iterable[str]) -> list[Call]:
        """The calls whose names end in one of some parts."""
        plain, followed = self._parted[0], self._followed
        here = self.lasts.intersection(lasts)
        found = [call for last in here for use in plain.get(last, ()) for call in self._calls(use)]
        found += (call for last in here for call in followed.get(last, ()))
        return found

    def passing(self, keyword: str) -> Iterator[Call]:
        """The calls that pass a keyword; what ``dict`` makes counts where it is passed."""
        for use in self._passed.get(keyword, ()):
            for call in self._calls(use):
                if call.passes_keywords and call.name != "dict" and keyword in call.keywords:
                    yield call

    @once
    def _parted(self) -> tuple[dict[str, list[Use]], list[Use]]:
        """The calls whose names tell their last part as they are written, by that part; all other calls, in order.

        The others may be of a function with another name than they are written with.
        """
        plain: dict[str, list[Use]] = {}
        others: list[Use] = []
        facts, names = self._facts, self._names
        handing = {
            use.order
            for name in names.defined & facts.functions.keys()
            for use in facts.functions[name]
            if decides(use.node) or self._hands(use)
        }
        handing |= {use.order for keyword in _READERS for use in facts.passed.get(keyword, ())}
        for group, other in ((facts.methods, names.other_attributes), (facts.functions, names.other_names)):
            for last, uses in group.items():
                is_handing = bool(handing) and not handing.isdisjoint(use.order for use in uses)
                if last in other or last in _FOLLOWED or is_handing:
                    others += uses
                else:
                    plain[last] = [*plain[last], *uses] if last in plain else uses
        others += facts.unnamed
        others.sort(key=lambda use: use.order)
        return plain, others

    @once
    def _followed(self) -> dict[str, list[Call]]:
        """The other calls, by the last part of their name; one that hands a function on is there twice."""
        found: dict[str, list[Call]] = {}
        for use in self._parted[1]:
            for call in self._calls(use):
                found.setdefault(call.name.rpartition(".")[2], []).append(call)
        return found

    @once
    def _passed(self) -> dict[str | None, list[Use]]:
        """The calls that pass each keyword; ``**mapping`` and what a partial holds are looked into."""
        spread = self._facts.passed.get(None, ())
        if not spread and not self._parted[1]:
            return self._facts.passed
        found: dict[str | None, list[Use]] = {
            keyword: list(uses) for keyword, uses in self._facts.passed.items() if keyword is not None
        }
        for use in {use.order: use for use in (*self._parted[1], *spread)}.values():
            own = {keyword.arg for keyword in use.node.keywords}
            held = set().union(*(call.keywords for call in self._calls(use) if call.passes_keywords))
            for keyword in held - own:
                found.setdefault(keyword, []).append(use)
        return found

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
        for name, made in passed_through(names, self._unit, use) if decides(use.node) else ():
            yield Call(code, Use(made, use.order, use.scope), name, through=use.node)
        last = last_name(use.node.func)
        if last in names.defined and isinstance(use.node.func, ast.Name):
            for handed in self._handed_functions(use):
                for name in names.names_of(Spot(self._unit, handed, use.scope, use.order)):
                    yield Call(code, use, name, reference=handed)
        for place in (*_CALLERS.get(last, ()), *(k.arg for k in use.node.keywords if k.arg in _READERS)):
            for handed in _handed(use, place):
                meant = _with_arguments(use, handed, place, last)
                for name in names.names_of(Spot(self._unit, handed, use.scope, use.order)):
                    yield Call(code, meant or use, name, reference=handed, has_arguments=meant is not None)

    def _hands(self, use: Use) -> bool:
        return any(True for _ in self._handed_functions(use))

    def _handed_functions(self, use: Use) -> Iterator[ast.expr]:
        """The arguments that are something of a module, as a function is: ``retry(pickle.load)``."""
        for one in (*use.node.args, *(keyword.value for keyword in use.node.keywords)):
            root = one.value if isinstance(one, ast.Attribute) else one
            if isinstance(root, ast.Name):
                found = self._names.lookup(Spot(self._unit, root, use.scope, use.order), root.id)
                if found is not None and found[1].kind is IMPORT:
                    yield one


def _handed(use: Use, place: int | str) -> Iterator[ast.expr]:
    """The function that a call hands on at a position or as a keyword."""
    if isinstance(place, int):
        found = use.node.args[place : place + 1]
    else:
        found = [keyword.value for keyword in use.node.keywords if keyword.arg == place]
    for one in found:
        values = one.values if isinstance(one, ast.Dict) else [one]  # {"column": function}
        yield from (value for value in values if last_name(value))


def _with_arguments(use: Use, handed: ast.expr, place: int | str, last: str) -> Use | None:
    """The call that ``Thread(target=run, kwargs={"port": 80})`` makes; None where what it passes is not told."""
    if last not in _ARGUMENTS:
        return None
    node, told = use.node, _ARGUMENTS[last]
    if told is None:
        at = place if isinstance(place, int) else 0
        args, keywords = list(node.args[at + 1 :]), list(node.keywords)
    else:
        position, listed, mapped = told
        given = dict(zip((listed, mapped), node.args[position : position + 2], strict=False))
        given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        args = _spread(node, given[listed]) if listed in given else []
        keywords = [_at(node, ast.keyword(None, given[mapped]))] if mapped in given else []
    if not args and not keywords:
        return None
    return Use(_at(node, ast.Call(handed, args, keywords)), use.order, use.scope)


def _spread(node: ast.Call, listed: ast.expr) -> list[ast.expr]:
    is_written = isinstance(listed, (ast.Tuple, ast.List))
    return list(listed.elts) if is_written else [_at(node, ast.Starred(listed, ast.Load()))]  # type: ignore[attr-defined]


def _at(node: ast.expr, made: N) -> N:
    return ast.copy_location(made, node)
