"""The ``.keras`` archive: a configuration, metadata, weights in HDF5 or npz, and files that layers keep."""

from __future__ import annotations

from ..archives.members import Member
from ..fact import Kind, Part
from ..jsons import read_json
from ..numpy import npy
from ..pickles.source import Source
from ..record import Record, Unreadable
from ..zips import Archive
from . import h5
from .config import read_config


def recognise(names: frozenset[str]) -> bool:
    """Whether an archive with these members is a model of Keras."""
    return "config.json" in names and ("metadata.json" in names or any(n.startswith("model.weights") for n in names))


def read(source: Source, record: Record) -> None:
    """Read the configuration and look into every other member."""
    archive = Archive(source, record)
    for name in ("config.json", "metadata.json"):
        if archive.named(name) is None:
            record.gap(f"It has no {name}.", name)
    for member in archive.members:
        try:
            _member(archive, member, record)
        except Unreadable as error:
            record.gap(str(error), member.name, error.offset, error.cure)


def _member(archive: Archive, member: Member, record: Record) -> None:
    name = member.name
    if name.rpartition("/")[2] in ("config.json", "metadata.json"):
        value, twice = read_json(member.source, record, name)
        for key in twice:
            record.fact(Kind.DUPLICATE_KEY, key, member=name)
        if not isinstance(value, dict):
            raise Unreadable("It is no JSON object.")
        read_config(value, record, member=name)
        return
    head = member.source.read(0, 64)
    if h5.recognise(head):
        h5.read(archive.whole(member), record, name)
    elif head[:2] in (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"):
        record.fact(Kind.KERAS_PICKLE, name, 0, name)
        record.part(Part("pickle", name))
    elif head.startswith(b"PK\x03\x04"):
        _arrays(archive, member, record)
    elif not name.startswith("assets/") or name.endswith((".py", ".pkl", ".pickle")):
        record.part(Part("unknown", name))


def _arrays(archive: Archive, member: Member, record: Record) -> None:
    """Weights as npz. Objects among them are a pickle."""
    inner = Archive(archive.whole(member), record)
    for entry in inner.members:
        if not npy.recognise(entry.source.read(0, 8)):
            record.part(Part("unknown", f"{member.name}/{entry.name}"))
            continue
        part = Record(record.format, record.limits, record.stop)
        npy.read(entry.source, part, f"{member.name}/{entry.name}")
        found = part.reading()
        for fact in found.facts:
            record.fact(*fact)
            if fact.kind is Kind.OBJECT_ARRAY:
                record.fact(Kind.KERAS_PICKLE, fact.member, fact.offset, fact.member)
        for inside in found.parts:
            record.part(inside)
