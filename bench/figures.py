"""Timing and statistics shared by the benchmarks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

TIMES = ("s", "ms", "ms/MB", "µs")
"""Units that depend on how fast a machine is."""


@dataclass(frozen=True)
class Figure:
    """One measured figure: what, how much, in which unit, and how it was taken. ``limit`` is what we want at most.

    ``pace`` is how many times as long as on the machine of the limits anything took at that moment (see ``yardstick``);
    None where nobody looked.
    """

    name: str
    value: float
    unit: str
    how: str
    limit: float | None = None
    pace: float | None = None

    @property
    def there(self) -> float:
        """The value as it would be on the machine of the limits: times at that pace, all else as it is."""
        return self.value / self.pace if self.pace is not None and self.unit in TIMES else self.value

    @property
    def is_over(self) -> bool:
        """Whether it is more than what is wanted, as it was measured here."""
        return self.limit is not None and self.value > self.limit


def milliseconds(work: Callable[[], Any]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def interleaved(works: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each work, taken in turns, so that a busy moment of the machine hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(milliseconds(work))
    return taken


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def table(figures: Sequence[Figure]) -> str:
    """A Markdown table."""
    rows = ["| figure | value | on the machine of the goals | wanted | how |", "|---|---:|---:|---:|---|"]
    for figure in figures:
        wanted = "" if figure.limit is None else f"≤ {figure.limit:g} {figure.unit}"
        there = "" if figure.there == figure.value else f"{figure.there:.3g} {figure.unit}"
        rows.append(f"| {figure.name} | {figure.value:.3g} {figure.unit} | {there} | {wanted} | {figure.how} |")
    return "\n".join(rows)
