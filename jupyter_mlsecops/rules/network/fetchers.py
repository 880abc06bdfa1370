"""Functions that fetch what a URL names, by qualified name, and where the URL stands among their arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import Call, Code, Value, replace

_NESTED = 4
_LAST = 1 << 60  # behind every event of a cell
_FORMATS = (
    "csv",
    "json",
    "parquet",
    "html",
    "excel",
    "table",
    "fwf",
    "xml",
    "feather",
    "pickle",
    "stata",
    "orc",
    "sas",
)
_TABLES = ("pandas", "dask.dataframe", "modin.pandas", "cudf")
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
_CLIENTS = (
    *("requests", "requests.Session()", "requests.session()", "requests.api", "niquests", "niquests.Session()"),
    *("httpx", "httpx.Client()", "httpx.AsyncClient()", "aiohttp.ClientSession()", "cloudscraper.create_scraper()"),
    *("requests_cache.CachedSession()", "requests_html.HTMLSession()", "grequests", "curl_cffi.requests"),
)
_FIRST = (
    *(f"{package}.read_{kind}" for package in _TABLES for kind in _FORMATS),
    *(f"polars.{how}_{kind}" for how in ("read", "scan") for kind in ("csv", "parquet", "json", "ndjson", "ipc")),
    *("polars.read_excel", "geopandas.read_file", "numpy.loadtxt", "numpy.genfromtxt", "numpy.DataSource().open"),
    *("urllib.request.urlopen", "urllib.request.urlretrieve", "urllib.request.Request", "urllib.urlretrieve"),
    *("urllib.urlopen", "urllib2.urlopen", "urllib2.Request", "urllib.request.URLopener().retrieve"),
    *(f"{client}.{verb}" for client in _CLIENTS for verb in _VERBS),
    *("wget.download", "gdown.download", "gdown.cached_download", "pooch.retrieve", "opendatasets.download"),
    *("torch.hub.load_state_dict_from_url", "torch.hub.download_url_to_file", "torch.utils.model_zoo.load_url"),
    *("torchvision.datasets.utils.download_url", "torchvision.datasets.utils.download_and_extract_archive"),
    *("torchtext.utils.download_from_url", "torchaudio.utils.download_asset", "mmengine.fileio.get"),
    *("tensorflow_datasets.download.DownloadManager().download", "datasets.DownloadManager().download"),
    *("tensorflow_hub.load", "tensorflow_hub.KerasLayer", "tensorflow_hub.Module", "fsspec.open", "smart_open.open"),
    *("skimage.io.imread", "imageio.imread", "imageio.v2.imread", "imageio.v3.imread", "matplotlib.pyplot.imread"),
    *("diffusers.utils.load_image", "transformers.image_utils.load_image", "scipy.datasets.download_all"),
    *("astropy.utils.data.download_file", "xarray.open_dataset", "rasterio.open", "feedparser.parse", "cached_path"),
    *("cached_path.cached_path", "nltk.download", "fastai.data.external.untar_data", "huggingface_hub.http_get"),
    *("langchain_community.document_loaders.WebBaseLoader", "langchain.document_loaders.WebBaseLoader"),
    *("mlflow.set_tracking_uri", "mlflow.set_registry_uri", "aiohttp.ClientSession", "cv2.VideoCapture"),
    *(f"duckdb.read_{kind}" for kind in ("csv", "parquet", "json")),
)  # fmt: skip
_SECOND = (
    *(f"{client}.{verb}" for client in _CLIENTS for verb in ("request", "stream")),
    *("urllib3.PoolManager().request", "urllib3.request", "urllib3.PoolManager().urlopen"),
    *("keras.utils.get_file", "tensorflow.keras.utils.get_file", "keras.utils.data_utils.get_file"),
)
_SIXES = tuple(f"six.moves.{name}" for name in _FIRST if name.startswith("urllib.request."))
_NAMED = (
    "url",
    "base_url",
    "origin",
    "filepath_or_buffer",
    "path_or_buf",
    "path_or_buffer",
    "io",
    "fname",
    "filename",
    "source",
)
_ALL_FIRST = (*_FIRST, *_SIXES)
# Data that a call names in a keyword of its own: ``load_dataset("csv", data_files="http://…")``.
_DATA = ("data_files",)


def fetches(code: Code) -> Iterator[tuple[Call, Value]]:
    """The calls that fetch what a URL names, each with the argument that may be a URL."""
    for call in code.calls(*_ALL_FIRST):
        yield from _with(code, call, call.argument(0, *_NAMED))
    for call in code.calls(*_SECOND):
        yield from _with(code, call, call.argument(1, *_NAMED))
    for call in code.keyword(*_DATA):
        for name in _DATA:
            value = call.keywords.get(name)
            if value is not None:
                parts = (*value.items, *value.entries.values()) or (value,)
                yield from ((call, part) for part in parts[:1])


def _with(code: Code, call: Call, value: Value | None) -> Iterator[tuple[Call, Value]]:
    for one in value.choices if value is not None else ():
        yield call, _default(code, one.items[0] if one.items else one)


def _default(code: Code, value: Value) -> Value:
    """What a parameter is where nothing is passed, if that is written out; any other value is itself."""
    node = value.spot.node
    if isinstance(node, ast.Name) and value.kind == "name":
        found = code.names.lookup(value.spot, node.id)
        if found is not None and found[0] == value.spot.unit and isinstance(found[1].node, ast.Constant):
            return value.beside(found[1].node)
    return value


def usual_text(code: Code, url: Value) -> str:
    """The text that a URL begins with; where that is the parameter of a function, the one of its default."""
    if url.text:
        return url.text
    spot = code.names.settled(url.spot)
    for _ in range(_NESTED):
        node = spot.node
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.FormattedValue):
            node = node.values[0].value
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            node = node.left
        else:
            break
        spot = code.names.settled(replace(spot, node=node))
    found = code.names.lookup(spot, spot.node.id) if isinstance(spot.node, ast.Name) else None
    if found is None or found[1].node is None:
        return ""
    unit, binding = found
    outer = code.names.facts[unit].scopes[binding.scope].outer
    return Value(code, replace(spot, unit=unit, node=binding.node, scope=max(outer, 0), order=_LAST)).text
