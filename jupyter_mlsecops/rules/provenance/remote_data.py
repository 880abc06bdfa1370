"""Remote data whose hash nobody compares."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Call, Code, Confidence, Match, Place, Severity, is_remote, rule

_READERS = (
    *(f"pandas.read_{kind}" for kind in ("csv", "json", "parquet", "excel", "table", "feather")),
    "polars.read_csv",
    "polars.read_parquet",
    "urllib.request.urlretrieve",
    "wget.download",
    "gdown.download",
    "torch.hub.download_url_to_file",
)


@rule(
    id="remote-data-without-hash",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    profile="strict",
    title="Remote data used without comparing its hash",
    cwe=[353, 494],
    owasp=["ML02"],
    atlas=["AML.T0010.002", "AML.T0020"],
    screen=("read_", "urlretrieve", "download"),
    bad=[
        "import pandas as pd\ndf = «pd.read_csv('https://data.tool.dev/a.csv')»\n# %%\n"
        "df2 = «pd.read_json('https://data.tool.dev/b.json')»",
        "URL = 'https://data.tool.dev/a.zip'\n# %%\nimport wget\n«wget.download(URL, 'a.zip')»",
    ],
    ok=[
        "import pandas as pd\ndf = pd.read_csv('a.csv')  # https://data.tool.dev",
        "import pandas as pd, hashlib\nassert hashlib.sha256(raw).hexdigest() == known\n"
        "df = pd.read_csv('https://data.tool.dev/a.csv')",
        "import pooch\np = pooch.retrieve('https://data.tool.dev/a.csv', known_hash='sha256:0')",
        "import pandas as pd\ndf = pd.read_csv('http://localhost/a.csv')",
    ],
)
def remote_data_without_hash(code: Code) -> Iterator[Match]:
    """Whoever can change the file on the server changes what the model learns, and nobody notices.

    Fetch it with pooch.retrieve(url, known_hash=...), or compare its SHA-256."""
    places = code.remember(_unchecked)
    if places and places[0].pointer == code.cell.source_pointer:
        yield Match(places[0].span, related=places[1:])


def _unchecked(cells: tuple[Code, ...]) -> tuple[Place, ...]:
    if any(
        True for code in cells for _ in code.calls("hashlib.sha256", "hashlib.sha512", "pooch.*", "hashlib.file_digest")
    ):
        return ()
    return tuple(call.place for code in cells for call in code.calls(*_READERS) if _is_remote(call))


def _is_remote(call: Call) -> bool:
    value = call.argument(0, "url", "filepath_or_buffer", "path_or_buf", "io", "path", "source")
    return value is not None and value.text.startswith(("http://", "https://", "ftp://")) and is_remote(value.text)


@rule(
    id="file-download-without-hash",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="File fetched by a library without its hash",
    cwe=353,
    owasp=["ML02", "ML06"],
    atlas=["AML.T0010.003"],
    screen=("get_file", "download_url", "load_state_dict_from_url", "retrieve"),
    bad=[
        "from tensorflow import keras\np = «keras.utils.get_file('a.tgz', 'https://data.tool.dev/a.tgz')»",
        "import torch\nw = «torch.hub.load_state_dict_from_url('https://data.tool.dev/m.pt')»",
        "import pooch\np = «pooch.retrieve('https://data.tool.dev/a.csv', known_hash=None)»",
    ],
    ok=[
        "from tensorflow import keras\np = keras.utils.get_file('a', url, file_hash='ab12')",
        "import torch\nw = torch.hub.load_state_dict_from_url('https://data.tool.dev/m-0123abcd.pt', check_hash=True)",
        "import pooch\np = pooch.retrieve(url, known_hash='sha256:0')",
    ],
)
def file_download_without_hash(code: Code) -> Iterator[Match]:
    """The function can compare the file with a hash, and here it does not.

    Pass file_hash=, md5=, known_hash= or check_hash=True."""
    for call in code.calls(
        "keras.utils.get_file", "tensorflow.keras.utils.get_file", "torchvision.datasets.utils.download_url"
    ):
        hashes = {"file_hash", "md5_hash", "md5"} & call.keywords.keys()
        if not hashes and not call.has_unknown_kwargs and len(call.args) < 4:
            yield Match(call.span)
    for call in code.calls("torch.hub.load_state_dict_from_url", "torch.utils.model_zoo.load_url"):
        check = call.keywords.get("check_hash")
        if (check is None and not call.has_unknown_kwargs) or (check is not None and check.is_false()):
            yield Match(call.span)
    for call in code.calls("pooch.retrieve"):
        known = call.argument(1, "known_hash")
        if known is not None and known.constant is None:
            yield Match(call.span)
