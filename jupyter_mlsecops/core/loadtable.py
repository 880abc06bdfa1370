"""Calls that load a file: which argument is the file, what the call means for it, and where the file comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from re import Pattern
from typing import Literal

import msgspec

from .ipynb import Notebook
from .python.code import Call, Code, linked
from .python.files import UNKNOWN, Origin
from .regex import regex
from .text import Span

Guard = Literal["none", "partial", "full"]
_LONGEST = 60  # characters of a loader's name
_MOST = 400  # loads of one notebook that are looked at
_URL = regex(r"(?:https?|ftp|s3|gs|hf)://[\w.:@/%+~-]{1,400}")
_HUBS = ("huggingface_hub.", "transformers.", "datasets.", "kagglehub.", "modelscope.")


@dataclass(frozen=True)
class Load:
    """One file or folder that a call opens to load what is in it.

    ``path`` is written as in the notebook, counted from the folder in which it starts; it may be absolute. ``name`` is
    the loader (``torch.load``), ``pointer`` and ``span`` the call. ``guard`` says whether the loader's own options keep
    code in the file from running: ``full``, ``partial`` where that depends on what is not known or has failed before,
    ``none``. ``is_folder``: a folder of files may be meant. ``origin`` is where the notebook has the file from, and
    ``source`` the address it was downloaded from, as far as that is known: without a query and without a password.
    """

    path: str
    name: str
    pointer: str
    span: Span
    guard: Guard = "none"
    is_folder: bool = False
    origin: Origin = field(default=UNKNOWN, compare=False)
    source: str = field(default="", compare=False)


class Loader(msgspec.Struct, frozen=True):
    """Which argument is the file, and what guards the load."""

    names: tuple[str, ...]
    position: int = 0
    keywords: tuple[str, ...] = ("file", "path", "filename", "filepath")
    guard: Callable[[Code, Call], Guard] = lambda code, call: "none"
    is_folder: bool = False


class Table:
    """A table of loaders, which write any stretch of a name as ``*``. ``screen`` is in every source that may call one;
    under ``kept`` what was found is kept with a notebook's cells."""

    def __init__(self, kept: str, screen: Pattern[str], loaders: tuple[Loader, ...]) -> None:
        self._kept = kept
        self._screen = screen
        self._names = tuple(name for loader in loaders for name in loader.names)
        self._exact = {name: loader for loader in loaders for name in loader.names if "*" not in name}
        self._patterns = tuple(
            (name.partition("*")[0], name.partition("*")[2], loader)
            for loader in loaders
            for name in loader.names
            if "*" in name
        )

    def loads(self, notebook: Notebook) -> tuple[Load, ...]:
        """The files that the calls of a notebook load, as far as their paths are known, in order of place."""
        found = self._known(notebook)
        if found is None:
            found = self._loads(notebook)
            notebook.state[self._kept] = _key(notebook), found
        return found

    def is_to_look(self, notebook: Notebook) -> bool:
        """Whether ``loads`` will look at linked cells."""
        return self._known(notebook) is None and self._may_load(notebook)

    def _known(self, notebook: Notebook) -> tuple[Load, ...] | None:
        known = notebook.state.get(self._kept)
        return known[1] if known is not None and known[0] == _key(notebook) else None

    def _may_load(self, notebook: Notebook) -> bool:
        search = self._screen.search
        return any(c.kind == "code" and c.language == "python" and search(c.source) for c in notebook.cells)

    def _loads(self, notebook: Notebook) -> tuple[Load, ...]:
        if not self._may_load(notebook):
            return ()
        found: dict[Load, None] = {}
        with linked(notebook) as codes:
            for code in codes:
                found.update(dict.fromkeys(self._of(code)))
                if len(found) > _MOST:
                    break
        return tuple(found)[:_MOST]

    def _of(self, code: Code) -> Iterator[Load]:
        for call in code.calls(*self._names):
            loader = self._loader(call.name)
            value = call.argument(loader.position, *loader.keywords)
            paths = code.paths(value)
            if paths:
                guard = loader.guard(code, call)
                name = (call.written if "?" in call.name else call.name.replace("()", ""))[:_LONGEST]
                origin = code.origin(value)
                at, source = code.cell.source_pointer, _source(code, origin)
                for path in paths:
                    yield Load(path, name, at, call.span, guard, loader.is_folder, origin, source)

    def _loader(self, name: str) -> Loader:
        """The loader that a name, one of those asked for, means."""
        known = self._exact.get(name)
        return known or next(one for head, tail, one in self._patterns if name.startswith(head) and name.endswith(tail))


def linked_for(notebook: Notebook, *tables: Table) -> AbstractContextManager[object]:
    """Keeps the cells linked that ``Table.loads`` has to look at, so that whoever looks at them next shares that."""
    return linked(notebook) if any(table.is_to_look(notebook) for table in tables) else nullcontext()


def _key(notebook: Notebook) -> tuple[object, ...]:
    return notebook.cells, notebook.environment


def _source(code: Code, origin: Origin) -> str:
    """The address that a file was downloaded from; empty where that is not known."""
    place = origin.place if origin.kind == "downloaded" else None
    if place is None or place.span is None:
        return ""
    for other in code.cells:
        if other.cell.source_pointer == place.pointer:
            for call in other.calls("*"):
                if call.span == place.span:
                    return _address(call)
    cell = code.notebook.cell_at(place.pointer)
    return _url(cell.source[slice(*place.span)]) if cell is not None else ""


def _address(call: Call) -> str:
    value = call.argument(0, "url", "origin", "repo_id", "pretrained_model_name_or_path", "path", "handle")
    text = value.text if value is not None else ""
    if call.name.startswith(_HUBS) and text and "://" not in text and text.replace("/", "").isprintable():
        return f"hub:{text[:200]}"
    return _url(text)


def _url(text: str) -> str:
    """The first address in a text, as it may be kept: tokens stand in what is before an @ or behind a ?."""
    found = _URL.search(text)
    if found is None:
        return ""
    scheme, _, rest = found.group().partition("://")
    where, slash, path = rest.partition("/")
    return f"{scheme}://{where.rpartition('@')[2]}{slash}{path}"
