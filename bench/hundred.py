"""Code rules on notebooks of a hundred code cells: the first scan, the next save, and the save after one edited cell.

Cells are drawn by chance from the corpus. CPU time, for a busy machine is no property of the engine.
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
_TEXTS = (Category.SECRETS, Category.PII)


def measure(books: dict[str, bytes]) -> list[Figure]:
    """Milliseconds of CPU, with bandit's second opinion and without."""
    drawn = list(draws(books))
    figures = []
    for name, chosen in (("with bandit", code_rules(True)), ("without bandit", code_rules(False))):
        cold = [_cpu(Engine(chosen, Policy(), b"k" * 32), raw)[0] for raw in drawn[:5]]
        engine = Engine(chosen, Policy(), b"k" * 32)
        first, again, edited = [], [], []
        for raw in drawn:
            took, notebook = _cpu(engine, raw)
            first.append(took)
            again.append(_cpu(engine, raw, notebook)[0])
            for k in range(EDITS):
                took, notebook = _cpu(engine, with_edit(raw, k), notebook)
                edited.append(took)
        how = f"{len(drawn)} notebooks of {CELLS} code cells of the corpus, CPU"
        limit = 5.0 if name == "with bandit" else 2.0
        figures += [
            Figure(f"100 cells, {name}: first scan of a new engine", median(cold), "ms", how, 120.0),
            Figure(f"100 cells, {name}: warm engine, new notebook, median", median(first), "ms", how, 15.0),
            Figure(f"100 cells, {name}: the same, 95th percentile", percentile(first, 0.95), "ms", how, 60.0),
            Figure(f"100 cells, {name}: saved again", median(again), "ms", how, limit),
            Figure(f"100 cells, {name}: saved after one cell was edited", median(edited), "ms", how, limit),
        ]
    return figures


def code_rules(bandit: bool) -> RuleSet:
    """The rules about code; ``bandit``: its second opinions too."""
    return RuleSet(r for r in rules.load() if r.category not in _TEXTS and (bandit or not r.second_opinion))


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
        print(f"{figure.value:8.2f} ms (≤ {figure.limit:g})  {figure.name}")
