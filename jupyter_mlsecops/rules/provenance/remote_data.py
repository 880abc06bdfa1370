"""Remote data whose hash nobody compares."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Call,
    Code,
    Command,
    Confidence,
    Match,
    Place,
    Severity,
    Value,
    called_shells,
    commands,
    is_remote,
    regex,
    rule,
)

_KINDS = "csv json parquet excel table feather html xml fwf stata sas spss hdf orc ipc ndjson avro ods".split()
_READERS = (
    *(f"{library}.read_{kind}" for library in ("pandas", "polars", "dask.dataframe", "cudf") for kind in _KINDS),
    *(f"polars.scan_{kind}" for kind in ("csv", "parquet", "ndjson", "ipc")),
    *("geopandas.read_file", "numpy.loadtxt", "numpy.genfromtxt", "xarray.open_dataset", "pyreadr.read_r"),
    *("urllib.request.urlretrieve", "urllib.urlretrieve", "six.moves.urllib.request.urlretrieve", "wget.download"),
    *("gdown.download", "gdown.download_folder", "opendatasets.download", "urllib.request.urlopen"),
)
_CLIENTS = tuple(f"{client}.get" for client in ("requests", "requests.Session()", "requests.session()", "httpx"))
_PAGES = ("urllib.request.urlopen", *_CLIENTS)
_DATA = regex(
    r"[^?#]{1,1000}\.(?:csv|tsv|json|jsonl|ndjson|parquet|feather|xlsx?|zip|tar|tgz|gz|bz2|xz|7z|npy|npz|h5|hdf5|pkl|pickle"
    r"|pt|pth|bin|onnx|safetensors|gguf|joblib|mat|arff|data|arrow|sqlite|db|txt|jpg|jpeg|png|wav|mp3|mp4)(?:[?#].*)?\Z"
)
# An address that names one state of a file: a commit, a version of an object, a record that is never changed.
_FIXED = regex(r"/[0-9a-f]{40}/|[?&]versionId=|://(?:www\.)?zenodo\.org/|://doi\.org/|://web\.archive\.org/web/\d{14}")
_HASHES = (
    *(f"hashlib.{name}" for name in ("sha256", "sha384", "sha512", "sha3_256", "blake2b", "file_digest", "new", "md5")),
    *("hashlib.sha1", "pooch.*", "*.check_integrity", "hmac.compare_digest"),
)
_CHECKERS = frozenset("sha256sum sha512sum sha384sum sha1sum md5sum shasum b2sum cksum rhash".split())
_TO_OUTPUT = frozenset(("-", "/dev/stdout", "/dev/null"))


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
    screen=("://", "gdown"),
    bad=[
        "import pandas as pd\ndf = «pd.read_csv('https://data.tool.dev/a.csv')»\n# %%\n"
        "df2 = «pd.read_json('https://data.tool.dev/b.json')»",
        "URL = 'https://data.tool.dev/a.zip'\n# %%\nimport wget\n«wget.download(URL, 'a.zip')»",
        "from pandas import read_csv as rd\ndf = «rd(filepath_or_buffer='https://data.tool.dev/a.csv')»",
        "from pandas import *\ndf = «read_csv('https://data.tool.dev/a.csv')»",
        "import pandas as pd\nBASE = 'https://data.tool.dev/'\nname = 'a.csv'\ndf = «pd.read_csv(BASE + name)»",
        "import pandas as pd\ndf = «pd.read_csv(f'https://data.tool.dev/{year}.csv')»",
        "import polars as pl\ndf = «pl.read_parquet('https://data.tool.dev/a.parquet')»",
        "import urllib.request as u\n«u.urlretrieve('https://data.tool.dev/a.zip', 'a.zip')»",
        "import requests, io\nr = «requests.get('https://data.tool.dev/a.csv', timeout=9)»",
        "import numpy as np\nx = «np.loadtxt('https://data.tool.dev/a.txt')»",
        "from datasets import load_dataset\nd = «load_dataset('csv', data_files='https://data.tool.dev/a.csv')»",
        "import gdown\n«gdown.download(id='1AbC', output='a.zip')»",
        "import subprocess\n«subprocess.run(['wget', 'https://data.tool.dev/a.zip'])»",
        "import os\n«os.system('curl -O https://data.tool.dev/a.zip')»",
        "!«wget https://data.tool.dev/a.zip»",
        "!«wget -q https://data.tool.dev/a.tgz -O a.tgz» && tar xf a.tgz",
        "!«curl -sSLO https://data.tool.dev/a.zip»",
        "%%bash\nset -e\n«curl -L https://data.tool.dev/a.zip --output a.zip»\nunzip a.zip",
        "!«curl -s https://data.tool.dev/a.json > a.json»",
        "!«gdown 1AbCdEf»",
        "!mkdir -p data\n!«aria2c https://data.tool.dev/a.zip»",
    ],
    ok=[
        "import pandas as pd\ndf = pd.read_csv('a.csv')  # https://data.tool.dev",
        "import pandas as pd, hashlib\nassert hashlib.sha256(raw).hexdigest() == known\n"
        "df = pd.read_csv('https://data.tool.dev/a.csv')",
        "import pooch\np = pooch.retrieve('https://data.tool.dev/a.csv', known_hash='sha256:0')",
        "import pandas as pd\ndf = pd.read_csv('http://localhost/a.csv')",
        "import pandas as pd\ndf = pd.read_csv('https://raw.githubusercontent.com/o/r/" + "0a1b2c3d4e" * 4 + "/a.csv')",
        "import requests\nr = requests.get('https://api.tool.dev/v1/items')",
        "class pd:\n    pass\npd.read_csv('https://data.tool.dev/a.csv')",
        "text = \"pd.read_csv('https://data.tool.dev/a.csv')\"",
        "!wget https://data.tool.dev/a.zip\n!echo '0a  a.zip' | sha256sum -c",
        "!curl https://api.tool.dev/v1/items",
        "!curl -s http://localhost:8000/a.csv -o a.csv",
        "!curl -fsSL https://get.tool.dev/install.sh | sh",
        "!curl -X POST -d @a.json https://api.tool.dev/v1 -o out.json",
        "# %% [markdown]\n!wget https://data.tool.dev/a.zip",
        "# !wget https://data.tool.dev/a.zip",
    ],
)
def remote_data_without_hash(code: Code) -> Iterator[Match]:
    """Whoever can change the file on the server changes what the model learns, and nobody notices.

    Fetch it with `pooch.retrieve(url, known_hash="sha256:…")`, which refuses any other file, or compare its SHA-256
    yourself. Called once with known_hash=None, pooch prints the hash to write down."""
    places = code.remember(_unchecked)
    if places and places[0].pointer == code.cell.source_pointer:
        more = f": {len(places)} downloads" if len(places) > 1 else ""
        yield Match(places[0].span, f"Remote data used without comparing its hash{more}", related=places[1:])


def _unchecked(cells: tuple[Code, ...]) -> tuple[Place, ...]:
    if any(True for code in cells for _ in code.calls(*_HASHES)):
        return ()
    notebook = cells[0].notebook
    shells = commands(notebook)
    if any(command.name in _CHECKERS or _is_digest(command) for shell in shells for command in shell.commands()):
        return ()
    found = [call.place for code in cells for call in code.calls(*_READERS, *_CLIENTS) if _is_fetch(call)]
    found += (call.place for code in cells for call in code.calls("datasets.load_dataset") if _loads_url(call))
    for code in cells:
        for call, shell in called_shells(code):
            if any(_fetches(command) for command in shell.commands()):
                found.append(call.place)
    for shell in shells:
        line = shell.commands() if shell.kind != "magic" else ()
        pointer = shell.cell.source_pointer
        found += (Place(pointer, command.span.shift(shell.start)) for command in line if _fetches(command))
    order = {cell.source_pointer: number for number, cell in enumerate(notebook.cells)}
    return tuple(sorted(found, key=lambda place: (order.get(place.pointer, 0), place.span or (0, 0))))


def _is_digest(command: Command) -> bool:
    return [word.text for word in command.words[:2]] == ["openssl", "dgst"]


def _is_fetch(call: Call) -> bool:
    if call.name.startswith("gdown.") and "id" in call.keywords:
        return True
    value = call.argument(0, "url", "filepath_or_buffer", "path_or_buf", "io", "path", "source", "fname", "filename")
    return value is not None and _is_changeable(value) and (call.name not in _PAGES or bool(_DATA.match(value.text)))


def _is_changeable(value: Value) -> bool:
    text = value.text
    return text.startswith(("http://", "https://", "ftp://")) and is_remote(text) and not _FIXED.search(text)


def _loads_url(call: Call) -> bool:
    files = call.argument(-1, "data_files")
    if files is None:
        return False
    return any(_is_changeable(value) for value in (files, *files.items, *files.entries.values()))


def _fetches(command: Command) -> bool:
    """Whether a shell command writes a remote file here."""
    words = [word.text for word in command.words[1:]]
    if command.name == "gdown":
        return bool(words) and not any(word in ("--help", "-h", "--version", "-V") for word in words)
    urls = [word for word in words if word.startswith(("http://", "https://", "ftp://"))]
    if not any(is_remote(url) and not _FIXED.search(url) for url in urls) or command.operator in ("|", "|&"):
        return False
    if command.name == "wget":
        return not any(word in ("--spider", "-qO-", "-O-", "-nvO-") for word in words) and not _TO_OUTPUT & set(words)
    if command.name == "aria2c":
        return True
    if command.name != "curl" or any(word in ("-X", "-d", "--data", "-I", "--head", "-F", "-T") for word in words):
        return False
    if any(r.operator.startswith(">") and r.target and r.target.text != "/dev/null" for r in command.redirects):
        return True
    kept = any(word.startswith(("--output", "--remote-name")) for word in words)
    short = any(word[:1] == "-" != word[1:2] and ("O" in word or "o" in word) for word in words)
    return (kept or short) and not _TO_OUTPUT & set(words)
