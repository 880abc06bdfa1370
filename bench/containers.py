"""Files that hold pickles: how fast and how much memory, and whether honest ones are read in full.

    python bench/containers.py large [--with PYTHON]   500 MB files, made sparse and deleted afterwards
    python bench/containers.py real --with PYTHON      files that PYTHON's own libraries write (torch, joblib, numpy,
                                                       pandas, scikit-learn: those that it has): kind, time, complete

PYTHON may have picklescan: then it reads the same files beside ours, one process each for the large ones. Times are
those of the processor, memory is the whole process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.sparsefiles import LARGE  # noqa: E402

OURS = """
import resource, sys, time
sys.path.insert(0, sys.argv[2])
from jupyter_mlsecops.formats.reading import read
began, wall = time.process_time(), time.perf_counter()
with open(sys.argv[1], "rb") as file:
    found = read(file, sys.argv[1])
took, wall = time.process_time() - began, time.perf_counter() - wall
said = f"{found.kind}, {len(found.facts)} facts, " + ("complete" if found.complete else "incomplete")
print(took, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, said, sep="|")
"""
PICKLESCAN = """
import logging, resource, sys, time
logging.disable(logging.CRITICAL)
from picklescan.scanner import scan_file_path
began, wall = time.process_time(), time.perf_counter()
result = scan_file_path(sys.argv[1])
took, wall = time.process_time() - began, time.perf_counter() - wall
said = "error" if result.scan_err else f"{result.issues_count} issues, {result.scanned_files} scanned"
print(took, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, said, sep="|")
"""
MANY = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
from picklescan.scanner import scan_file_path
found = {}
for path in json.load(sys.stdin):
    began = time.perf_counter()
    try:
        result = scan_file_path(path)
        said = "error" if result.scan_err else "read" if result.scanned_files else "skipped"
    except Exception as error:
        said = type(error).__name__
    found[path] = time.perf_counter() - began, said
print(json.dumps(found))
"""
# Run by the other Python, in an empty folder: every file it can write. What is not installed is left out.
WRITE = """
import io, os, pickle, tarfile, warnings, zipfile
warnings.filterwarnings("ignore")
def attempt(function):
    try:
        function()
    except ImportError:
        pass
def arrays():
    import numpy as np
    things = {
        "numbers": np.arange(20000.0), "fortran": np.asfortranarray(np.ones((30, 40))), "empty": np.zeros((0, 3)),
        "scalar": np.array(3), "objects": np.array([1, "x", None], object), "text": np.array(["abc"]),
        "records": np.array([(1, 2.0)], [("a", "i4"), ("b", "f8")]), "dates": np.array(["2020-01-01"], "M8[ns]"),
        "mixed": np.array([(1, None)], [("a", "i4"), ("b", "O")]), "matrix": np.matrix([[1, 2]]),
        "swapped": np.arange(5, dtype=">i4"), "complex": np.ones(3, complex), "flags": np.array([True]),
        "nested": np.array([((1, 2.0), [1, 2, 3])], [("a", [("x", "i2"), ("y", "f4")]), ("b", "i8", (3,))]),
    }
    np.savez("stored.npz", **things)
    np.savez_compressed("packed.npz", **{k: v for k, v in things.items() if not v.dtype.hasobject})
    for name, value in things.items():
        np.save(name + ".npy", value)
        with open(name + ".pkl", "wb") as file:
            pickle.dump(value, file)
    return things
def joblibs():
    import joblib
    things = {"arrays": arrays()}
    def models():
        import numpy as np
        from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.neighbors import KNeighborsClassifier
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, StandardScaler
        from sklearn.svm import SVC
        X = np.random.RandomState(0).rand(60, 4)
        y = (X[:, 0] > 0.5).astype(int)
        for model in (GradientBoostingClassifier(n_estimators=5), RandomForestClassifier(5), KNeighborsClassifier(),
                      SVC(), make_pipeline(StandardScaler(), LogisticRegression())):
            things[type(model).__name__] = model.fit(X, y)
        things["words"] = TfidfVectorizer().fit(["a cat sat", "os system eval exec", "dog"])
        things["onehot"] = OneHotEncoder().fit([["a", 1], ["b", None]])
    attempt(models)
    for name, value in things.items():
        for protocol in (0, 2, 4, 5):
            joblib.dump(value, f"{name}.{protocol}.joblib", protocol=protocol)
        for layer in ("zlib", "gzip", "bz2", "lzma", "xz", "lz4"):
            try:
                joblib.dump(value, f"{name}.{layer}.joblib", compress=(layer, 3))
            except ValueError:
                pass
def frames():
    import pandas as pd
    frame = pd.DataFrame({"a": range(1000), "b": ["x"] * 1000, "c": pd.date_range("2020", periods=1000)})
    for end in ("", ".gz", ".bz2", ".xz", ".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".zst"):
        try:
            frame.to_pickle("frame.pkl" + end)
        except ImportError:
            pass
def torches():
    import torch
    net = torch.nn.Sequential(torch.nn.Linear(30, 50), torch.nn.BatchNorm1d(50), torch.nn.Linear(50, 2))
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.rand(8, 30)).sum().backward()
    optimizer.step()
    kinds = (torch.half, torch.bfloat16, torch.bool, torch.complex64, torch.int8, torch.int64, torch.double)
    things = {"state": net.state_dict(), "net": net, "optimizer": optimizer.state_dict(),
              "view": torch.arange(99)[9:20], "kinds": {str(kind): torch.ones(7).to(kind) for kind in kinds},
              "one": torch.tensor(1.5), "none": None}
    for name, value in things.items():
        torch.save(value, name + ".pt")
        torch.save(value, name + ".legacy.pt", _use_new_zipfile_serialization=False)
    torch.jit.script(net).save("script.pt")
    with tarfile.open("model.nemo", "w") as archive:
        archive.add("state.pt", "./model_weights.ckpt")
for function in (joblibs, frames, torches):
    attempt(function)
names = sorted(os.listdir("."))
with tarfile.open("all.tar.gz", "w:gz") as archive:
    for name in names[:20]:
        archive.add(name)
for name, method in (("stored", 0), ("deflated", 8), ("bzip2", 12), ("lzma", 14)):
    with zipfile.ZipFile(name + ".zip", "w", method) as archive:
        for member in names[:20]:
            archive.write(member)
"""


