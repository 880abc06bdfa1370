"""Names in a sentence."""

from __future__ import annotations

from collections.abc import Iterable


def enumerated(names: Iterable[str], number: int) -> str:
    """The first names of ``number``, parted by commas, and how many more there are: ``a, b and 3 more``."""
    told = list(names)
    return ", ".join(told) + (f" and {number - len(told)} more" if number > len(told) else "")
