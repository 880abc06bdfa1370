"""The reports of saved notebooks: made once for each state of a file, kept as encoded bytes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from jupyter_server.services.contents.manager import ContentsManager

from . import contents
from .process import Worker, Workers
from .protocol import Counts, Reply, Request, ScanBytes, ScanFile, Stamp
from .remembered import Remembered

_TOTAL = 16_000_000


class ScanError(Exception):
    """The worker refused: an HTTP status, a word and a message for the user."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Saved:
    """The report of one state of a saved notebook. ``body`` is an encoded ``PanelReport``; ``stamp`` is None where the
    state does not tell whether it still holds."""

    stamp: Stamp | str | None
    body: bytes
    digest: str
    counts: Counts
    reason: str


async def ask(worker: Worker, request: Request, payload: bytes = b"") -> tuple[Reply, bytes]:
    """Ask a worker without blocking the event loop. Raises ``ScanError`` and ``WorkerFailed``."""
    reply, body = await asyncio.wrap_future(worker.ask(request, payload))
    if reply.status != 200:
        raise ScanError(reply.status, reply.reason, reply.message)
    return reply, body


class Reports:
    """Reports by path, bounded by bytes. Used on the event loop only."""

    def __init__(self, manager: ContentsManager, workers: Workers, max_bytes: int, remembered: Remembered) -> None:
        self._manager = manager
        self._remembered = remembered
        self._workers = workers
        self._max_bytes = max_bytes
        self._saved: OrderedDict[str, Saved] = OrderedDict()
        self._size = 0
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    async def get(self, path: str, again: bool = False) -> Saved:
        """The report of the notebook as it is saved now: the kept one if that still holds, and not ``again``.

        Raises ``ContentsError``, ``ScanError`` and ``WorkerFailed``.
        """
        async with self._turn(path):
            place = await contents.find(self._manager, path)
            known = self._saved.get(path)
            if known and known.stamp is not None and known.stamp == place.stamp and not again:
                self._saved.move_to_end(path)
                return known
            saved = await self._scan(path, place)
            self._keep(path, saved)
            return saved

    def forget(self, path: str) -> None:
        """Drop what is kept of a notebook, or of all in a folder."""
        for known in [p for p in self._saved if p == path or p.startswith(path + "/")]:
            self._size -= len(self._saved.pop(known).body)

    def forget_all(self) -> None:
        """Drop what is kept of all notebooks."""
        self._saved.clear()
        self._size = 0

    async def _scan(self, path: str, place: contents.Local | contents.Remote) -> Saved:
        worker = self._workers.of(path)
        stamp: Stamp | str | None
        if isinstance(place, contents.Local):
            reply, body = await ask(worker, ScanFile(path, place.os_path))
            stamp = reply.stamp
            self._remembered.remember(place.os_path, reply)
        else:
            raw = await contents.read(self._manager, path)
            if len(raw) > self._max_bytes:
                raise ScanError(413, "too-large", too_large(path, self._max_bytes))
            reply, body = await ask(worker, ScanBytes(path), raw)
            stamp = place.stamp
        return Saved(stamp if reply.lasts else None, body, reply.digest, reply.counts, reply.reason)

    def _keep(self, path: str, saved: Saved) -> None:
        self.forget(path)
        self._saved[path] = saved
        self._size += len(saved.body)
        while self._size > _TOTAL and len(self._saved) > 1:
            self._size -= len(self._saved.popitem(last=False)[1].body)

    @asynccontextmanager
    async def _turn(self, path: str) -> AsyncIterator[None]:
        """One at a time for each path: who waits will find the report of who went first."""
        lock, users = self._locks.get(path, (asyncio.Lock(), 0))
        self._locks[path] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            users = self._locks[path][1] - 1
            if users:
                self._locks[path] = (lock, users)
            else:
                del self._locks[path]


def too_large(path: str, limit: int) -> str:
    """The message for a notebook over the limit."""
    return f"{path}: the notebook is larger than {limit / 1e6:.0f} MB (c.MLSecOps.max_notebook_bytes)."
