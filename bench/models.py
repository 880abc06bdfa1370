"""Model files: what one costs, alone and in a folder, beside picklescan where it is installed.

    python bench/models.py [--with PYTHON] [--files N]

The files are harmless, small and made here: pickles of every protocol, joblib-like compression, arrays, safetensors and
zip archives as PyTorch writes them. Times are those of the wall clock; the first file of a process is not counted.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import pickle
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

PICKLESCAN = """
import json, sys, time
from picklescan.scanner import scan_file_path
taken = []
for path in sys.argv[1:]:
    began = time.perf_counter()
    result = scan_file_path(path)
    taken.append((time.perf_counter() - began) * 1000)
print(json.dumps(taken))
"""


def values(r: random.Random) -> list[object]:
    """Values of the standard library, as models and their settings hold them."""
    size = r.randrange(20, 400)
    return [
        {f"layer{k}.weight": [r.random() for _ in range(size)] for k in range(4)},
        OrderedDict((f"word{k}", k) for k in range(size)),
        [datetime.datetime(2024, 1, 1) + datetime.timedelta(days=k) for k in range(size)],
        defaultdict(list, {k: [k, str(k)] for k in range(size)}),
        Counter(r.choices("abcdef", k=size)),
        (Decimal("1.5"), Fraction(1, 3), complex(1, 2), frozenset(range(9)), deque(range(9)), PurePosixPath("a/b")),
        {"vocabulary": {f"token {k}": k for k in range(size)}, "stop": {"os", "system", "eval"}},
        bytes(size * 40),
    ]


def tensors(r: random.Random) -> bytes:
    """A zip archive with a pickle that names one tensor, and the tensor's bytes."""
    count = r.randrange(100, 4_000)
    named = b"".join(_text(word) for word in ("storage",)) + b"ctorch\nFloatStorage\n"
    storage = b"(" + named + _text("0") + _text("cpu") + b"J" + struct.pack("<i", count) + b"tQ"
    shape = b"K\0(J" + struct.pack("<i", count) + b"t(K\1t\x89ccollections\nOrderedDict\n)R"
    body = b"}" + _text("weight") + b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + shape + b"tRs."
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/data.pkl", b"\x80\2" + body)
        archive.writestr("archive/data/0", bytes(4 * count))
        archive.writestr("archive/version", "3\n")
    return out.getvalue()


def array(r: random.Random) -> bytes:
    count = r.randrange(10, 4_000)
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({count},), }}".ljust(117) + "\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(head)) + head.encode() + bytes(8 * count)


def safetensors(r: random.Random) -> bytes:
    sizes = [4 * r.randrange(1, 500) for _ in range(r.randrange(1, 40))]
    ends = [sum(sizes[: k + 1]) for k in range(len(sizes))]
    header = {
        f"layer{k}": {"dtype": "F32", "shape": [size // 4], "data_offsets": [end - size, end]}
        for k, (size, end) in enumerate(zip(sizes, ends, strict=True))
    }
    raw = json.dumps(header).encode()
    return struct.pack("<Q", len(raw)) + raw + bytes(ends[-1])


def _text(word: str) -> bytes:
    return b"X" + struct.pack("<I", len(word)) + word.encode()


def write(folder: Path, count: int) -> list[Path]:
    """Write ``count`` files, each of another content."""
    r = random.Random(7)
    made: list[tuple[str, bytes]] = []
    while len(made) < count:
        for value in values(r):
            made += [(f"p{protocol}.pkl", pickle.dumps(value, protocol)) for protocol in (0, 2, 4, 5)]
        made.append(("z.joblib", zlib.compress(pickle.dumps(values(r)[0], 4))))
        made += [("t.pt", tensors(r)), ("a.npy", array(r)), ("s.safetensors", safetensors(r))]
    files = []
    for number, (name, raw) in enumerate(made[:count]):
        files.append(folder / f"{number:04}_{name}")
        files[-1].write_bytes(raw)
    return files


def alone(files: list[Path]) -> dict[str, object]:
    """Milliseconds of each file: opened, read, judged, reported."""
    from jupyter_mlsecops import rules
    from jupyter_mlsecops.core.engine import Engine
    from jupyter_mlsecops.core.policy import Policy
    from jupyter_mlsecops.service.modelfiles import examine

    engine = Engine(rules.load(), Policy(profile="strict"), b"bench")
    engine.scan_model(examine(str(files[0]), files[0].name))
    reading, whole, told = [], [], []
    for path in files:
        began = time.perf_counter()
        model = examine(str(path), path.name)
        reading.append((time.perf_counter() - began) * 1000)
        scan = engine.scan_model(model)
        whole.append((time.perf_counter() - began) * 1000)
        told += [f"{path.name}: {one.rule} {one.message}" for one in scan.findings]
        told += [one.message for one in scan.problems]
    return {"read": _summary(reading), "read and judged": _summary(whole), "told of harmless files": told}


def folder_scan(folder: Path, count: int) -> dict[str, float]:
    """The command on the folder, and on one file of it."""
    command = [sys.executable, "-m", "jupyter_mlsecops", "scan", "--quiet"]
    times = {}
    for name, target in (("one file", next(folder.iterdir())), ("the folder", folder)):
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            subprocess.run([*command, str(target)], cwd=ROOT, capture_output=True, check=False)
            taken.append((time.perf_counter() - began) * 1000)
        times[name] = round(min(taken), 1)
    times["a file more"] = round((times["the folder"] - times["one file"]) / (count - 1), 2)
    return times


def _summary(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[int(len(ordered) * 0.95)], 3),
        "max": round(ordered[-1], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--with", dest="other", metavar="PYTHON", help="a Python that has picklescan")
    parser.add_argument("--files", type=int, default=300)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        files = write(Path(name), args.files)
        figures: dict[str, object] = {"files": len(files), "bytes": sum(path.stat().st_size for path in files)}
        figures["ours, ms a file"] = alone(files)
        if args.other:
            done = subprocess.run(
                [args.other, "-c", PICKLESCAN, *map(str, files)], capture_output=True, text=True, check=True
            )
            figures["picklescan, ms a file"] = _summary(json.loads(done.stdout)[1:])
        figures["the command, ms"] = folder_scan(Path(name), len(files))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
