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
from .fetchers import fetches, usual_text

# Keywords that name the server a client talks to, with keys and data.
_SERVERS = ("base_url", "api_base", "openai_api_base", "endpoint_url", "tracking_uri")


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
    caseless=True,
    aliases=("B310", "S310"),
    bad=[
        Example(
            "import pandas as pd\ndef load(name, base='http://data.tool.dev'):\n"
            "    return «pd.read_csv(f'{base}/{name}.csv')»",
            fixed="import pandas as pd\ndef load(name, base='https://data.tool.dev'):\n"
            "    return pd.read_csv(f'{base}/{name}.csv')",
        ),
        "import urllib.request\nROOT = 'http://data.tool.dev/'\n# %%\ndef fetch(url=ROOT):\n"
        "    «urllib.request.urlretrieve(url, 'a.csv')»",
        Example(
            "import pandas as pd\ndf = «pd.read_csv('http://data.tool.dev/a.csv')»",
            fixed="import pandas as pd\ndf = pd.read_csv('https://data.tool.dev/a.csv')",
        ),
        Example(
            "URL = 'http://data.tool.dev/'\nimport urllib.request as r\n«r.urlretrieve(URL + 'a.zip', 'a.zip')»",
            fixed="URL = 'https://data.tool.dev/'\nimport urllib.request as r\nr.urlretrieve(URL + 'a.zip', 'a.zip')",
        ),
        Example(
            "URL = 'http://data.tool.dev/'\n# %%\nimport urllib.request as r\n«r.urlretrieve(URL + 'a.zip', 'a.zip')»",
            fixed="URL = 'https://data.tool.dev/'\n# %%\nimport urllib.request as r\n"
            "r.urlretrieve(URL + 'a.zip', 'a.zip')",
        ),
        "import requests\nr = «requests.get(f'http://data.tool.dev/{name}')»",
        "from keras.utils import get_file\np = «get_file('a.tgz', origin='http://data.tool.dev/a.tgz')»",
        "from six.moves import urllib\n«urllib.request.urlretrieve('http://data.tool.dev/a.gz', 'a.gz')»",
        "import urllib3\nr = «urllib3.PoolManager().request('GET', 'http://data.tool.dev/a')»",
        "from datasets import load_dataset\nd = «load_dataset('csv', data_files='http://data.tool.dev/a.csv')»",
        "from datasets import load_dataset\nd = «load_dataset('csv', data_files={'train': 'http://data.tool.dev/a'})»",
        "from urllib.parse import urljoin\nimport requests\nBASE = 'http://data.tool.dev/v1/'\n"
        "r = «requests.get(urljoin(BASE, name))»",
        "import pandas as pd\nHOST = 'http://data.tool.dev'\ndf = «pd.read_csv('/'.join([HOST, 'a', name]))»",
        "import pandas as pd\ndef read(url='http://data.tool.dev/a.csv'):\n    return «pd.read_csv(url)»",
        "import requests\nr = «requests.get('http://data.tool.dev/a' if old else url)»",
        Example(
            "from openai import OpenAI\nc = «OpenAI(base_url='http://models.tool.dev/v1', api_key=key)»",
            fixed="from openai import OpenAI\nc = OpenAI(base_url='https://models.tool.dev/v1', api_key=key)",
        ),
        "import httpx\nwith httpx.Client() as c:\n    r = «c.get('http://data.tool.dev/a')»",
        "import requests\ns = requests.Session()\n# %%\nr = «s.post('http://data.tool.dev/a', json=x)»",
        "import pandas as pd\nread = pd.read_csv\n# %%\ndf = «read('http://data.tool.dev/a.csv')»",
    ],
    ok=[
        "import pandas as pd\ndf = pd.read_csv('https://data.tool.dev/a.csv')",
        "import requests\nr = requests.get('http://localhost:8000/health')",
        "import requests\nr = requests.get('http://192.168.0.4/a')",
        "import requests\nr = requests.get(url)  # http://data.tool.dev",
        "print('http://data.tool.dev/a.csv')",
        "import requests\nr = requests.get(f'http://{host}/a')",
        "from urllib.parse import urljoin\nimport requests\nr = requests.get(urljoin('https://data.tool.dev', path))",
        "from urllib.parse import urljoin\nimport requests\n"
        "r = requests.get(urljoin('http://data.tool.dev', 'https://other.tool.dev/a'))",
        "from openai import OpenAI\nc = OpenAI(base_url='http://localhost:11434/v1', api_key='-')",
        "import boto3\ns = boto3.client('s3', endpoint_url='http://minio:9000')",
        "NS = {'a': 'http://www.w3.org/2005/Atom'}",
        "import requests\nr = requests.get('https://api.tool.dev', params={'u': 'http://data.tool.dev/'})",
        "class Pd: ...\npd = Pd()\npd.read_csv('http://data.tool.dev/a.csv')",
    ],
)
def plain_http_data(code: Code) -> Iterator[Match]:
    """Over plain HTTP anyone on the way can change the data, and a model learns what they want.

    Use the https:// address, and compare the file's hash."""
    seen: set[int] = set()
    for call, value in fetches(code):
        text = usual_text(code, value)
        if text.lower().startswith("http://") and is_remote(text) and call.order not in seen:
            seen.add(call.order)
            fix = offer("Use https", Applicability.REVIEW, _secured(code, call, text))
            yield Match(call.span, severity=Severity.LOW if call.name.endswith("_uri") else None, proposals=fix)
    for call in code.keyword(*_SERVERS):
        value = next(call.keywords[name] for name in _SERVERS if name in call.keywords)
        if value.text.lower().startswith("http://") and is_remote(value.text) and call.order not in seen:
            seen.add(call.order)
            fix = offer("Use https", Applicability.REVIEW, _secured(code, call, value.text))
            yield Match(call.span, "Keys and data sent over plain HTTP", Severity.LOW, proposals=fix)


def _secured(code: Code, call: Call, url: str) -> tuple[TextEdit, ...] | None:
    """https where the address is written: in the call, or in the one string that it is taken from."""
    head = url[:7]
    source = code.cell.source
    if source.count(head, *call.span) == 1:
        at = source.find(head, *call.span)
        return (TextEdit(Span(at, at + 4), "https"),)
    written = [(cell.cell, text.span) for cell in code.cells for text in cell.strings() if _begins(url, text.value)]
    if len(written) != 1:
        return None
    cell, span = written[0]
    at = cell.source.find(head, *span)
    return (TextEdit(Span(at, at + 4), "https", cell.source_pointer),) if at >= 0 else None


def _begins(whole: str, part: str) -> bool:
    return len(part) > len("http://") and whole.startswith(part)
