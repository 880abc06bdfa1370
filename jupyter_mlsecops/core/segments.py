"""Every text of a notebook, each with its address: the first of the subjects that rules look at.

Nothing is left out but image and other binary payloads, and what of the state of widgets (``metadata.widgets``, their
ids beside a cell) no person wrote or printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import ref

import msgspec
from msgspec.structs import replace

from .ipynb import Cell, Notebook, escape, joined
from .mimes import V3_MIMES, is_binary
from .model import Part
from .text import OffsetMap, Span
from .views import ansi_view, code_view, html_view, unseen_view

if TYPE_CHECKING:
    from .around import Around

T = TypeVar("T")
# Before Python 3.12 it costs as much to look up a member of an enumeration as to make a small object.
OUTPUT, _SOURCE = Part.OUTPUT, Part.SOURCE
_LEAST = 6  # a JSON value of fewer characters holds nothing that a rule could name, and charts hold many


class Segment(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One text of a notebook.

    ``text`` is what a rule reads: colour codes stripped, HTML entities decoded, tags blanked, without inline images and
    the middle of giant runs of letters and digits.
    ``raw`` is the text at ``pointer`` in the file and ``origin`` maps one to the other; without a map places are equal.
    ``kind`` is code, markdown, raw, stream, traceback, html, text, json, svg, metadata or name; ``key`` is the name
    under which a JSON value stands (``api_key``). ``around`` is the notebook it stands in: there for those who propose
    fixes, None while rules run, for what they find in a text must not depend on anything else.
    """

    text: str
    raw: str
    kind: str
    part: Part
    pointer: str
    cell: Cell | None = None
    mime: str = ""
    key: str = ""
    origin: OffsetMap | None = None
    around: Around | None = None

    def raw_span(self, span: Span) -> Span:
        """A span of ``text`` as a span of ``raw``."""
        return self.origin.raw(span) if self.origin else span

    def remember(self, make: Callable[[Segment], T]) -> T:
        """``make`` of this text, made once: for what several rules want to know of it."""
        known: dict[Callable[[Segment], Any], Any] = self.__dict__.setdefault("remembered", {})
        if make not in known:
            known[make] = make(self)
        made: T = known[make]
        return made

    @property
    def screened(self) -> str:
        """What the literals of a rule are looked for in: the text, and the name of a JSON value."""
        return f"{self.key}\n{self.text}" if self.key else self.text

    @property
    def where(self) -> str:
        """Where it stands, in the words of a message: "in an output"."""
        return _CELLS.get(self.kind, "in code") if self.part is Part.SOURCE else _PARTS.get(self.part, "in metadata")

    @property
    def language(self) -> str:
        """The language of a code cell; empty for every other text."""
        return self.cell.language if self.cell and self.kind == "code" else ""


_CELLS = {"markdown": "in Markdown", "raw": "in a raw cell"}
_PARTS = {Part.OUTPUT: "in an output", Part.ATTACHMENT: "in an attachment"}


class Texts(msgspec.Struct, eq=False, weakref=True):
    """The texts of one ``cell``, or of the notebook's metadata; ``matches`` is what ``matcher`` found in them."""

    segments: list[Segment]
    cell: Cell | None
    matches: Sequence[Any] = ()
    matcher: object = None


def segments(notebook: Notebook) -> Iterator[Segment]:
    """All texts of a notebook in document order: those of each cell, then those of its metadata."""
    return (segment for texts in texts_of(notebook) for segment in texts.segments)


def segments_of(cell: Cell) -> Sequence[Segment]:
    """All texts of a cell: its source, metadata, attachments, outputs."""
    return texts_in(cell).segments


def texts_of(notebook: Notebook) -> list[Texts]:
    """The same, cell by cell; kept with the notebook."""
    return [*notebook.each(texts_in), _of_metadata(notebook)]


def texts_in(cell: Cell) -> Texts:
    """The texts of one cell: the same object as long as somebody keeps it."""
    kept = cell.by_content.get("texts")
    known: Texts | None = kept and kept()
    if known is None:
        known = Texts(_of_cell(cell), cell)
    elif known.cell is not cell:  # it stands somewhere else by now
        known = _moved(known, cell)
    # Texts know their cell: a cell that held them would be there until the collector of cycles comes.
    cell.by_content["texts"] = ref(known)
    return known


