"""How much slower this machine is at this moment than the one for which the goals were set.

The goals are in milliseconds, and a shared machine takes twice as long in one hour as in another. What a public program
took on that machine was written down beside the goals; the same version does the same work here, before and after each
figure is taken, and the quicker of the two counts. Other work that was written down there says the same within a tenth:
bandit's visitor on a hundred cells takes 2.3 times as long here when the expression takes 2.2.

``python bench/yardstick.py`` prints the pace.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from detect_secrets.filters import heuristic
from figures import Figure

REGEX = 2.0
"""Seconds of CPU: the expression of detect-secrets 1.5.0 for indirect references, on 990 spaces."""


def pace() -> float:
    """How many times as long as there the expression takes; takes some seconds."""
    expression = heuristic._get_indirect_reference_regex()
    began = time.process_time()
    expression.search(" " * 990)
    return (time.process_time() - began) / REGEX


def paced(measure: Callable[[], list[Figure]]) -> list[Figure]:
    """The figures, with the pace at which they were taken, but for those that bring one of their own."""
    before = pace()
    figures = measure()
    now = min(before, pace())
    return [figure if figure.pace is not None else replace(figure, pace=now) for figure in figures]


if __name__ == "__main__":
    print(f"{pace():.2f} times as long as on the machine of the goals")
