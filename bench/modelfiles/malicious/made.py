"""One file in the shape of an attack, and the files of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

UNREADABLE = "unreadable"
"""The kind of what no loader reads either: to say that it was not read is the right answer."""


class Made(NamedTuple):
    """``kind`` is the class of attack; ``name`` is the file's name, with an extension, and may be in a folder."""

    kind: str
    name: str
    data: bytes


def numbered(kind: str, rows: Iterable[tuple[str, bytes]], ending: str = "") -> Iterator[Made]:
    """The files of a kind from their names and bytes: the kind and a number come before the name."""
    for number, (name, data) in enumerate(rows):
        yield Made(kind, f"{kind.replace(' ', '_')}_{number:02}_{name}{ending}", data)
