"""YAML as data: mappings, lists and texts, nothing else. The scanner is PyYAML's.

Its loaders would copy what an anchor names as often as it is named, and read a version ``1.10`` as a number.
"""

from __future__ import annotations

from typing import Any

from .osv import MOST_BYTES, InvalidRecord

_DEEPEST = 50
_NOTHING = ("", "~", "null", "Null", "NULL")


def decoded(raw: bytes) -> object:
    """The one document of a YAML file, every scalar a text, nothing as None. Raises ``InvalidRecord``."""
    import yaml

    if len(raw) > MOST_BYTES:
        raise InvalidRecord(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _built(yaml.parse(raw.decode("utf-8"), Loader=loader))
    except UnicodeDecodeError as error:
        raise InvalidRecord("it is not UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidRecord("it is not YAML") from error


def _built(events: Any) -> object:
    """The value that the events of a parser spell."""
    root: list[Any] = []
    stack: list[tuple[dict[str, Any] | list[Any], str | None]] = [(root, None)]

    def put(value: Any) -> None:
        into, key = stack[-1]
        if isinstance(into, list):
            into.append(value)
        elif key is not None:
            into[key] = value
            stack[-1] = into, None
        elif isinstance(value, str):
            stack[-1] = into, value
        else:
            raise InvalidRecord("it has a key that is no text")

    for event in events:
        name = type(event).__name__
        if name == "AliasEvent" or getattr(event, "anchor", None):
            raise InvalidRecord("it has anchors or aliases, which no record needs")
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            if len(stack) > _DEEPEST:
                raise InvalidRecord("it is nested too deeply")
            made: dict[str, Any] | list[Any] = {} if name == "MappingStartEvent" else []
            if isinstance(stack[-1][0], dict) and stack[-1][1] is None:
                raise InvalidRecord("it has a key that is no text")
            put(made)
            stack.append((made, None))
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            stack.pop()
        elif name == "ScalarEvent":
            is_key = isinstance(stack[-1][0], dict) and stack[-1][1] is None
            nothing = not event.style and event.value in _NOTHING and not is_key
            put(None if nothing else event.value)
    if len(root) != 1:
        raise InvalidRecord("it is not one YAML document")
    return root[0]
