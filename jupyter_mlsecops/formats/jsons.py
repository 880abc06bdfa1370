"""JSON of strangers: bounded in size, depth and entries; keys that stand twice are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from .pickles.source import Source
from .record import PATIENCE, Record, Unreadable

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_STRUCTURE = b"[{,"


def read_json(source: Source, record: Record, member: str = "") -> tuple[Json, tuple[str, ...]]:
    """The value of a whole source, and the keys that stand twice in one object. Raises ``Unreadable``."""
    limit = record.limits.text_bytes
    raw = source.read(0, limit + 1)
    if len(raw) > limit:
        raise Unreadable(f"Its JSON is longer than {limit:,} bytes.", cure=PATIENCE)
    record.read(len(raw))
    return parse_json(raw, record)


def parse_json(raw: bytes, record: Record) -> tuple[Json, tuple[str, ...]]:
    """The value of a JSON text in UTF-8, 16 or 32, with a byte order mark or without. Raises ``Unreadable``.

    The second value is the keys that stand twice: parsers take the last, or the first.
    """
    # Each entry takes far more memory than its bytes: counted before any is made.
    record.items(sum(raw.count(c) for c in _STRUCTURE))
    twice: dict[str, None] = {}

    def pairs(found: list[tuple[str, Json]]) -> Json:
        made = dict(found)
        if len(made) != len(found):
            names = set()
            for name, _ in found:
                if name in names and len(twice) < 100:
                    twice[name] = None
                names.add(name)
        return made

    try:
        text = raw.decode(json.detect_encoding(raw), "surrogatepass").removeprefix("\ufeff")
        value: Json = json.loads(text, object_pairs_hook=pairs)
    except RecursionError as error:
        raise Unreadable("Its JSON is nested too deeply.") from error
    except ValueError as error:
        raise Unreadable("It is not valid JSON.") from error
    return value, tuple(twice)


def walk(value: Json) -> Iterator[tuple[str, Json]]:
    """Every value with its JSON pointer, those that hold others first. Depth costs no recursion."""
    waiting: list[tuple[str, Json]] = [("", value)]
    while waiting:
        pointer, found = waiting.pop()
        yield pointer, found
        inner: list[tuple[str, Json]] = []
        if isinstance(found, dict):
            inner = [(f"{pointer[-150:]}/{name[:60]}", item) for name, item in found.items()]
        elif isinstance(found, list):
            inner = [(f"{pointer[-150:]}/{i}", item) for i, item in enumerate(found)]
        waiting += reversed(inner)


def text_of(value: Json) -> str:
    """A text, or an empty one where the value is none."""
    return value if isinstance(value, str) else ""


def member_of(value: Json, *names: str) -> Json:
    """What stands at a path of keys; None where there is nothing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
