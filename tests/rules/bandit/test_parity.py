"""Every hit of bandit and of ruff's rules S3xx, S5xx and S6xx on real notebooks is ours, or waived with a reason.

Ours is one in the audit profile, in the same cell and on the same lines, of a rule that has the test among its aliases.
The list of what is missing names tests, notebooks and lines, never a text of a notebook.
"""

import ast
import json
import subprocess
import sys
import textwrap
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core import ipynb
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.python.code import link
from jupyter_mlsecops.core.python.magics import quiet
from jupyter_mlsecops.core.ruleset import RuleSet

from .waivers import WAIVERS


class Hit(NamedTuple):
    """What another tool found: the number of its test, the notebook, the cell from 0 and the lines of the cell."""

    test: str
    path: Path
    cell: int
    first: int
    last: int


@pytest.fixture(scope="module")
def notebooks(corpus: list[Path]) -> dict[Path, ipynb.Notebook]:
    found = {}
    for path in corpus:
        try:
            found[path] = ipynb.parse(path.read_bytes(), path.name)
        except ipynb.NotebookError:
            continue
    return found


@pytest.fixture(scope="module")
def ours(notebooks: dict[Path, ipynb.Notebook]) -> dict[tuple[Path, int, str], list[range]]:
    """The lines of our findings by notebook, cell and alias without its letter."""
    matcher = Matcher(RuleSet(rule for rule in rules.builtin() if not rule.hides))
    lines: dict[tuple[Path, int, str], list[range]] = {}
    for path, notebook in notebooks.items():
        for one in matcher.run(notebook).found:
            for pointer, span in [(one.pointer, one.span), *((p.pointer, p.span) for p in one.match.related)]:
                cell = notebook.cell_at(pointer)
                if cell is not None and span is not None and pointer == cell.source_pointer:
                    there = range(cell.lines.line_of(span.start), cell.lines.line_of(max(span.start, span.end - 1)) + 1)
                    for alias in one.rule.aliases:
                        lines.setdefault((path, cell.index, alias[1:]), []).append(there)
    return lines


def bandit_hits(notebooks: dict[Path, ipynb.Notebook], folder: Path) -> Iterator[Hit]:
    """bandit's own command on one script a notebook; cells that Python cannot parse as they are stay out of it."""
    starts: dict[str, tuple[Path, list[int], list[int]]] = {}
    for path, notebook in notebooks.items():
        texts, first, cells, line = [], [], [], 1
        for code in link(notebook):
            text = textwrap.dedent(code.text)
            if not code.lost and parses(text):
                texts.append(text)
                first.append(line)
                cells.append(code.cell.index)
                line += len(code.cell.lines.starts)
        starts[f"{len(starts)}.py"] = path, first, cells
        (folder / f"{len(starts) - 1}.py").write_text("\n".join(texts), encoding="utf-8", newline="")
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    for issue in json.loads(done.stdout)["results"]:
        path, first, cells = starts[Path(issue["filename"]).name]
        lines = issue["line_range"] or [issue["line_number"]]
        k = bisect_right(first, min(lines)) - 1
        yield Hit(issue["test_id"][1:], path, cells[k], min(lines) - first[k] + 1, max(lines) - first[k] + 1)


def parses(text: str) -> bool:
    with quiet():
        try:
            return bool(ast.parse(text))
        except (SyntaxError, ValueError):
            return False


def ruff_hits(notebooks: dict[Path, ipynb.Notebook]) -> Iterator[Hit]:
    """ruff on the notebooks themselves, which it reads; what it says of syntax is no finding."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--exit-zero", "--select", "S3,S5,S6"]
    done = subprocess.run(
        [*command, "--output-format", "json", *map(str, notebooks)], capture_output=True, text=True, timeout=600
    )
    for issue in json.loads(done.stdout):
        if issue["code"] and issue["code"].startswith("S") and issue["cell"]:
            first, last = issue["location"]["row"], issue["end_location"]["row"]
            yield Hit(issue["code"][1:], Path(issue["filename"]), issue["cell"] - 1, first, last)


def missing(
    hits: Iterable[Hit], ours: dict[tuple[Path, int, str], list[range]], notebooks: dict[Path, ipynb.Notebook]
) -> list[str]:
    """The hits that are neither ours nor waived, each in a line."""
    left = []
    for hit in hits:
        lines = ours.get((hit.path, hit.cell, hit.test), [])
        if any(there.start <= hit.last and hit.first < there.stop for there in lines):
            continue
        cell = notebooks[hit.path].cells[hit.cell]
        text = cell.source[cell.lines.line_span(hit.first).start : cell.lines.line_span(hit.last).end]
        code = "\n".join(other.source for other in notebooks[hit.path].cells)
        if not any(waiver.covers(hit.test, text, code) for waiver in WAIVERS):
            left.append(f"{hit.test} {hit.path.name} cell {hit.cell + 1}, line {hit.first}")
    return left


def test_every_waiver_has_a_reason() -> None:
    assert all(waiver.test.isdigit() and len(waiver.reason.split()) > 3 for waiver in WAIVERS)


def test_bandit(
    notebooks: dict[Path, ipynb.Notebook], ours: dict[tuple[Path, int, str], list[range]], tmp_path: Path
) -> None:
    hits = list(bandit_hits(notebooks, tmp_path))
    left = missing(hits, ours, notebooks)
    assert hits and not left, "\n".join(left)


def test_ruff(notebooks: dict[Path, ipynb.Notebook], ours: dict[tuple[Path, int, str], list[range]]) -> None:
    hits = list(ruff_hits(notebooks))
    left = missing(hits, ours, notebooks)
    assert hits and not left, "\n".join(left)
