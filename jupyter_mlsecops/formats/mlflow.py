"""MLflow's ``MLmodel``: which module loads the model, and which code and pickles lie beside it."""

from __future__ import annotations

from .fact import Kind, Part
from .paths import escapes, is_address
from .pickles.source import Source
from .record import Record, Unreadable
from .yamls import Yaml, read_yaml

_NULLS = ("", "~", "null", "Null", "NULL")
_FILES = frozenset("pickled_model python_model data model_path code artifacts_path serialized_model".split())


def read(source: Source, record: Record) -> None:
    """Read an ``MLmodel`` file."""
    value = read_yaml(source, record)
    flavors = value.get("flavors") if isinstance(value, dict) else None
    if not isinstance(flavors, dict):
        raise Unreadable("It has no flavors.")
    for flavor, entry in flavors.items():
        if isinstance(entry, dict):
            _flavor(flavor, entry, record)


def _flavor(flavor: str, entry: dict[str, Yaml], record: Record) -> None:
    module = entry.get("loader_module")
    if isinstance(module, str):
        record.fact(Kind.MLFLOW_LOADER, module, detail=flavor)
    for key in _FILES & entry.keys():
        path = entry[key]
        if isinstance(path, str) and path:
            _file(key, path, flavor, record)
    code = entry.get("model_code_path")
    if isinstance(code, str) and code:
        record.fact(Kind.CODE_FILE, code, detail=flavor)
        record.part(Part("python", sibling=code.rpartition("/")[2]))


def _file(key: str, path: str, flavor: str, record: Record) -> None:
    if path in _NULLS:
        return
    if is_address(path):
        record.fact(Kind.FETCH, path, detail=f"{flavor}/{key}")
    elif escapes(path):
        record.fact(Kind.PATH_ESCAPE, path, detail=f"{flavor}/{key}")
    elif key == "code":
        record.fact(Kind.CODE_FILE, path, detail=flavor)
        record.part(Part("folder", sibling=path))
    else:
        record.fact(Kind.NAMED_FILE, path, detail=f"{flavor}/{key}")
        record.part(Part("unknown", sibling=path))
