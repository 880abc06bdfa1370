"""YAML of model files: mappings, lists and texts, nothing made of tags, within limits."""

from __future__ import annotations

from typing import TypeAlias

import yaml

from .pickles.source import Source
from .record import Record, Unreadable

Yaml: TypeAlias = "dict[str, Yaml] | list[Yaml] | str | None"

_LONGEST = 1 << 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(source: Source, record: Record) -> Yaml:
    """The first document of a source. Raises ``Unreadable``."""
    raw = source.read(0, _LONGEST + 1)
    if len(raw) > _LONGEST:
        raise Unreadable(f"Its YAML is longer than {_LONGEST:,} bytes, which no description of a model is.")
    record.read(len(raw))
    try:
        return _value(raw.decode("utf-8-sig"), record)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable("It is not valid YAML.") from error


def _value(text: str, record: Record) -> Yaml:
    """The first document: mappings, lists and texts. What an alias names is not copied."""
    root: list[Yaml] = []
    stack: list[tuple[list[Yaml] | dict[str, Yaml], list[str]]] = [(root, [])]

    def put(value: Yaml) -> None:
        holder, key = stack[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif key:
            holder[key.pop()] = value
        else:
            key.append(value if isinstance(value, str) else "")

    anchors: dict[str, str] = {}
    for event in yaml.parse(text, Loader=_LOADER):
        record.items()
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                anchors[event.anchor] = event.value
            put(event.value)
        elif isinstance(event, yaml.AliasEvent):
            put(anchors.get(event.anchor or ""))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) > record.limits.depth:
                raise Unreadable("Its YAML is nested too deeply.")
            made: list[Yaml] | dict[str, Yaml] = {} if isinstance(event, yaml.MappingStartEvent) else []
            put(made)
            stack.append((made, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
    return root[0] if root else None
