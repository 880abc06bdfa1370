"""How much slower this machine is at this moment than the one for which the goals were set.

The goals are in milliseconds, and a shared machine takes twice as long in one hour as in another. What public programs
took on that machine was written down beside the goals; the same versions do the same work here, before and after each
figure is taken, and the quicker of the two counts.

``python bench/yardstick.py`` prints both paces.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from detect_secrets.filters import heuristic
from figures import Figure

REGEX = 2.0
"""Seconds of CPU: the expression of detect-secrets 1.5.0 for indirect references, on 990 spaces."""
START = 171.0
"""Milliseconds: a new process that imports the manager of bandit 1.9.4; the least of several."""
STARTED = [sys.executable, "-c", "import bandit.core.manager"]


def pace() -> float:
    """How many times as long as there the expression takes; takes some seconds."""
    expression = heuristic._get_indirect_reference_regex()
    began = time.process_time()
    expression.search(" " * 990)
    return (time.process_time() - began) / REGEX


def starting(times: list[float]) -> float:
    """How many times as long as there a program takes to start, by the milliseconds that ``STARTED`` took."""
    return min(times) / START


def paced(measure: Callable[[], list[Figure]]) -> list[Figure]:
    """The figures, with the pace at which they were taken, but for those that bring one of their own."""
    before = pace()
    figures = measure()
    now = min(before, pace())
    return [figure if figure.pace is not None else replace(figure, pace=now) for figure in figures]


def main() -> None:
    """Print both paces."""
    print(f"expressions: {pace():.2f} times as long as on the machine of the goals")
    times = []
    for _ in range(11):
        began = time.perf_counter()
        subprocess.run(STARTED, check=True)
        times.append((time.perf_counter() - began) * 1000)
    print(f"programs start: {starting(times):.2f} times as long")


if __name__ == "__main__":
    main()