def _of_metadata(notebook: Notebook) -> Texts:
    """The texts of a notebook's metadata, kept with it for later states in which these are the same."""
    metadata = notebook.json.get("metadata")
    known: tuple[Any, Texts] | None = notebook.state.get("metadata")
    if known is None or (known[0] is not metadata and known[0] != metadata):
        rest = _values(metadata, "/metadata", Part.NOTEBOOK_METADATA, "metadata", None)
        if isinstance(metadata, dict) and isinstance(metadata.get("widgets"), dict):
            rest += _typed(metadata["widgets"])
        known = notebook.state["metadata"] = metadata, Texts(rest, None)
    return known[1]


def _moved(texts: Texts, cell: Cell) -> Texts:
    """The texts of a cell that moved to where ``cell`` is, with what was found in them if that names no place."""
    moved = {}
    for segment in texts.segments:
        assert segment.cell is not None
        pointer = cell.pointer + segment.pointer[len(segment.cell.pointer) :]
        moved[segment] = replace(segment, pointer=pointer, cell=cell)
    if any(match.related or match.hidden or match.proposals for _, match, _ in texts.matches):
        return Texts([*moved.values()], cell)
    matches = [(rule, match, moved[segment]) for rule, match, segment in texts.matches]
    return Texts([*moved.values()], cell, matches, texts.matcher)


def _of_cell(cell: Cell) -> list[Segment]:
    found: list[Segment] = []
    if cell.source:
        view, origin = (code_view(cell.source), None) if cell.kind == "code" else unseen_view(cell.source)
        found.append(Segment(view, cell.source, cell.kind, _SOURCE, cell.source_pointer, cell, "", "", origin))
    json = cell.json
    metadata, attachments, outputs = json.get("metadata"), json.get("attachments"), json.get("outputs")
    if metadata:  # most cells have none of these
        found += _values(metadata, f"{cell.pointer}/metadata", Part.CELL_METADATA, "metadata", cell)
    if attachments and isinstance(attachments, dict):
        found += _attachments(attachments, cell)
    if outputs and isinstance(outputs, list):
        for index, output in enumerate(outputs):
            if isinstance(output, dict):
                found += _output(output, f"{cell.pointer}/outputs/{index}", cell)
    return found


def _output(output: dict[str, Any], pointer: str, cell: Cell) -> Iterator[Segment]:
    kind = output.get("output_type")
    if kind in ("error", "pyerr"):
        for name in ("ename", "evalue"):
            yield from _text(output.get(name), f"{pointer}/{name}", "traceback", cell)
        frames = output.get("traceback")
        for index, frame in enumerate(frames if isinstance(frames, list) else ()):
            yield from _text(frame, f"{pointer}/traceback/{index}", "traceback", cell)
        return
    if kind == "stream":
        yield from _text(output.get("text"), f"{pointer}/text", "stream", cell)
        return
    data = output.get("data")
    if isinstance(data, dict):  # nbformat 4
        for mime, value in data.items():
            yield from _mime(mime, value, f"{pointer}/data/{escape(mime)}", cell)
    else:  # nbformat 3: the bundle's members stand in the output itself
        for name, value in output.items():
            if name in V3_MIMES:
                yield from _mime(V3_MIMES[name], value, f"{pointer}/{name}", cell)
    if output.get("metadata"):
        yield from _values(output["metadata"], f"{pointer}/metadata", OUTPUT, "metadata", cell)


def _mime(mime: str, value: Any, pointer: str, cell: Cell) -> Iterator[Segment]:
    if is_binary(mime):
        return
    text = joined(value)
    if not text:
        yield from _values(value, pointer, OUTPUT, "json", cell, mime)
    elif mime in ("text/html", "image/svg+xml"):
        view, origin = html_view(text)
        kind = "html" if mime == "text/html" else "svg"
        yield Segment(view, text, kind, OUTPUT, pointer, cell, mime, "", origin)
    else:
        yield from _text(text, pointer, "text", cell, mime)


