"""Model files that are read in the background: one at a time, in turn, while somebody still waits for them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, Event, Thread
from typing import NamedTuple

from ..core.modelfile import ModelFile
from .modelfiles import Identity, Watch, examine
from .opening import NotRead

MOST = 200
"""Files that wait; further ones are not read."""
SECONDS = 60.0
"""The longest that one file is read."""
LEASE = 30.0
"""Seconds after which nobody is taken to wait who did not ask again."""
_YIELD = 1.0  # seconds that a reading pauses at most, each time, for who is answered


class File(NamedTuple):
    """A file to be read, in one state: where it is, and what reports call it."""

    path: str
    name: str
    identity: Identity


class Progress(NamedTuple):
    """How far the reading is for somebody: the file that is read now, how much of it, how many files are left."""

    name: str
    percent: int
    left: int


@dataclass
class _Reading:
    file: File
    waiting: set[str] = field(default_factory=set)
    watch: Watch = field(default_factory=Watch)


class Backlog:
    """A queue of files and the thread that reads them. ``done`` is called in that thread with what was read."""

    def __init__(self, done: Callable[[File, ModelFile], None]) -> None:
        self._done = done
        self._queue: OrderedDict[File, _Reading] = OrderedDict()
        self._current: _Reading | None = None
        self._seen: dict[str, float] = {}
        self._changed = Condition()
        self._free = Event()
        self._free.set()
        self._thread: Thread | None = None

    def want(self, who: str, file: File, *, first: bool = False) -> bool:
        """Put a file into the queue for somebody, or at its head; False if too many are in it."""
        with self._changed:
            self._seen[who] = time.monotonic()
            known = self._of(file)
            if known is None:
                if len(self._queue) >= MOST:
                    return False
                known = self._queue[file] = _Reading(file)
            known.waiting.add(who)
            if first and file in self._queue:
                self._queue.move_to_end(file, last=False)
            if self._thread is None:
                self._thread = Thread(target=self._run, name="mlsecops-models", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return True

    def progress(self, who: str) -> Progress | None:
        """How far it is for somebody who still waits; None if nothing is left for them."""
        with self._changed:
            self._seen[who] = time.monotonic()
            left = [reading for reading in self._all() if who in reading.waiting]
            if not left:
                return None
            now = self._current or left[0]
            return Progress(now.file.name, now.watch.percent, len(left))

    def is_waiting(self, who: str, file: File) -> bool:
        """Whether a file is still to be read for somebody."""
        with self._changed:
            known = self._of(file)
            return known is not None and who in known.waiting

    @property
    def head(self) -> File | None:
        """The file that is read now, or next."""
        with self._changed:
            return next((reading.file for reading in self._all()), None)

    def forget(self, who: str) -> None:
        """Read nothing more for somebody; what nobody else waits for is given up, even in the middle."""
        with self._changed:
            self._seen.pop(who, None)
            self._drop(who)

    def settle(self, seconds: float) -> bool:
        """Wait until nothing is left to be read, or ``seconds`` have passed; whether nothing is left."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._all(), seconds)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let others work meanwhile: the reading pauses as soon as it can."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def _all(self) -> list[_Reading]:
        return [*([self._current] if self._current is not None else []), *self._queue.values()]

    def _of(self, file: File) -> _Reading | None:
        current = self._current
        if current is not None and current.file == file and not current.watch.cancelled:
            return current
        return self._queue.get(file)

    def _drop(self, who: str) -> None:
        for reading in self._all():
            reading.waiting.discard(who)
            if not reading.waiting:
                reading.watch.cancelled = True
                self._queue.pop(reading.file, None)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._current = None
                self._changed.notify_all()
                self._changed.wait_for(lambda: bool(self._queue))
                _, self._current = self._queue.popitem(last=False)
            self._read(self._current)

    def _read(self, reading: _Reading) -> None:
        reading.watch.end = time.monotonic() + SECONDS
        reading.watch.pause, reading.watch.sparing = self._pause, True
        file = reading.file
        try:
            found = examine(file.path, file.name, watch=reading.watch)
        except NotRead as error:
            found = ModelFile(file.name, "unknown", "", file.identity.size, gaps=(f"It cannot be read: {error}.",))
        except BaseException as error:  # one hostile file must not end the queue: parsers of others may panic
            failed = f"Reading it failed ({type(error).__name__}). Please report this."
            found = ModelFile(file.name, "unknown", "", file.identity.size, gaps=(failed,))
        with self._changed:
            if not reading.watch.cancelled:
                self._done(file, found)

    def _pause(self) -> None:
        """Asked while a file is read: give way, and give up what nobody waits for any more."""
        self._free.wait(_YIELD)
        now = time.monotonic()
        with self._changed:
            for who in [who for who, seen in self._seen.items() if now - seen > LEASE]:
                del self._seen[who]
                self._drop(who)
