"""Differential fuzz, in child processes under a memory limit.

    python -m tests.formats.pickles.fuzz --mutants 100000 --seed 1

Counts mutants that resolve a name. Exit status 1 if the reader did not report something that an unpickler did.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from .compare import CHUNK, batch


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=10_000, help="mutants that resolve a name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.batch is not None:
        print(json.dumps(batch(options.seed, options.batch)))
        return 0
    resolving = tried = crashed = number = 0
    misses: list[dict[str, str]] = []
    while resolving < options.mutants:
        done = subprocess.run(
            [sys.executable, "-m", __spec__.parent, "--seed", str(options.seed), "--batch", str(number)],
            capture_output=True,
            text=True,
            timeout=600,
        )
        number += 1
        tried += CHUNK
        if done.returncode:
            crashed += 1
            print(f"batch {number - 1} died: {done.returncode} {done.stderr[-300:]}", file=sys.stderr)
            if crashed > 3 + number // 10:
                return 1
            continue
        found = json.loads(done.stdout)
        resolving += found["resolving"]
        misses += found["misses"]
    for miss in misses[:20]:
        print(miss)
    version = ".".join(map(str, sys.version_info[:3]))
    print(
        f"Python {version}: {tried:,} mutants, {resolving:,} resolve a name, {len(misses)} unreported, {crashed} died"
    )
    return bool(misses)


if __name__ == "__main__":
    sys.exit(main())
