"""Facts as rows that tests can name."""

from __future__ import annotations

from jupyter_mlsecops.formats.pickles import Fact, Kind, Reading, read

Row = tuple[str, int, str, str]

CALLS = ("global", "call")


def row(fact: Fact) -> Row:
    return fact.kind.value, fact.offset, fact.opcode, str(fact.pair or fact.detail)


def told(data: bytes, *kinds: str) -> list[Row]:
    """The facts of a stream, of some kinds or of all."""
    return [row(fact) for fact in read(data).facts if not kinds or fact.kind.value in kinds]


def ends(reading: Reading) -> list[tuple[str, int]]:
    return [(ending.end.value, ending.offset) for ending in reading.endings]


def of_kind(data: bytes, kind: Kind) -> list[Fact]:
    return [fact for fact in read(data).facts if fact.kind is kind]
