"""Tables that are brought up to date say what tables of the notebook as it is now say."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.python.facts import Facts
from jupyter_mlsecops.core.python.reader import read
from jupyter_mlsecops.core.python.tables import Tables

PIECES = (
    "import os, numpy as np",
    "from pickle import *",
    "x = 1",
    "x = y",
    "kw = {}\nkw['a'] = 1\nkw.update(b=2)",
    "class A:\n    b = 1\n    def c(self):\n        self.d = 2\n        return open",
    "f = lambda a: a",
    "def g(a):\n    return a",
    "s.verify = False",
    "load = os.system",
)
CELLS = st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map("\n".join), min_size=1, max_size=14)


def facts(source: str) -> Facts:
    return read(ast.parse(source))


@given(CELLS, st.data())
def test_after_some_cells_changed(sources: list[str], data: st.DataObject) -> None:
    cells = [facts(source) for source in sources]
    tables = Tables(cells)
    for _ in range(3):
        changed = data.draw(st.dictionaries(st.integers(0, len(cells) - 1), st.sampled_from(PIECES), max_size=10))
        cells = [facts(changed[unit]) if unit in changed else cell for unit, cell in enumerate(cells)]
        before = {name: dict(value) for name, value in vars(tables).items() if isinstance(value, dict)}
        after = Tables(cells, tables)
        assert vars(after) == vars(Tables(cells))
        assert before == {name: value for name, value in vars(tables).items() if isinstance(value, dict)}
        tables = after


@given(CELLS, CELLS)
def test_after_cells_came_or_went(sources: list[str], others: list[str]) -> None:
    before = Tables([facts(source) for source in sources])
    cells = [facts(source) for source in others]
    assert vars(Tables(cells, before)) == vars(Tables(cells))
