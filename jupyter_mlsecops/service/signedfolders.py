"""What lies in a signed folder, beside what was signed: signed and missing, or there and not signed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from ..formats.modelnames import is_model_name
from ..signing.statement import Statement

_MOST, _MOST_QUICKLY = 50_000, 2_000  # files of a folder, and where somebody waits
_TOLD = 20
_SIGNATURES = (".sig", ".sigstore", ".sigstore.json")


class Contents(NamedTuple):
    """The ways of some files that are ``missing``, and of some that were ``added``; ``first`` is the one that is told
    of: the first model file that is there and was signed, else the first file."""

    missing: tuple[str, ...]
    added: tuple[str, ...]
    first: str


def contents(base: str, statement: Statement, quick: bool) -> Contents | None:
    """What is not as it was signed in the folder ``base``; None where all is, or where there are too many files.

    Files that begin with a dot, or lie in such a folder, notebooks and signatures are not counted as added: tools and
    people leave them there, and no loader of models reads them. Nothing in the folder is opened, and no link followed.
    """
    most = _MOST_QUICKLY if quick else _MOST
    if len(statement.files) > most:
        return None
    there = set()
    for way in _ways(base):
        there.add(way)
        if len(there) > most:
            return None
    signed = sorted(statement.files)
    missing = tuple(way for way in signed if way not in there and not os.path.lexists(os.path.join(base, way)))
    added = tuple(sorted(way for way in there if way not in statement.files and _counts(way, statement)))
    present = [way for way in signed if way in there]
    if not present or not (missing or added):
        return None
    first = next((way for way in present if is_model_name(way.lower())), present[0])
    return Contents(missing[:_TOLD], added[:_TOLD], first)


def _counts(way: str, statement: Statement) -> bool:
    return not (
        statement.leaves_out(way)
        or any(part.startswith(".") for part in way.split("/"))
        or way.lower().endswith((*_SIGNATURES, ".ipynb"))
    )


def _ways(base: str) -> Iterator[str]:
    """The ways of all files below a folder, links among them."""
    stack = [""]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(os.path.join(base, folder)) as entries:
                for entry in entries:
                    way = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        stack.append(way)
                    else:
                        yield way
        except OSError:
            continue
