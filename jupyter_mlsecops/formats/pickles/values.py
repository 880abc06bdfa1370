"""What stands on the stack: plain Python for plain values, and stand-ins for all that a loader would make.

None, booleans, numbers, short texts and bytes are themselves. A tuple of nothing but leaves is a Python tuple. Every
other value is one of the classes here; none of them does anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from .facts import Argument, Opaque, Pair
from .texts import Huge

SATURATED = 1 << 62
"""Weights stop growing here."""


class Blob:
    """A payload that was passed over: ``length`` bytes at ``offset``, ``text`` or ``bytes``."""

    __slots__ = ("kind", "length", "offset")

    def __init__(self, kind: str, offset: int, length: int) -> None:
        self.kind = kind
        self.offset = offset
        self.length = length


class Global:
    """A resolved name: as the file has it first, then what loaders make of it."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self.pairs = pairs


class Unknown:
    """A value of which only its origin is known: ``extension``, ``persistent id``, ``buffer``, ``computed name``."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Frozen:
    """A tuple or frozenset that holds containers. ``weight`` counts all it holds, shared or not, expanded."""

    __slots__ = ("depth", "items", "kind", "weight")

    def __init__(self, kind: str, items: Sequence[Any]) -> None:
        self.kind = kind
        self.items = items
        self.weight, self.depth = measured(items)


class Grown:
    """What the machine knows of anything that grows: containers and made objects.

    ``parts`` are the containers in it, ``held`` says that another container holds it already. ``kept`` has the values
    of those text keys that somebody may ask for, the last write to each, and ``odd`` is true once a key is no text.
    """

    __slots__ = ("depth", "held", "kept", "kind", "odd", "parts", "weight")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.weight = 1
        self.depth = 1
        self.held = False
        self.odd = False
        self.kept: dict[str, Any] | None = None
        self.parts: list[Any] | None = None


class Call(Grown):
    """The result of a call. ``target`` is what is called, ``state`` what the last BUILD gave it, and ``told`` where the
    fact about it stands in its stream's facts, -1 if there is none."""

    __slots__ = ("args", "state", "target", "told")

    def __init__(self, target: Any, args: Any) -> None:
        super().__init__("call")
        self.target = target
        self.args = args
        self.state: Any = None
        self.told = -1


Value: TypeAlias = Any
"""A leaf, a tuple of leaves, Frozen, Grown or Call."""

LEAVES = frozenset((type(None), bool, int, float, str, bytes, Huge, Blob, Global, Unknown))
"""The types that hold nothing. The loop asks for them by type, for speed."""


def measured(items: Iterable[Value]) -> tuple[int, int]:
    """The weight and the depth of a container of these: itself, and each item as if it were copied."""
    weight, depth = 1, 0
    for item in items:
        kind = type(item)
        if kind in LEAVES:
            weight += 1
        elif kind is tuple:
            weight += 1 + len(item)
            depth = depth or 1
        else:
            weight += item.weight
            if item.depth > depth:
                depth = item.depth
    return min(weight, SATURATED), depth + 1


def weight(value: Value) -> int:
    """How many values there are in one, itself included."""
    kind = type(value)
    if kind in LEAVES:
        return 1
    if kind is tuple:
        return 1 + len(value)
    found: int = value.weight
    return found


def depth(value: Value) -> int:
    """How many containers are nested in one, itself included; 0 for a leaf."""
    kind = type(value)
    if kind in LEAVES:
        return 0
    if kind is tuple:
        return 1
    found: int = value.depth
    return found


def items_of(value: Value) -> Sequence[Value] | None:
    """The items of a tuple; None for anything else."""
    if type(value) is tuple:
        return value
    if type(value) is Frozen and value.kind == "tuple":
        return value.items
    return None


def kind_of(value: Value) -> str:
    """One word for what a value is."""
    kind = type(value)
    if kind is Global:
        return "global"
    if kind is Huge:
        return "int"
    if kind in (Blob, Unknown, Frozen, Grown, Call):
        word: str = value.kind
        return word
    return "None" if value is None else kind.__name__


def described(value: Value, levels: int = 2) -> Argument:
    """A value as a fact tells it: plain values and names as they are, tuples to some depth, of the rest the kind."""
    kind = type(value)
    if kind is Global:
        pair: Pair = value.pairs[0]
        return pair
    if value is None or kind in (bool, int, float, str, bytes):
        return value  # type: ignore[no-any-return]
    if levels and (items := items_of(value)) is not None and len(items) <= 16:
        return tuple(described(item, levels - 1) for item in items)
    return Opaque("bytes", value.offset) if kind is Blob and value.kind == "bytes" else Opaque(kind_of(value))
