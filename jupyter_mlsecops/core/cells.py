"""The cells of a notebook, as the file has them; those of an earlier state are taken over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from operator import attrgetter, eq, itemgetter
from typing import Any, TypeVar

import msgspec

from .decoding import JsonObject, NotebookError
from .once import once
from .text import Lines, printable

T = TypeVar("T")
_FIRST, _SECOND, _POINTER, _JSON = itemgetter(0), itemgetter(1), attrgetter("pointer"), attrgetter("json")
_MOST = 8  # cells with the same source that are compared


class Cell(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One cell. ``pointer`` and ``source_pointer`` are JSON pointers in the file; ``kind``: code, markdown or raw.

    ``by_source`` is what was worked out from its source, kind and language alone: a cell of a later state with the same
    source takes it over, wherever it stands. ``by_content`` is what was worked out from all of it: a cell with the same
    JSON takes that over as well.
    """

    index: int
    id: str | None
    kind: str
    language: str
    source: str
    pointer: str
    source_pointer: str
    json: JsonObject
    by_source: dict[str, Any] = msgspec.field(default_factory=dict)
    by_content: dict[str, Any] = msgspec.field(default_factory=dict)

    @once
    def lines(self) -> Lines:
        """Line starts of the source."""
        known: Lines | None = self.by_source.get("lines")
        if known is None:
            known = self.by_source["lines"] = Lines(self.source)
        return known

    def remember(self, make: Callable[[Cell], T]) -> T:
        """``make`` of this cell, made once, also for later states of the notebook that share the cell."""
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self.__dict__:
            self.__dict__[key] = make(self)
        made: T = self.__dict__[key]
        return made


def cells_of(tree: JsonObject, major: int, language: str, known: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of a document of nbformat 3 or 4.

    ``known`` are those of an earlier state of the notebook. What is where it was is the same object; what stands
    somewhere else, or has run, takes over what is known of its source. Raises ``NotebookError``.
    """
    places = _places_v4(tree) if major == 4 else _places_v3(tree)
    if not known:
        return tuple([_cell(json, k, pointer, source, language) for k, (json, pointer, source) in enumerate(places)])
    stay = [*_staying(places, known), *[None] * (len(places) - len(known))]
    left: dict[str, list[Cell]] = {}
    if None in stay:
        staying = set(stay)
        for old in known:
            if old not in staying:
                left.setdefault(old.source, []).append(old)
    cells: list[Cell] = []
    for index, cell in enumerate(stay):
        if cell is None:
            json, pointer, source = places[index]
            cell = _cell(json, index, pointer, source, language)
            same = _like(cell, left.get(cell.source, ())[:_MOST]) if left else None
            if same is not None:
                left[cell.source].remove(same)
                content = dict(same.by_content) if same.json == json else {}
                cell = msgspec.structs.replace(cell, by_source=same.by_source, by_content=content)
        cells.append(cell)
    return tuple(cells)


def _staying(places: Sequence[tuple[Any, str, str]], known: Sequence[Cell]) -> list[Cell | None]:
    """For each place at which one of the known cells stood that cell, if it stands there as it was."""
    are_same = map(eq, map(_POINTER, known), map(_SECOND, places))
    # Of two tuples Python looks first whether they hold the same object, as they mostly do where a fix is tried.
    are_alike = map(eq, zip(map(_JSON, known)), zip(map(_FIRST, places)))  # noqa: B905 - each of one only
    return [old if same and alike else None for old, same, alike in zip(known, are_same, are_alike, strict=False)]


def _like(new: Cell, known: Sequence[Cell]) -> Cell | None:
    """That of some cells with the same source of which most can be taken over."""
    alike = [old for old in known if old.kind == new.kind and old.language == new.language]
    return next((old for old in alike if old.json == new.json), alike[0] if alike else None)


def _places_v4(tree: JsonObject) -> list[tuple[Any, str, str]]:
    """What stands in a notebook as cells: each with its pointer and the name of the member that is its source."""
    cells = tree.get("cells")
    if not isinstance(cells, list):
        raise NotebookError("not-a-notebook", 'The notebook has no list of "cells".')
    return list(zip(cells, _pointers(1 << len(cells).bit_length()), repeat("source")))


@lru_cache(maxsize=64)
def _pointers(number: int) -> tuple[str, ...]:
    return tuple([f"/cells/{index}" for index in range(number)])


def _places_v3(tree: JsonObject) -> list[tuple[Any, str, str]]:
    sheets = tree.get("worksheets")
    if not isinstance(sheets, list):
        raise NotebookError("not-a-notebook", 'The notebook (format 3) has no list of "worksheets".')
    places = []
    for s, sheet in enumerate(sheets):
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        for c, cell in enumerate(cells if isinstance(cells, list) else ()):
            is_code = isinstance(cell, dict) and cell.get("cell_type") == "code"
            places.append((cell, f"/worksheets/{s}/cells/{c}", "input" if is_code else "source"))
    return places


def _cell(cell: Any, index: int, pointer: str, source: str, language: str) -> Cell:
    if not isinstance(cell, dict):
        raise NotebookError("not-a-notebook", f"Cell {index + 1} of the notebook is not an object.")
    kind = cell.get("cell_type")
    own = cell.get("language")  # nbformat 3 names it in each code cell
    identifier = cell.get("id")
    return Cell(
        index,
        identifier if identifier and isinstance(identifier, str) else None,
        kind if kind in ("code", "raw") else "markdown",
        _normal_language(own) if own and isinstance(own, str) else language,
        joined(cell.get(source)),
        pointer,
        f"{pointer}/{source}",
        cell,
    )


def joined(value: Any) -> str:
    """The text of a multi-line string: a string, or a list of strings to be joined; anything else is empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        try:
            return "".join(value)
        except TypeError:  # not only strings
            return ""
    return ""


def kernel_language(tree: JsonObject) -> str:
    """The language of a notebook, in lower case."""
    metadata = tree.get("metadata")
    if isinstance(metadata, dict):
        for section, key in (("language_info", "name"), ("kernelspec", "language"), ("kernelspec", "name")):
            part = metadata.get(section)
            name = part.get(key) if isinstance(part, dict) else None
            if isinstance(name, str) and name:
                return _normal_language(name)
    return "python"  # three notebooks in four say nothing, and they are Python


def _normal_language(name: str) -> str:
    lowered = printable(name, 40).lower()
    return (
        "python"
        if lowered.startswith(("python", "ipython", "pypy", "sage", "xpython", "conda-env", "pyodide"))
        else lowered
    )
