"""Bytes to ``Notebook``: nbformat 3 and 4, read as it is, never upgraded, never written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, compress, count
from operator import is_not
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from .advisory import Advisories
from .cells import Cell, cells_of, joined, kernel_language
from .decoding import JsonObject, NotebookError, decode, encoding_of
from .dependency import Declared, NotReadable
from .environment import Environment
from .licences import Licences
from .modelfile import ModelFile
from .once import once
from .regex import regex

if TYPE_CHECKING:
    from .manifest import Manifest

__all__ = ["Cell", "Notebook", "NotebookError", "build", "column", "digest_of", "escape", "handed", "joined"]
__all__ += ["of_model", "parse", "resolve", "script", "tokens", "with_json"]

_HANDED = "environment advisories lister beside licences known_packages minimum_release_age model models data".split()
T = TypeVar("T")


class Notebook(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A parsed notebook. ``json`` is the whole document, ``language`` the kernel's, in lower case (``python``).

    Another text file is read as a notebook of one cell, with ``is_script`` set and an empty pointer. ``state`` is
    what was worked out for the whole, at first for its earlier state.

    The rest are facts that are handed in: ``environment`` is what is installed where it runs, ``advisories`` what is
    known of flaws of packages, None if not known. ``lister`` reads what a text says about packages, if the file is of a
    kind that lists them; ``beside`` is what such files near the notebook ask for. ``licences`` is what the policy says
    of licences, None for nothing, ``known_packages`` the names that it says are right, and ``minimum_release_age`` the
    days that a release must be out, None for nothing (see ``Policy``). ``models``
    are the model files that its code loads, by the path in the code (see ``loads``), several for a folder, and ``data``
    those data files (see ``data_loads``) that are not what they were; ``model`` is the file itself, where a model file
    is scanned as a text that is empty.
    """

    path: str
    digest: str
    nbformat: tuple[int, int]
    language: str
    cells: tuple[Cell, ...]
    json: JsonObject
    is_script: bool = False
    state: dict[str, Any] = msgspec.field(default_factory=dict)
    environment: Environment | None = None
    advisories: Advisories | None = None
    lister: Callable[[str], Manifest] | None = None
    beside: tuple[Declared, ...] = ()
    licences: Licences | None = None
    known_packages: frozenset[str] = frozenset()
    minimum_release_age: int | None = None
    models: Mapping[str, tuple[ModelFile, ...]] = msgspec.field(default_factory=dict)
    data: Mapping[str, tuple[ModelFile, ...]] = msgspec.field(default_factory=dict)
    model: ModelFile | None = None

    def remember(self, make: Callable[[Notebook], T]) -> T:
        """``make`` of this state of the notebook, made once: for what several rules want to know of it."""
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self.__dict__:
            self.__dict__[key] = make(self)
        made: T = self.__dict__[key]
        return made

    def changed_since(self, cells: tuple[Cell, ...]) -> Sequence[int]:
        """The numbers of the cells that are others than those of an earlier state, of which there are as many."""
        known: tuple[tuple[Cell, ...], list[int]] | None = self.__dict__.get("changed")
        if known is None or known[0] is not cells:  # mostly one state is asked about, many times
            known = self.__dict__["changed"] = cells, list(compress(count(), map(is_not, cells, self.cells)))
        return known[1]

    def each(self, make: Callable[[Cell], T]) -> Sequence[T]:
        """``make`` of every cell, in order; kept for later states, which ask for their new cells only."""
        return column(self, f"{make.__module__}.{make.__qualname__}", partial(map, make))

    def gather(self, make: Callable[[Cell], Iterable[T]]) -> list[T]:
        """What ``make`` gives of all cells together, in order; kept as in ``each``: not to be an iterator."""
        return list(chain.from_iterable(self.each(make)))

    @property
    def kernel(self) -> str:
        """The name of its kernel in lower case; empty where the file names none."""
        metadata = self.json.get("metadata")
        spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
        name = spec.get("name") if isinstance(spec, dict) else None
        return name.lower() if isinstance(name, str) else ""

    def cell_at(self, pointer: str) -> Cell | None:
        """The cell that a JSON pointer leads into, or None for notebook metadata."""
        if self.is_script:
            return self.cells[0]
        match = _CELL_POINTER.match(pointer)
        return self._by_pointer.get(match.group()) if match else None

    @once
    def manifest(self) -> Manifest | None:
        """What a file that lists packages says; None for any other file. Raises what its lister raises."""
        return self.lister(self.cells[0].source) if self.lister is not None else None

    @property
    def packages(self) -> tuple[Declared, ...] | None:
        """What a file that lists packages asks for; None for any other file. Raises what its lister raises."""
        return self.manifest.packages if self.manifest is not None else None

    @once
    def _by_pointer(self) -> dict[str, Cell]:
        return {cell.pointer: cell for cell in self.cells}


_CELL_POINTER = regex(r"(?:/worksheets/\d+)?/cells/\d+(?=/|$)")


