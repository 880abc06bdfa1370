"""One batch of the fuzz: what both unpicklers do with a stream must be among the reader's facts."""

from __future__ import annotations

import random
import signal
import sys
import warnings
from typing import Any

from jupyter_mlsecops.formats.pickles import End, Kind, Reading, read

from ..inert import Trace, trace
from .streams import mutant, program, seeds

CHUNK = 2_000
# Pure Python or C, one memo for all streams or one for each, a file that can be looked ahead in or not.
_READERS = [(False, False, False), (False, False, True), (False, True, False), (False, True, True)]
_READERS += [(True, False, False), (True, True, False)]
_MEMORY = 1_200 << 20


def batch(seed: int, number: int) -> dict[str, Any]:
    """Try the mutants of one batch. Meant for a process of its own: it limits its memory."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.signal(signal.SIGALRM, _late)
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(500)
    r = random.Random(f"{seed}/{number}")
    corpus = seeds()
    resolving = 0
    misses: list[dict[str, str]] = []
    for _ in range(CHUNK):
        way = r.random()
        data = program(r) if way < 0.2 else mutant([program(r)], r) if way < 0.35 else mutant(corpus, r)
        resolves, missed = compare(data, r)
        resolving += resolves
        if missed:
            misses.append({"data": data.hex(), "missed": missed})
    return {"resolving": resolving, "misses": misses}


def compare(data: bytes, r: random.Random) -> tuple[bool, str]:
    """Whether some unpickler resolves a name, and what the reader did not report; "" is what there should be."""
    reading = read(data)
    options: dict[str, Any] = {
        "encoding": r.choice(["ASCII", "ASCII", "latin-1", "utf-8", "bytes"]),
        "buffers": r.choice([0, 0, 5]),
    }
    resolves = False
    for pure, shared, peek in _READERS:
        try:
            signal.setitimer(signal.ITIMER_REAL, 5)
            found = trace(data, pure=pure, shared=shared, peek=peek, **options)
        except (MemoryError, TimeoutError):
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        resolves |= bool(found.resolved)
        missed = unreported(reading, found, framed=b"\x95" in data)
        if missed:
            return True, f"{pure=} {shared=} {peek=} {options}: {missed}"
    return resolves, ""


def unreported(reading: Reading, found: Trace, *, framed: bool = False) -> str:
    """What an unpickler did that is no fact of the reading.

    Where a stream stops is not asked if it is ``framed``: an unpickler may leave a file at the end of the frame.
    """
    facts = [fact for fact in reading.facts if not fact.path]
    kinds = {fact.kind for fact in facts}
    pairs = {fact.pairs[0] for fact in facts if fact.kind is Kind.GLOBAL}
    called = {fact.pairs[0] for fact in facts if fact.kind is Kind.CALL}
    changed = {fact.pairs[0] for fact in facts if fact.kind is Kind.MUTATION and fact.pairs}

    def ambiguous(name: tuple[str, str]) -> bool:
        return Kind.ODD_TEXT in kinds and not "".join(name).isascii()

    for what, wanted, told in (
        ("resolved", found.resolved, pairs),
        ("called", found.called - {("persistent", "id")}, called),
        ("changed", found.changed, changed),
    ):
        missing = [name for name in wanted if name not in told and not ambiguous(name)]
        if missing:
            return f"{what} {missing}"
    if found.value_called and Kind.CALL_ON_VALUE not in kinds:
        return "a value called"
    if found.persistent and Kind.PERSISTENT_ID not in kinds:
        return "a persistent id"
    stops = [ending.offset for ending in reading.endings if ending.end is End.STOP and not ending.path]
    if found.stops and found.stops[0] not in stops and not framed:
        return f"stops {found.stops} but {stops}"
    return ""


def _late(*_: object) -> None:
    raise TimeoutError
