"""Structure that is small in the file and huge once something walks it: by its weight, its depth, its hashing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .facts import Kind
from .state import State
from .values import LEAVES, SATURATED, Call, Frozen, Grown, Value, depth, weight

# Sharing that makes a thousand values of each opcode is no data structure, unless there is little of it.
_RATIO, _LITTLE = 1000, 100_000
# Hashing and freeing recurse in C; nothing that a pickler wrote by recursion comes near.
_DEEPEST = 10_000


def limit(state: State) -> int:
    """The weight at which sharing is told."""
    return max(_LITTLE, _RATIO * state.opcodes)


def check_weight(state: State, pos: int, value: Frozen | Grown) -> None:
    """Tell of a value that is huge, or nested too deep."""
    if value.weight > _LITTLE and value.weight > limit(state):
        state.tell_once(Kind.EXPANSION, pos, "shared")
    if value.depth > _DEEPEST:
        state.tell_once(Kind.EXPANSION, pos, "deep")


def check_hashed(state: State, pos: int, keys: Sequence[Value]) -> None:
    """Keys and set elements: the load itself walks them, each time anew."""
    if LEAVES.issuperset(map(type, keys)):
        return
    for key in keys:
        if type(key) not in LEAVES:
            state.hashed += weight(key)
            if depth(key) > _DEEPEST:
                state.tell_once(Kind.EXPANSION, pos, "hashed deep")
    if state.hashed > _LITTLE and state.hashed > limit(state):
        state.tell_once(Kind.EXPANSION, pos, "hashed")


def heaviest(roots: Iterable[Value], enough: int) -> int:
    """The largest weight in a graph, containers only, as it is in the end; at least ``enough`` ends the search.

    What holds itself counts once where it comes back to itself: whoever walks it must watch for that, too.
    """
    weights: dict[int, int] = {}
    most = 0
    for root in roots:
        if type(root) in LEAVES or id(root) in weights:
            continue
        path = [(root, _parts(root))]
        weights[id(root)] = 1
        while path:
            node, rest = path[-1]
            for part in rest:
                if type(part) in LEAVES or type(part) is tuple:
                    continue
                if id(part) not in weights:
                    weights[id(part)] = 1
                    path.append((part, _parts(part)))
                    break
            else:
                path.pop()
                total = 1 + sum(weights.get(id(part), 1) for part in _parts(node))
                weights[id(node)] = min(total, SATURATED)
                most = max(most, total)
                if most >= enough:
                    return most
    return most


def _parts(node: Any) -> Iterator[Value]:
    if type(node) is Frozen:
        return iter(node.items)
    if type(node) is tuple:
        return iter(())
    parts = list(node.parts or ())
    if type(node) is Call:
        parts += [node.target, node.args]
    return iter(parts)
