"""Files of a model repository: configurations that name code, templates, indexes that name other files."""

from __future__ import annotations

from .fact import Kind, Part
from .jsons import Json, read_json, text_of, walk
from .paths import escapes, is_address
from .pickles.source import Source
from .record import Record, Unreadable
from .templates import read_template, read_templates

_OWN_LIBRARIES = frozenset({"diffusers", "transformers", "onnxruntime.training", "optimum", "sentence_transformers"})


def read(source: Source, record: Record) -> None:
    """Read a JSON file of a repository, whatever its name: its keys say what it is."""
    value, twice = read_json(source, record)
    for key in twice:
        record.fact(Kind.DUPLICATE_KEY, key)
    if isinstance(value, list):
        _modules(value, record)
        return
    if not isinstance(value, dict):
        raise Unreadable("It is no JSON object.")
    for pointer, found in walk(value):
        if isinstance(found, dict):
            record.items()
            _mapping(found, pointer, record)
    weights = value.get("weight_map")
    if isinstance(weights, dict):
        for name in dict.fromkeys(text_of(name) for name in weights.values()):
            _weights(name, record)
    if "_diffusers_version" in value or "_class_name" in value:
        _pipeline(value, record)


def read_jinja(source: Source, record: Record) -> None:
    """Read a template that is a file of its own."""
    raw = source.read(0, record.limits.text_bytes)
    record.read(len(raw))
    try:
        read_template(raw.decode("utf-8-sig"), record)
    except UnicodeDecodeError as error:
        raise Unreadable("It is not UTF-8.") from error


def _mapping(found: dict[str, Json], pointer: str, record: Record) -> None:
    for name in _classes(found.get("auto_map")):
        record.fact(Kind.REMOTE_CODE, name, detail=f"{pointer}/auto_map")
        _code(name, record)
    base = found.get("auto_mapping")
    if isinstance(base, dict):  # of an adapter: the class that it is for, by module and name
        library = text_of(base.get("parent_library"))
        if library.partition(".")[0] not in _OWN_LIBRARIES:
            name = f"{library}.{text_of(base.get('base_model_class'))}"
            record.fact(Kind.CUSTOM_CLASS, name, detail=f"{pointer}/auto_mapping")
    pipelines = found.get("custom_pipelines")
    if isinstance(pipelines, dict):
        for task, entry in pipelines.items():
            name = text_of(entry.get("impl")) if isinstance(entry, dict) else ""
            record.fact(Kind.REMOTE_CODE, name or task, detail=f"{pointer}/custom_pipelines/{task}")
            _code(name, record)
    for key in ("chat_template", "chat_templates"):
        if key in found:
            read_templates(found[key], record)


def _classes(value: Json) -> list[str]:
    """The names of classes in an ``auto_map``: texts, lists of texts, or both below names."""
    if value is None:
        return []
    return [found for _, found in walk(value) if isinstance(found, str)]


def _code(name: str, record: Record) -> None:
    """The source file of a class, if it is one of this repository."""
    module = name.rpartition(".")[0]
    if module and "--" not in module and all(part.isidentifier() for part in module.split(".")):
        record.part(Part("python", sibling=module.replace(".", "/") + ".py"))


def _weights(name: str, record: Record) -> None:
    if is_address(name):
        record.once(Kind.FETCH, name)
    elif escapes(name):
        record.once(Kind.PATH_ESCAPE, name)
    elif name:
        record.once(Kind.NAMED_FILE, name)
        record.part(Part("unknown", sibling=name))


def _pipeline(value: dict[str, Json], record: Record) -> None:
    """The parts of a pipeline: a library and a class each; what is no library is a file of the repository."""
    classes = value.get("_class_name")
    if isinstance(classes, list) and classes:
        record.fact(Kind.REMOTE_CODE, text_of(classes[0]), detail="/_class_name")
        record.part(Part("python", sibling=text_of(classes[0]) + ".py"))
    for name, entry in value.items():
        if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str) and isinstance(entry[1], str):
            library = entry[0]
            if library.partition(".")[0] not in _OWN_LIBRARIES and not library.startswith("stable_diffusion"):
                record.fact(Kind.CUSTOM_CLASS, f"{library}.{entry[1]}", detail=f"/{name}")


def _modules(value: list[Json], record: Record) -> None:
    """The modules of a sentence transformer, each with its class."""
    for i, entry in enumerate(value):
        name = text_of(entry.get("type")) if isinstance(entry, dict) else ""
        if name and name.partition(".")[0] not in _OWN_LIBRARIES:
            record.fact(Kind.CUSTOM_CLASS, name, detail=f"/{i}/type")
            _code(name, record)
