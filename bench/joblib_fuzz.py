"""Differential fuzz of joblib's files: whatever joblib's own unpickler resolves, ours tells or says it is incomplete.

    PYTHON bench/joblib_fuzz.py --seconds 60 --seed 1

PYTHON has joblib and numpy. Every file is made of harmless parts (arrays, names that do not exist, frames in odd
places), half of them are damaged then; joblib's unpickler runs in a child process with stubs for every name but its own
array wrapper and numpy's dtype, under a memory limit. Prints each miss, and exits with 1 if there is any.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import pickle
import random
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_mlsecops.formats.pickles import Fact
from jupyter_mlsecops.formats.reading import Limits, Room, read
from tests.formats.archives.assemble import HARMFUL, PLAIN
from tests.formats.archives.wrappers import CALL, F8, dtype, framed, pad, shaped, wrapper
from tests.formats.pickles import assemble as a
from tests.formats.pickles.inert import Trace, _inert
from tests.formats.test_reading import mutated

MEMORY = 3 << 30
Names = set[tuple[str, str]]


def libraries() -> tuple[Any, Any]:
    """joblib's pickles and numpy."""
    return importlib.import_module("joblib.numpy_pickle"), importlib.import_module("numpy")


def resolved(data: bytes) -> Names:
    """What joblib's unpickler resolves; run in a child process, since numpy may end it."""
    joblib, numpy = libraries()
    found = Trace()
    real = {("joblib.numpy_pickle", "NumpyArrayWrapper"): joblib.NumpyArrayWrapper, ("numpy", "dtype"): numpy.dtype}
    base: Any = _inert(joblib.NumpyUnpickler, found)

    class Inert(base):  # type: ignore[misc]
        def find_class(self, module: str, name: str) -> Any:
            stub = super().find_class(module, name)
            return real.get((module, name), stub)

    with contextlib.suppress(Exception):
        Inert("", io.BytesIO(data), False).load()
    return found.resolved


def in_child(data: bytes) -> Names:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            os.write(writing, pickle.dumps(resolved(data))[:60_000])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        said = file.read()
    os.waitpid(child, 0)
    try:
        names: Names = pickle.loads(said) if said else set()  # noqa: S301 (our own child's)
    except (pickle.UnpicklingError, EOFError):
        return set()
    return names


def array(r: random.Random) -> tuple[bytes, bytes]:
    """A wrapper, and the bytes of its array."""
    sizes = {"f8": 8, "u4": 4, "i2": 2, "b1": 1, "U2": 8, "O8": 0}
    kind, count, aligned = r.choice(list(sizes)), r.randint(0, 4), r.random() < 0.5
    if kind == "O8":
        inner = r.choice((PLAIN, HARMFUL))
        if r.random() < 0.5:
            raw = r.choice((CALL, b"N0" * 8, b"\xff" * 16))
            raw = raw.ljust(-(-len(raw) // 8) * 8, a.NONE)
            inside = wrapper(shaped(len(raw) // 8), F8, aligned=r.random() < 0.3)
            inner = a.proto(4) + inside + raw + r.choice((b"", CALL)) + a.NONE + a.STOP
        return wrapper(shaped(count), dtype("O8", flags=63), aligned=aligned), inner
    size = count * sizes[kind]
    raw = r.choice((bytes(size), CALL * 3, b"\xff" * size))[:size].ljust(size, b"\0")
    made = wrapper(shaped(count), dtype(kind, size=8 if kind == "U2" else -1), aligned=aligned)
    return made, (pad(r.randint(0, 9)) if aligned else b"") + raw


def file(r: random.Random) -> bytes:
    whole = a.proto(r.choice((2, 4, 4, 5)))
    for _ in range(r.randint(1, 3)):
        made, raw = array(r)
        between = r.choice((b"", b"", a.POP, a.POP + CALL))
        match r.randrange(10):
            case 0 | 1 | 2:
                whole += framed(made) + raw + between
            case 3 | 4:
                whole += framed(made + between) + raw
            case 5:
                other, more = array(r)
                whole += framed(made + a.POP + other + between) + raw + more
            case _:
                whole += made + raw + between
    return whole + r.choice((b"", CALL)) + a.NONE + a.STOP


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.filterwarnings("ignore")
    libraries()  # so that no child has to import them

    r = random.Random(options.seed)
    until = time.monotonic() + options.seconds
    made = resolving = incomplete = missed = 0
    while time.monotonic() < until:
        data = file(r)
        made += 1
        if r.random() < 0.5:
            data = mutated(data, r)
        names = in_child(data)
        if not names:
            continue
        resolving += 1
        found = read(data, room=Room(Limits(decoded_bytes=4 << 20)))
        pickled = [fact for fact in found.facts if isinstance(fact, Fact)]
        told = {tuple(pair) for fact in pickled for pair in fact.pairs}
        if names <= told or any(fact.kind.value == "computed-global" for fact in pickled):
            continue
        if found.complete:
            missed += 1
            print("missed", names - told, data.hex())
        else:
            incomplete += 1
    print(f"{made:,} files, {resolving:,} resolve a name: {missed} missed, {incomplete} said to be incomplete")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
