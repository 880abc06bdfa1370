"""Scanning many files: in this process, or in several where that pays; with a bar on a terminal where it takes long."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from .. import rules
from ..advisories.current import Current
from ..core.engine import Engine
from ..core.environment import Environments
from ..core.model import Problem
from ..core.policy import Policy
from .paths import STDIN, kind_of_name
from .session import Result, Session, Wanted, not_scanned, scan_file
from .walk import Target

if TYPE_CHECKING:
    from ..core.baseline import Baseline

# Starting a process takes half a second, and so does scanning a megabyte of what was not seen before.
_WORTH_BYTES = 4_000_000
_MOST_OF_MODEL = 1_000_000  # bytes of a model file that count: its payloads are passed over
T = TypeVar("T")


def scan_all(
    session: Session, targets: Sequence[Target], wanted: Wanted, jobs: int | None, *, bar: bool
) -> list[Result]:
    """Scan files, in the order in which they are given. ``jobs`` None: as many processes as pay."""
    processes = jobs or _processes_worth(targets)
    if processes > 1 and len(targets) > 1:
        results: Iterable[Result] = _in_processes(session, targets, wanted, min(processes, len(targets)))
    else:
        results = (scan_file(session.engine, target, wanted) for target in targets)
    return list(with_bar(results, len(targets), "files") if bar else results)


def _processes_worth(targets: Sequence[Target]) -> int:
    if len(targets) < 2:
        return 1
    sizes = ((_size(target.path), kind_of_name(target.path)) for target in targets)
    total = sum(min(size, _MOST_OF_MODEL) if kind == "model" else size for size, kind in sizes)
    return min(os.cpu_count() or 1, 8) if total >= _WORTH_BYTES else 1


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size if path != STDIN else 0
    except OSError:
        return 0


class _Start(msgspec.Struct, frozen=True):
    """What a worker process needs to build the same engine."""

    policy: Policy
    key: bytes
    version: str
    wanted: Wanted
    baseline: Baseline | None
    modules: tuple[str, ...]
    folders: tuple[str, ...]
    environments: Environments


_worker: tuple[Engine, Wanted] | None = None


def _start_worker(begin: _Start) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C on a terminal reaches us too: go without a word
    global _worker
    found, _ = rules.available(begin.modules, begin.folders)
    _worker = (
        Engine(
            found,
            begin.policy,
            begin.key,
            begin.version,
            advisories=Current().read(),
            baseline=begin.baseline,
            environments=begin.environments,
        ),
        begin.wanted,
    )


def _work(target: Target) -> Result:
    assert _worker is not None
    engine, wanted = _worker
    return scan_file(engine, target, wanted)


def _in_processes(session: Session, targets: Sequence[Target], wanted: Wanted, processes: int) -> Iterator[Result]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    begin = _Start(
        session.policy,
        session.key,
        session.engine.tool.version,
        wanted,
        session.baseline,
        session.modules,
        session.folders,
        session.environments,
    )
    # Fork would copy locks and threads of whoever calls us; spawn behaves the same on every system.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=spawn, initializer=_start_worker, initargs=(begin,))
    try:
        futures = [None if target.path == STDIN else pool.submit(_work, target) for target in targets]
        for target, future in zip(targets, futures, strict=True):
            try:
                yield scan_file(session.engine, target, wanted) if future is None else future.result()
            except BrokenProcessPool:
                message = f"{target.name}: A scan process ended unexpectedly (out of memory?). Try `--jobs 1`."
                problem = Problem(path=target.name, kind="unreadable", message=message)
                yield Result(not_scanned(target, kind_of_name(target.path) or "other", problem))
    except BaseException:  # interrupted: do not wait for what nobody wants any more
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    # Left to the end of the interpreter, the pool's own thread may be closing the pipe that is written to then.
    pool.shutdown()


def with_bar(items: Iterable[T], total: int, noun: str) -> Iterator[T]:
    """The items; on standard error a bar, once it has run for a second and more than a second is left."""
    begun, shown = time.monotonic(), False
    for done, item in enumerate(items, 1):
        yield item
        took = time.monotonic() - begun
        if shown or (took > 1 and took / done * (total - done) > 1):
            shown = True
            filled = 30 * done // total
            sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} {noun}")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
