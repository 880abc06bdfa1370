"""The notebooks as other tools read them: the file that Jupyter writes, and a text of everything that is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .notebooks import Book, text_at
from .planting import Json

_LINES = ("source", "input", "text", "text/plain", "text/html", "text/markdown", "text/latex")


@dataclass(frozen=True)
class Place:
    """The lines of a file, from 1, that a token stands on, and where it was planted."""

    context: str
    provider: str
    file: str
    first: int
    last: int


@dataclass
class Folder:
    """Files written to a folder, and the tokens in them."""

    path: Path
    places: list[Place] = field(default_factory=list)

    def add(self, book: Book, name: str, content: str, is_json: bool) -> None:
        """Write a notebook in one of its forms and note where its tokens stand."""
        (self.path / name).write_text(content)
        for one in book.planted:
            piece = (
                text_at(book.tree, one.pointer)[one.start : one.end]
                if "/attachments/" not in one.pointer
                else one.value
            )
            lines = piece.split("\n")
            first = json.dumps(lines[0], ensure_ascii=False)[1:-1] if is_json else lines[0]
            at = content.find(first)
            if at < 0:
                raise ValueError(f"{name} lost a token in {one.context}")
            line = content.count("\n", 0, at) + 1
            self.places.append(Place(one.context, one.provider, name, line, line + len(lines) - 1))


def raw(books: Iterable[Book], path: Path) -> Folder:
    """The notebooks as Jupyter writes them, in a new folder."""
    path.mkdir(parents=True)
    folder = Folder(path)
    for book in books:
        folder.add(book, book.name, json.dumps(_in_lines(book.tree), indent=1, ensure_ascii=False) + "\n", True)
    return folder


def decoded(books: Iterable[Book], path: Path) -> Folder:
    """All texts of each notebook one after the other, without JSON around them, in a new folder of .py files."""
    path.mkdir(parents=True)
    folder = Folder(path)
    for book in books:
        folder.add(book, Path(book.name).with_suffix(".py").name, "\n\n".join(_texts(book.tree)) + "\n", False)
    return folder


def _in_lines(value: Any, name: str = "") -> Any:
    """A document with its longer texts as lists of lines."""
    if isinstance(value, dict):
        return {key: _in_lines(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_in_lines(member) for member in value]
    return value.splitlines(keepends=True) if isinstance(value, str) and name in _LINES else value


def _texts(tree: Json) -> Iterator[str]:
    cells = tree["cells"] if "cells" in tree else tree["worksheets"][0]["cells"]
    for cell in cells:
        yield cell.get("source", cell.get("input", ""))
        yield from _members(cell["metadata"])
        yield from cell.get("attachments", ())
        for output in cell.get("outputs", ()):
            yield from _strings(output)
    yield from _members(tree["metadata"])


def _strings(output: Json) -> Iterator[str]:
    for name in ("text", "evalue"):
        if name in output:
            yield "".join(output[name])
    yield from output.get("traceback", ())
    for value in output.get("data", {}).values():
        yield value if isinstance(value, str) else "\n".join(_members(value))


def _members(value: Any, name: str = "") -> Iterator[str]:
    """The strings in a JSON value, each behind its name."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _members(member, key)
    elif isinstance(value, list):
        for member in value:
            yield from _members(member, name)
    elif isinstance(value, str):
        yield f'{name} = "{value}"'
