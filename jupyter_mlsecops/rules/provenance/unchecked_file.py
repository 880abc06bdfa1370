"""Functions that can compare a file with a hash, called without one."""

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
    TextEdit,
    is_nearby,
    offer,
    regex,
    replace,
    rule,
)

# The position of the hash, its keywords, and the position and keyword of the address.
_FUNCTIONS: dict[str, tuple[int, tuple[str, ...], int, str]] = {
    "keras.utils.get_file": (8, ("file_hash", "md5_hash"), 1, "origin"),
    "torchvision.datasets.utils.download_url": (3, ("md5",), 0, "url"),
    "torchvision.datasets.utils.download_and_extract_archive": (4, ("md5",), 0, "url"),
    "torchvision.datasets.utils.download_file_from_google_drive": (3, ("md5",), -1, "url"),
    "torchtext.utils.download_from_url": (4, ("hash_value",), 0, "url"),
    "torch.hub.download_url_to_file": (2, ("hash_prefix",), 0, "url"),
    "monai.apps.download_url": (2, ("hash_val",), 0, "url"),
    "monai.apps.download_and_extract": (3, ("hash_val",), 0, "url"),
    "monai.apps.utils.download_url": (2, ("hash_val",), 0, "url"),
    "monai.apps.utils.download_and_extract": (3, ("hash_val",), 0, "url"),
    "gdown.cached_download": (2, ("md5", "hash"), 0, "url"),
    "pooch.retrieve": (1, ("known_hash",), 0, "url"),
}
_KERAS = ("tensorflow.keras.utils.get_file", "keras.utils.data_utils.get_file", "tf_keras.utils.get_file")
_FETCHERS = (*_FUNCTIONS, *_KERAS)
_WEIGHTS = ("torch.hub.load_state_dict_from_url", "torch.utils.model_zoo.load_url")
_ALL = (*_FETCHERS, *_WEIGHTS)
_HASHED_NAME = regex(r"[^?#]{1,1000}-[0-9a-f]{8,64}\.[A-Za-z0-9.]{1,20}\Z")


@rule(
    id="file-download-without-hash",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    title="File fetched by a library without its hash",
    cwe=353,
    owasp=["ML02", "ML06"],
    atlas=["AML.T0010.003"],
    screen=("get_file", "download_url", "load_state_dict_from_url", "retrieve", "load_url", "download_and_extract"),
    bad=[
        "from tensorflow import keras\np = «keras.utils.get_file('a.tgz', 'https://data.tool.dev/a.tgz')»",
        "import tensorflow as tf\np = «tf.keras.utils.get_file(origin='https://data.tool.dev/a.tgz', fname='a')»\n"
        "# %%\nq = «tf.keras.utils.get_file('b', origin='https://data.tool.dev/b.tgz', extract=True)»",
        "from keras.utils import get_file as fetch\n"
        "p = «fetch('a.tgz', 'https://data.tool.dev/a.tgz', file_hash=None)»",
        "import torch\nw = «torch.hub.load_state_dict_from_url('https://data.tool.dev/m.pt')»",
        Example(
            "import torch\nw = «torch.hub.load_state_dict_from_url('https://data.tool.dev/m-0123abcd.pt')»",
            fixed="import torch\n"
            "w = torch.hub.load_state_dict_from_url('https://data.tool.dev/m-0123abcd.pt', check_hash=True)",
        ),
        Example(
            "from torch.utils import model_zoo\n"
            "w = «model_zoo.load_url('https://data.tool.dev/m-0123abcd.pt', check_hash=False)»",
            fixed="from torch.utils import model_zoo\n"
            "w = model_zoo.load_url('https://data.tool.dev/m-0123abcd.pt', check_hash=True)",
        ),
        "from torchvision.datasets.utils import download_and_extract_archive as get\n"
        "«get('https://data.tool.dev/a.zip', download_root='d')»",
        "import torch\n«torch.hub.download_url_to_file('https://data.tool.dev/m.pt', 'm.pt')»",
        "import pooch\np = «pooch.retrieve('https://data.tool.dev/a.csv', known_hash=None)»",
        "import pooch\nkw = dict(known_hash=None)\np = «pooch.retrieve(url='https://data.tool.dev/a.csv', **kw)»",
    ],
    ok=[
        "from tensorflow import keras\np = keras.utils.get_file('a', url, file_hash='ab12')",
        "from tensorflow import keras\np = keras.utils.get_file('a', 'http://localhost:8000/a.tgz')",
        "from tensorflow import keras\np = keras.utils.get_file('a', url, **options)",
        "import torch\nw = torch.hub.load_state_dict_from_url('https://data.tool.dev/m-0123abcd.pt', check_hash=True)",
        "import torch\nw = torch.hub.load_state_dict_from_url(url, None, None, True, True)",
        "import torch\ntorch.hub.download_url_to_file('https://data.tool.dev/m.pt', 'm.pt', '0123abcd')",
        "from torchvision.datasets.utils import download_url\ndownload_url(url, 'd', 'a.zip', '0a1b')",
        "import pooch\np = pooch.retrieve(url, known_hash='sha256:0')",
        "import pooch\np = pooch.retrieve(url, known)",
        "def get_file(a, b):\n    pass\nget_file('a', 'https://data.tool.dev/a.tgz')",
        "text = \"keras.utils.get_file('a', 'https://data.tool.dev/a')\"",
    ],
)
def file_download_without_hash(code: Code) -> Iterator[Match]:
    """The function can compare the file with a hash, and here it does not: whoever changes the file goes unseen.

    Pass file_hash=, md5=, hash_prefix= or known_hash= with the hash of the file you have tried, or check_hash=True
    where the name of the file holds it."""
    if not any(True for _ in code.calls(*_ALL)):
        return
    found = code.remember(_unchecked)
    if found and found[0][0].place.pointer == code.cell.source_pointer:
        edits = tuple(edit for _, edits in found for edit in edits)
        fixable = all(edits for _, edits in found)
        places = tuple(call.place for call, _ in found)
        fixes = offer("Set check_hash=True", Applicability.SAFE, edits) if fixable else ()
        yield Match(places[0].span, related=places[1:], proposals=fixes)


