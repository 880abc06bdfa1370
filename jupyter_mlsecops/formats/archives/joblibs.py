"""joblib's pickles: arrays stand as raw bytes, or as pickles of their own, between two opcodes.

joblib reads them after the BUILD of a wrapper. Its unpickler is the pure-Python one, which holds a frame in memory and
takes an array's bytes from the file: within a frame, they stand at its end. Where more than one reading is possible,
all are taken; none is where the file was not written by joblib.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..pickles import STREAM, TELLING, Call, Context, Ending, Global, Grown, Source, items_of
from .dtypes import layout

KEYS = frozenset(("shape", "dtype", "order", "subclass", "filename", "numpy_array_alignment_bytes"))
_RAW, _OLD = "NumpyArrayWrapper", "NDArrayWrapper"
_PARAMETERS = {
    _RAW: ("subclass", "shape", "order", "dtype", "allow_mmap", "numpy_array_alignment_bytes"),
    _OLD: ("filename", "subclass", "allow_mmap"),
}
_MODULES = ("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle")
_ALIGNMENT = 16
_MAKERS = (("copyreg", "_reconstructor"), ("copyreg", "__newobj__"))
NOT = -1
_MOST = 1 << 62


class Cut(NamedTuple):
    """Bytes of an array that a reader of frames finds elsewhere: ``stream`` where they are a pickle of unknown size."""

    start: int
    size: int
    stream: bool


class Framed(Source):
    """A source that remembers where the frame ends that was announced last."""

    __slots__ = ("frame_end", "whole")

    def __init__(self, whole: Source) -> None:
        self.whole = whole
        self.size = whole.size
        self.start = 0
        self.frame_end = -1

    def read(self, offset: int, size: int) -> bytes:
        return self.whole.read(offset, size)

    def holds(self, offset: int) -> bool:
        return self.whole.holds(offset)

    def window(self, offset: int, size: int) -> Source:
        return self.whole.window(offset, size)

    def real(self, offset: int) -> int:
        return self.whole.real(offset)

    def placed(self, real: int) -> int:
        # The machine asks this of each frame's end, and of nothing else before an array.
        self.frame_end = self.whole.placed(real)
        return self.frame_end

    def forget(self) -> None:
        self.whole.forget()


class Arrays:
    """What joblib does after each BUILD.

    ``other`` says which wrappers, by the offset after them, are read in their other way, or not at all: ``NOT``.
    ``done`` is how many arrays are left out of the source already of those that stand behind their wrapper's frame.
    """

    def __init__(self, source: Source, other: Mapping[int, int] | None = None, done: int = 0) -> None:
        self.source = Framed(source)
        self.other = other or {}
        self.done = done
        self.wrappers: list[int] = []  # the offsets after them
        self.seen = False  # bytes were passed over, or read as a pickle of their own
        self.streams: set[int] = set()  # where arrays begin that are pickles of their own
        self.raw: list[tuple[int, int]] = []  # where arrays begin and end that are raw bytes
        self.choices: dict[int, int] = {}  # wrappers that can be read in more ways than one, and in how many
        self.cut: Cut | None = None
        self.unknown: list[tuple[int, str]] = []
        self.siblings: list[tuple[int, str]] = []
        self._known: dict[int, tuple[Call, dict[str, Any]]] = {}

    @property
    def context(self) -> Context:
        return Context(keys=KEYS | TELLING, after_build=self.after_build)

    def after_build(self, target: Call, source: Source, offset: int) -> int | None:
        """Where opcodes go on after a wrapper's array; see ``Context``."""
        kind, usual = _wrapper(target)
        if not kind:
            return None
        values = self._values(target, kind)
        self.wrappers.append(offset)
        if kind == _OLD:
            name = values.get("filename")
            if type(name) is str:
                self.siblings.append((offset, name))
            else:
                self.unknown.append((offset, "the name of a file with an array cannot be told"))
            return None
        if self.other.get(offset) == NOT:
            return None
        ways = self._ways(values, source, offset)
        frame_end = self.source.frame_end
        if frame_end > offset:
            if self.done == 0 and self.cut is None:
                self._cut(ways[0], source, frame_end, values)
            self.done = max(0, self.done - 1)
            ways = [None]  # opcodes go on within the frame
        elif not usual:
            ways.append(None)
        self.seen = True
        if len(ways) > 1:
            self.choices[offset] = len(ways)
        way = ways[min(self.other.get(offset, 0), len(ways) - 1)]
        if way == STREAM:
            self.streams.add(offset)
        elif way is not None:
            self.raw.append((offset, way))
        return way

    def nested(self, endings: Iterable[Ending]) -> set[int]:
        """The wrappers within arrays that are pickles of their own: those are read by an unpickler without arrays."""
        within = [(each.start, each.offset) for each in endings if each.start in self.streams]
        return {at for at in self.wrappers if any(start < at <= end + 1 for start, end in within)}

    def _values(self, target: Call, kind: str) -> dict[str, Any]:
        """The attributes of a wrapper, all states that it was given taken together."""
        _, values = self._known.setdefault(id(target), (target, {}))
        if not values:
            args = items_of(target.args) or ()
            values.update(zip(_PARAMETERS[kind], args, strict=False))
            if kind == _RAW and len(args) >= 4:
                values.setdefault("numpy_array_alignment_bytes", _ALIGNMENT)
        halves = items_of(target.state)
        for part in halves if halves is not None and len(halves) == 2 else (target.state,):
            if isinstance(part, Grown) and part.kept:
                values.update(part.kept)
        return values

    def _ways(self, values: dict[str, Any], source: Source, offset: int) -> list[int | None]:
        """Where opcodes go on, in each possible reading; the likeliest first, nothing where it cannot be told."""
        known = layout(values.get("dtype"))
        count = _count(values.get("shape"))
        if known is None or (count is None and known.objects is not True):
            self.unknown.append((offset, "the size of an array cannot be told"))
            return [STREAM, None]
        if known.objects:
            return [STREAM]
        end = _after(source, offset, values, (count or 0) * known.size)
        return [end] if known.objects is False else [end, STREAM]

    def _cut(self, way: int | None, source: Source, frame_end: int, values: dict[str, Any]) -> None:
        if way == STREAM:
            self.cut = Cut(frame_end, 0, True)
        elif way is not None:
            size = (_count(values.get("shape")) or 0) * (layout(values.get("dtype")) or (0,))[0]
            self.cut = Cut(frame_end, _after(source, frame_end, values, size) - frame_end, False)


