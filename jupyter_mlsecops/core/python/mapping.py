"""The entries of a dict, however it is put together."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator

import msgspec

from .link import Names, Spot, last_name

_DEPTH = 5
_STEPS = 40  # mappings that one mapping is put together from


class Mapped(msgspec.Struct, frozen=True):
    """The entries of a dict with constant string keys, and whether those are all of its entries."""

    entries: dict[str, Spot]
    is_whole: bool


def mapped(names: Names, spot: Spot) -> Mapped:
    """The entries of a literal dict, of ``dict(...)``, of ``one | another``, with those that were added by name."""
    return _mapped(names, spot, 0, itertools.count())


def _mapped(names: Names, spot: Spot, depth: int, steps: Iterator[int]) -> Mapped:
    at = names.settled(spot)
    found = _written(names, at, depth, steps)
    is_whole = found.is_whole
    if depth < _DEPTH and next(steps) < _STEPS:
        is_whole &= _put(names, found.entries, names.changes(spot), depth, steps)
    return Mapped(found.entries, is_whole)


def _written(names: Names, at: Spot, depth: int, steps: Iterator[int]) -> Mapped:
    node = at.node
    if depth >= _DEPTH or next(steps) >= _STEPS:
        return Mapped({}, False)
    pairs: list[tuple[object, ast.expr]] = []
    if isinstance(node, ast.Dict):
        pairs = [(key, value) for key, value in zip(node.keys, node.values, strict=True)]
    elif isinstance(node, ast.Call) and last_name(node.func) == "dict":
        pairs = [(None, argument) for argument in node.args[:1]]
        pairs += ((keyword.arg, keyword.value) for keyword in node.keywords)
    elif isinstance(node, ast.Call) and last_name(node.func) == "copy" and isinstance(node.func, ast.Attribute):
        pairs = [(None, node.func.value)]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        pairs = [(None, node.left), (None, node.right)]
    elif isinstance(node, ast.IfExp):
        both = _mapped(names, Spot(at.unit, node.orelse, at.scope, at.order), depth + 1, steps).entries
        return Mapped(
            both | _mapped(names, Spot(at.unit, node.body, at.scope, at.order), depth + 1, steps).entries, False
        )
    elif isinstance(node, ast.Call) and (returned := names.returned(at)):
        return _mapped(names, returned[0], depth + 1, steps)
    else:
        return Mapped({}, False)
    found: dict[str, Spot] = {}
    entries: list[tuple[object, Spot]] = []
    is_whole = True
    for key, value in pairs:
        if isinstance(key, ast.expr):
            key = names.literal(Spot(at.unit, key, at.scope, at.order))
            if key is None:
                is_whole = False
                continue
        entries.append((key, Spot(at.unit, value, at.scope, at.order)))
    is_whole &= _put(names, found, entries, depth, steps)
    return Mapped(found, is_whole)


def _put(
    names: Names, into: dict[str, Spot], entries: Iterable[tuple[object, Spot]], depth: int, steps: Iterator[int]
) -> bool:
    """Add entries to a mapping, for a key None those of another one; whether that is known as a whole."""
    is_whole = True
    for key, value in entries:
        if isinstance(key, str):
            into[key] = value
        elif key is None:
            more = _mapped(names, value, depth + 1, steps)
            into |= more.entries
            is_whole &= more.is_whole
    return is_whole
