"""How much work a file may cause before its reading is given up, counted so that it comes out the same every time."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

OUT_OF_TIME = "out of time"
"""Why reading ended that a deadline ended."""


class OverBudget(Exception):
    """A limit is reached. The message says which one."""


class Limits(NamedTuple):
    """The most that one file may cost, over all its streams and nested payloads.

    The defaults are for a file that is read while its user waits: about a second at the very worst.
    """

    opcodes: int = 4_000_000
    values: int = 2_000_000  # entries of the stack and of the memo, each
    marks: int = 100_000  # containers that are open at once
    kept_bytes: int = 64 << 20  # short texts, which may be names, are kept; longer payloads never are
    facts: int = 100_000
    nesting: int = 6  # pickles within pickles
    nested: int = 20_000  # payloads that are looked into
    decoded_bytes: int = 16 << 20  # payloads decoded in memory: base64 text, and text that stands for bytes


PATIENT = Limits(
    opcodes=200_000_000,
    values=8_000_000,
    kept_bytes=256 << 20,
    facts=500_000,
    nested=1_000_000,
    decoded_bytes=256 << 20,
)
"""For reading in the background and in CI."""


class Budget:
    """What is left of the limits. One for a whole file: streams and nested payloads draw from the same.

    ``stop`` is asked about every 64 KiB and ends the reading when it says so. It is meant for a deadline, and makes
    the result depend on more than the file: leave it out where results must repeat.
    """

    __slots__ = ("decoded", "facts", "kept", "limits", "nested", "opcodes", "stop")

    def __init__(self, limits: Limits | None = None, stop: Callable[[], bool] | None = None) -> None:
        self.limits = limits or Limits()
        self.stop = stop
        self.opcodes = self.facts = self.kept = self.nested = self.decoded = 0

    def spend_opcodes(self, count: int) -> None:
        self.opcodes += count
        if self.opcodes > self.limits.opcodes:
            raise OverBudget(f"more than {self.limits.opcodes:,} opcodes")
        if self.stop is not None and self.stop():
            raise OverBudget(OUT_OF_TIME)

    def spend_fact(self) -> None:
        self.facts += 1
        if self.facts > self.limits.facts:
            raise OverBudget(f"more than {self.limits.facts:,} facts")

    def keep(self, size: int) -> None:
        self.kept += size
        if self.kept > self.limits.kept_bytes:
            raise OverBudget(f"more than {self.limits.kept_bytes:,} bytes of names and texts")

    def spend_nested(self) -> bool:
        """Whether one more payload may be looked into."""
        self.nested += 1
        return self.nested <= self.limits.nested

    def decode(self, size: int) -> bool:
        """Whether ``size`` bytes may be decoded in memory."""
        self.decoded += size
        return self.decoded <= self.limits.decoded_bytes