def column(
    notebook: Notebook, key: str, make: Callable[[Sequence[Cell]], Iterable[T]], given: object = None
) -> Sequence[T]:
    """``make`` of all cells, one value for each, kept under ``key``; of an earlier state those values are taken whose
    cells are the same. ``given`` is what they depend on besides; where it is another, all are made anew.
    """
    cells = notebook.cells
    known: tuple[tuple[Cell, ...], list[T], object] | None = notebook.state.get(key)
    if known is None or known[2] != given:
        values = list(make(cells))
    else:
        had, values, _ = known
        if had is cells or had == cells:
            return values
        if len(had) == len(cells):
            values = values.copy()
            places = notebook.changed_since(had)
            for place, value in zip(places, make([cells[place] for place in places]), strict=True):
                values[place] = value
        else:
            kept = dict(zip(had, values, strict=True))
            fresh = [cell for cell in cells if cell not in kept]
            kept.update(zip(fresh, make(fresh), strict=True))
            values = [kept[cell] for cell in cells]
    notebook.state[key] = cells, values, given
    return values


def digest_of(raw: bytes) -> str:
    """``sha256:…`` of the bytes; names a scanned state."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def parse(raw: bytes, path: str = "", like: Notebook | None = None) -> Notebook:
    """Read a notebook of nbformat 3 or 4. Raises ``NotebookError`` with a message for the user.

    Cells that are the same in ``like``, an earlier state, are taken over with what was worked out for them.
    """
    return build(decode(raw), path, digest_of(raw), like)


def build(tree: JsonObject, path: str = "", digest: str = "", like: Notebook | None = None) -> Notebook:
    """A ``Notebook`` from a decoded document (a contents-manager model has one). Raises ``NotebookError``.

    Cells that are the same in ``like`` are taken over with what was worked out for them.
    """
    major, minor = tree.get("nbformat"), tree.get("nbformat_minor", 0)
    if not isinstance(major, int) or isinstance(major, bool):
        raise NotebookError("not-a-notebook", 'The file is JSON, but no notebook: it has no "nbformat".')
    if major not in (3, 4):
        raise NotebookError("unsupported-version", f"Notebook format {major} is not supported (3 and 4 are).")
    language = kernel_language(tree)
    known = like.cells if like is not None and like.language == language else ()
    return Notebook(
        path=path,
        digest=digest,
        nbformat=(major, minor if isinstance(minor, int) else 0),
        language=language,
        cells=cells_of(tree, major, language, known),
        json=tree,
        state=dict(like.state) if like is not None else {},
        **handed(like),
    )


def handed(like: Notebook | None) -> dict[str, Any]:
    """The facts that were handed in with a state of a file, by the names of their fields."""
    return {name: getattr(like, name) for name in _HANDED} if like is not None else {}


def script(raw: bytes, path: str, kind: str = "python") -> Notebook:
    """A Python or other text file as a notebook of one cell. Raises ``NotebookError`` if it is no text."""
    try:
        text = raw.decode(encoding_of(raw))
    except UnicodeDecodeError as error:
        raise NotebookError("unreadable", f"The file is not UTF-8 (byte {error.start}).") from error
    return _script(text, path, digest_of(raw), "python" if kind == "python" else "text")


def of_model(model: ModelFile) -> Notebook:
    """A model file as a text that is empty: what is to be found in it is what its reader found out."""
    return replace(_script("", model.path, model.digest, "text"), model=model)


def _script(text: str, path: str, digest: str, language: str) -> Notebook:
    cell = Cell(0, None, "code", language, text, "", "", {})
    return Notebook(path, digest, (4, 5), language, (cell,), {"": text}, is_script=True)


def with_json(notebook: Notebook, tree: JsonObject, also: Iterable[Cell] = ()) -> Notebook:
    """The same notebook with another content, as an edit in memory makes it. Raises ``NotebookError``.

    ``also`` are cells that an earlier edit like it made, with what is known of them.
    """
    if notebook.is_script:
        script = _script(tree[""], notebook.path, "", notebook.language)
        changed = replace(script, **handed(notebook))
        try:
            _ = changed.manifest
        except NotReadable as error:
            raise NotebookError("not-readable", str(error)) from error
        return changed
    like = notebook
    if also:
        cells = list(notebook.cells)
        for cell in also:
            if cell.index < len(cells):
                cells[cell.index] = cell
        like = replace(notebook, cells=tuple(cells))
    return build(tree, notebook.path, like=like)


def resolve(tree: Any, pointer: str) -> Any:
    """The value at a JSON pointer. Raises ``KeyError`` where there is none."""
    for token in tokens(pointer):
        if isinstance(tree, Mapping):
            tree = tree[token]
        elif isinstance(tree, Sequence) and not isinstance(tree, str) and token.isdigit() and int(token) < len(tree):
            tree = tree[int(token)]
        else:
            raise KeyError(pointer)
    return tree


def tokens(pointer: str) -> list[str]:
    """The unescaped reference tokens of a JSON pointer."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def escape(token: str) -> str:
    """One reference token, escaped for a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")
