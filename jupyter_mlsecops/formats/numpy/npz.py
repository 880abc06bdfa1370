"""npz: a zip of arrays."""

from __future__ import annotations

from ..fact import Part
from ..pickles.source import Source
from ..record import Record, Unreadable
from ..zips import Archive
from . import npy


def recognise(names: frozenset[str]) -> bool:
    """Whether an archive with these members holds arrays."""
    return bool(names) and all(name.endswith(".npy") for name in names)


def read(source: Source, record: Record) -> None:
    """Read every member; what is no array is handed on, whatever its name: numpy gives it back as bytes."""
    archive = Archive(source, record)
    for member in archive.members:
        try:
            content = member.source
            if npy.recognise(content.read(0, 8)):
                npy.read(content, record, member.name)
            else:
                record.part(Part("pickle" if member.name.endswith(".npy") else "unknown", member.name))
        except Unreadable as error:
            record.gap(str(error), member.name, error.offset, error.cure)
