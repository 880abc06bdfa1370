"""The server's side of the scan workers: start, ask, time out, restart.

A worker is an interpreter of its own, started with two pipes. ``multiprocessing`` would import the server's main
script in it, and a ``ProcessPoolExecutor`` cannot end one task. One thread a worker does the waiting, so the event loop
never does.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec

from . import protocol as p

_START_TIMEOUT = 60.0
_MEMORY_LIMIT = 700_000_000
_TASK_LIMIT = 20_000
_MOST_ENDED = 2  # processes that may end over one file
_MOST_BLAMED = 100
_PACKAGES = str(Path(__file__).resolve().parents[2])
# sys.path[0] would be the current folder, and nothing from there may be imported; the package itself is appended,
# because before the standard library it would let other packages hide modules of it.
_CODE = (
    "import sys; del sys.path[0]; sys.path += [{packages!r}] * ({packages!r} not in sys.path); "
    "from jupyter_mlsecops.server.worker import main; main()"
)
Answer = tuple[p.Reply, bytes]
_replies: msgspec.msgpack.Decoder[p.Reply] = msgspec.msgpack.Decoder(p.Reply)


class WorkerFailed(Exception):
    """No answer: ``reason`` is timeout, crashed, configuration or stopped; the text is for the user."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Settings:
    """How workers are started. ``key`` makes the fingerprint key; it is called in the thread that starts a worker.

    Without ``local_kernels`` nothing is known of what kernels have installed.
    """

    key: Callable[[], bytes]
    profile: str | None
    policy_file: str
    max_bytes: int
    timeout: float
    command: Sequence[str] = ()
    may_store: bool = False
    local_kernels: bool = True


def launch_command() -> list[str]:
    """The command line of a worker. No path, key or setting is in it: everyone on the machine can read it."""
    return [sys.executable, "-B", "-c", _CODE.format(packages=_PACKAGES)]


class Worker:
    """One long-lived worker process and the thread that talks to it. Requests are answered in turn."""

    def __init__(self, settings: Settings, log: logging.Logger) -> None:
        self._settings = settings
        self._log = log
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mlsecops")
        self._process: subprocess.Popen[bytes] | None = None
        self._tasks = 0
        self._stopped = False
        self._reading = ""  # what the process reads in the background, as far as it has told
        self._blamed: Counter[str] = Counter()

    @property
    def pid(self) -> int | None:
        """The process id, while there is one."""
        return self._process.pid if self._process else None

    def prepare(self) -> None:
        """Start the process in the background; a failure shows at the first request."""
        self._submit(self._prepare)

    def ask(self, request: p.Request, payload: bytes = b"", timeout: float | None = None) -> Future[Answer]:
        """Put a request. The result is the reply and its body, or ``WorkerFailed``.

        A worker that takes longer than ``timeout`` seconds (by default the setting) is killed. One that dies is
        started again once for the same request.
        """
        return self._submit(self._ask, request, payload, timeout or self._settings.timeout)

    def stop(self) -> None:
        """End the process and the thread; what still waits fails with reason ``stopped``."""
        self._stopped = True
        self._kill()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _submit(self, work: Callable[..., object], *arguments: object) -> Future[Answer]:
        try:
            return self._thread.submit(work, *arguments)  # type: ignore[arg-type]
        except RuntimeError:  # the thread was shut down
            refused: Future[Answer] = Future()
            refused.set_exception(WorkerFailed("stopped", "The server is stopping."))
            return refused

    def _prepare(self) -> None:
        try:
            self._running()
        except WorkerFailed as error:
            self._log.error("mlsecops: %s", error)

    def _ask(self, request: p.Request, payload: bytes, timeout: float) -> tuple[p.Reply, bytes]:
        for attempt in (1, 2):
            process = self._running()
            try:
                reply, body = self._exchange(process, request, payload, timeout)
                break
            except (EOFError, OSError, msgspec.DecodeError) as error:
                self._blame()
                self._kill()
                if self._stopped:
                    raise WorkerFailed("stopped", "The server is stopping.") from error
                if attempt == 2:
                    raise WorkerFailed("crashed", "The scan worker ended unexpectedly, twice.") from error
                self._log.warning("mlsecops: the scan worker ended unexpectedly; it is started again.")
        self._tasks += 1
        self._reading = reply.reading
        if reply.memory > _MEMORY_LIMIT:
            self._blame()
        if reply.memory > _MEMORY_LIMIT or self._tasks >= _TASK_LIMIT:
            self._kill()
            self.prepare()
        return reply, body

    def _exchange(
        self, process: subprocess.Popen[bytes], request: p.Request, payload: bytes, timeout: float
    ) -> tuple[p.Reply, bytes]:
        """One request and its reply. Raises ``WorkerFailed`` after the timeout, ``EOFError`` if the worker dies."""
        assert process.stdin is not None and process.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout, give_up)
        timer.daemon = True
        timer.start()
        try:
            p.write_frame(process.stdin, request, payload)  # type: ignore[arg-type]
            return p.read_frame(process.stdout, _replies)  # type: ignore[arg-type]
        except (EOFError, OSError) as error:
            if not late.is_set() or self._stopped:
                raise
            self._kill()
            self.prepare()
            message = f"The scan took longer than {timeout:g} s and was ended (c.MLSecOps.scan_timeout)."
            raise WorkerFailed("timeout", message) from error
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none. Raises ``WorkerFailed``."""
        if self._stopped:
            raise WorkerFailed("stopped", "The server is stopping.")
        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._process is not None:
            self._blame()
        self._kill()
        settings = self._settings
        try:
            key = settings.key()
        except Exception as error:
            raise WorkerFailed("configuration", f"The key for fingerprints cannot be read: {error}") from error
        try:
            self._process = process = subprocess.Popen(
                settings.command or launch_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.path.abspath(os.sep),
            )
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise WorkerFailed("configuration", f"The scan worker cannot be started: {cause}.") from error
        self._tasks = 0
        start = p.Start(
            key,
            settings.profile,
            settings.policy_file,
            settings.max_bytes,
            settings.timeout,
            settings.may_store,
            settings.local_kernels,
            [mark for mark, times in self._blamed.items() if times >= _MOST_ENDED],
        )
        try:
            reply, _ = self._exchange(process, start, b"", _START_TIMEOUT)
        except (EOFError, OSError, msgspec.DecodeError) as error:
            self._kill()
            raise WorkerFailed("configuration", "The scan worker ended before it was ready.") from error
        if reply.status != 200:
            self._kill()
            raise WorkerFailed(reply.reason, reply.message)
        return process

    def _blame(self) -> None:
        """Put down that a process ended while it read something in the background, so that it is not read for ever."""
        if self._reading:
            self._blamed[self._reading] += 1
            self._reading = ""
            if len(self._blamed) > _MOST_BLAMED:
                del self._blamed[next(iter(self._blamed))]

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # Another thread may be reading; it gets an end of file, and closing is left to it.
                with contextlib.suppress(OSError, ValueError):
                    stream.close()


class Workers:
    """Several workers. All requests about one path go to the same one, which has its last states."""

    def __init__(self, number: int, settings: Settings, log: logging.Logger) -> None:
        self._workers = [Worker(settings, log) for _ in range(number)]

    def prepare(self) -> None:
        """Start all processes in the background."""
        for worker in self._workers:
            worker.prepare()

    def of(self, path: str) -> Worker:
        """The worker that a path belongs to."""
        return self._workers[zlib.crc32(path.encode("utf-8", "surrogatepass")) % len(self._workers)]

    def stop(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.stop()
