"""What fetches files and what writes them: functions by qualified name, and shell commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .escapes import Escape

REMOTE = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_CLIENTS = ("requests", "requests.Session()", "requests.session()", "httpx", "httpx.Client()")
FETCHES = frozenset(
    (
        *(f"{client}.{verb}" for client in _CLIENTS for verb in ("get", "post", "request")),
        *(f"urllib.request.{name}" for name in ("urlopen", "urlretrieve")),
        *(f"six.moves.urllib.request.{name}" for name in ("urlopen", "urlretrieve")),
        *("urllib.urlretrieve", "urllib.urlopen", "urllib2.urlopen", "wget.download"),
        *("gdown.download", "gdown.cached_download", "gdown.download_folder"),
        *("huggingface_hub.hf_hub_download", "huggingface_hub.snapshot_download", "huggingface_hub.cached_download"),
        *("huggingface_hub.file_download.hf_hub_download", "modelscope.snapshot_download"),
        *("torch.hub.load_state_dict_from_url", "torch.hub.download_url_to_file", "torch.utils.model_zoo.load_url"),
        *("torchvision.datasets.utils.download_url", "torchvision.datasets.utils.download_and_extract_archive"),
        *("keras.utils.get_file", "tensorflow.keras.utils.get_file", "keras.utils.data_utils.get_file"),
        *("kagglehub.model_download", "kagglehub.dataset_download", "kagglehub.competition_download"),
        *("opendatasets.download", "cached_path.cached_path"),
        *("transformers.utils.cached_file", "transformers.utils.hub.cached_file"),
    )
)
# Fetches that write a file: the position and keyword of its path.
FETCHED_TO = {
    "urllib.request.urlretrieve": (1, "filename"),
    "urllib.urlretrieve": (1, "filename"),
    "wget.download": (1, "out"),
    "gdown.download": (1, "output"),
    "gdown.cached_download": (1, "path"),
    "torch.hub.download_url_to_file": (1, "dst"),
    "keras.utils.get_file": (0, "fname"),
    "tensorflow.keras.utils.get_file": (0, "fname"),
    "opendatasets.download": (1, "data_dir"),
}
# Writers by the last part of their name: the position and keyword of the path.
WRITERS: dict[str, tuple[int, tuple[str, ...]]] = {
    "dump": (1, ("file", "filename", "fp")),
    "save": (-1, ("f", "file", "path", "filepath", "fname")),
    "savez": (0, ("file",)),
    "savez_compressed": (0, ("file",)),
    "to_pickle": (0, ("path", "filepath_or_buffer")),
    "save_model": (-1, ("path", "filepath", "fname")),
    "save_weights": (0, ("filepath",)),
    "save_pretrained": (0, ("save_directory",)),
    "save_checkpoint": (0, ("filepath",)),
    "save_local": (0, ("folder_path",)),
    "dump_session": (0, ("filename",)),
}
SECOND = (
    "torch.save",
    "pandas.to_pickle",
    "pandas.io.pickle.to_pickle",
    "keras.models.save_model",
    "tensorflow.keras.models.save_model",
    "keras.saving.save_model",
    "tensorflow.saved_model.save",
)
DUMPS = ("dumps", "tobytes")
OPENERS = re.compile(
    r"(?:(?:io|gzip|bz2|lzma|codecs|fsspec|os|builtins)\.|smart_open\.|tensorflow\.io\.gfile\.)?(?:open|fdopen|GFile)|io\.BytesIO"
    r"|(?:gzip\.GzipFile|bz2\.BZ2File|lzma\.LZMAFile)|bytes|bytearray|str|os\.(?:path\.\w+|fspath)|pathlib\.\w+"
    r"|base64\.\w*decode|zlib\.decompress|gzip\.decompress|bz2\.decompress|lzma\.decompress|memoryview|next|sorted|glob\.glob"
)
_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s\"']+")
_COMMAND = re.compile(r"\s*[;|&]{1,2}\s*|\r?\n")
PIN = r"(?<![\w.-])%s(?:\[[^\]]*\])?\s*(?:==|>=|~=|=|>)\s*(\d+(?:\.\d+)*)"


def normal(path: str) -> str:
    path = path.replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    return re.sub(r"/(?:\./)*/*", "/", path)


def downloads(source: str, escape: Escape) -> Iterator[str]:
    """The files that a shell escape fetches; a folder ends in ``/``."""
    shell = escape.kind == "shell" or escape.name in ("bash", "sh", "sx", "system", "script", "!")
    if shell and escape.kind != "help":
        yield from outputs(source[slice(*escape.body)])


def outputs(text: str) -> Iterator[str]:
    for command in _COMMAND.split(text):
        words = [word.strip("\"'") for word in _WORD.findall(command)]
        while words and (words[0] == "sudo" or "=" in words[0]):
            del words[0]
        if not words or words[0].rpartition("/")[2] not in ("wget", "curl", "gdown", "aria2c", "git"):
            continue
        program = words[0].rpartition("/")[2]
        urls = [word for word in words[1:] if REMOTE.match(word)]
        if program == "git":
            if "clone" in words and urls:
                target = (
                    words[-1] if words[-1] != urls[-1] else urls[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
                )
                yield normal(target) + "/"
            continue
        named = [
            b for a, b in zip(words, words[1:], strict=False) if a in ("-O", "-o", "--output", "--output-document")
        ]
        folder = [b for a, b in zip(words, words[1:], strict=False) if a in ("-P", "-d", "--directory-prefix", "--dir")]
        if named and not (program == "curl" and "-O" in words and "-o" not in words):
            yield from (normal(name) for name in named)
            continue
        for url in urls:
            base = url.partition("?")[0].rpartition("/")[2]
            yield normal(f"{folder[0].rstrip('/')}/{base}" if folder else base)
