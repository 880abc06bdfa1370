"""Reading pickled data frames."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Example, Match, Severity, load_match, rule
from .conversions import to_parquet

_NAMES = (
    "pandas.read_pickle",
    "pandas.io.api.read_pickle",
    "pandas.io.pickle.read_pickle",
    "geopandas.read_pickle",
    "modin.pandas.read_pickle",
)


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
        Example(
            "import pandas as pd\ndf = «pd.read_pickle('a.pkl')»",
            fixed="import pandas as pd\n"
            "# Once, where nothing is at stake, for this runs what the old file says (pandas with pyarrow):\n"
            "#     pd.read_pickle('a.pkl').to_parquet('a.parquet')\n"
            "df = pd.read_parquet('a.parquet')",
        ),
        "from pandas import read_pickle\ndf = «read_pickle(path)»",
        "import pandas as pd\ndf = «pd.read_pickle('https://data.tool.dev/a.pkl')»",
        "import pandas as pd\n«df.to_pickle('a.pkl')»\n# %%\ndf = «pd.read_pickle('a.pkl')»",
        "df = «pd.read_pickle(path)»",
        "import pandas as pd\nurl = f'https://data.tool.dev/{name}.pkl'\n# %%\ndf = «pd.read_pickle(url)»",
        "import pandas as pd\nframes = [«pd.read_pickle(p)» for p in paths]",
        "import pandas as pd\nframes = list(map(«pd.read_pickle», paths))",
    ],
    ok=["import pandas as pd\ndf = pd.read_parquet('a.parquet')", "def read_pickle(p): ...\nread_pickle(p)"],
)
def unsafe_pandas_read_pickle(code: Code) -> Iterator[Match]:
    """pandas reads pickles with Python's pickle, so a file from elsewhere runs code in the kernel.

    Write the table with to_parquet and read it with read_parquet."""
    for call in code.calls(*_NAMES):
        fixes = to_parquet(code, call)
        yield load_match(code, call, call.argument(0, "filepath_or_buffer", "path"), proposals=fixes)