def _text(value: Any, pointer: str, kind: str, cell: Cell, mime: str = "") -> Iterator[Segment]:
    raw = joined(value)
    if raw:
        view, origin = ansi_view(raw)
        yield Segment(view, raw, kind, OUTPUT, pointer, cell, mime, "", origin)


def _attachments(attachments: dict[str, Any], cell: Cell) -> Iterator[Segment]:
    for name, bundle in attachments.items():
        pointer = f"{cell.pointer}/attachments/{escape(name)}"
        yield Segment(name, name, "name", Part.ATTACHMENT, pointer, cell)
        for mime, value in bundle.items() if isinstance(bundle, dict) else ():
            text = joined(value)
            if text and not is_binary(mime):
                yield Segment(text, text, "text", Part.ATTACHMENT, f"{pointer}/{escape(mime)}", cell, mime)


def _values(
    value: Any, pointer: str, part: Part, kind: str, cell: Cell | None, mime: str = "", key: str = ""
) -> list[Segment]:
    """Every string in a JSON value, with an own stack: the file decides how deep it goes."""
    found: list[Segment] = []
    stack = [(value, pointer, key)]
    while stack:
        value, pointer, key = stack.pop()
        if isinstance(value, str):
            if len(value) >= _LEAST:
                view, origin = unseen_view(value)
                found.append(Segment(view, value, kind, part, pointer, cell, mime, key, origin))
        elif isinstance(value, dict):
            left_out = _NOT_TEXT if pointer == "/metadata" else _IDS
            for name, member in reversed(value.items()):
                if isinstance(member, str):
                    if len(member) < _LEAST:
                        continue
                elif not isinstance(member, (dict, list)):
                    continue
                if name not in left_out:
                    stack.append((member, f"{pointer}/{escape(name)}", _named(value, key) if name in _VALUE else name))
        elif isinstance(value, list):
            for index in range(len(value) - 1, -1, -1):
                if isinstance(value[index], (str, dict, list)):
                    stack.append((value[index], f"{pointer}/{index}", key))
    return found


# Members that say nothing themselves: {"name": "API_KEY", "value": "…"}, {"API_KEY": {"value": "…"}}.
_VALUE = frozenset(("value", "val", "default", "Value"))


def _named(holder: dict[str, Any], key: str) -> str:
    """What the value of a pair of name and value is called; ``key`` is what the pair itself is called."""
    name = next((holder[each] for each in ("name", "key", "variable", "Name", "Key") if each in holder), key)
    return name if isinstance(name, str) and 0 < len(name) <= 100 else key


# Widget state is what a library stored, megabytes of 32-digit ids; our own entries would find themselves.
_NOT_TEXT = ("widgets", "mlsecops")  # of the notebook's metadata
_IDS = ("referenced_widgets",)  # as Colab notes them with a cell, dozens at a time


def _typed(widgets: dict[str, Any]) -> Iterator[Segment]:
    """What people typed into the widgets of a notebook, and what cells showed in one."""
    for mime, stored in widgets.items():
        models = stored.get("state") if isinstance(stored, dict) else None
        for id, model in models.items() if isinstance(models, dict) else ():
            name = str(model.get("model_name")) if isinstance(model, dict) else ""
            state = model.get("state") if name in _TYPED else None
            if not isinstance(state, dict):
                continue
            member, said = _TYPED[name], state.get("description")
            key = "password" if name == "PasswordModel" else said if isinstance(said, str) else ""
            pointer = f"/metadata/widgets/{escape(mime)}/state/{escape(id)}/state/{member}"
            value = state.get(member)
            if name in _MARKED_UP and isinstance(value, str) and len(value) >= _LEAST:
                view, origin = html_view(value)
                yield Segment(view, value, "html", Part.NOTEBOOK_METADATA, pointer, None, "text/html", key, origin)
            else:
                yield from _values(value, pointer, Part.NOTEBOOK_METADATA, "metadata", None, "", key)


_MARKED_UP = ("HTMLModel", "HTMLMathModel")
_TYPED = {
    **dict.fromkeys(("TextModel", "PasswordModel", "TextareaModel", "ComboboxModel", "LabelModel"), "value"),
    **dict.fromkeys(_MARKED_UP, "value"),
    "OutputModel": "outputs",
}
