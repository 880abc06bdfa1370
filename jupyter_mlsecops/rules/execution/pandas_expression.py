"""Expressions for pandas put together from strings."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, rule


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
        "import pandas as pd\nr = df.query(«f'price > {limit}'»)",
        "import pandas as pd\nr = pd.eval(«'a + ' + name»)",
        "import pandas as pd\nr = df.eval(«f'x = {text}'», engine='python')",
    ],
    ok=[
        "import pandas as pd\nr = df.query('price > @limit')",
        "import pandas as pd\nCOL = 'price'\nr = df.query(f'{COL} > 3')",
        "index.query(f'find {text}')",
        "import pandas as pd\nmodel.eval()",
    ],
)
def pandas_expression_injection(code: Code) -> Iterator[Match]:
    """pandas evaluates the expression, so text that is written into it can call methods and reach files.

    Name the variable instead: df.query("price > @limit")."""
    if not code.uses_module("pandas", "numexpr", "geopandas"):
        return
    for call in code.calls("pandas.eval", "numexpr.evaluate", "?.query", "?.eval", "*df*.query", "*df*.eval"):
        expression = call.argument(0, "expr", "ex")
        if expression is not None and expression.is_filled_in:
            yield Match(expression.span)