def _unchecked(cells: tuple[Code, ...]) -> tuple[tuple[Call, tuple[TextEdit, ...]], ...]:
    """The calls without a hash in order, each with the edits that let it be compared."""
    found: list[tuple[Call, tuple[TextEdit, ...]]] = []
    for code in cells:
        here = {call.order: (call, ()) for call in _without_hash(code)} | {
            call.order: (call, _checked(code, call)) for call in _weights(code)
        }
        found += (here[order] for order in sorted(here))
    return tuple(found)


def _without_hash(code: Code) -> Iterator[Call]:
    for call in code.calls(*_FETCHERS):
        position, keywords, address, name = _FUNCTIONS.get(call.name) or _FUNCTIONS["keras.utils.get_file"]
        url = call.argument(address, name)
        if url is not None and (is_nearby(url.text) or url.text.startswith("file:")):
            continue
        given = call.argument(position, *keywords)
        # The third argument of get_file was untar, and its fourth md5_hash.
        if given is None and "get_file" in call.name and len(call.args) > 3:
            given = call.args[3]
        is_left_out = given is None and not call.has_unknown_kwargs and call.name != "pooch.retrieve"
        if is_left_out or (given is not None and given.constant is None):
            yield call


def _weights(code: Code) -> Iterator[Call]:
    for call in code.calls(*_WEIGHTS):
        check, url = call.argument(4, "check_hash"), call.argument(0, "url")
        if url is not None and is_nearby(url.text):
            continue
        if (check is None and not call.has_unknown_kwargs) or (check is not None and check.is_false()):
            yield call


def _checked(code: Code, call: Call) -> tuple[TextEdit, ...]:
    """``check_hash=True``, where the name of the file holds the beginning of its hash; it fails for any other name."""
    url = call.argument(0, "url")
    text = url.constant if url is not None else None
    if not isinstance(text, str) or not _HASHED_NAME.match(text) or len(call.args) > 4:
        return ()
    edits = call.set_keyword("check_hash", "True") or ()
    return tuple(replace(edit, pointer=code.cell.source_pointer) for edit in edits)
