"""The configuration in a ``.nemo`` archive: the classes and functions that are called when it is restored."""

from __future__ import annotations

from .fact import Kind
from .pickles.source import Source
from .record import Record
from .yamls import Yaml, read_yaml

# What Hydra and NeMo call the path of what is to be called.
_KEYS = ("_target_", "target", "cls")


def read(source: Source, record: Record) -> None:
    """Read a configuration. Each target is told once."""
    found: dict[str, str] = {}
    open_ends: list[tuple[str, Yaml]] = [("", read_yaml(source, record))]
    while open_ends:
        place, value = open_ends.pop()
        if isinstance(value, dict):
            for key in _KEYS:
                target = value.get(key)
                if isinstance(target, str) and "." in target:
                    found.setdefault(target, f"{place}/{key}")
            open_ends += [(f"{place}/{key}", each) for key, each in value.items()]
        elif isinstance(value, list):
            open_ends += [(f"{place}/{number}", each) for number, each in enumerate(value)]
    for target, place in sorted(found.items()):
        record.fact(Kind.TARGET, target, detail=place)
