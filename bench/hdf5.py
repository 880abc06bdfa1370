"""The reader of HDF5 beside h5py: the same attributes and links, and nothing missed in damaged files.

    python bench/hdf5.py same               files written by h5py in every notation, and by keras, PyTables, pandas and
                                            hickle, as far as they are installed: what both readers find, and how long
                                            each takes
    python bench/hdf5.py fuzz [--seconds N] damaged files: where h5py still finds code in the configuration, or a link
                                            to another file, ours does as well, or says that it has not read all

Needs h5py. The library is kept in a process of its own, because damaged files can hang or crash it.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.hdf5files import VERSIONS, of_h5py, of_others, small  # noqa: E402
from jupyter_mlsecops.formats.hdf5.heaps import GlobalHeaps  # noqa: E402
from jupyter_mlsecops.formats.hdf5.opened import Opened, superblock  # noqa: E402
from jupyter_mlsecops.formats.hdf5.walked import walk  # noqa: E402
from jupyter_mlsecops.formats.jsons import parse_json  # noqa: E402
from jupyter_mlsecops.formats.keras.config import read_config  # noqa: E402
from jupyter_mlsecops.formats.pickles.source import Source  # noqa: E402
from jupyter_mlsecops.formats.reading import read  # noqa: E402
from jupyter_mlsecops.formats.record import Record, Unreadable, safe  # noqa: E402


def compared(raw: bytes) -> tuple[int, int, list[str]]:
    """Objects and attributes in a file, and what ours finds otherwise than h5py."""
    import h5py

    record = Record("hdf5")
    source = Source(raw)
    file = Opened(source, record, superblock(source) or 0)
    heaps = GlobalHeaps(file)
    items = {item.path: item for item in walk(file)}
    wrong: list[str] = [gap.why for gap in record.reading().gaps]
    checked = 0
    with h5py.File(io.BytesIO(raw)) as real:
        names = [""]
        real.visit(lambda name: names.append(f"/{name}"))
        wrong += [f"not found: {name}" for name in names if name not in items]
        for path, item in items.items():
            there = real[path or "/"]
            if {one.name for one in item.attributes} != set(there.attrs):
                wrong.append(f"other attributes: {path}")
            if isinstance(there, h5py.Group) and {one.name for one in item.links} != set(there):
                wrong.append(f"other links: {path}")
            for one in item.attributes:
                checked += 1
                value = there.attrs[one.name]
                if isinstance(value, (str, bytes)):
                    ours = b"".join(each.raw for each in one.values(file, heaps)).rstrip(b"\0")
                    if ours != (value.encode() if isinstance(value, str) else value):
                        wrong.append(f"another value: {path} {one.name}")
    return len(items), checked, wrong


def calls(raw: bytes, name: str) -> tuple[bool, bool]:
    """Whether ours finds code in a file, and whether it has read all."""
    found = read(raw, name)
    told = {fact.kind.value for fact in found.facts}
    pairs = {pair.module for fact in found.facts for pair in getattr(fact, "pairs", ())}
    return "keras-code" in told or bool(pairs & {"os", "posix", "nt"}), found.complete


def same() -> None:
    import h5py

    print(f"{'notation':22}{'bytes':>9}{'objects':>9}{'attributes':>12}{'ours':>11}{'h5py':>11}  different")
    for version in VERSIONS:
        for order in (False, True):
            try:
                raw = of_h5py(version, order)
            except (ValueError, TypeError) as error:
                print(f"{version:22}{error}")
                continue
            objects, attributes, wrong = compared(raw)
            began = time.process_time()
            read(raw, "m.h5")
            ours = time.process_time() - began
            began = time.process_time()
            with h5py.File(io.BytesIO(raw)) as file:
                file.visititems(lambda _, found: dict(found.attrs) and None)
            theirs = time.process_time() - began
            label = f"{version}{', in order' if order else ''}"
            print(f"{label:22}{len(raw):>9,}{objects:>9}{attributes:>12}{ours * 1e3:>8.1f} ms{theirs * 1e3:>8.1f} ms  "
                  f"{wrong or 'nothing'}")  # fmt: skip
    with tempfile.TemporaryDirectory() as made:
        for name, bad in of_others(Path(made)):
            raw = (Path(made) / name).read_bytes()
            began = time.process_time()
            found, complete = calls(raw, name)
            took = (time.process_time() - began) * 1e3
            verdict = "right" if found == bad and complete else "WRONG"
            print(f"{name:30}{len(raw):>10,} bytes {took:>7.1f} ms  {'code' if found else 'no code'}, "
                  f"{'complete' if complete else 'incomplete'}: {verdict}")  # fmt: skip


# The library looks at one file after another, in a process that may be ended at any of them.
CHILD = """
import io, json, signal, struct, sys
import h5py
given, told = sys.stdin.buffer, sys.stdout
while head := given.read(8):
    raw = given.read(struct.unpack("<Q", head)[0])
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    said = []
    try:
        with h5py.File(io.BytesIO(raw)) as file:
            try:
                said.append(str(file.attrs["model_config"]))
            except Exception:
                said.append("")
            try:
                said += [file.get(n, getlink=True).filename for n in file
                         if isinstance(file.get(n, getlink=True), h5py.ExternalLink)]
            except Exception:
                pass
    except Exception:
        pass
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(json.dumps(said), flush=True)
"""


class Library:
    """h5py in a process of its own, which is started again when a file has ended it."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, raw: bytes) -> list[str] | None:
        """The configuration and the files of links; None where the library did not come back."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(len(raw).to_bytes(8, "little") + raw)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if line:
            found: list[str] = json.loads(line)
            return found
        self.process.wait()
        self.process = None
        return None


def damaged(raw: bytes, chance: random.Random, used: list[int]) -> bytes:
    found = bytearray(raw)
    for _ in range(chance.randint(1, 3)):
        at = min(max(0, chance.choice(used) + chance.randint(-12, 12)), len(found) - 9)
        match chance.randrange(4):
            case 0:
                found[at] = chance.randrange(256)
            case 1:
                found[at] = (found[at] + chance.choice((1, -1, 8, -8))) % 256
            case 2:
                found[at : at + 8] = chance.choice(used).to_bytes(8, "little")
            case _:
                other = chance.choice(used)
                found[at : at + 8] = found[other : other + 8].ljust(8, b"\0")
    return bytes(found)


def configured(text: str) -> set[tuple[str, str]]:
    """What a configuration names that the library has read."""
    record = Record("")
    try:
        read_config(parse_json(text.encode("utf-8", "surrogatepass"), record)[0], record)
    except Unreadable:
        return set()
    return {(fact.kind.value, fact.what) for fact in record.reading().facts}


def shown(name: str) -> str:
    """A name as facts have it."""
    return safe(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def fuzz(seconds: float, seed: int) -> None:
    chance, library = random.Random(seed), Library()
    seeds = [(raw, [at for at, byte in enumerate(raw) if byte]) for raw in map(small, VERSIONS)]
    counts: Counter[str] = Counter()
    longest = 0.0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        raw, used = chance.choice(seeds)
        mutant = damaged(raw, chance, used)
        began = time.process_time()
        found = read(mutant, "m.h5")
        longest = max(longest, time.process_time() - began)
        told = {(fact.kind.value, getattr(fact, "what", "")) for fact in found.facts}
        counts["mutants"] += 1
        counts["incomplete" if not found.complete else "complete"] += 1
        said = library.ask(mutant)
        if said is None:
            counts["the library hangs or breaks down"] += 1
            continue
        wanted = configured(said[0]) if said else set()
        wanted |= {("hdf5-link", shown(name)) for name in said[1:]}
        counts["the library finds something"] += bool(wanted)
        if not found.complete or wanted <= told:
            continue
        counts["MISSED"] += 1
        print("missed", wanted - told, mutant.hex() if len(mutant) < 4000 else len(mutant))
    counts.setdefault("MISSED", 0)
    for what, number in counts.items():
        print(f"{what:36}{number:>9,}")
    print(f"longest of ours {longest * 1e3:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("same", "fuzz"))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    same() if args.what == "same" else fuzz(args.seconds, args.seed)


if __name__ == "__main__":
    main()
