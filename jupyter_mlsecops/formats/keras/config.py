"""The configuration of a Keras model: what it imports, calls and opens when the model is made from it."""

from __future__ import annotations

from ..fact import Kind, Part
from ..jsons import Json, text_of, walk
from ..paths import escapes, is_address
from ..record import Record

_PACKAGES = frozenset({"keras", "keras_hub", "keras_cv", "keras_nlp", "tf_keras"})
_FUNCTIONS = frozenset({"function", "builtin_function_or_method", "method"})
# Entries that stand for values, not for classes.
_VALUES = frozenset(
    "__tuple__ __bytes__ __slice__ __ellipsis__ __keras_tensor__ __tensor__ __numpy__ __typespec__ TensorShape "
    "TypeSpec CompositeTensor __passive_serialization__ __set__ __dict__ dict list tuple set".split()
)
# Keys whose text is a file that is opened when the model is made.
_FILES = frozenset({"vocabulary", "merges", "filepath", "origin", "vocabulary_path", "proto", "sentence_piece_model"})


def read_config(value: Json, record: Record, *, member: str = "", offset: int | None = None) -> None:
    """Note what a configuration names, in the spelling of any version of Keras."""
    for pointer, found in walk(value):
        if not isinstance(found, dict):
            continue
        record.items()
        name = found.get("class_name")
        config = found.get("config")
        if isinstance(name, str) and name not in _VALUES:
            _entry(name, found, config, record, member, offset, pointer)
        for key in _FILES & found.keys():
            _file(text_of(found[key]), record, member, offset, f"{pointer}/{key}")


def _entry(
    name: str,
    entry: dict[str, Json],
    config: Json,
    record: Record,
    member: str,
    offset: int | None,
    pointer: str,
) -> None:
    module = text_of(entry.get("module"))
    registered = text_of(entry.get("registered_name"))
    short = name.rpartition(">")[2].rpartition(".")[2]
    if name == "__lambda__":
        record.fact(Kind.KERAS_CODE, "lambda", offset, member, pointer)
        return
    if short == "Lambda":
        inner = config if isinstance(config, dict) else {}
        record.once(Kind.KERAS_LAMBDA, text_of(inner.get("name")) or "Lambda", offset, member, pointer)
        for key in ("function", "output_shape", "mask"):
            _code(inner.get(key), inner | {"function_type": inner.get(f"{key}_type")}, record, member, offset, pointer)
            owner = text_of(inner.get("module" if key == "function" else f"{key}_module"))
            # Keras 2 looks a named function up in any module that is imported.
            if owner and inner.get(f"{key}_type") == "function" and owner.partition(".")[0] not in _PACKAGES:
                record.fact(Kind.KERAS_CLASS, f"{owner}.{text_of(inner.get(key))}", offset, member, pointer)
    elif short == "TorchModuleWrapper":
        record.fact(Kind.KERAS_PICKLE, "TorchModuleWrapper", offset, member, pointer)
    elif short == "TFSMLayer":
        inner = config if isinstance(config, dict) else {}
        record.fact(Kind.KERAS_SAVED_MODEL, text_of(inner.get("filepath")), offset, member, pointer)
    if name in _FUNCTIONS:
        function = text_of(config) or name
        record.fact(Kind.KERAS_FUNCTION, f"{module or 'builtins'}.{function}", offset, member, pointer)
        return
    package = module.partition(".")[0]
    if module and package not in _PACKAGES and not _is_own(module):
        detail = f"registered as {registered}" if ">" in registered else pointer
        record.fact(Kind.KERAS_CLASS, f"{module}.{name}", offset, member, detail)
    elif module and (not name[:1].isupper()):
        # What is no class is called with the configuration as its arguments.
        record.fact(Kind.KERAS_FUNCTION, f"{module}.{name}", offset, member, pointer)
    if package not in _PACKAGES - {"keras"}:
        for label in (name, registered):
            if ">" in label and label.partition(">")[0] not in _PACKAGES:
                record.fact(Kind.KERAS_REGISTERED, label, offset, member, pointer)
                break


def _is_own(module: str) -> bool:
    """Whether a module is that of Keras within TensorFlow."""
    return module == "tensorflow.keras" or module.startswith(("tensorflow.keras.", "tensorflow.python.keras."))


def _code(
    function: Json, config: dict[str, Json], record: Record, member: str, offset: int | None, pointer: str
) -> None:
    """Serialized code, in the spellings of all versions: a list or tuple that begins with it, or the text itself."""
    if isinstance(function, dict) and function.get("class_name") == "__tuple__":
        function = function.get("items")
    if isinstance(function, list):
        if function and isinstance(function[0], str):
            record.fact(Kind.KERAS_CODE, "lambda", offset, member, pointer)
    elif isinstance(function, str) and config.get("function_type") == "lambda":
        record.fact(Kind.KERAS_CODE, "lambda", offset, member, pointer)


def _file(path: str, record: Record, member: str, offset: int | None, pointer: str) -> None:
    if not path:
        return
    if is_address(path):
        record.fact(Kind.FETCH, path, offset, member, pointer)
    elif escapes(path):
        record.fact(Kind.PATH_ESCAPE, path, offset, member, pointer)
    else:
        record.fact(Kind.NAMED_FILE, path, offset, member, pointer)
        record.part(Part("raw", sibling=path))
