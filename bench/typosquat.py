"""Slips in the names of packages: how many are seen, how many real names are taken for one, and how long a name takes.

    python bench/typosquat.py [--real FILE] [--guarddog PYTHON]

``FILE`` has names of real packages, one a line; those that we know are left out. The names that we allow were chosen
by looking at every second one of the 15,000 most downloaded, so take the others. ``PYTHON`` is the interpreter of a
virtual environment in which guarddog is installed (``python -m venv DIR && DIR/bin/pip install guarddog``); what it
fetches from the network is switched off. It knows the 15,000 by heart, so that it is not asked about real names. Times
are those of the processor, for both.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import corpus
from figures import Figure

sys.path.insert(0, str(corpus.ROOT))
from jupyter_mlsecops.rules.dependencies.names import famous  # noqa: E402
from jupyter_mlsecops.rules.dependencies.names.known import known  # noqa: E402

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LOOKS = (("l", "1"), ("o", "0"), ("i", "l"), ("m", "rn"), ("w", "vv"), ("s", "5"))
_GUARDDOG = """
import json, sys, time
from guarddog.analyzer.metadata.pypi.typosquatting import PypiTyposquatDetector
PypiTyposquatDetector._get_top_packages_network_raw = lambda *_: None
names = json.load(sys.stdin)
detector = PypiTyposquatDetector()
began = time.process_time()
found = [sorted(detector.get_typosquatted_package(name)) for name in names]
json.dump({"found": found, "seconds": time.process_time() - began}, sys.stdout)
"""


def mutations(name: str) -> Iterator[tuple[str, str]]:
    """Every slip of each kind, as kind and wrong name, real names among them."""
    letters = [at for at, letter in enumerate(name) if letter != "-"]
    for at in letters:
        yield "deletion", name[:at] + name[at + 1 :]
        yield "doubling", name[:at] + name[at] + name[at:]
        for key in _next_to(name[at]):
            yield "neighbour key", name[:at] + key + name[at + 1 :]
        if at + 1 in letters and name[at] != name[at + 1]:
            yield "swap", name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    for wrong in (f"python-{name}", f"py-{name}", f"py{name}", f"{name}-python", f"{name}-py"):
        yield "affix", wrong
    yield "plural", name.removesuffix("s") if name.endswith("s") else f"{name}s"
    yield from (("digit", f"{name}{digit}") for digit in "23")
    yield from (("look-alike", name.replace(plain, looks, 1)) for plain, looks in _LOOKS if plain in name)
    half = len(name) // 2
    yield "separator", name.replace("-", "") if "-" in name else f"{name[:half]}-{name[half:]}"


def _next_to(letter: str) -> str:
    row = next((row for row in _ROWS if letter in row), "")
    at = row.find(letter)
    return row[max(0, at - 1) : at] + row[at + 1 : at + 2] if row else ""


def planted() -> list[tuple[str, str, str]]:
    """Kind, wrong name and the name that was meant, for the names that most people type; no known name is wrong."""
    found = []
    for right in famous.NAMES.split():
        for kind, made in mutations(right):
            wrong = re.sub(r"-{2,}", "-", made).strip("-")
            if wrong not in known() and len(wrong) > 1:
                found.append((kind, wrong, right))
    return found


def ours(names: Sequence[str]) -> tuple[list[list[str]], float]:
    """What each name is taken for, and the seconds for all; the memory of names seen before is not asked."""
    from jupyter_mlsecops.rules.dependencies.names.known import index

    find = index().find
    began = time.process_time()
    found = [find(name) for name in names]
    seconds = time.process_time() - began
    return [[one.name] if one is not None else [] for one in found], seconds


def guarddog(python: str) -> Callable[[Sequence[str]], tuple[list[list[str]], float]]:
    """The same of guarddog, in a process of its own; its start does not count."""

    def ask(names: Sequence[str]) -> tuple[list[list[str]], float]:
        done = subprocess.run([python, "-c", _GUARDDOG], input=json.dumps(list(names)), capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{python} cannot run guarddog: {done.stderr.strip()[-300:]}")
        told = json.loads(done.stdout)
        return told["found"], told["seconds"]

    return ask


def first_use() -> float:
    """Milliseconds from the first name on: the lists are split and the index is made."""
    code = (
        "import time; from jupyter_mlsecops.rules.dependencies.names.known import resembled;"
        "began = time.process_time(); resembled('numpyy'); print((time.process_time() - began) * 1000)"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(7)
    ]
    return sorted(times)[3]


def measure(real: Sequence[str], python: str = "", step: int = 1) -> list[Figure]:
    """The figures of all tools; of one that is slow, ``step`` says how many planted names are left out between two."""
    figures = [Figure("typosquat: first name", first_use(), "ms", "median of 7 processes, index made")]
    others = [name for name in real if name not in known()]
    tools: dict[str, tuple[Callable[[Sequence[str]], tuple[list[list[str]], float]], int]] = {"ours": (ours, 1)}
    if python:
        tools["guarddog"] = (guarddog(python), step)
    for tool, (ask, every) in tools.items():
        slips = planted()[::every]
        found, seconds = ask([wrong for _, wrong, _ in slips])
        figures.append(
            Figure(f"typosquat: {tool}, a name", seconds / len(slips) * 1e6, "µs", f"{len(slips)} slips", 20)
        )
        seen: Counter[str] = Counter()
        made: Counter[str] = Counter()
        for (kind, _, right), names in zip(slips, found, strict=True):
            for group in (kind, "all", "names of 3 or 4 letters" if len(right) < 5 else "longer names"):
                made[group] += 1
                seen[group] += right in names
        for group, count in made.items():
            figures.append(Figure(f"recall: {tool}, {group}", 100 * seen[group] / count, "%", f"{count} slips"))
    if others:
        taken, seconds = ours(others)
        false = sum(map(bool, taken))
        figures.append(
            Figure("typosquat: ours, a real name", seconds / len(taken) * 1e6, "µs", f"{len(taken)} names", 20)
        )
        how = f"{false} of {len(taken)} real names"
        figures.append(Figure("typosquat: taken for a slip", 100 * false / len(taken), "%", how, 0.5))
    return figures


def names(file: Path) -> list[str]:
    """The names in a file, one a line, as the index compares them."""
    return [re.sub(r"[-_.]+", "-", line).lower() for line in file.read_text(encoding="utf-8").split()]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, help="names of real packages, one a line")
    parser.add_argument("--guarddog", default="", metavar="PYTHON", help="the interpreter that has guarddog")
    parser.add_argument("--step", type=int, default=200, help="guarddog is asked for every so many slips (200)")
    options = parser.parse_args()
    real = names(options.real) if options.real else []
    for figure in measure(real, options.guarddog, options.step):
        print(f"{figure.name:45} {figure.value:10.3f} {figure.unit:3} {figure.how}")


if __name__ == "__main__":
    main()
