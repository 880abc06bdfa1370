"""Protocol buffers without a schema: fields with their places. Payloads are passed over, not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .pickles.source import Source
from .record import Record, Spent, Unreadable

_WINDOW = 256 << 10
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_TEXT = 4 << 10
_NUMBERS = 1 << 29


class Field(NamedTuple):
    """One field: its number, and either a ``value`` or the bytes from ``begin`` to ``end``."""

    number: int
    value: int | None
    begin: int
    end: int


class Wire:
    """Messages in a source. Nearby fields cost one read; what is passed over costs none."""

    def __init__(self, source: Source, record: Record) -> None:
        self.source = source
        self.record = record
        self.size = source.size or 0
        self._start = 0
        self._window = b""

    def fields(self, begin: int, end: int) -> Iterator[Field]:
        """The fields of the message that fills these bytes. Raises ``Unreadable`` where there is none."""
        at = begin
        while at < end:
            self.record.items()
            tag, at = self._varint(at, end)
            number, kind = tag >> 3, tag & 7
            if not 0 < number < _NUMBERS:
                raise Unreadable("A field of its protocol buffer has a number that none can have.", offset=at)
            if kind == _VARINT:
                value, at = self._varint(at, end)
                yield Field(number, value, at, at)
                continue
            if kind == _BYTES:
                length, at = self._varint(at, end)
            elif kind in (_FIXED32, _FIXED64):
                length = 4 if kind == _FIXED32 else 8
            else:
                raise Unreadable("A field of its protocol buffer is of a kind that is not used.", offset=at)
            if at + length > end:
                raise Unreadable("A field of its protocol buffer is longer than what holds it.", offset=at)
            yield Field(number, None, at, at + length)
            at += length

    def readable(self, begin: int, end: int) -> Iterator[Field]:
        """The fields of a message up to the first that is broken, which is noted as a gap. Raises ``Spent``."""
        try:
            yield from self.fields(begin, end)
        except Spent:
            raise
        except Unreadable as error:
            self.record.gap(str(error), offset=error.offset)

    def text(self, field: Field) -> str:
        """A short text; what is longer is cut, which is a gap: an end may change what a path means."""
        if field.end - field.begin > _TEXT:
            self.record.gap(f"A text in it has {field.end - field.begin:,} bytes, of which {_TEXT:,} were read.",
                            offset=field.begin)  # fmt: skip
        return self.raw(field.begin, min(field.end, field.begin + _TEXT)).decode("utf-8", "replace")

    def raw(self, begin: int, end: int) -> bytes:
        """Bytes, which must be few."""
        if begin < self._start or end > self._start + len(self._window):
            self._start = begin
            self._window = self.source.read(begin, max(_WINDOW, end - begin))
            self.record.read(len(self._window))
        return self._window[begin - self._start : end - self._start]

    def _varint(self, at: int, end: int) -> tuple[int, int]:
        place = at - self._start
        if not 0 <= place < len(self._window) or at >= end:
            place = self._moved(at, end)
        byte = self._window[place]
        at += 1
        if byte < 0x80:
            return byte, at
        value, shift = byte & 0x7F, 7
        while shift < 70:
            place = at - self._start
            if place >= len(self._window) or at >= end:
                place = self._moved(at, end)
            byte = self._window[place]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value, at
            shift += 7
        raise Unreadable("A number of its protocol buffer is too long.", offset=at)

    def _moved(self, at: int, end: int) -> int:
        """Move the window so that it holds a place; returns the index of that place."""
        if at < end:
            self._start = at
            self._window = self.source.read(at, _WINDOW)
            self.record.read(len(self._window))
        if at >= end or not self._window:
            raise Unreadable("A number of its protocol buffer is cut short.", offset=at)
        return 0


def shape(source: Source, record: Record, most: int = 64) -> tuple[tuple[int, bool], ...] | None:
    """The first fields of a source as (number, has bytes); None if it is no protocol buffer from end to end so far."""
    wire = Wire(source, record)
    found: list[tuple[int, bool]] = []
    try:
        for field in wire.fields(0, wire.size):
            found.append((field.number, field.value is None))
            if len(found) == most:
                break
    except Unreadable:
        return None
    return tuple(found)
