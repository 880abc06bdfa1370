"""One file in the shape of an attack."""

from __future__ import annotations

from typing import NamedTuple

UNREADABLE = "unreadable"
"""The kind of what no loader reads either: to say that it was not read is the right answer."""


class Made(NamedTuple):
    """``kind`` is the class of attack; ``name`` is the file's name, with an extension, and may be in a folder."""

    kind: str
    name: str
    data: bytes