def _after(source: Source, offset: int, values: dict[str, Any], size: int) -> int:
    """Where the raw bytes of an array that begins here end."""
    if values.get("numpy_array_alignment_bytes") is not None:
        padding = source.read(offset, 1)
        offset += 1 + (padding[0] if padding else 0)
    return min(offset + size, _MOST)


def _count(shape: Any) -> int | None:
    """How many elements an array has; None where that cannot be told."""
    items = items_of(shape)
    if items is None or not all(type(item) in (int, bool) for item in items):
        return None
    count = math.prod(items)
    return None if count < 0 or min(items, default=0) < 0 else min(count, _MOST)


def _wrapper(target: Call) -> tuple[str, bool]:
    """The kind of wrapper that an object is, made in any of the ways in which pickles make objects; empty for others.

    And whether it is surely one: others may call something so.
    """
    first = (items_of(target.args) or (None,))[0]
    for value in (target.target, first):
        if type(value) is Global:
            for pair in value.pairs:
                name = pair.name.rpartition(".")[2]
                if name == _RAW:
                    return _RAW, pair.module in _MODULES and _makes(target.target, value)
                if name in (_OLD, "Z" + _OLD):
                    return _OLD, True
    return "", False


def _makes(maker: Any, made: Global) -> bool:
    """Whether a call of ``maker`` surely makes a ``made``: the class itself, or what protocols 0 and 1 have for it."""
    return maker is made or (type(maker) is Global and any(pair in _MAKERS for pair in maker.pairs))
