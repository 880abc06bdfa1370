"""SQL put together from strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    GAP,
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Inserted,
    Match,
    Proposal,
    Severity,
    Span,
    TextEdit,
    Value,
    expression,
    inserted,
    regex,
    rule,
    skeleton,
    taint,
)

from .sinks import SAID, comes_from
from .unformatted import unformatted

_SQL = regex(
    r"(?:\s|--[^\n]{0,200}\n|/\*[^*]{0,200}\*/){0,20}\(?(?:select\b.*\bfrom\b|insert\s+into\b|insert\s+overwrite\b|replace\s+into\b|update\b.+\bset\b"
    r"|delete\s+from\b|drop\s+(?:table|view|database|schema)\b|with\s+(?:recursive\s+)?\S+(?:\s*\([^()]{0,200}\))?\s+as\b|alter\s+table\b"
    r"|create\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:table|view|database|schema)\b|truncate\s+table\b|merge\s+into\b"
    r"|grant\b.+\bto\b|copy\s+\S+\s+(?:from|to)\b|call\s+[\w.]+\s*\(|exec(?:ute)?\s+\w+)",
    re.IGNORECASE | re.DOTALL,
)
CALLS = (
    *("*.execute", "*.executemany", "*.executescript", "*.exec_driver_sql", "*.execute_query", "*.execute_sql"),
    *("*.read_sql", "*.read_sql_query", "*.read_gbq", "*.read_database", "*.sql", "*.query", "*.raw", "*.run_query"),
    *("*.fetch", "*.fetchrow", "*.fetchval", "*.fetch_all", "*.fetch_one", "*.query_df", "*.mogrify", "*.fetchdf"),
    *("sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.DDL", "pandasql.sqldf", "text", "sqldf"),
    *("*.SQLDatabase.from_uri().run", "*.SQLDatabase().run", "*.SQLDatabase.from_uri().run_no_throw"),
    *("*.literal_sql", "*.get_pandas_df", "*.execute_async", "*.execute_string", "*.extra", "*.exec", "*.from_query"),
    *("*.read_database_uri", "*.query_arrow", "*.query_np", "*.command", "*.scalar", "*.scalars", "*.run_sql"),
    *("*.start_query_execution", "*.execute_statement"),
)
# Calls whose statement stands behind something else: an address, a connection, the name of an option.
_SECOND = ("connectorx.read_sql", "*.jdbc", "*.option")
_ENDS = tuple(name.lstrip("*") for name in _SECOND)
KEYWORDS = ("sql", "text", "sqlQuery", "query", "statement", "operation", "sql_query", "QueryString", "Sql")
CLEAN_IN_SQL = ("psycopg2.sql.SQL", "psycopg2.sql.Identifier", "psycopg.sql.SQL", "psycopg.sql.Identifier")
# What a name of a table or column stands behind; such a name cannot be a parameter.
_NAMES_A_TABLE = regex(
    r"(?:\b(?:from|join|into|table|update|database|schema|view|use|exists|by|select|distinct|on|overwrite)\s+"
    r"|[\w\]`\"\x00]\.)[`\"\[]?\Z|`\Z",
    re.IGNORECASE,
)
_A_VALUE = regex(r"(?:[=<>]|\b(?:like|limit|offset|between|and)\b)\s*\Z|\bvalues\b[^)]*[(,]\s*\Z", re.IGNORECASE)
_STYLES = {
    **dict.fromkeys(("sqlite3", "aiosqlite", "duckdb", "pyodbc"), "?"),
    **dict.fromkeys(("psycopg2", "psycopg", "pymysql", "MySQLdb", "mysql"), "%s"),
}
_IN_MAGIC = regex(r"\{\{?\s*([A-Za-z_][\w.\[\]'\"]*)\s*\}?\}|(?<![\w$])\$([A-Za-z_]\w*)\b(?!\$)")


@rule(
    id="sql-string-building",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="SQL put together from strings",
    cwe=89,
    atlas=["AML.T0049"],
    screen=(
        *("execute", "sql", "query", "fetch", "read_gbq", "read_database", "raw", "text", "mogrify", "get_pandas_df"),
        *("SQLDatabase", ".exec(", ".command(", "scalar", "jdbc", "Sql=", "option("),
    ),
    aliases=("B608", "S608"),
    bad=[
        "cur.execute(«f\"SELECT * FROM users WHERE name = '{name}'\"»)",
        Example(
            "import sqlite3\ncon = sqlite3.connect('a.db')\n# %%\n"
            "con.execute(«f\"SELECT * FROM users WHERE name = '{name}' AND age > {age}\"»)",
            fixed="import sqlite3\ncon = sqlite3.connect('a.db')\n# %%\n"
            'con.execute("SELECT * FROM users WHERE name = ? AND age > ?", (name, age))',
        ),
        Example(
            "import psycopg2\nwith psycopg2.connect(d) as c:\n    c.execute(«f'DELETE FROM t WHERE k={k}'»)",
            fixed="import psycopg2\nwith psycopg2.connect(d) as c:\n    c.execute('DELETE FROM t WHERE k=%s', (k,))",
        ),
        Example(
            "import sqlite3\nimport pandas as pd\n"
            "df = pd.read_sql_query(«f'SELECT * FROM t WHERE id = {key}'», sqlite3.connect('a.db'))",
            fixed="import sqlite3\nimport pandas as pd\n"
            "df = pd.read_sql_query('SELECT * FROM t WHERE id = ?', sqlite3.connect('a.db'), params=(key,))",
        ),
        "import pandas as pd\ndf = pd.read_sql(«'SELECT * FROM t WHERE id = ' + key», con)",
        "cur.execute(«'DELETE FROM t WHERE id = %s' % key»)",
        "query = 'select a from t where b = {}'.format(b)\n# %%\ncur.execute(«query»)",
        "query = 'select a from t'\nquery += f' where b = {b}'\n# %%\ncur.execute(«query»)",
        "spark.sql(«f'select * from t where d = \"{day}\"'»)",
        "from sqlalchemy import text as t\nwith e.connect() as c:\n    c.execute(t(«f'SELECT * FROM u WHERE a={a}'»))",
        "from google.cloud import bigquery\nrows = bigquery.Client().query(«f'SELECT a FROM t WHERE b = {b}'»)",
        "import duckdb\nduckdb.sql(«f\"SELECT {columns}, b FROM t WHERE c = '{c}'\"»)",
        "cur.execute(«'SELECT * FROM t WHERE a = \"' + a + '\"'»)",
        "table = «input()»\n# %%\ncur.execute(«f'DROP TABLE {table}'»)",
        "parts = ['SELECT a FROM t', 'WHERE b = ' + b]\nconn.execute(«' '.join(parts)»)",
        "con.execute(«'SELECT a FROM t WHERE b = NAME'.replace('NAME', name)»)",
        "from langchain_community.utilities import SQLDatabase\ndb = SQLDatabase.from_uri(uri)\n"
        "db.run(«f\"SELECT a FROM t WHERE b = '{b}'\"»)",
        "run = cur.execute\nrun(«f'DELETE FROM t WHERE k = {k}'»)",
        "conn.execute(«f'SELECT * FROM {table}'»)",
        "%%sql\nselect * from t where name = '«{{name}}»'\n# %%\nname = load()",
        "name = load()\n# %%\n%sql select * from t where name = «$name»",
        "import polars as pl\ndf = pl.read_database_uri(«f\"SELECT a FROM t WHERE b = '{b}'\"», uri)",
        "import connectorx as cx\ndf = cx.read_sql(uri, «'SELECT a FROM t WHERE b = ' + b»)",
        "reader.option('dbtable', «f'(select a from t where b = {b}) as s'»).load()",
        "athena.start_query_execution(QueryString=«f\"SELECT a FROM t WHERE b = '{b}'\"», WorkGroup='w')",
        "with Session(engine) as s:\n    s.exec(«f'DELETE FROM t WHERE b = {b}'»)",
        "cur.execute(«f'INSERT INTO t VALUES (' + ', '.join(f\"'{v}'\" for v in row) + ')'»)",
        "from textwrap import dedent\ncur.execute(«dedent(f'\\n  SELECT a FROM t\\n  WHERE b = {b}')»)",
        "q = f'-- newest\\nSELECT a FROM t WHERE b = {b}'\ncur.execute(«q»)",
        "cur.execute(«f'WITH RECURSIVE r(n) AS (SELECT 1) SELECT n FROM r WHERE n < {n}'»)",
        "cur.executescript(«'''\nDELETE FROM t\nWHERE a = %s\n''' % a»)",
        "def query(key):\n    return f'SELECT a FROM t WHERE b = {key}'\n# %%\ncur.execute(«query(k)»)",
    ],
    ok=[
        "cur.execute('SELECT * FROM t WHERE id = ?', (key,))",
        "cur.execute(query)",
        "agent.execute(f'update the plan {x}')",
        "TABLE = 't'\ncur.execute(f'SELECT * FROM {TABLE}')",
        "cur.execute('SELECT a ' + 'FROM t')",
        "cur.execute('SELECT * FROM t WHERE id = %s', (key,))",
        "cur.execute(f'SELECT * FROM t LIMIT {int(n)}')",
        "for table in ['a', 'b']:\n    cur.execute(f'DELETE FROM {table}')",
        'cur.execute(f\'INSERT INTO t VALUES ({", ".join("?" * 3)})\', row)',
        "message = f'SELECT * FROM t WHERE a = {a}'\nprint(message)",
        "index.query(f'who is {name}')",
        "# cur.execute(f'SELECT * FROM t WHERE a = {a}')",
        "%%sql\nselect * from t where name = :name",
        "%%sql\nselect '{\"a\": 1}' from t",
        "df.query(f'select == {x}')",
        "reader.option('dbtable', f'{schema}.t').load()",
        "app.exec(f'run {name}')",
        "marks = ', '.join('?' for _ in keys)\ncur.execute(f'SELECT a FROM t WHERE b IN ({marks})', keys)",
        "cur.execute('SELECT a FROM t WHERE b IN (' + ','.join('?' for _ in keys) + ')', keys)",
    ],
)
def sql_string_building(code: Code) -> Iterator[Match]:
    """A value with a quote in it changes what the statement does, so it can read or delete other rows.

    Put placeholders into the statement and pass the values beside it: cursor.execute("… WHERE id = ?", (key,))."""
    for call in code.calls(*CALLS, *_SECOND):
        query = call.argument(1 if call.name.endswith(_ENDS) else 0, *KEYWORDS, "dbtable", "table", "value")
        if query is None or query.kind == "constant":
            continue
        text = skeleton(code, query)
        if (
            GAP not in text
            or not _SQL.match(text[:2000])
            or (call.name == "text" and not code.uses_module("sqlalchemy"))
        ):
            continue
        made = taint(code, query, CLEAN_IN_SQL)
        if made.kind == "clean" or made.source in ("model", "widget"):  # others say more of those
            continue
        if made.kind == "tainted":
            message = f"{SAID[made.source].capitalize()} is written into SQL"
            related = comes_from(code, call, made.place)
            yield Match(query.span, message, Severity.HIGH, related=related, proposals=_parameters(code, call, query))
        elif _only_names(text):
            yield Match(query.span, "Name of a table or column written into SQL", Severity.LOW)
        else:
            yield Match(query.span, proposals=_parameters(code, call, query))
    yield from _in_magics(code)


def _only_names(text: str) -> bool:
    """Whether all that is filled in are names of tables and columns."""
    heads = text.split(GAP)[:-1]
    return all(_NAMES_A_TABLE.search(head[-100:] or ".") for head in heads)


def _in_magics(code: Code) -> Iterator[Match]:
    """The values that ``%sql`` and ``%%sql`` write into their statement."""
    for escape in code.escapes:
        if escape.name != "sql" or escape.kind not in ("cell", "line"):
            continue
        for match in _IN_MAGIC.finditer(code.cell.source[: escape.body.start + 10_000], *escape.body):
            name = match.group(1) or match.group(2)
            value = expression(code, name)
            is_known = value is not None and not value.name.startswith(name)
            if value is not None and is_known and taint(code, value).kind != "clean":
                yield Match(Span(*match.span()), "Value written into SQL")
                break


def _parameters(code: Code, call: Call, query: Value) -> tuple[Proposal, ...]:
    """A proposal to pass the values beside the statement, where the driver and its placeholder are known."""
    style = _style(code, call)
    fields = inserted(code, query)
    is_pandas = call.name.endswith(("read_sql", "read_sql_query"))
    is_free = len(call.args) == (2 if is_pandas and "con" not in call.keywords else 1) and "params" not in call.keywords
    if not style or not fields or not is_free or not all(one.is_field and one.is_plain for one in fields):
        return ()
    if any(one.pointer != code.cell.source_pointer or not _in_query(one, query) for one in fields):
        return ()
    edits = [_placeholder(one, style) for one in fields]
    if not all(edits) or (style == "%s" and "%" in code.cell.source[slice(*query.span)]):
        return ()
    source = code.cell.source
    edits += unformatted(source, fields)
    names = [source[slice(*one.span)] for one in fields]
    values = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
    if is_pandas:
        passed = call.set_keyword("params", values)
    else:
        end = query.span.end
        passed = (TextEdit(Span(end, end), f", {values}"),) if source[end : end + 1] == ")" else None
    if passed is None:
        return ()
    changes = (*(edit for edit in edits if edit is not None), *passed)
    return (Proposal("Pass the values beside the statement", Applicability.REVIEW, changes),)


def _in_query(one: Inserted, query: Value) -> bool:
    return query.span.start <= one.field.start and one.field.end <= query.span.end


def _style(code: Code, call: Call) -> str:
    """The placeholder of the driver; empty where it is not known."""
    if call.name.startswith("sqlalchemy"):
        return ""
    root = call.name.partition(".")[0]
    if root in _STYLES:
        return _STYLES[root]
    used = {_STYLES[driver] for driver in _STYLES if code.uses_module(driver)}
    return used.pop() if len(used) == 1 and not code.uses_module("sqlalchemy") else ""


def _placeholder(one: Inserted, style: str) -> TextEdit | None:
    """The edit that writes a placeholder for a value with the quotes around it; None where no value stands there."""
    start, end = one.field
    source = one.source
    first, last = source[start - 1], source[end : end + 1]
    if first in "'\"" and first == last and start - 1 > one.literal.start + 1 and end + 1 < one.literal.end:
        start, end = start - 1, end + 1
    elif first in "'\"%" and start - 1 > one.literal.start + 1:
        return None
    head = source[one.literal.start : start].lstrip("fFrR\"'")
    return TextEdit(Span(start, end), style) if _A_VALUE.search(head[-300:]) else None
