"""Which files of a folder are model files: by their names first, where these do not tell by their first bytes."""

from __future__ import annotations

_ENDINGS = tuple(
    """
    .pkl .pickle .pck .pk .pkl2 .joblib .dill .cloudpickle .skops
    .pt .pth .ptl .pt2 .ckpt .safetensors .torchscript .nemo .mar
    .npy .npz .h5 .hdf5 .keras .onnx .ort .gguf .pmml .ubj
    """.split()
)
_PACKED = ("", ".gz", ".bz2", ".xz", ".lzma", ".lz4", ".zst", ".z")
_WHOLE = tuple(ending + packed for ending in _ENDINGS for packed in _PACKED)
_NAMES = frozenset(
    """
    pytorch_model.bin adapter_model.bin diffusion_pytorch_model.bin training_args.bin optimizer.bin scheduler.bin
    saved_model.pb saved_model.pbtxt saved_model.cpb
    keras_metadata.pb mlmodel model_index.json tokenizer_config.json processor_config.json
    adapter_config.json config_sentence_transformers.json chat_template.json chat_template.jinja
    """.split()
)
# Names that other programs use as well, with words of which the files of model repositories hold one.
_SHARED = frozenset(("config.json", "modules.json"))
_WORDS = (b'"auto_map"', b'"architectures"', b'"model_type"', b'"_class_name"', b'"sentence_transformers.')
# Endings of files that may be zip archives as PyTorch writes them, and much else.
_OPEN = ("", ".bin", ".model", ".weights", ".params", ".mdl", ".sav", ".dat")
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
_NODE = b"\x0a"
_MAGIC = (b"\x93NUMPY", b"\x89HDF\r\n\x1a\n", b"GGUF", b"FUGG")
_NEXT = frozenset(b"\x95cCUXBTKMJIFGNV})](\x8c\x8d\x8e\x88\x89\x8a\x96\x8f\x80q.PSg")


def is_model_name(path: str) -> bool:
    """Whether a path, in lower case and with forward slashes, has the name of a model file."""
    name = path.rpartition("/")[2]
    return name.endswith(_WHOLE) or name in _NAMES or (name.endswith(".bin") and name.startswith(_SHARD))


def may_be_model(path: str) -> bool:
    """Whether the first bytes of a file with such a name are worth a look; it is no model's by its name."""
    name = path.rpartition("/")[2].lower()
    return name in _SHARED or _ending(name) not in _EVERYDAY


def is_model_head(head: bytes, path: str = "") -> bool:
    """Whether a file that begins so is one that loaders of models read: a pickle of protocol 2 or later, an array,
    HDF5, GGUF. What begins like much else is asked for its name too: JSON, zip archives, protocol buffers."""
    if head.startswith(_MAGIC):
        return True
    name = path.rpartition("/")[2].lower()
    if name in _SHARED:
        return any(word in head for word in _WORDS)
    if name.endswith(".pb"):
        return _is_graph(head)
    if head.startswith(b"PK\x03\x04"):
        return bool(name) and _ending(name) in _OPEN
    return len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5 and head[2] in _NEXT


def _is_graph(head: bytes) -> bool:
    """Whether bytes begin like a graph of TensorFlow: a node that has its name and its operator first."""
    if head[:1] != _NODE:
        return False
    _, at = _length(head, 1)
    for tags in (b"\x0a\x12", b"\x12\x0a"):
        begin, texts = at, []
        for tag in tags:
            size, begin = _length(head, begin + 1) if head[begin : begin + 1] == bytes([tag]) else (0, begin)
            texts.append(head[begin : begin + size])
            begin += size
        operator = texts[tags.index(0x12)].translate(None, b"_>")
        if all(texts) and operator.isalnum() and operator[:1].isalpha():
            return True
    return False


def _length(head: bytes, at: int) -> tuple[int, int]:
    """The length of a field of a protocol buffer, and where its bytes begin."""
    value = shift = 0
    for byte in head[at : at + 5]:
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
    return 0, at


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    return dot + ending if dot else ""


_CONFIGURATIONS = frozenset(
    "config.json tokenizer_config.json processor_config.json preprocessor_config.json feature_extractor_config.json "
    "generation_config.json adapter_config.json chat_template.json model_index.json modules.json "
    "image_processor_config.json video_preprocessor_config.json config_sentence_transformers.json".split()
)


def is_configuration(path: str) -> bool:
    """Whether a file of this name is a configuration or an index of a model repository."""
    name = path.rpartition("/")[2]
    return name in _CONFIGURATIONS or name.endswith((".safetensors.index.json", ".bin.index.json", ".h5.index.json"))
