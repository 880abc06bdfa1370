"""What a reader has found so far, and what it may still cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .fact import Fact, Gap, Kind, Part, Reading
from .pickles import OUT_OF_TIME

_LONGEST = 200
_MANY = 3
_ASKED = 1_000  # items between two looks at the clock


class Unreadable(Exception):
    """The bytes are not what their format demands, or cost too much. The message says why, for the user.

    ``cure`` says what would help; ``offset`` is where reading stopped.
    """

    def __init__(self, why: str, *, offset: int | None = None, cure: str = "") -> None:
        super().__init__(why)
        self.offset = offset
        self.cure = cure


class Spent(Unreadable):
    """A limit is reached: nothing more of the file is read."""


class Limits(NamedTuple):
    """The most that one file may cost. The defaults are for a file that is read while its user waits."""

    read_bytes: int = 64 << 20  # of headers, configurations and graphs; payloads are passed over
    unpacked_bytes: int = 64 << 20  # what members of archives become in memory
    text_bytes: int = 16 << 20  # one JSON, YAML or XML text
    items: int = 1_000_000  # keys, nodes, tensors, members
    facts: int = 10_000
    depth: int = 100


PATIENT = Limits(
    read_bytes=1 << 30, unpacked_bytes=1 << 30, text_bytes=100 << 20, items=20_000_000, facts=100_000, depth=200
)
"""For reading in the background and in CI."""


class Record:
    """Facts, parts and gaps of one file in the order they were found, and what is left of its limits.

    A reader is handed one and returns nothing. It raises ``Unreadable`` where it cannot go on: what it has found
    until then stays. ``stop`` is a deadline: it is asked again and again, and ends the reading when it says so.
    """

    def __init__(self, format: str, limits: Limits | None = None, stop: Callable[[], bool] | None = None) -> None:
        self.format = format
        self.limits = limits or Limits()
        self.stop = stop
        self._facts: dict[Fact, None] = {}
        self._seen: dict[tuple[Kind, str, str], int] = {}
        self._parts: dict[Part, None] = {}
        self._gaps: dict[Gap, None] = {}
        self._read = self._unpacked = self._items = self._asked = 0

    def fact(self, kind: Kind, what: str = "", offset: int | None = None, member: str = "", detail: str = "") -> None:
        """Note a fact. The same thing in the same member is told at its first few places only."""
        found = Fact(kind, safe(what), offset, safe(member), safe(detail))
        key = (kind, found.what, found.member)
        count = self._seen.get(key, 0)
        if count >= _MANY:
            return
        if len(self._facts) >= self.limits.facts:
            raise Spent(f"It has more than {self.limits.facts:,} things to tell.")
        self._seen[key] = count + 1
        self._facts[found] = None

    def once(self, kind: Kind, what: str, offset: int | None = None, member: str = "", detail: str = "") -> None:
        """Note a fact that is told at its first place only."""
        if (kind, safe(what), safe(member)) not in self._seen:
            self.fact(kind, what, offset, member, detail)

    def part(self, part: Part) -> None:
        """Hand bytes on to another reader."""
        if len(self._parts) >= self.limits.facts:
            raise Spent(f"It has more than {self.limits.facts:,} parts.")
        self._parts[part] = None

    def gap(self, why: str, member: str = "", offset: int | None = None, cure: str = "") -> None:
        """Note that something was not read, and go on."""
        if len(self._gaps) < _LONGEST:
            self._gaps[Gap(safe(why), safe(member), offset, cure)] = None

    def read(self, size: int) -> None:
        """Spend bytes that are read into memory or walked through."""
        self._read += size
        self._in_time()
        if self._read > self.limits.read_bytes:
            raise Spent(f"More than {self.limits.read_bytes:,} bytes would have to be read.", cure=PATIENCE)

    def unpack(self, size: int) -> None:
        """Spend bytes that come out of a compressed member."""
        self._unpacked += size
        self._in_time()
        if self._unpacked > self.limits.unpacked_bytes:
            raise Spent(f"It unpacks to more than {self.limits.unpacked_bytes:,} bytes.", cure=PATIENCE)

    def items(self, count: int = 1) -> None:
        """Spend keys, nodes, tensors, members."""
        self._items += count
        if self._items >= self._asked:
            self._asked = self._items + _ASKED
            self._in_time()
        if self._items > self.limits.items:
            raise Spent(f"It has more than {self.limits.items:,} entries.", cure=PATIENCE)

    def _in_time(self) -> None:
        if self.stop is not None and self.stop():
            raise Spent(f"{OUT_OF_TIME.capitalize()}.")

    def reading(self) -> Reading:
        """What has been found until now."""
        return Reading(self.format, tuple(self._facts), tuple(self._parts), tuple(self._gaps))


PATIENCE = "Scan it with the command, which has larger limits than a save."


def safe(text: str) -> str:
    """A text of a file as it may be shown: one line, printable, not long."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
