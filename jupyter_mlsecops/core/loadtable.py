"""Calls that load a file: which argument is the file, what the call means for it, and where the file comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Literal

import msgspec

from .ipynb import Cell, Notebook
from .model import Category, Confidence, Severity
from .once import once
from .python.code import Call, Code, linked
from .python.dispatch import Dispatch
from .python.files import UNKNOWN, Origin
from .python.reached import words
from .python.reuse import State
from .regex import regex
from .rule import Match, Place, Rule, rule
from .text import Span

Guard = Literal["none", "partial", "full"]
_LONGEST = 60  # characters of a loader's name
_MOST = 400  # loads of one notebook that are looked at
_URL = regex(r"(?:https?|ftp|s3|gs|hf)://[\w.:@/%+~-]{1,400}")
_HUBS = ("huggingface_hub.", "transformers.", "datasets.", "kagglehub.", "modelscope.")


class Load(msgspec.Struct, frozen=True, eq=False):
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
    origin: Origin = UNKNOWN
    source: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Load) and self._opened() == other._opened()

    def __hash__(self) -> int:
        return hash(self._opened())

    def _opened(self) -> tuple[object, ...]:
        """What is opened where: two loads of the same are the same, wherever the file is from."""
        return self.path, self.name, self.pointer, self.span, self.guard, self.is_folder

    @property
    def place(self) -> Place:
        """Where the call stands."""
        return Place(self.pointer, self.span)


class Loader(msgspec.Struct, frozen=True):
    """Which argument is the file, and what guards the load."""

    names: tuple[str, ...]
    position: int = 0
    keywords: tuple[str, ...] = ("file", "path", "filename", "filepath")
    guard: Callable[[Code, Call], Guard] = lambda code, call: "none"
    is_folder: bool = False


class _Kept(msgspec.Struct, frozen=True):
    """What was found in one state of a notebook: the files, and what the next state may take over of its cells."""

    key: tuple[object, ...]
    found: tuple[Load, ...]
    state: State


class _Loaded(Match, frozen=True):
    """A load, as the match of a rule. The places where its file comes from are related."""

    load: Load | None = None


class Table:
    """A table of loaders, which write any stretch of a name but its last part as ``*``. Under ``kept`` what was found
    is kept with a notebook, for its later states. It is asked as a rule is: cells that an edit does not reach have what
    they had.
    """

    def __init__(self, kept: str, loaders: tuple[Loader, ...]) -> None:
        self.loaders = loaders
        self._kept = kept
        self._names = tuple(name for loader in loaders for name in loader.names)
        self._exact = {name: loader for loader in loaders for name in loader.names if "*" not in name}
        self._patterns = tuple(
            (name.partition("*")[0], name.partition("*")[2], loader)
            for loader in loaders
            for name in loader.names
            if "*" in name
        )
        self._lasts = frozenset(name.rpartition(".")[2] for name in self._names)
        declare = rule(id=kept, on=Code, severity=Severity.INFO, confidence=Confidence.HIGH, category=Category.MODELS)
        self._rule = declare(self._of)
        self._dispatch = Dispatch()

    @once
    def screen(self) -> tuple[str, ...]:
        """Literals of which one is in every source that may call a loader: the last parts of their names, without those
        that hold another."""
        found: list[str] = []
        for last in sorted(self._lasts, key=len):
            if not any(map(last.__contains__, found)):
                found.append(last)
        return tuple(sorted(found))

    def loads(self, notebook: Notebook) -> tuple[Load, ...]:
        """The files that the calls of a notebook load, as far as their paths are known, in order of place."""
        known: _Kept | None = notebook.state.get(self._kept)
        if known is None or known.key != _key(notebook):
            before = known.state if known is not None else State()
            found, state = self._loads(notebook, before) if self._may_load(notebook) else ((), before)
            known = notebook.state[self._kept] = _Kept(_key(notebook), found, state)
        return known.found

    def is_to_look(self, notebook: Notebook) -> bool:
        """Whether ``loads`` will look at linked cells."""
        known: _Kept | None = notebook.state.get(self._kept)
        return (known is None or known.key != _key(notebook)) and self._may_load(notebook)

    def _may_load(self, notebook: Notebook) -> bool:
        return any(c.kind == "code" and c.language == "python" and self._may_name(c) for c in notebook.cells)

    def _may_name(self, cell: Cell) -> bool:
        known: bool | None = cell.by_source.get(self._kept)
        if known is None:
            known = cell.by_source[self._kept] = not words(cell).isdisjoint(self._lasts)
        return known

    def _loads(self, notebook: Notebook, before: State) -> tuple[tuple[Load, ...], State]:
        with linked(notebook) as cells:
            matches, state = self._dispatch.run(cells, (self._rule,), _unguarded, (before,))
        found = {match.load: None for _, _, match in matches if isinstance(match, _Loaded) and match.load is not None}
        return tuple(islice(found, _MOST)), state

    def _of(self, code: Code) -> Iterator[Match]:
        return islice(self._each(code), _MOST)

    def _each(self, code: Code) -> Iterator[Match]:
        for call in code.calls(*self._names):
            loader = self._loader(call.name)
            value = call.argument(loader.position, *loader.keywords)
            paths = code.paths(value)
            if paths:
                guard = loader.guard(code, call)
                name = (call.written if "?" in call.name else call.name.replace("()", ""))[:_LONGEST]
                origin = code.origin(value)
                at, source = code.cell.source_pointer, _source(code, origin)
                places = tuple(step.place for step in origin.steps)
                for path in paths:
                    load = Load(path, name, at, call.span, guard, loader.is_folder, origin, source)
                    yield _Loaded(call.span, related=places, load=load)

    def _loader(self, name: str) -> Loader:
        """The loader that a name, one of those asked for, means."""
        known = self._exact.get(name)
        return known or next(one for head, tail, one in self._patterns if name.startswith(head) and name.endswith(tail))


def linked_for(notebook: Notebook, *tables: Table) -> AbstractContextManager[object]:
    """Keeps the cells linked that ``Table.loads`` has to look at, so that whoever looks at them next shares that."""
    return linked(notebook) if any(table.is_to_look(notebook) for table in tables) else nullcontext()


def _key(notebook: Notebook) -> tuple[object, ...]:
    return notebook.cells, notebook.environment


def _unguarded(rule: Rule, matches: Callable[[], Iterable[Match]]) -> list[Match]:
    return list(matches())


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
