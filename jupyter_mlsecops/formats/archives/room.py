"""How much a file may cause to be unpacked before its reading is given up, over all its layers and members."""

from __future__ import annotations

from typing import NamedTuple

from ..pickles import OUT_OF_TIME, Budget
from ..pickles import PATIENT as PATIENT_PICKLES
from ..pickles import Limits as PickleLimits
from ..record import PATIENT as PATIENT_RECORD
from ..record import Limits as RecordLimits


class Limits(NamedTuple):
    """The most that one file may cost. The defaults are for a file that is read while its user waits."""

    members: int = 20_000  # some hundred microseconds each
    decoded_bytes: int = 256 << 20  # what comes out of decompressors; what is decoded twice counts twice
    header_bytes: int = 16 << 20  # directories and headers of archives
    searched_bytes: int = 64 << 20  # bytes between members, searched for members that no directory names
    nesting: int = 6  # archives and layers within one another
    memory: int = 128 << 20  # what a decompressor may reserve because the file says so
    pickles: PickleLimits = PickleLimits()
    others: RecordLimits = RecordLimits()  # of formats that are neither archives nor pickles, each time one is read


PATIENT = Limits(
    members=1_000_000,
    decoded_bytes=4 << 30,
    header_bytes=1 << 30,
    searched_bytes=1 << 30,
    pickles=PATIENT_PICKLES,
    others=PATIENT_RECORD,
)
"""For reading in the background and in CI."""


_ASKED = 64  # steps between two looks at the clock
_LEAST = 4 << 10  # what one piece counts at least that comes out of a decompressor


class Room:
    """What is left of the limits: one for a whole file, shared by everything in it. Nothing here raises.

    A question is answered with no as well when the caller's deadline has passed; ``why`` has the words for both.
    """

    __slots__ = ("_steps", "decoded", "headers", "limits", "members", "pickles", "searched", "unpacked")

    def __init__(self, limits: Limits | None = None, pickles: Budget | None = None) -> None:
        self.limits = limits or Limits()
        self.pickles = pickles or Budget(self.limits.pickles)
        self.members = self.decoded = self.unpacked = self.headers = self.searched = self._steps = 0

    def member(self) -> bool:
        """Whether one more member may be looked at."""
        self.members += 1
        return self.members <= self.limits.members and self._in_time()

    def header(self, size: int) -> bool:
        """Whether ``size`` more bytes of headers may be read."""
        self.headers += size
        return self.headers <= self.limits.header_bytes and self._in_time()

    def search(self, size: int) -> bool:
        """Whether ``size`` more bytes may be searched."""
        self.searched += size
        return self.searched <= self.limits.searched_bytes and self._in_time()

    def decode(self, size: int, pieces: int = 1) -> bool:
        """Whether ``size`` more bytes may be unpacked, which come in so many pieces."""
        self.unpacked += size
        self.decoded += max(size, pieces * _LEAST)
        return self.decoded <= self.limits.decoded_bytes and not self.out_of_time

    def why(self, limit: str) -> str:
        """Why a question was answered with no: ``limit``, or the time."""
        return OUT_OF_TIME if self.out_of_time else limit

    @property
    def out_of_time(self) -> bool:
        """Whether the caller's deadline, if it has one, has passed."""
        return self.pickles.stop is not None and self.pickles.stop()

    def _in_time(self) -> bool:
        self._steps += 1
        return self._steps % _ASKED != 1 or not self.out_of_time
