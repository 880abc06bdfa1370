"""The members of a zip that is a model: named, and opened one by one."""

from __future__ import annotations

from .archives import zips
from .archives.members import Member, Missing, Strange
from .archives.room import Limits as RoomLimits
from .archives.room import Room
from .pickles import Budget, Source
from .record import PATIENCE, Record, Unreadable

_PIECE = 1 << 20


class Archive:
    """What walking a zip yields: ``members`` that are not empty, in order; the rest is noted in the record."""

    def __init__(self, source: Source, record: Record) -> None:
        self.record = record
        limits = RoomLimits(members=record.limits.items, decoded_bytes=record.limits.unpacked_bytes)
        room = Room(limits, Budget(limits.pickles, record.stop))
        members: list[Member] = []
        for found in zips.walk(source, room):
            record.items()
            match found:
                case Member():
                    members.append(found)
                case Missing(name, why, cure, offset):
                    record.gap(f"{why[:1].upper()}{why[1:]}.", name, offset, cure)
                case Strange(kind, what, offset, detail):
                    record.fact(kind, what, offset, detail=detail)
        self.members = tuple(members)

    def named(self, name: str) -> Member | None:
        """The last member of this name, which is what most loaders take."""
        return next((member for member in reversed(self.members) if member.name == name), None)

    def whole(self, member: Member) -> Source:
        """All bytes of a member, with a size: a window if it is stored, else unpacked. Raises ``Unreadable``."""
        source = member.source
        if source.size is not None:
            return source
        content = unpacked(source, self.record)
        trouble, cure = getattr(source, "trouble", ("", ""))
        if trouble:
            self.record.gap(f"It unpacks in part only: {trouble}.", member.name, cure=cure or PATIENCE)
        return Source(content)


def unpacked(source: Source, record: Record) -> bytes:
    """All bytes of a source without a size. Raises ``Unreadable`` where they are too many."""
    parts: list[bytes] = []
    at = 0
    while piece := source.read(at, _PIECE):
        record.unpack(len(piece))
        parts.append(piece)
        at += len(piece)
    return b"".join(parts)


def names_of(source: Source, record: Record) -> frozenset[str]:
    """The names of the members of a zip; empty where it is none."""
    try:
        return frozenset(member.name for member in Archive(source, record).members)
    except Unreadable:
        return frozenset()
