"""The pickle reader: how fast, how much memory, and whether it misses anything that an unpickler does.

    python bench/pickles.py speed [--with PYTHON]     throughput beside pickletools, and beside picklescan where
                                                      PYTHON has it (one process each, so that memory can be told)
    python bench/pickles.py large [--with PYTHON]     500 MB files of arrays, made sparse and deleted afterwards
    python bench/pickles.py fuzz --mutants N --seed S differential fuzz against both unpicklers of this Python
    python bench/pickles.py write --to FOLDER         the files of speed
    python bench/pickles.py start                     what importing the reader costs

Everything is made with fixed seeds. Times are those of the processor; memory is the whole process.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import pickle
import random
import statistics
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

OURS = """
import resource, sys, time
sys.path.insert(0, sys.argv[2])
from jupyter_mlsecops.formats.pickles import PATIENT, Budget, read
began, wall = time.process_time(), time.perf_counter()
with open(sys.argv[1], "rb") as file:
    reading = read(file, budget=Budget(PATIENT))
took, wall = time.process_time() - began, time.perf_counter() - wall
said = f"{len(reading.facts)} facts, {reading.endings[0].end.value}"
print(took, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, said, sep="|")
"""
PICKLETOOLS = """
import pickletools, resource, sys, time
began, wall = time.process_time(), time.perf_counter()
with open(sys.argv[1], "rb") as file:
    said = f"{sum(1 for _ in pickletools.genops(file))} opcodes"
took, wall = time.process_time() - began, time.perf_counter() - wall
print(took, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, said, sep="|")
"""
PICKLESCAN = """
import resource, sys, time
from picklescan.scanner import scan_file_path
began, wall = time.process_time(), time.perf_counter()
result = scan_file_path(sys.argv[1])
took, wall = time.process_time() - began, time.perf_counter() - wall
said = "error" if result.scan_err else f"{result.issues_count} issues"
print(took, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, said, sep="|")
"""


def shapes() -> Iterator[tuple[str, bytes]]:
    """Pickles that are mostly opcodes."""
    r = random.Random(1)
    yield "2 M floats", pickle.dumps([r.random() for _ in range(2_000_000)])
    yield "2 M integers", pickle.dumps(list(range(2_000_000)))
    yield "500 k tuples", pickle.dumps([(k, k * 0.5, -k) for k in range(500_000)])
    yield "500 k words", pickle.dumps({f"word{k}": k for k in range(500_000)})
    yield "300 k lists", pickle.dumps([[k, str(k)] for k in range(300_000)])
    yield "200 k dates", pickle.dumps([datetime.datetime(2020, 1, 1) + datetime.timedelta(k) for k in range(200_000)])
    yield "200 k records, protocol 2", pickle.dumps([{"a": k, "b": [k], "c": None} for k in range(200_000)], 2)
    yield "200 k floats, protocol 0", pickle.dumps([r.random() for _ in range(200_000)], 0)


def sparse(path: Path, parts: int, size: int) -> None:
    """A dict of byte arrays, as pickles of arrays have them, whose payloads take no room on the disk."""
    with path.open("wb") as file:
        file.write(b"\x80\x04}\x94(")
        for part in range(parts):
            name = f"layer{part}".encode()
            file.write(b"\x8c" + bytes([len(name)]) + name + b"\x94\x8e" + struct.pack("<Q", size))
            file.seek(size, os.SEEK_CUR)
            file.write(b"\x94")
        file.write(b"u.")


def measure(python: str, code: str, path: Path) -> tuple[float, float, float, str] | None:
    """Seconds of the processor, seconds by the clock, MB, and what was said; None where it does not run."""
    done = subprocess.run(
        [python, "-c", code, str(path), str(ROOT)], capture_output=True, text=True, timeout=900, cwd=path.parent
    )
    if done.returncode:
        return None
    took, wall, memory, said = done.stdout.strip().split("|")
    return float(took), float(wall), int(memory) / 1024, said


def table(files: list[tuple[str, Path]], other: str | None) -> None:
    tools = [("ours", sys.executable, OURS), ("pickletools", sys.executable, PICKLETOOLS)]
    if other:
        tools.append(("picklescan", other, PICKLESCAN))
    print("| file | MB | tool | CPU s | clock s | MB/s | RSS MB | said |\n|---|---|---|---|---|---|---|---|")
    for name, path in files:
        size = path.stat().st_size / 1e6
        for tool, python, code in tools:
            found = measure(python, code, path)
            if found is None:
                print(f"| {name} | {size:.0f} | {tool} | failed |")
                continue
            took, wall, memory, said = found
            print(f"| {name} | {size:.0f} | {tool} | {took:.3f} | {wall:.3f} | ", end="")
            print(f"{size / took:.1f} | {memory:.0f} | {said} |")


def write(folder: str) -> None:
    """Write the shapes, and their names on standard output."""
    for number, (name, data) in enumerate(shapes()):
        path = Path(folder) / f"{number}.pkl"
        path.write_bytes(data)
        print(name, path, sep="|")


def speed(other: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own: a child's peak begins with what its parent holds.
        done = subprocess.run(
            [sys.executable, __file__, "write", "--to", folder], capture_output=True, text=True, check=True
        )
        rows = (line.split("|") for line in done.stdout.splitlines())
        table([(name, Path(path)) for name, path in rows], other)


def large(other: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.pkl", Path(folder) / "many.pkl"
        sparse(few, 10, 50_000_000)
        sparse(many, 5_000, 100_000)
        table([("10 arrays", few), ("5,000 arrays", many)], other)


def start() -> None:
    """Milliseconds of the processor after the interpreter's own start, in turns, with compiled modules in a cache."""
    runs: dict[str, list[float]] = {"import re, enum, typing": [], "import jupyter_mlsecops.formats.pickles": []}
    clock = "import time; t = time.process_time(); {}; print(time.process_time() - t)"
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(16):
            for code, times in runs.items():
                command = [sys.executable, "-c", clock.format(code)]
                done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=settings)
                times.append(float(done.stdout) * 1000)
    print(json.dumps({code: round(statistics.median(times[1:]), 1) for code, times in runs.items()}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "large", "fuzz", "start", "write"])
    parser.add_argument("--with", dest="other", help="a Python that has picklescan")
    parser.add_argument("--to", default=".", help="the folder for write")
    parser.add_argument("--mutants", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.what == "fuzz":
        arguments = ["--mutants", str(options.mutants), "--seed", str(options.seed)]
        return subprocess.run([sys.executable, "-m", "tests.formats.pickles.fuzz", *arguments], cwd=ROOT).returncode
    actions: dict[str, Callable[[], None]] = {
        "speed": lambda: speed(options.other),
        "large": lambda: large(options.other),
        "start": start,
        "write": lambda: write(options.to),
    }
    actions[options.what]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
