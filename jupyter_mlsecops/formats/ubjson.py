"""UBJSON, in which xgboost stores its models: bounds only, no values."""

from __future__ import annotations

from .pickles.source import Source
from .record import Record, Unreadable

_WIDTHS = {
    b"i": 1, b"U": 1, b"I": 2, b"u": 2, b"l": 4, b"m": 4, b"L": 8, b"M": 8, b"d": 4, b"D": 8, b"C": 1,
    b"Z": 0, b"N": 0, b"T": 0, b"F": 0,
}  # fmt: skip
_INTEGERS = {b"i": True, b"U": False, b"I": True, b"u": False, b"l": True, b"m": False, b"L": True, b"M": False}
_WINDOW = 256 << 10
_ENDS = {b"{": b"}", b"[": b"]"}


def key_of(head: bytes) -> bytes:
    """The first key of the object that bytes begin with; empty where they begin with none."""
    kind = head[1:2]
    if head[:1] != b"{" or kind not in _INTEGERS:
        return b""
    begin = 2 + _WIDTHS[kind]
    length = int.from_bytes(head[2:begin], "big")
    return head[begin : begin + length] if length < 256 else b""


def end_of(source: Source, record: Record) -> tuple[int, frozenset[str]]:
    """Where the first value ends, and the keys of its outermost object. Raises ``Unreadable``."""
    return _Walk(source, record).run()


class _Walk:
    def __init__(self, source: Source, record: Record) -> None:
        self.source = source
        self.record = record
        self.size = source.size or 0
        self.at = 0
        self._start = 0
        self._window = b""

    def run(self) -> tuple[int, frozenset[str]]:
        keys: set[str] = set()
        # Open containers: the mark that ends them (empty where counted), how many values are left, their type.
        open_: list[list[bytes | int]] = []
        self.value(self.take(1), open_)
        while open_:
            self.record.items()
            opener, left, kind = open_[-1]
            if left == 0:
                open_.pop()
                continue
            if left == -1:
                mark = self.take(1)
                if mark == b"N":
                    continue
                if mark == _ENDS[bytes(opener)] if isinstance(opener, bytes) else False:
                    open_.pop()
                    continue
                self.at -= 1
            elif isinstance(left, int):
                open_[-1][1] = left - 1
            if opener == b"{":
                key = self.take(self.integer(), most=4096)
                if len(open_) == 1:
                    keys.add(key.decode("utf-8", "replace"))
            self.value(kind if isinstance(kind, bytes) and kind else self.take(1), open_)
        return self.at, frozenset(keys)

    def value(self, kind: bytes, open_: list[list[bytes | int]]) -> None:
        if kind in _WIDTHS:
            self.skip(_WIDTHS[kind])
        elif kind in (b"S", b"H"):
            self.skip(self.integer())
        elif kind in _ENDS:
            if len(open_) > self.record.limits.depth:
                raise Unreadable("It is nested too deeply.", offset=self.at)
            self.container(kind, open_)
        else:
            raise Unreadable("It is not valid UBJSON.", offset=self.at)

    def container(self, opener: bytes, open_: list[list[bytes | int]]) -> None:
        mark = self.take(1)
        inner = b""
        if mark == b"$":
            inner = self.take(1)
            mark = self.take(1)
            if mark != b"#":
                raise Unreadable("It is not valid UBJSON.", offset=self.at)
        if mark != b"#":
            self.at -= 1
            open_.append([opener, -1, b""])
            return
        count = self.integer()
        if inner in _WIDTHS and opener == b"[":
            self.skip(count * _WIDTHS[inner])
            return
        if count > self.size - self.at:
            raise Unreadable("It says that it has more values than fit into the file.", offset=self.at)
        open_.append([opener, count, inner])

    def integer(self) -> int:
        kind = self.take(1)
        if kind not in _INTEGERS:
            raise Unreadable("It is not valid UBJSON.", offset=self.at)
        found = int.from_bytes(self.take(_WIDTHS[kind]), "big", signed=_INTEGERS[kind])
        if found < 0:
            raise Unreadable("A length is negative.", offset=self.at)
        return found

    def take(self, count: int, most: int = 16) -> bytes:
        if count > most:
            raise Unreadable("A key is too long.", offset=self.at)
        begin = self.at - self._start
        if begin < 0 or begin + count > len(self._window):
            self._start, begin = self.at, 0
            self._window = self.source.read(self.at, _WINDOW)
            self.record.read(len(self._window))
        found = self._window[begin : begin + count]
        if len(found) < count:
            raise Unreadable("It ends within a value.", offset=self.size)
        self.at += count
        return found

    def skip(self, count: int) -> None:
        self.at += count
        if self.at > self.size:
            raise Unreadable("It ends within a value.", offset=self.size)
