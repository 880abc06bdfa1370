"""The names that pickles of common libraries hold, read from ``allowed.json``.

That file is written by ``scripts/pickle_allowlist.py`` from the real libraries. A name is listed exactly or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ..facts import Pair


class Entry(NamedTuple):
    """Why a name is listed.

    ``kind`` is class, function, ufunc or constant. ``calls`` are the positions of arguments that it calls or makes
    instances of: each must be a listed name itself (or None). ``allocates`` are the positions of integers that reserve
    so much memory.
    """

    library: str
    kind: str
    calls: tuple[int, ...] = ()
    allocates: tuple[int, ...] = ()
    why: str = ""


def allowed(pair: Pair) -> Entry | None:
    """The entry of a name; None if it is not listed, which says nothing about it."""
    return table().get(pair)


@cache
def table() -> Mapping[Pair, Entry]:
    """All entries. They cannot be changed: a pickle that tries to has named a table that is not there."""
    found: dict[Pair, Entry] = {}
    libraries = json.loads(Path(__file__).with_name("allowed.json").read_text("utf-8"))
    for library, listed in libraries.items():
        for module, names in listed["names"].items():
            for name, entry in names.items():
                found[Pair(module, name)] = Entry(
                    library,
                    entry["kind"],
                    tuple(entry.get("calls", ())),
                    tuple(entry.get("allocates", ())),
                    entry.get("why", ""),
                )
    return MappingProxyType(found)
