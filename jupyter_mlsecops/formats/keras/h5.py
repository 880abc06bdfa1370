"""HDF5 files: the configuration of Keras in them, values that stand in other files, and pickles in attributes.

PyTables, and pandas with it, unpickles texts of attributes that end like a pickle, and the rows of its lists of
objects; hickle does so with arrays of bytes.
"""

from __future__ import annotations

import re

from ..fact import Kind, Part
from ..hdf5.attributes import Attribute
from ..hdf5.heaps import GlobalHeaps
from ..hdf5.opened import MAGIC, Opened, superblock
from ..hdf5.values import INTEGER, OPAQUE, STRING, VARIABLE, Value
from ..hdf5.walked import Item, Stored, walk
from ..jsons import parse_json
from ..pickles.source import Source
from ..record import PATIENCE, Record, Spent, Unreadable
from .config import read_config

_CONFIGS = ("model_config", "training_config")
_NUMBERED = re.compile(rf"({'|'.join(_CONFIGS)})_?([0-9]{{1,9}})")
_LISTS = "PSEUDOATOM"  # what PyTables calls the kind of a list's rows


def recognise(head: bytes) -> bool:
    """Whether bytes begin like an HDF5 file."""
    return head.startswith(MAGIC)


def read(source: Source, record: Record, member: str = "") -> None:
    """Read the configurations, and walk all objects. Raises ``Unreadable``."""
    base = superblock(source)
    if base is None:
        raise Unreadable("It has no HDF5 superblock.", offset=0)
    _File(Opened(source, record, base), member).read()


class _File:
    """A file while it is read: all texts in it are fetched through the same heaps."""

    def __init__(self, file: Opened, member: str) -> None:
        self.file = file
        self.record = file.record
        self.member = member
        self.heaps = GlobalHeaps(file)

    def read(self) -> None:
        """All of it."""
        lists = False
        rows = False
        for item in walk(self.file):
            if not item.path:
                self.root(item)
            self.outside(item)
            for attribute in item.attributes:
                self.pickled(attribute)
            if item.stored is not None:
                self.bytes(item.stored)
                if item.stored.kind.kind == VARIABLE and not item.stored.kind.is_text:
                    rows = True
                    lists |= any(one.name == _LISTS for one in item.attributes)
        if rows:
            self.rows(everything=lists)

    def root(self, item: Item) -> None:
        """The configurations: attributes of the root group, long ones of old versions in several."""
        pieces: dict[str, dict[int, Attribute]] = {}
        for attribute in item.attributes:
            if attribute.name in _CONFIGS:
                self.config(attribute.name, [attribute])
            elif match := _NUMBERED.fullmatch(attribute.name):
                pieces.setdefault(match[1], {})[int(match[2])] = attribute
        for name, numbered in pieces.items():
            self.config(name, [numbered[index] for index in sorted(numbered)])
        for link in item.links:
            if link.name in _CONFIGS:
                self.record.gap(f"{link.name} is no attribute.", self.member)

    def config(self, name: str, pieces: list[Attribute]) -> None:
        """One configuration, which is one text."""
        record = self.record
        try:
            if sum(piece.kind.size * piece.elements for piece in pieces) > record.limits.text_bytes:
                raise Unreadable("is too long.", cure=PATIENCE)
            if len(pieces) == 1 and (pieces[0].elements != 1 or pieces[0].kind.kind not in (STRING, VARIABLE)):
                raise Unreadable("is no text.")
            found = [value for piece in pieces for value in piece.values(self.file, self.heaps)]
            raw = b"".join(map(self.text, found))
            if len(raw) > record.limits.text_bytes:
                raise Unreadable("is too long.", cure=PATIENCE)
            record.read(len(raw))
            parsed, twice = parse_json(raw, record)
        except Spent:
            raise
        except Unreadable as error:
            why = str(error) if str(error).startswith("is ") else f"cannot be read: {error}"
            record.gap(f"The attribute {name} {why}", self.member, error.offset, error.cure)
            return
        for key in twice:
            record.fact(Kind.DUPLICATE_KEY, key, member=self.member, detail=name)
        read_config(parsed, record, member=self.member)

    def text(self, value: Value) -> bytes:
        """A text as readers get it, who are told by a gap if there is more behind its end."""
        shown, _, hidden = value.raw.partition(b"\0") if value.ends else (value.raw.rstrip(b"\0 "), b"", b"")
        if hidden.strip(b"\0"):
            self.record.gap("A text has more behind its end.", self.member, value.place)
        return shown

    def outside(self, item: Item) -> None:
        """Values that stand in other files."""
        for link in item.links:
            if link.file is not None:
                self.link(link.file, f"{item.path}/{link.name}")
        if item.stored is not None:
            for name in item.stored.files:
                self.link(name, item.path)
            if item.stored.is_virtual:
                self.link("virtual dataset", item.path)

    def link(self, name: str, place: str) -> None:
        self.record.fact(Kind.HDF5_LINK, name, member=self.member, detail=place)

    def pickled(self, attribute: Attribute) -> None:
        """Texts and bytes of an attribute that may be a pickle, from the first byte on."""
        try:
            for value in attribute.values(self.file, self.heaps):
                if _may_be_pickle(value.raw):
                    self.hand(value.place, len(value.raw))
        except Spent:
            raise
        except Unreadable as error:
            self.record.gap(f"The attribute {attribute.name}: {error}", self.member, error.offset)

    def bytes(self, stored: Stored) -> None:
        """An array of bytes that stand in one piece, if they begin like a pickle."""
        kind, place = stored.kind, stored.place
        single = kind.kind == INTEGER and kind.size == 1
        if place is None or not (single or kind.kind in (OPAQUE, STRING)):
            return
        if _is_marked(self.file.source.read(place, 2)):
            self.hand(place, stored.elements * kind.size)

    def rows(self, *, everything: bool) -> None:
        """Rows of lists, which stand in the heaps of the whole file: all that are there, wherever they are named."""
        for address in self.heaps.everywhere():
            try:
                for _, (at, size) in self.heaps.entries(address):
                    place = self.file.base + at
                    tail = self.file.source.read(place + size - 1, 1) if size else b""
                    if everything or _is_marked(self.file.source.read(place, 2)) or tail == b".":
                        self.hand(place, size)
            except Spent:
                raise
            except Unreadable:  # the same bytes may stand in any other value
                continue

    def hand(self, place: int, size: int) -> None:
        self.record.part(Part("unknown", self.member, place, size))


def _may_be_pickle(raw: bytes) -> bool:
    return raw.rstrip(b"\0").endswith(b".") or _is_marked(raw[:2])


def _is_marked(head: bytes) -> bool:
    """Whether bytes begin as all pickles since protocol 2 do."""
    return len(head) == 2 and head[0] == 0x80 and head[1] < 6
