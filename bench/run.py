"""Run the benchmarks, print a Markdown table and write bench/results.json.

python bench/run.py [--corpus DIR_OR_ZIP] [--only cold|scan|save|edit|hostile|pii|warm|code|noise|hundred] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import cold
import corpus
import editing
import hostile
import hundred
import noise
import pii
import servers
import throughput
import warm
from figures import Figure, table

sys.path.insert(0, str(corpus.ROOT))
from bench.code import score  # noqa: E402

PARTS = ["cold", "scan", "save", "edit", "hostile", "pii", "warm", "code", "noise", "hundred"]
RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Measure what is asked for; exit with 1 if a figure is over its limit."""
    options = arguments()
    place = corpus.locate(options.corpus)
    books = corpus.load(place)
    _, raw = corpus.typical(books)
    parts: dict[str, Callable[[], list[Figure]]] = {
        "cold": lambda: cold.measure(raw, options.rounds),
        "scan": lambda: throughput.measure(books, 3),
        "save": lambda: servers.measure(raw, options.rounds * 4),
        "edit": lambda: editing.measure(raw, options.rounds * 4),
        "hostile": hostile.measure,
        "pii": lambda: pii.measure(books),
        "warm": lambda: warm.measure(books, options.corpus or ""),
        "code": score.measure,
        "noise": lambda: noise.measure(books),
        "hundred": lambda: hundred.measure(books),
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    print(f"{machine}; corpus: {place.name}\n")
    figures: list[Figure] = []
    for part, measure in parts.items():
        if part in options.only:
            print(f"measuring {part} ...", file=sys.stderr)
            figures += measure()
    print(table(figures))
    RESULTS.write_text(json.dumps({"machine": machine, "figures": [asdict(f) for f in figures]}, indent=2) + "\n")
    sys.exit(any(f.limit is not None and f.value > f.limit for f in figures))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Benchmarks of jupyter_mlsecops")
    parser.add_argument("--corpus", help="a folder of notebooks or a zip file of them")
    parser.add_argument("--only", action="append", choices=PARTS, help="may be repeated")
    parser.add_argument("--rounds", type=int, default=15, help="how often each command is started")
    options = parser.parse_args()
    options.only = options.only or PARTS
    return options


if __name__ == "__main__":
    main()
