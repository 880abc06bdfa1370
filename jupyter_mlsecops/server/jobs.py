"""Work of a worker that takes longer than a scan may wait: it runs in a thread, and is asked for again until done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable

from . import protocol as p

Answer = tuple[p.Reply, bytes]
PENDING = "pending"
_MOST = 4
_PATIENCE = 0.05  # seconds that other requests wait at most


class _Job(threading.Thread):
    def __init__(self, work: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.answer: Answer | None = None

    def run(self) -> None:
        try:
            self.answer = self._work()
        except Exception as error:  # its text may hold a secret
            message = f"The request failed with {type(error).__name__}. Please report this as a bug."
            self.answer = p.Reply(status=500, reason="failed", message=message), b""


class Jobs:
    """What runs beside the scans, by the request that asked for it."""

    def __init__(self) -> None:
        self._running: dict[Hashable, _Job] = {}

    def ask(self, key: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer that ``work`` gives to the request ``key``, once; until it is there, one that is ``pending``."""
        job = self._running.get(key)
        if job is None:
            for known in [known for known, other in self._running.items() if other.answer is not None]:
                del self._running[known]  # nobody asked again
            if len(self._running) >= _MOST:
                return p.Reply(status=503, reason="busy", message="Too much is asked at once. Try again."), b""
            job = self._running[key] = _Job(work)
            job.start()
        job.join(_PATIENCE)
        if job.answer is None:
            return p.Reply(reason=PENDING), b""
        del self._running[key]
        return job.answer
