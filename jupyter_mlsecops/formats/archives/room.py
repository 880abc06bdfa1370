"""How much a file may cause to be unpacked before its reading is given up, over all its layers and members."""

from __future__ import annotations

from typing import NamedTuple

from ..pickles import PATIENT as PATIENT_PICKLES
from ..pickles import Budget
from ..pickles import Limits as PickleLimits


class Limits(NamedTuple):
    """The most that one file may cost. The defaults are for a file that is read while its user waits."""

    members: int = 20_000  # some hundred microseconds each
    decoded_bytes: int = 256 << 20  # what comes out of decompressors; what is decoded twice counts twice
    header_bytes: int = 16 << 20  # directories and headers of archives
    searched_bytes: int = 64 << 20  # bytes between members, searched for members that no directory names
    nesting: int = 6  # archives and layers within one another
    memory: int = 128 << 20  # what a decompressor may reserve because the file says so
    pickles: PickleLimits = PickleLimits()


PATIENT = Limits(
    members=1_000_000, decoded_bytes=4 << 30, header_bytes=1 << 30, searched_bytes=1 << 30, pickles=PATIENT_PICKLES
)
"""For reading in the background and in CI."""


class Room:
    """What is left of the limits: one for a whole file, shared by everything in it. Nothing here raises."""

    __slots__ = ("decoded", "headers", "limits", "members", "pickles", "searched")

    def __init__(self, limits: Limits | None = None, pickles: Budget | None = None) -> None:
        self.limits = limits or Limits()
        self.pickles = pickles or Budget(self.limits.pickles)
        self.members = self.decoded = self.headers = self.searched = 0

    def member(self) -> bool:
        """Whether one more member may be looked at."""
        self.members += 1
        return self.members <= self.limits.members

    def header(self, size: int) -> bool:
        """Whether ``size`` more bytes of headers may be read."""
        self.headers += size
        return self.headers <= self.limits.header_bytes

    def search(self, size: int) -> bool:
        """Whether ``size`` more bytes may be searched."""
        self.searched += size
        return self.searched <= self.limits.searched_bytes

    def decode(self, size: int) -> bool:
        """Whether ``size`` more bytes may be unpacked."""
        self.decoded += size
        return self.decoded <= self.limits.decoded_bytes

    @property
    def out_of_time(self) -> bool:
        """Whether the caller's deadline, if it has one, has passed."""
        return self.pickles.stop is not None and self.pickles.stop()
