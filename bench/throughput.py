"""Warm throughput over a corpus, beside detect-secrets on the same decoded text."""

from __future__ import annotations

import time

from detect_secrets.core.scan import scan_line
from detect_secrets.settings import default_settings
from figures import Figure, median, milliseconds, percentile

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.decoding import NotebookError
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.segments import segments

EVERY = 6  # detect-secrets on all of the corpus would take minutes


def measure(books: dict[str, bytes], rounds: int) -> list[Figure]:
    """Milliseconds per notebook and MB/s, each notebook scanned by a new engine's empty caches."""
    megabytes = sum(map(len, books.values())) / 1e6
    loaded = rules.load()
    passes = [scan_all(Engine(loaded, Policy(), b"k" * 32), books) for _ in range(rounds)]
    each = min(passes, key=sum)
    texts = [decoded(raw) for raw in list(books.values())[::EVERY]]
    ours = sum(each[::EVERY])
    characters = sum(map(len, texts)) / 1e6
    peer = detect_secrets(texts)
    how = f"{len(books)} notebooks, {megabytes:.1f} MB, best of {rounds} passes"
    return [
        Figure("scan: mean per notebook", sum(each) / len(each), "ms", how, 5.0),
        Figure("scan: median per notebook", median(each), "ms", how),
        Figure("scan: 95th percentile", percentile(each, 0.95), "ms", how),
        Figure("scan: slowest notebook", max(each), "ms", how),
        Figure("scan: throughput", megabytes / (sum(each) / 1000), "MB/s", how),
        Figure(
            "detect-secrets on the same texts, per notebook",
            peer / len(texts),
            "ms",
            f"every {EVERY}th notebook, {characters:.1f} M characters, line by line, default plugins, in process",
        ),
        Figure("detect-secrets takes longer by", peer / ours, "times", "the same notebooks, same run"),
    ]


def scan_all(engine: Engine, books: dict[str, bytes]) -> list[float]:
    """Milliseconds of each notebook."""
    return [milliseconds(lambda raw=raw, name=name: engine.scan(raw, name)) for name, raw in books.items()]  # type: ignore[misc]


def decoded(raw: bytes) -> str:
    """Every text of a notebook that the engine looks at."""
    try:
        return "\n".join(segment.raw for segment in segments(parse(raw)))
    except NotebookError:
        return ""


def detect_secrets(texts: list[str]) -> float:
    """Milliseconds for all texts."""
    began = time.perf_counter()
    with default_settings():
        for text in texts:
            for line in text.splitlines():
                for _ in scan_line(line):
                    pass
    return (time.perf_counter() - began) * 1000
