"""What the packages of a notebook cost: a save with and without them, a kernel of 400 packages, the real records.

    python bench/packages.py [EXPORT]

EXPORT is an OSV export (default ../shared/advisories/PyPI-all.zip). CPU time; each pair of engines takes turns on the
same notebooks, and a figure is the median of the differences. The command is timed as a whole process, in turns too.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus
import environment
from figures import Figure, median, table
from hundred import draws, texts, with_edit

from jupyter_mlsecops import rules
from jupyter_mlsecops.advisories import importing
from jupyter_mlsecops.advisories.database import Database
from jupyter_mlsecops.advisories.known import Known
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.environment import Environments
from jupyter_mlsecops.core.ipynb import Notebook
from jupyter_mlsecops.core.model import Category
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.environment.metadata import Metadata
from jupyter_mlsecops.environment.packages import read

PACKAGES = 400
EDITS = 5
EXPORT = corpus.ROOT.parent / "shared" / "advisories" / "PyPI-all.zip"


def measure(books: dict[str, bytes], export: Path = EXPORT) -> list[Figure]:
    """Milliseconds that the packages of a notebook of 100 cells add."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        environment.made(root / "env", PACKAGES)
        importing.from_path(export, root / "advisories.sqlite", importing.Wish(skip_invalid=True))
        known = Known(Database.open(root / "advisories.sqlite"))
        python = root / "env" / "bin" / "python"
        with_them, without = _engine(True), _engine(False)
        with_them.advisories = known
        first, saved, changed = [], [], []
        for raw in draws(texts(books))[:20]:
            raw = _with_imports(raw)
            with_them.environments = Environments(other=read(python, Metadata()))
            one, other = _cpu(with_them, raw), _cpu(without, raw)
            first.append(one[0] - other[0])
            for k in range(EDITS):
                edited = with_edit(raw, k)
                one, other = _cpu(with_them, edited, one[1]), _cpu(without, edited, other[1])
                saved.append(one[0] - other[0])
            with_them.environments = Environments(other=read(python, Metadata()))
            one, other = _cpu(with_them, edited, one[1]), _cpu(without, edited, other[1])
            changed.append(one[0] - other[0])
        how = f"100 cells, {PACKAGES} packages, {known.about.records if known.about else 0} records; CPU, in turns"
        return [
            Figure("packages: added to a save after one edited cell", median(saved), "ms", how, 5.0),
            Figure("packages: added to a save after the environment changed", median(changed), "ms", how, 20.0),
            Figure("packages: added to the scan of a new notebook", median(first), "ms", how),
            Figure("packages: added to the command, cold", _command(root), "ms", "whole processes, in turns", 150.0),
        ]


def _engine(packages: bool) -> Engine:
    """All rules, or all but those about packages."""
    chosen = [r for r in rules.load() if packages or r.category is not Category.DEPENDENCIES]
    return Engine(RuleSet(chosen), Policy(), b"k" * 32)


def _with_imports(raw: bytes) -> bytes:
    """The notebook with a cell that imports some of what is installed here."""
    tree = json.loads(raw)
    source = "import jinja2, requests, tornado\nimport nbformat, jupyterlab, msgspec, yaml, bandit\n"
    tree["cells"].insert(
        0, {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    )
    return json.dumps(tree).encode()


def _cell(source: str) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}


def _cpu(engine: Engine, raw: bytes, like: Notebook | None = None) -> tuple[float, Notebook | None]:
    start = time.process_time()
    scan = engine.scan(raw, "a.ipynb", like=like)
    return (time.process_time() - start) * 1e3, scan.notebook


def _command(root: Path) -> float:
    """What a database and a kernel of many packages add to `scan` of one notebook."""
    kernel = root / "data" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    argv = [str(root / "env" / "bin" / "python"), "-m", "ipykernel_launcher"]
    (kernel / "kernel.json").write_text(json.dumps({"argv": argv, "language": "python", "display_name": "x"}))
    cell = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": "import jinja2, yaml",
    }
    book = root / "a.ipynb"
    book.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    plain = {**os.environ, "JUPYTER_DATA_DIR": str(root / "none"), "MLSECOPS_ADVISORIES": str(root / "no.sqlite")}
    known = {**plain, "JUPYTER_PATH": str(root / "data"), "MLSECOPS_ADVISORIES": str(root / "advisories.sqlite")}
    taken = [_process(book, known) - _process(book, plain) for _ in range(15)]
    return statistics.median(taken[1:])


def _process(book: Path, environ: dict[str, str]) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "jupyter_mlsecops", "scan", str(book), "--fail-on", "never"]
    subprocess.run(command, env=environ, capture_output=True, check=True)
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    export = Path(sys.argv[1]) if len(sys.argv) > 1 else EXPORT
    if not export.exists():
        sys.exit(f"{export} is not there: name an OSV export.")
    print(table(measure(corpus.load(corpus.locate(None)), export)))


if __name__ == "__main__":
    main()
