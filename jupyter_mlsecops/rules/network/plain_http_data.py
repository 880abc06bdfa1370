"""Data and models that come over a connection that anyone can change."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    Span,
    TextEdit,
    is_remote,
    offer,
    rule,
)

_READERS = (
    *(f"pandas.read_{kind}" for kind in ("csv", "json", "parquet", "html", "excel", "table", "fwf", "xml")),
    *(f"pandas.read_{kind}" for kind in ("feather", "pickle", "stata")),
    "urllib.request.urlopen",
    "urllib.request.urlretrieve",
    "urllib.request.Request",
    "urllib.urlretrieve",
    "urllib.urlopen",
    "urllib2.urlopen",
    "requests.get",
    "requests.Session().get",
    "httpx.get",
    "wget.download",
    "gdown.download",
    "keras.utils.get_file",
    "tensorflow.keras.utils.get_file",
    "torch.hub.load_state_dict_from_url",
    "torch.hub.download_url_to_file",
    "torch.utils.model_zoo.load_url",
    "torchvision.datasets.utils.download_url",
    "torchvision.datasets.utils.download_and_extract_archive",
    "tensorflow_datasets.download.DownloadManager().download",
    "pooch.retrieve",
    "polars.read_csv",
    "polars.read_parquet",
    "numpy.loadtxt",
    "numpy.genfromtxt",
    "skimage.io.imread",
    "geopandas.read_file",
    "astropy.utils.data.download_file",
)  # fmt: skip


@rule(
    id="plain-http-data",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Data loaded over plain HTTP",
    cwe=319,
    owasp=["ML02", "ML06"],
    atlas=["AML.T0010.002"],
    screen=("http://",),
    aliases=("B310", "S310"),
    bad=[
        Example(
            "import pandas as pd\ndf = «pd.read_csv('http://data.tool.dev/a.csv')»",
            fixed="import pandas as pd\ndf = pd.read_csv('https://data.tool.dev/a.csv')",
        ),
        "URL = 'http://data.tool.dev/'\n# %%\nimport urllib.request as r\n«r.urlretrieve(URL + 'a.zip', 'a.zip')»",
        "import requests\nr = «requests.get(f'http://data.tool.dev/{name}')»",
        "from keras.utils import get_file\np = «get_file('a.tgz', origin='http://data.tool.dev/a.tgz')»",
        "from six.moves import urllib\n«urllib.request.urlretrieve('http://data.tool.dev/a.gz', 'a.gz')»",
    ],
    ok=[
        "import pandas as pd\ndf = pd.read_csv('https://data.tool.dev/a.csv')",
        "import requests\nr = requests.get('http://localhost:8000/health')",
        "import requests\nr = requests.get('http://192.168.0.4/a')",
        "import requests\nr = requests.get(url)  # http://data.tool.dev",
        "print('http://data.tool.dev/a.csv')",
        "import requests\nr = requests.get(f'http://{host}/a')",
        "NS = {'a': 'http://www.w3.org/2005/Atom'}",
    ],
)
def plain_http_data(code: Code) -> Iterator[Match]:
    """Over plain HTTP anyone on the way can change the data, and a model learns what they want.

    Use the https:// address, and compare the file's hash."""
    for call in code.calls(*_READERS, *(f"six.moves.{name}" for name in _READERS if name.startswith("urllib"))):
        for value in (call.argument(0, "url", "filepath_or_buffer", "path_or_buf", "io"), call.argument(1, "origin")):
            if value is not None and value.text.lower().startswith("http://") and is_remote(value.text):
                yield Match(call.span, proposals=offer("Use https", Applicability.REVIEW, _secured(code, call)))
                break


def _secured(code: Code, call: Call) -> tuple[TextEdit, ...] | None:
    source = code.cell.source[slice(*call.span)]
    at = source.find("http://")
    if at < 0 or source.count("http://") > 1:
        return None
    start = call.span.start + at
    return (TextEdit(Span(start, start + 4), "https"),)
