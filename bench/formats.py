"""Model files that are no pickles: honest files of real libraries, and what reading them costs.

    python bench/formats.py honest [--folder DIR]   write files with every library that is installed (numpy, scipy,
                                                    safetensors, gguf, onnx, xgboost, lightgbm, skops with scikit-learn,
                                                    h5py, keras, tensorflow) and count the verdicts; those of DIR are
                                                    judged as well
    python bench/formats.py cost                    time and memory of a 5 GB safetensors, made sparse and deleted
                                                    afterwards, and of large headers of each format

Everything is made with fixed seeds. A library that is missing is named and left out. Times are those of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import struct
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.honestfiles import MAKERS  # noqa: E402
from jupyter_mlsecops.rules.models.deed import Tier  # noqa: E402
from jupyter_mlsecops.rules.models.judging import judge  # noqa: E402
from jupyter_mlsecops.sdk import ModelFile  # noqa: E402
from jupyter_mlsecops.service.modelreading import answer  # noqa: E402


def judged(path: Path) -> tuple[Tier, bool, list[str], float]:
    """The worst tier of a file, whether it was read in full, what was said, and the milliseconds that it took."""
    began = time.process_time()
    with path.open("rb") as file:
        found = answer(file, path.name, False, None)
    judgement = judge(ModelFile(path.name, found.kind, "", path.stat().st_size, found.facts, found.gaps))
    took = (time.process_time() - began) * 1000
    said = [deed.does for deed in judgement.critical + judgement.review] + list(found.gaps)
    return judgement.tier, not found.gaps, said, took


def honest(more: Path | None) -> None:
    with tempfile.TemporaryDirectory() as made:
        times: list[float] = []
        total: Counter[str] = Counter()
        print(f"{'library':14}{'files':>7}{'critical':>10}{'review':>8}{'incomplete':>12}")
        for library, folder in _folders(Path(made), more):
            counts: Counter[str] = Counter()
            for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "w.bin"):
                tier, complete, said, took = judged(path)
                times.append(took)
                counts.update(["files", tier.name, *([] if complete else ["incomplete"])])
                for text in said:
                    print(f"  {path.name}: {text}")
            total += counts
            print(f"{library:14}{_row(counts)}")
        print(f"{'together':14}{_row(total)}")
        times.sort()
        print(f"median {statistics.median(times):.2f} ms, 95 % below {times[int(len(times) * 0.95)]:.2f} ms, "
              f"longest {times[-1]:.1f} ms")  # fmt: skip


def _folders(made: Path, more: Path | None) -> Iterator[tuple[str, Path]]:
    for library, maker in MAKERS.items():
        folder = made / library
        folder.mkdir()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                maker(folder)
        except ImportError as error:
            print(f"no {library}: {error}")
        yield library, folder
    if more is not None:
        yield more.name, more


def _row(counts: Counter[str]) -> str:
    return f"{counts['files']:>7}{counts['CRITICAL']:>10}{counts['REVIEW']:>8}{counts['incomplete']:>12}"


def cost() -> None:
    with tempfile.TemporaryDirectory() as made:
        for name, write in LARGE.items():
            path = Path(made) / name
            write(path)
            judged(path)  # modules are imported once
            tier, complete, _, took = judged(path)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            size = path.stat().st_size / 1e6
            state = tier.name if complete else f"{tier.name}, incomplete"
            print(f"{name:22}{size:>10.1f} MB {took:>8.1f} ms {memory:>5} MB  {state}")
            path.unlink()


def _five_gigabytes(path: Path) -> None:
    header = json.dumps({"w": {"dtype": "U8", "shape": [5_000_000_000], "data_offsets": [0, 5_000_000_000]}}).encode()
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        os.ftruncate(file.fileno(), 8 + len(header) + 5_000_000_000)


def _many_tensors(path: Path) -> None:
    header = json.dumps({f"model.layers.{i}.weight": {"dtype": "F32", "shape": [1], "data_offsets": [4 * i, 4 * i + 4]}
                         for i in range(50_000)}).encode()  # fmt: skip
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(200_000))


def _large_array(path: Path) -> None:
    text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (62500000,)}"
    with path.open("wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", 118) + text.ljust(118))
        os.ftruncate(file.fileno(), 128 + 500_000_000)


def _vocabulary(path: Path) -> None:
    text = b"".join(struct.pack("<Q", 6) + b"token " for _ in range(250_000))
    key = b"tokenizer.ggml.tokens"
    head = b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, len(key)) + key + struct.pack("<IIQ", 9, 8, 250_000)
    path.write_bytes(head + text)


def _large_initializer(path: Path) -> None:
    def field(number: int, length: int) -> bytes:
        out = bytearray([number << 3 | 2])
        while length > 0x7F:
            out.append(length & 0x7F | 0x80)
            length >>= 7
        return bytes(out) + bytes([length])

    raw = 500_000_000
    tensor = field(9, raw)
    node = field(1, 5) + field(4, 3) + b"Add"
    graph = node + field(5, len(tensor) + raw) + tensor
    with path.open("wb") as file:
        file.write(b"\x08\x08" + field(7, len(graph) + raw) + graph)
        os.ftruncate(file.fileno(), file.tell() + raw)


LARGE = {
    "five.safetensors": _five_gigabytes, "tensors.safetensors": _many_tensors, "large.npy": _large_array,
    "words.gguf": _vocabulary, "large.onnx": _large_initializer,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("honest", "cost"))
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    honest(args.folder) if args.what == "honest" else cost()


if __name__ == "__main__":
    main()
