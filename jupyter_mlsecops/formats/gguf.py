"""GGUF, versions 1 to 3, in both byte orders: keys, templates and tensor places. Weights are passed over."""

from __future__ import annotations

import struct

from .fact import Kind
from .pickles.source import Source
from .record import Record, Unreadable
from .templates import read_template

_WINDOW = 1 << 20
_FIXED = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY = 8, 9
_DIMENSIONS = 64
_TEXTS_AN_ITEM = 4  # a text that is passed over costs less than a key
_TEMPLATE = 1 << 20


def recognise(head: bytes) -> bool:
    """Whether bytes begin like a GGUF file."""
    return head[:4] == b"GGUF"


def read(source: Source, record: Record) -> None:
    """Walk keys and tensors."""
    _Walk(source, record).run()


class _Walk:
    """A place in the file, the order of its bytes, and how wide its counts are."""

    def __init__(self, source: Source, record: Record) -> None:
        self.source = source
        self.record = record
        self.size = source.size or 0
        self.at = 4
        self.start = 0
        self.window = b""
        self.order = "<"
        self.wide = True

    def run(self) -> None:
        raw = self.source.read(4, 4)
        if len(raw) < 4:
            raise Unreadable("It ends after the first bytes.", offset=4)
        little, big = int.from_bytes(raw, "little"), int.from_bytes(raw, "big")
        version = min(little, big)
        if not 1 <= version <= 3:
            raise Unreadable(f"GGUF version {version} is not known.", offset=4)
        self.order = "<" if little == version else ">"
        self.wide = version > 1
        self.at = 8
        tensors, keys = self.count("tensors", 24), self.count("keys", 13)
        seen: set[bytes] = set()
        alignment = 32
        for _ in range(keys):
            self.record.items()
            at = self.at
            key = self.string()
            if key in seen:
                self.record.fact(Kind.DUPLICATE_KEY, key.decode("utf-8", "replace"), at)
            seen.add(key)
            kind = self.integer(4)
            if key == b"general.alignment" and kind == 4:
                alignment = self.integer(4) or 32
            else:
                self.value(kind, key)
        self.tensors(tensors, alignment)

    def tensors(self, count: int, alignment: int) -> None:
        names: set[bytes] = set()
        furthest, last = 0, b""
        for _ in range(count):
            self.record.items()
            at = self.at
            name = self.string()
            if name in names:
                self.record.fact(Kind.DUPLICATE_KEY, name.decode("utf-8", "replace"), at)
            names.add(name)
            dimensions = self.integer(4)
            if dimensions > _DIMENSIONS:
                raise Unreadable("A tensor has more dimensions than any reader takes.", offset=self.at)
            self.skip(dimensions * (8 if self.wide else 4) + 4)
            offset = self.integer(8)
            if offset >= furthest:
                furthest, last = offset, name
        start = -(-self.at // alignment) * alignment
        if count and start + furthest >= self.size:
            where = f"at {start + furthest:,} of {self.size:,} bytes"
            self.record.fact(Kind.BOUNDS, last.decode("utf-8", "replace"), self.at, detail=where)

    def value(self, kind: int, key: bytes) -> None:
        templates = b"template" in key.lower()
        # Arrays of arrays, as counts of what is still to come.
        waiting = [(kind, 1)]
        while waiting:
            kind, count = waiting.pop()
            if kind in _FIXED:
                self.skip(count * _FIXED[kind])
            elif kind == _STRING:
                self.record.items(count // _TEXTS_AN_ITEM + 1)
                for _ in range(count):
                    at = self.at
                    if templates:
                        self.template(self.string(), key, at)
                    else:
                        self.skip(self.length())
            elif kind == _ARRAY and count:
                self.record.items()
                if len(waiting) > self.record.limits.depth:
                    raise Unreadable("Its arrays are nested too deeply.", offset=self.at)
                if count > 1:
                    waiting.append((_ARRAY, count - 1))
                inner = self.integer(4)
                waiting.append((inner, self.count("values of an array", _FIXED.get(inner, 4))))
            elif kind != _ARRAY:
                raise Unreadable(f"Value type {kind} is not known.", offset=self.at)

    def template(self, raw: bytes, key: bytes, at: int) -> None:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            self.record.gap(f"The template {key[:80].decode('utf-8', 'replace')} is not UTF-8.", offset=at)
            return
        read_template(text, self.record, offset=at, detail=key.decode("utf-8", "replace"))

    def length(self) -> int:
        length = self.integer(8 if self.wide else 4)
        if self.at + length > self.size:
            raise Unreadable("A text is longer than the file.", offset=self.at)
        return length

    def count(self, what: str, least: int) -> int:
        at = self.at
        found = self.integer(8 if self.wide else 4)
        if found * least > self.size - self.at + least:
            raise Unreadable(f"It says that it has {found:,} {what}, more than fit into the file.", offset=at)
        return found

    def string(self) -> bytes:
        length = self.length()
        if length > _TEMPLATE:
            self.record.gap(f"A text of {length:,} bytes was passed over.", offset=self.at)
            self.skip(length)
            return b""
        return self.take(length)

    def integer(self, width: int) -> int:
        raw = self.take(width)
        if len(raw) < width:
            raise Unreadable("It ends within its keys.", offset=self.at)
        return int(struct.unpack(self.order + {4: "I", 8: "Q"}[width], raw)[0])

    def take(self, count: int) -> bytes:
        begin = self.at - self.start
        if begin < 0 or begin + count > len(self.window):
            self.start, begin = self.at, 0
            self.window = self.source.read(self.at, max(_WINDOW, count))
            self.record.read(len(self.window))
        self.at += count
        return self.window[begin : begin + count]

    def skip(self, count: int) -> None:
        self.at += count
        if self.at > self.size:
            raise Unreadable("It ends within its keys.", offset=self.size)
