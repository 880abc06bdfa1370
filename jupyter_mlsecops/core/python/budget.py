"""How much work a notebook may cause where it is written to cause a lot."""

from __future__ import annotations


class Budget:
    """How much may still be read, in expressions: a notebook may be written to cost time."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> bool:
        """Whether so many more may be."""
        self._left -= steps
        return self._left >= 0
