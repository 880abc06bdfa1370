"""Reading pickled data frames."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule


@rule(
    id="unsafe-pandas-read-pickle",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Pickled data frame read",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("read_pickle",),
    aliases=("B301", "S301"),
    bad=[
        "import pandas as pd\ndf = «pd.read_pickle('a.pkl')»",
        "from pandas import read_pickle\ndf = «read_pickle(path)»",
        "import pandas as pd\ndf = «pd.read_pickle('https://data.tool.dev/a.pkl')»",
        "import pandas as pd\n«df.to_pickle('a.pkl')»\n# %%\ndf = «pd.read_pickle('a.pkl')»",
        "df = «pd.read_pickle(path)»",
    ],
    ok=["import pandas as pd\ndf = pd.read_parquet('a.parquet')", "def read_pickle(p): ...\nread_pickle(p)"],
)
def unsafe_pandas_read_pickle(code: Code) -> Iterator[Match]:
    """pandas reads pickles with Python's pickle, so a file from elsewhere runs code in the kernel.

    Write the table with to_parquet and read it with read_parquet."""
    for call in code.calls("pandas.read_pickle", "pandas.io.pickle.read_pickle", "geopandas.read_pickle"):
        yield load_match(code, call, call.argument(0, "filepath_or_buffer", "path"))
