"""Which format a file is of: its content decides, its name only where content has no mark.

Each format is one row. The order is the order of the questions: marks that stand at a fixed place before those that are
guessed from the shape of a text.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from . import boosters, gguf, onnx, safetensors, savedmodel, xmls
from .fact import Kind, Part, Reading
from .keras import archive as keras_archive
from .keras import h5
from .mar import recognise as recognise_mar
from .modelnames import is_configuration
from .numpy import npy, npz
from .pickles.source import Source
from .record import Limits, Record, Unreadable
from .skops import recognise as recognise_skops
from .wire import shape
from .zips import names_of, unpacked

_HEAD = 512

Fields = tuple[tuple[int, bool], ...]


class Format(NamedTuple):
    """A format: what files of it are called, how its content is known, and what reads it.

    ``head`` is asked about the first bytes, ``names`` about the members of a zip, ``fields`` about the first fields
    of a protocol buffer, ``path`` about the name: one of them is set. ``reader`` is a module and a function.
    """

    name: str
    label: str
    extensions: tuple[str, ...]
    reader: str
    head: Callable[[bytes], bool] | None = None
    names: Callable[[frozenset[str]], bool] | None = None
    fields: Callable[[Fields], bool] | None = None
    path: Callable[[str], bool] | None = None


FORMATS = (
    Format("gguf", "GGUF", (".gguf",), "gguf.read", head=gguf.recognise),
    Format("npy", "an array of numpy", (".npy",), "numpy.npy.read", head=npy.recognise),
    Format("hdf5", "HDF5", (".h5", ".hdf5", ".keras"), "keras.h5.read", head=h5.recognise),
    Format("skops", "skops", (".skops",), "skops.read", names=recognise_skops),
    Format("mar", "an archive of TorchServe", (".mar",), "mar.read", names=recognise_mar),
    Format("keras", "an archive of Keras", (".keras",), "keras.archive.read", names=keras_archive.recognise),
    Format("npz", "arrays of numpy", (".npz",), "numpy.npz.read", names=npz.recognise),
    Format("safetensors", "safetensors", (".safetensors",), "safetensors.read", head=safetensors.recognise),
    Format("lightgbm", "a model of LightGBM", (), "boosters.read_text", head=boosters.recognise_text),
    Format(
        "xgboost-ubjson", "a model of xgboost", (".ubj",), "boosters.read_ubjson", head=boosters.recognise_ubjson
    ),
    Format("xgboost-json", "a model of xgboost", (), "boosters.read_json_model", head=boosters.recognise_json),
    Format("xml", "XML", (".pmml", ".xml"), "xmls.read", head=xmls.recognise),
    Format("nemo", "a configuration of NeMo", (), "nemo.read",
           path=lambda name: name == "model_config.yaml"),
    Format("mlflow", "MLflow", (), "mlflow.read", path=lambda name: name == "MLmodel"),
    Format("huggingface", "a configuration", (), "huggingface.read", path=is_configuration),
    Format("jinja", "a template", (".jinja", ".jinja2"), "huggingface.read_jinja",
           path=lambda name: name.endswith((".jinja", ".jinja2"))),
    Format("keras-metadata", "notes of Keras", (".pb",), "savedmodel.read_metadata",
           path=lambda name: name == "keras_metadata.pb"),
    Format("savedmodel-other", "a SavedModel", (), "savedmodel.read_other",
           path=lambda name: name in ("saved_model.pbtxt", "saved_model.cpb")),
    Format("savedmodel", "a SavedModel", (".pb",), "savedmodel.read", fields=savedmodel.recognise),
    Format("onnx", "ONNX", (".onnx",), "onnx.read", fields=onnx.recognise),
    Format("tensorflow-graph", "a graph of TensorFlow", (".pb",), "savedmodel.read_graph",
           fields=savedmodel.recognise_graph),
)  # fmt: skip
_BY_NAME = {row.name: row for row in FORMATS}
# Protocol buffers have no mark: any bytes may look like one, so only files that are called so are asked about.
_PROTOBUF = (".onnx", ".pb", ".ort")


def recognise(path: str, source: Source, stop: Callable[[], bool] | None = None) -> str:
    """The name of the format of a file; empty if it is none of these. ``path`` has forward slashes."""
    name = path.rpartition("/")[2]
    head = source.read(0, _HEAD)
    record = Record("", stop=stop)
    names = names_of(source, record) if source.size is not None and head.startswith(b"PK") else None
    fields = shape(source, record) if name.lower().endswith(_PROTOBUF) else None
    for row in FORMATS:
        if row.head is not None and row.head(head):
            return row.name
        if row.names is not None and names is not None and row.names(names):
            return row.name
        if row.path is not None and row.path(name):
            return row.name
        if row.fields is not None and fields and row.fields(fields):
            return row.name
    return ""


def read(path: str, source: Source, limits: Limits | None = None) -> Reading:
    """Read a file of any of these formats. Only OSError is raised.

    What is of none of them has no facts; where its name says that it should be, that is a gap, and the content is
    handed on to be recognised by others.
    """
    name = recognise(path, source)
    record = Record(name, limits)
    if name:
        expected = expected_formats(path)
        if expected and name not in expected:
            record.fact(Kind.WRONG_NAME, _BY_NAME[name].label, 0, detail=extension_of(path))
        run(name, source, record)
    else:
        _unknown(path, record)
    return record.reading()


def run(name: str, source: Source, record: Record) -> None:
    """Read a source as the format of this name. Whatever ends the reading becomes a gap."""
    module, _, function = _BY_NAME[name].reader.rpartition(".")
    attempt(getattr(import_module(f"{__package__}.{module}"), function), source, record)


def attempt(reader: Callable[[Source, Record], None], source: Source, record: Record) -> None:
    """Let a reader read a source. Whatever ends the reading becomes a gap.

    What is decompressed on the way has no size; it is kept in memory, within the limits.
    """
    try:
        reader(source if source.size is not None else Source(unpacked(source, record)), record)
    except Unreadable as error:
        record.gap(str(error), offset=error.offset, cure=error.cure)
    except RecursionError:
        record.gap("It is nested too deeply.")


def extension_of(path: str) -> str:
    """The extension of a file's name in small letters, with its dot; empty where there is none."""
    name = path.rpartition("/")[2].lower()
    return name[name.rindex(".") :] if "." in name[1:] else ""


def expected_formats(path: str) -> frozenset[str]:
    """The formats that a name promises; empty where it promises none."""
    extension = extension_of(path)
    return frozenset(row.name for row in FORMATS if extension and extension in row.extensions)


def _unknown(path: str, record: Record) -> None:
    expected = expected_formats(path)
    if not expected:
        return
    labels = " or ".join(_BY_NAME[name].label for name in sorted(expected))
    record.gap(f"Its content is not {labels}, as its name says.", offset=0)
    # numpy reads a .npy without its mark as a pickle; whatever else it is, somebody may open it as such.
    record.part(Part("pickle" if extension_of(path) == ".npy" else "unknown"))
