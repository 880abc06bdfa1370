"""A guard against work that never ends. It is no measurement: how fast things are is the business of bench/."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def must_end(seconds: int = 30) -> Iterator[None]:
    """Fail if the block is still running after ``seconds``, many times what it needs."""

    def fail(signum: int, frame: object) -> None:
        raise TimeoutError(f"still running after {seconds} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
