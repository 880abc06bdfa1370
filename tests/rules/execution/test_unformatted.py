"""Fixes that take the last value out of an f-string leave a string that reads as before."""

from __future__ import annotations

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.sdk import Example
from jupyter_mlsecops.testing import verify

PANDAS = "pandas-expression-injection", "import pandas as pd\nr = df.query(TEXT)"
SQL = "sql-string-building", "import sqlite3\nc = sqlite3.connect('a.db')\nc.execute(TEXT)"


@pytest.mark.parametrize(
    ("subject", "written", "fixed"),
    [
        (PANDAS, "f'price > {limit}'", "'price > @limit'"),
        (PANDAS, "rF'price > {limit}'", "r'price > @limit'"),
        (PANDAS, "f'price > {limit} and t != \"}}\"'", "f'price > @limit and t != \"}}\"'"),
        (PANDAS, "f'price > {limit} and t != \"{{\"'", "f'price > @limit and t != \"{{\"'"),
        (SQL, "f'SELECT * FROM t WHERE a = {limit}'", "'SELECT * FROM t WHERE a = ?', (limit,)"),
        (SQL, "f'SELECT \"}}\" FROM t WHERE a = {limit}'", "f'SELECT \"}}\" FROM t WHERE a = ?', (limit,)"),
    ],
)
def test_the_f_goes_only_where_nothing_else_needs_it(subject: tuple[str, str], written: str, fixed: str) -> None:
    id, source = subject
    (rule,) = (one for one in rules.load() if one.id == id)
    verify(rule, Example(source.replace("TEXT", f"«{written}»"), fixed=source.replace("TEXT", fixed)), bad=True)
