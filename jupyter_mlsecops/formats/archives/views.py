"""Sources seen through others: a part of one, or one without some of its bytes."""

from __future__ import annotations

from ..pickles import Source
from ..pickles.frames import Spliced


class Part(Source):
    """A source from some offset on, to its end or for ``size`` bytes. Before and behind it there are no bytes."""

    __slots__ = ("_begin", "_whole")

    def __init__(self, whole: Source, begin: int, size: int | None = None) -> None:
        self._whole = whole
        self._begin = begin
        self.start = 0
        rest = None if whole.size is None else max(0, whole.size - begin)
        self.size = rest if size is None else size if rest is None else min(size, rest)

    def read(self, offset: int, size: int) -> bytes:
        if self.size is not None:
            size = min(size, self.size - offset)
        return self._whole.read(self._begin + offset, size) if size > 0 and offset >= 0 else b""

    def holds(self, offset: int) -> bool:
        return offset <= self.size if self.size is not None else self._whole.holds(self._begin + offset)

    def window(self, offset: int, size: int) -> Source:
        return Part(self, offset, size)

    def real(self, offset: int) -> int:
        return self._whole.real(self._begin + offset)

    def placed(self, real: int) -> int:
        return max(0, self._whole.placed(real) - self._begin)

    def forget(self) -> None:
        self._whole.forget()


class Without(Spliced):
    """A source without some of its bytes."""

    __slots__ = ()

    def window(self, offset: int, size: int) -> Source:
        return Part(self, offset, size)

    def holds(self, offset: int) -> bool:
        return offset <= self.size if self.size is not None else self._whole.holds(self.real(offset))
