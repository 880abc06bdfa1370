"""Secrets and personal data alone, in a warm process: what a scan costs, and what it holds in memory."""

from __future__ import annotations

import json
import subprocess
import sys

from figures import Figure, milliseconds

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.model import Category
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet

ROUNDS = 10  # a busy machine is no property of the engine
_MEMORY = """
import sys
sys.path.insert(0, sys.argv[1])
import corpus, warm
engine = warm.engine()
for name, raw in corpus.each(corpus.locate(sys.argv[2] or None)):
    engine.scan(raw, name)
status = open("/proc/self/status").read()  # ru_maxrss would count what the parent process held
print(int(status.partition("VmHWM:")[2].split()[0]) / 1000)
"""
_SHARE = """
import sys, time
sys.path.insert(0, sys.argv[1])
import corpus, warm
engine, (share, of) = warm.engine(), map(int, sys.argv[3:])
books = dict(list(corpus.each(corpus.locate(sys.argv[2] or None)))[share::of])
best = float("inf")
for _ in range(warm.ROUNDS):
    began = time.perf_counter()
    for name, raw in books.items():
        engine.scan(raw, name)
    best = min(best, time.perf_counter() - began)
print(sum(map(len, books.values())) / 1e6 / best)
"""
PROCESSES = 2  # the command starts as many as pay


def engine() -> Engine:
    """An engine with the rules of these two categories."""
    wanted = (Category.SECRETS, Category.PII)
    return Engine(RuleSet(rule for rule in rules.load() if rule.category in wanted), Policy(), b"k" * 32)


def measure(books: dict[str, bytes], corpus: str) -> list[Figure]:
    """Milliseconds of each notebook by one engine, best of some passes; every pass reads and scans everything anew."""
    warm = engine()
    passes = [
        [milliseconds(lambda raw=raw, name=name: warm.scan(raw, name)) for name, raw in books.items()]  # type: ignore[misc]
        for _ in range(ROUNDS)
    ]
    each = [min(times) for times in zip(*passes, strict=True)]
    megabytes = sum(map(len, books.values())) / 1e6
    middle = [time for raw, time in zip(books.values(), each, strict=True) if 150_000 < len(raw) < 280_000]
    large = five_megabytes(books)
    how = f"{len(books)} notebooks, {megabytes:.1f} MB, best of {ROUNDS} passes"
    return [
        Figure("secrets and personal data: mean per notebook", sum(each) / len(each), "ms", how, 1.0),
        Figure("the same: notebooks of 200 kB", sum(middle) / max(1, len(middle)), "ms", f"mean of {len(middle)}", 3.0),
        Figure(
            "the same: notebook of 5 MB",
            min(milliseconds(lambda: warm.scan(large, "large.ipynb")) for _ in range(ROUNDS)),
            "ms",
            f"{len(large) / 1e6:.1f} MB: the largest of the corpus put together",
            10.0,
        ),
        Figure("the same: a megabyte of notebooks", sum(each) / megabytes, "ms/MB", how, 10.0),
        Figure(
            "the same: a megabyte, by two processes",
            1000 / together(corpus),
            "ms/MB",
            "every other notebook each, at the same time, best of as many passes each",
        ),
        Figure("the same: memory of the process", memory(corpus), "MB", "largest resident size, all notebooks", 80.0),
    ]


def five_megabytes(books: dict[str, bytes]) -> bytes:
    """The cells of the largest notebooks in one, up to 5 MB."""
    parts = []
    size = 0
    for raw in sorted(books.values(), key=len, reverse=True):
        if size + len(raw) <= 5_000_000:
            parts.append(json.loads(raw))
            size += len(raw)
    whole = parts[0]
    whole["cells"] = [cell for part in parts for cell in part.get("cells", [])]
    return json.dumps(whole).encode()


def together(corpus: str) -> float:
    """Megabytes a second of processes that share the notebooks, each at its best pass while the others run."""
    here = __file__.rpartition("/")[0]
    shares = [
        subprocess.Popen(
            [sys.executable, "-c", _SHARE, here, corpus, str(k), str(PROCESSES)], stdout=subprocess.PIPE, text=True
        )
        for k in range(PROCESSES)
    ]
    return sum(float(share.communicate()[0]) for share in shares)


def memory(corpus: str) -> float:
    """Megabytes of a process that scans one notebook after the other."""
    here = __file__.rpartition("/")[0]
    done = subprocess.run([sys.executable, "-c", _MEMORY, here, corpus], capture_output=True, text=True, check=True)
    return float(done.stdout)
