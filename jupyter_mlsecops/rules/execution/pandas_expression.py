"""Expressions for pandas put together from strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    GAP,
    Applicability,
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
    inserted,
    regex,
    rule,
    skeleton,
    taint,
)

from .sinks import EXPRESSIONS, SAID, comes_from, is_own_method
from .unformatted import unformatted

_PANDAS = ("pandas", "numexpr", "geopandas", "dask.dataframe", "modin.pandas", "cudf")
_MODULES = ("pandas.", "numexpr.")
_NAME = regex(r"[A-Za-z_]\w*")
_OPERAND = regex(r"(?:[=<>!]=|[<>]|\bin\b|\bnot in\b)\s*\Z", re.IGNORECASE)
_ALONE = regex(r"[\"'`]?\s*(?:\Z|[)&|,]|\band\b|\bor\b|\"|')")
_NOT_FRAMES = regex(
    r".*(?:index|collection|client|engine|store|chain|session|cursor|conn|con|db|bigquery|duckdb|retriever)\w*(?:\(\))?\.query",
    re.IGNORECASE,
)


@rule(
    id="pandas-expression-injection",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Variable written into a pandas expression",
    cwe=95,
    atlas=["AML.T0050"],
    screen=("query", "eval"),
    bad=[
        Example(
            "import pandas as pd\nr = df.query(«f'price > {limit}'»)",
            fixed="import pandas as pd\nr = df.query('price > @limit')",
        ),
        Example(
            "import pandas as pd\nr = df.query(«f\"city == '{city}' and price < {limit}\"»)",
            fixed='import pandas as pd\nr = df.query("city == @city and price < @limit")',
        ),
        "import pandas as pd\nr = pd.eval(«'a + ' + name»)",
        "import pandas as pd\nr = df.eval(«f'x = {text}'», engine='python')",
        "import pandas as pd\nexpression = 'price > %s' % limit\n# %%\nr = data.query(«expression»)",
        "import pandas as pd\nr = pd.read_csv('a.csv').query(«'price > {}'.format(limit)»)",
        "import numexpr\nr = numexpr.evaluate(«text + ' * 2'»)",
        "import importlib\nr = importlib.import_module('pandas').eval(«f'df.a + {text}'»)",
        "import numexpr as ne\nr = ne.evaluate(«f'a * {text}'»)",
        "import pandas as pd\nlimit = «input()»\n# %%\nr = df.query(«f'price > {limit}'»)",
        "import pandas as pd\nr = df.query(«input()»)",
        "import numexpr as ne\nfrom flask import request\nr = ne.evaluate(«request.args['e']»)",
        "import pandas as pd\ndef add(df, formula):\n    return df.eval(«formula», engine='python')",
        "import numexpr\nclass Calc:\n    def __init__(self):\n        self.run = numexpr.evaluate\n"
        "    def go(self, text):\n        return self.run(«f'a + {text}'»)",
        "import pandas as pd\nr = df.loc[rows].query(«f'{column} > 1 and {other}'»)",
    ],
    ok=[
        "import pandas as pd\nr = df.query('price > @limit')",
        "import pandas as pd\nCOL = 'price'\nr = df.query(f'{COL} > 3')",
        "index.query(f'find {text}')",
        "import pandas as pd\nmodel.eval()",
        "import pandas as pd\nclass Store:\n    def query(self, text): ...\ns = Store()\ns.query(f'about {topic}')",
        "import pandas as pd\nclass Store:\n    def query(self, text): ...\n    def ask(self, topic):\n"
        "        return self.query(f'about {topic}')",
        "import pandas as pd\nr = df.query(f'price > {float(limit)}')",
        "import pandas as pd\nr = df.query(f'price > {limit:.2f}')",
        "import pandas as pd\nr = df.query(expression)",
        "import pandas as pd\ndef pick(df, condition):\n    return df.query(condition)",
        "import pandas as pd\nr = df.query('a.str.len() > 3', engine='python')",
        "import pandas as pd\ncollection.query(f'about {topic}')",
        "import pandas as pd\nfor k in range(4):\n    df.query(f'cluster == {k}')",
        "import pandas as pd\nrows = client.query(f'SELECT * FROM {t}')",
    ],
)
def pandas_expression_injection(code: Code) -> Iterator[Match]:
    """pandas evaluates the expression, so text that is written into it can call methods and reach files.

    Name the variable instead: df.query("price > @limit")."""
    for call in code.calls(*EXPRESSIONS):
        is_sure = call.name.startswith(_MODULES)
        if not is_sure and not code.uses_module(*_PANDAS):
            continue  # a frame only where there is pandas
        value = call.argument(0, "expr", "ex")
        if value is None or _NOT_FRAMES.fullmatch(call.name) or _NOT_FRAMES.fullmatch(call.written):
            continue
        if not is_sure and is_own_method(code, call):
            continue
        made = taint(code, value)
        if made.kind == "clean" or made.source in ("model", "widget"):  # others say more of those
            continue
        text = skeleton(code, value)
        is_sql = text.lstrip()[:7].upper() == "SELECT "
        is_said = made.kind == "tainted" and (is_sure or made.source not in ("table", "network"))
        if is_said and not is_sql:
            message = f"{SAID[made.source].capitalize()} is evaluated by pandas"
            related = comes_from(code, call, made.place)
            yield Match(value.span, message, Severity.HIGH, related=related, proposals=_by_name(code, value))
        elif GAP in text and text.strip(GAP) and not is_sql:
            yield Match(value.span, proposals=_by_name(code, value))
        elif made.source == "parameter" and "engine" in call.keywords and call.keywords["engine"].constant == "python":
            yield Match(value.span, "What a function is given is evaluated by pandas, with any Python in it")


def _by_name(code: Code, value: Value) -> tuple[Proposal, ...]:
    """A proposal to let pandas look the variables up, where each stands for a value and has a name of its own."""
    fields = inserted(code, value)
    source = code.cell.source
    edits: list[TextEdit] = []
    for one in fields:
        if not (one.is_field and one.is_plain and one.pointer == code.cell.source_pointer):
            return ()
        edit = _reference(one)
        if edit is None:
            return ()
        edits.append(edit)
    edits += unformatted(source, fields)
    title = "Name the variable: @" + ", @".join(source[slice(*one.span)] for one in fields)
    return (Proposal(title, Applicability.REVIEW, tuple(edits)),) if edits else ()


def _reference(one: Inserted) -> TextEdit | None:
    name = one.source[slice(*one.span)]
    start, end = one.field
    first, last = one.source[start - 1], one.source[end : end + 1]
    if first in "'\"" and first == last and start - 1 > one.literal.start + 1:
        start, end = start - 1, end + 1
    is_operand = _OPERAND.search(one.source[one.literal.start : start][-200:])
    if not _NAME.fullmatch(name) or not is_operand or not _ALONE.match(one.source[end : end + 40]):
        return None
    return TextEdit(Span(start, end), f"@{name}")
