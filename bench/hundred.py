"""Notebooks of a hundred code cells: the first scan of an engine, a new notebook, and a save after one edited cell.

Three sets of rules take turns on the same notebooks: those about code, those and bandit's second opinions, and all that
a save asks, with secrets, personal data, packages and models. Cells are drawn by chance from the corpus. CPU time, for
a busy machine is no property of the engine.
"""

from __future__ import annotations

import json
import random
import time

from figures import Figure, median, percentile

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.ipynb import Notebook
from jupyter_mlsecops.core.model import Category
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.rule import RuleSet

CELLS = 100
DRAWS = 40
EDITS = 5
_NOT_CODE = (Category.SECRETS, Category.PII, Category.DEPENDENCIES, Category.MODELS)
_WANTED = {
    "code": {"one cell edited, median": 2.0},
    "code and bandit": {
        "first scan of a new engine": 120.0,
        "new notebook, median": 15.0,
        "new notebook, 95th percentile": 60.0,
        "one cell edited, median": 5.0,
    },
}


def measure(books: dict[str, bytes]) -> list[Figure]:
    """Milliseconds of CPU for each set of rules."""
    drawn = list(draws(books))
    sets = rule_sets()
    engines = {name: _engine(chosen) for name, chosen in sets.items()}
    first: dict[str, list[float]] = {name: [] for name in sets}
    again: dict[str, list[float]] = {name: [] for name in sets}
    edited: dict[str, list[float]] = {name: [] for name in sets}
    for raw in drawn:
        for name, engine in engines.items():
            took, notebook = _cpu(engine, raw)
            first[name].append(took)
            again[name].append(_cpu(engine, raw, notebook)[0])
            for k in range(EDITS):
                took, notebook = _cpu(engine, with_edit(raw, k), notebook)
                edited[name].append(took)
    how = f"{len(drawn)} notebooks of {CELLS} code cells of the corpus, CPU, in turns"
    figures: list[Figure] = []
    for name, chosen in sets.items():
        limits = _WANTED.get(name, {})
        cold = [_cpu(_engine(chosen), raw)[0] for raw in drawn[:5]]
        taken = {
            "first scan of a new engine": median(cold),
            "new notebook, median": median(first[name]),
            "new notebook, 95th percentile": percentile(first[name], 0.95),
            "saved again": median(again[name]),
            "one cell edited, median": median(edited[name]),
            "one cell edited, 95th percentile": percentile(edited[name], 0.95),
        }
        figures += [
            Figure(f"100 cells, {name}: {what}", value, "ms", how, limits.get(what)) for what, value in taken.items()
        ]
    return figures


def rule_sets() -> dict[str, RuleSet]:
    """The rules about code, the same with bandit's, and all rules."""
    every = list(rules.load())
    code = [rule for rule in every if rule.category not in _NOT_CODE]
    return {
        "code": RuleSet(rule for rule in code if not rule.second_opinion),
        "code and bandit": RuleSet(code),
        "all rules": RuleSet(every),
    }


def _engine(chosen: RuleSet) -> Engine:
    return Engine(chosen, Policy(), b"k" * 32)


def draws(books: dict[str, bytes]) -> list[bytes]:
    """Notebooks of code cells drawn from all cells of the corpus, each text once."""
    sources = set()
    for raw in books.values():
        for cell in json.loads(raw).get("cells", ()):
            if cell.get("cell_type") == "code":
                sources.add("".join(cell["source"]))
    pool = sorted(sources)
    chance = random.Random(5)  # noqa: S311 - the same cells each time
    return [_notebook(chance.sample(pool, min(CELLS, len(pool)))) for _ in range(DRAWS)]


def with_edit(raw: bytes, k: int) -> bytes:
    """The notebook with a line more in its middle cell."""
    tree = json.loads(raw)
    cell = tree["cells"][CELLS // 2]
    cell["source"] = f"edited = {k}\n{cell['source']}"
    return json.dumps(tree).encode()


def _notebook(sources: list[str]) -> bytes:
    cells = [
        {"cell_type": "code", "id": f"c{k}", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for k, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _cpu(engine: Engine, raw: bytes, like: Notebook | None = None) -> tuple[float, Notebook | None]:
    began = time.process_time()
    scan = engine.scan(raw, "a.ipynb", like=like)
    return (time.process_time() - began) * 1000, scan.notebook


if __name__ == "__main__":
    import corpus

    for figure in measure(corpus.load(corpus.locate(""))):
        wanted = f"(≤ {figure.limit:g})" if figure.limit is not None else ""
        print(f"{figure.value:8.2f} ms {wanted:8} {figure.name}")
