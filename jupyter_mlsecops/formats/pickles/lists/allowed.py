"""The names that pickles of common libraries hold, read from ``names/``: a file for each top-level module.

Those files are written by ``scripts/pickle_allowlist.py`` from the real libraries. A name is listed exactly or not at
all. A file is read when a pickle names its module, so a scan pays for the libraries that it meets.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ..facts import Pair

_FOLDER = Path(__file__).with_name("names")
_STANDARD = "python"
"""The file for whatever has none of its own: the standard library's modules."""


class Entry(NamedTuple):
    """Why a name is listed.

    ``kind`` is class, instance, function, ufunc or constant: an instance is a class of which honest files make objects
    without calling it, so its ``__init__`` is nobody's business. ``calls`` are the positions of arguments that it calls
    or makes instances of: each must be a listed name itself (or None). ``allocates`` are the positions of integers that
    reserve so much memory. ``unless`` are keys of a state with which it does more than take that state. ``bound`` says
    that picklers write calls of it through ``functools.partial``.
    """

    library: str
    kind: str
    calls: tuple[int, ...] = ()
    allocates: tuple[int, ...] = ()
    why: str = ""
    unless: tuple[str, ...] = ()
    bound: bool = False


def allowed(pair: Pair) -> Entry | None:
    """The entry of a name; None if it is not listed, which says nothing about it."""
    root = pair.module.partition(".")[0]
    return _module(root if root in _roots() else _STANDARD, pair.module).get(pair.name)


def table() -> Iterator[tuple[Pair, Entry]]:
    """All entries."""
    for root in sorted(_roots()):
        for module in _file(root)["names"]:
            for name, entry in _module(root, module).items():
                yield Pair(module, name), entry


@cache
def _roots() -> frozenset[str]:
    return frozenset(name[:-5] for name in os.listdir(_FOLDER) if name.endswith(".json"))


@cache
def _file(root: str) -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads((_FOLDER / f"{root}.json").read_text("utf-8"))
    return MappingProxyType(found)


def _module(root: str, module: str) -> Mapping[str, Entry]:
    """The entries of a module. They cannot be changed: a pickle that tries to has named a table that is not there."""
    return _entries(root, module) if module in _file(root)["names"] else MappingProxyType({})


@cache
def _entries(root: str, module: str) -> Mapping[str, Entry]:
    library = _file(root)["library"]
    found: dict[str, Entry] = {}
    for kind, listed in _file(root)["names"][module].items():
        if isinstance(listed, str):
            found.update(dict.fromkeys(listed.split(), Entry(library, kind)))
            continue
        for name, more in listed.items():
            found[name] = Entry(
                library,
                kind,
                tuple(more.get("calls", ())),
                tuple(more.get("allocates", ())),
                more.get("why", ""),
                tuple(more.get("unless", ())),
                more.get("bound", False),
            )
    return MappingProxyType(found)