def measure(python: str, code: str, path: Path) -> tuple[float, float, float, str] | None:
    """Seconds of the processor, seconds by the clock, MB, and what was said; None where it does not run."""
    done = subprocess.run(
        [python, "-c", code, str(path), str(ROOT)], capture_output=True, text=True, timeout=900, cwd=path.parent
    )
    if done.returncode:
        return None
    took, wall, memory, said = done.stdout.strip().split("|")
    return float(took), float(wall), int(memory) / 1024, said


def large(other: str | None) -> None:
    tools = [("ours", sys.executable, OURS)] + ([("picklescan", other, PICKLESCAN)] if other else [])
    print("| file | MB | tool | CPU ms | clock ms | RSS MB | said |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, write in LARGE.items():
            path = Path(folder) / name
            with path.open("wb") as file:
                write(file)
            for tool, python, code in tools:
                found = measure(python, code, path)
                if found is None:
                    print(f"| {name} | {path.stat().st_size / 1e6:.0f} | {tool} | failed |")
                    continue
                took, wall, memory, said = found
                line = f"{took * 1000:.1f} | {wall * 1000:.1f} | {memory:.0f} | {said}"
                print(f"| {name} | {path.stat().st_size / 1e6:.0f} | {tool} | {line} |")
            path.unlink()


def real(other: str) -> int:
    from jupyter_mlsecops.formats.fact import Fact, Gap
    from jupyter_mlsecops.formats.reading import read

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([other, "-c", WRITE], cwd=folder, check=True, timeout=600)
        paths = sorted(path for path in Path(folder).iterdir() if path.is_file())
        times, wrong = [], 0
        kinds: dict[str, int] = {}
        for path in paths:
            began = time.perf_counter()
            with path.open("rb") as file:
                found = read(file, path.name)
            times.append(time.perf_counter() - began)
            kinds[found.kind] = kinds.get(found.kind, 0) + 1
            gaps = [ending for ending in found.endings if isinstance(ending, Gap)]
            missing = bool(gaps) and all(gap.cure.startswith("pip install") for gap in gaps)
            strange = [fact for fact in found.facts if isinstance(fact, Fact) and fact.kind.value.startswith("zip")]
            if (not found.complete and not missing) or strange:
                wrong += 1
                print(path.name, found.kind, found.endings[-3:], strange[:3])
        print(json.dumps(kinds))
        times.sort()
        middle, late = statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000
        print(f"ours: {len(paths)} files, {wrong} not read in full or taken for tampered")
        print(f"ours: median {middle:.2f} ms, p95 {late:.1f} ms, most {times[-1] * 1000:.0f} ms")
        done = subprocess.run(
            [other, "-c", MANY], input=json.dumps([str(path) for path in paths]), capture_output=True, text=True
        )
        if not done.returncode:
            said = json.loads(done.stdout)
            theirs = sorted(took for took, _ in said.values())
            failed = sum(1 for _, word in said.values() if word != "read")
            middle, late = statistics.median(theirs) * 1000, theirs[int(len(theirs) * 0.95)] * 1000
            print(f"picklescan: median {middle:.2f} ms, p95 {late:.1f} ms, {failed} of {len(theirs)} not read")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["large", "real"])
    parser.add_argument("--with", dest="other", help="a Python that has the libraries, and perhaps picklescan")
    options = parser.parse_args()
    if options.what == "real":
        if not options.other:
            parser.error("real needs --with PYTHON")
        return real(options.other)
    large(options.other)
    return 0


if __name__ == "__main__":
    sys.exit(main())
