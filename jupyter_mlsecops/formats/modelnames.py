"""Which files of a folder are model files: by their names first, where these do not tell by their first bytes."""

from __future__ import annotations

_ENDINGS = tuple(
    """
    .pkl .pickle .pck .pk .pkl2 .joblib .dill .cloudpickle .skops
    .pt .pth .ptl .pt2 .ckpt .safetensors .torchscript .nemo .mar
    .npy .npz .h5 .hdf5 .keras .tflite .onnx .gguf .ggml .pmml .mlmodel .cbm .ubj
    """.split()
)
_PACKED = ("", ".gz", ".bz2", ".xz", ".lzma", ".lz4", ".zst", ".z")
_WHOLE = tuple(ending + packed for ending in _ENDINGS for packed in _PACKED)
_NAMES = frozenset(
    """
    pytorch_model.bin adapter_model.bin diffusion_pytorch_model.bin training_args.bin optimizer.bin scheduler.bin
    saved_model.pb mlmodel tokenizer_config.json chat_template.json processor_config.json chat_template.jinja
    """.split()
)
_SHARD = ("pytorch_model-", "diffusion_pytorch_model-", "tf_model-")
# Endings of what lies in folders by the thousand and is read by other means than loaders of models.
_EVERYDAY = frozenset(
    """
    .png .jpg .jpeg .gif .bmp .tif .tiff .webp .svg .ico .mp3 .mp4 .wav .flac .ogg .avi .mov .webm .mkv .pdf
    .csv .tsv .txt .md .rst .html .htm .xml .css .js .ts .tsx .jsx .mjs .map .json .jsonl .ndjson .yaml .yml .toml .ini
    .cfg .lock .parquet .feather .arrow .xlsx .xls .docx .pptx .py .pyi .pyc .pyx .ipynb .r .rmd .jl .c .h .cc .cpp .hpp
    .rs .go .java .sh .bat .ps1 .so .dll .dylib .o .a .whl .log .woff .woff2 .ttf .eot .sql .db .sqlite
    """.split()
)
_MAGIC = (b"\x93NUMPY", b"\x89HDF\r\n\x1a\n", b"GGUF", b"FUGG")
_NEXT = frozenset(b"\x95cCUXBTKMJIFGNV})](\x8c\x8d\x8e\x88\x89\x8a\x96\x8f\x80q.PSg")


def is_model_name(path: str) -> bool:
    """Whether a path, in lower case and with forward slashes, has the name of a model file."""
    name = path.rpartition("/")[2]
    return name.endswith(_WHOLE) or name in _NAMES or (name.endswith(".bin") and name.startswith(_SHARD))


def may_be_model(path: str) -> bool:
    """Whether the first bytes of a file with such a name are worth a look; it is no model's by its name."""
    name = path.rpartition("/")[2].lower()
    _, dot, ending = name.rpartition(".")
    return not dot or f".{ending}" not in _EVERYDAY


def is_model_head(head: bytes) -> bool:
    """Whether a file that begins so is one that loaders of models read: a pickle of protocol 2 or later, an array,
    HDF5, GGUF. Formats that begin like many others are told by their names alone."""
    if head.startswith(_MAGIC):
        return True
    return len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5 and head[2] in _NEXT
