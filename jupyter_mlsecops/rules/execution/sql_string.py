"""SQL put together from strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

from ...sdk import Code, Confidence, Match, Severity, rule

_SQL = regex(
    r"\s*\(?(?:select\b.+\bfrom\b|insert\s+into\b|update\b.+\bset\b|delete\s+from\b|drop\s+(?:table|view)\b|with\s+\w+\s+as\b"
    r"|create\s+(?:or\s+replace\s+)?(?:table|view)\b|select\b\s*$|alter\s+table\b|truncate\s+table\b)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = (
    "*.execute",
    "*.executemany",
    "*.executescript",
    "pandas.read_sql",
    "pandas.read_sql_query",
    "sqlalchemy.text",
    "*spark.sql",
    "duckdb.sql",
    "duckdb.query",
)


@rule(
    id="sql-string-building",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="SQL put together from strings",
    cwe=89,
    atlas=["AML.T0049"],
    screen=("execute", "read_sql", "sqlalchemy", "spark", "duckdb"),
    aliases=("B608", "S608"),
    bad=[
        "cur.execute(«f\"SELECT * FROM users WHERE name = '{name}'\"»)",
        "import pandas as pd\ndf = pd.read_sql(«'SELECT * FROM t WHERE id = ' + key», con)",
        "cur.execute(«'DELETE FROM t WHERE id = %s' % key»)",
        "query = 'select a from t where b = {}'.format(b)\n# %%\ncur.execute(«query»)",
        "spark.sql(«f'select * from t where d = \"{day}\"'»)",
    ],
    ok=[
        "cur.execute('SELECT * FROM t WHERE id = ?', (key,))",
        "cur.execute(query)",
        "agent.execute(f'update the plan {x}')",
        "TABLE = 't'\ncur.execute(f'SELECT * FROM {TABLE}')",
        "cur.execute('SELECT a ' + 'FROM t')",
        "cur.execute('SELECT * FROM t WHERE id = %s', (key,))",
    ],
)
def sql_string_building(code: Code) -> Iterator[Match]:
    """A value with a quote in it changes what the statement does, so it can read or delete other rows.

    Put placeholders into the statement and pass the values beside it: cursor.execute("… WHERE id = ?", (key,))."""
    for call in code.calls(*_NAMES):
        query = call.argument(0, "sql", "text", "sqlQuery", "query", "statement", "operation")
        if query is not None and query.is_filled_in and _SQL.match(query.text):
            yield Match(query.span)
