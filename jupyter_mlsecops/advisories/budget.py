"""How much an import may read before it is refused: what somebody sends decides nothing about memory and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from .refusal import Refused

_SUSPECT_BYTES = 1_000_000  # below that, nobody need ask how well something was packed
_RATIO = 200  # text is packed to a tenth, a list of versions to a fiftieth


@dataclass
class Budget:
    """What is left to an import: entries of an archive or folder, and bytes after unpacking."""

    entries: int = 500_000
    unpacked: int = 2_000_000_000

    def entry(self) -> None:
        """Count one entry. Raises ``Refused``."""
        self.entries -= 1
        if self.entries < 0:
            raise Refused("It has too many entries for an export of advisories. Get it anew from its source.")

    def take(self, number: int) -> None:
        """Count bytes after unpacking. Raises ``Refused``."""
        self.unpacked -= number
        if self.unpacked < 0:
            raise Refused("It unpacks to more than an export of advisories can hold. Get it anew from its source.")


def check_ratio(unpacked: int, packed: int) -> None:
    """Refuse what unpacks to far more than it was: a bomb, not an export. Raises ``Refused``."""
    if unpacked > _SUSPECT_BYTES and unpacked > _RATIO * max(packed, 1):
        raise Refused("It unpacks to far more than an export of advisories would. Get it anew from its source.")


class Unpacked:
    """A compressed file that is read forwards only, within a budget. ``packed`` tells its own place in the file."""

    def __init__(self, stream: BinaryIO, packed: BinaryIO, budget: Budget) -> None:
        self._stream, self._packed, self._budget, self._read = stream, packed, budget, 0

    def read(self, number: int) -> bytes:
        """Exactly so many bytes, fewer only at the end. Raises ``Refused`` for too many and what the decoder raises."""
        pieces = []
        while number:
            piece = self._stream.read(min(number, 65_536))
            if not piece:
                break
            pieces.append(piece)
            number -= len(piece)
            self._read += len(piece)
            self._budget.take(len(piece))
            check_ratio(self._read, self._packed.tell())
        return b"".join(pieces)

    def skip(self, number: int) -> int:
        """Pass over so many bytes; the result is how many there were."""
        passed = 0
        while passed < number and (piece := self.read(min(number - passed, 1_000_000))):
            passed += len(piece)
        return passed
