"""Run the benchmarks, print a Markdown table and write bench/results.json.

python bench/run.py [--corpus DIR_OR_ZIP] [--only PART] [--rounds N] [--export ZIP] [--pip-audit PROGRAM] [--names FILE]
[--with PYTHON ...] [--model-signing PROGRAM]

The parts are cold, scan, save, edit, hostile, pii, warm, code, noise, hundred, packages, advisories, extraction,
environment, typosquat, models and provenance. One that lacks what it measures is left out, and says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import advisories
import advisories_import
import cold
import corpus
import editing
import environment
import extraction
import hostile
import hundred
import noise
import packages
import pii
import provenance
import servers
import throughput
import typosquat
import warm
from figures import Figure, table
from yardstick import paced

sys.path.insert(0, str(corpus.ROOT))
from bench.code import score  # noqa: E402
from bench.modelfiles import measure as modelfiles  # noqa: E402

PARTS = ["cold", "scan", "save", "edit", "hostile", "pii", "warm", "code", "noise", "hundred"]
PARTS += ["packages", "advisories", "extraction", "environment", "typosquat", "models", "provenance"]
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
        "packages": lambda: of_file(options.export, "--export", lambda export: packages.measure(books, export)),
        "advisories": lambda: [
            *advisories_import.measure(3, options.export),
            *of_file(
                options.export,
                "--export",
                lambda export: advisories.measure(export, shutil.which(options.pip_audit) or "", 7),
            ),
        ],
        "extraction": lambda: labelled(books),
        "environment": environment.measure,
        "typosquat": lambda: typosquat.measure(typosquat.names(options.names) if options.names else []),
        "models": lambda: of_models(options.pythons),
        "provenance": lambda: provenance.measure(options.model_signing),
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    print(f"{machine}; corpus: {place.name}\n")
    figures: list[Figure] = []
    for part, measure in parts.items():
        if part in options.only:
            print(f"measuring {part} ...", file=sys.stderr)
            figures += paced(measure)
    print(table(figures))
    RESULTS.write_text(json.dumps({"machine": machine, "figures": [asdict(f) for f in figures]}, indent=2) + "\n")
    sys.exit(any(figure.is_over for figure in figures))


def of_file(file: Path | None, option: str, measure: Callable[[Path], list[Figure]]) -> list[Figure]:
    """What is measured on a file; without it nothing, and a word."""
    if file is not None and file.is_file():
        return measure(file)
    print(f"left out: there is no file for {option}", file=sys.stderr)
    return []


def labelled(books: dict[str, bytes]) -> list[Figure]:
    """What is measured on notebooks that have labels."""
    figures = extraction.measure(books)
    if not figures:
        print("left out: no notebook of this corpus has labels", file=sys.stderr)
    return figures


def of_models(pythons: list[str]) -> list[Figure]:
    """What is measured on attacks, and on model files that the libraries of some Pythons write."""
    with tempfile.TemporaryDirectory() as name:
        return modelfiles.figures(*modelfiles.measure(Path(name), [sys.executable, *pythons]))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Benchmarks of jupyter_mlsecops")
    parser.add_argument("--corpus", help="a folder of notebooks or a zip file of them")
    parser.add_argument("--only", action="append", choices=PARTS, help="may be repeated")
    parser.add_argument("--rounds", type=int, default=15, help="how often each command is started")
    parser.add_argument("--export", type=Path, default=advisories.real.archive(), help="an export of OSV records")
    parser.add_argument("--pip-audit", default=os.environ.get("PIP_AUDIT", "pip-audit"), help="the program to compare")
    parser.add_argument("--names", type=Path, help="names of real packages, one a line")
    parser.add_argument(
        "--with", dest="pythons", action="append", default=[], help="a Python that has libraries of models"
    )
    parser.add_argument("--model-signing", default="", help="the program of that name, to compare signatures with")
    options = parser.parse_args()
    options.only = options.only or PARTS
    return options


if __name__ == "__main__":
    main()
