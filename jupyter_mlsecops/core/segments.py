"""Every text of a notebook, each with its address: the first of the subjects that rules look at.

Nothing is left out but image and other binary payloads and the state of widgets (``metadata.widgets``), which hold
no text that a person wrote or printed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from .ipynb import Cell, Notebook, escape, joined
from .model import Part
from .text import OffsetMap, Span

if TYPE_CHECKING:
    from .around import Around

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])|[\x08]")
# Soft hyphens, joiners, byte order and direction marks: a token that was copied from a chat or a PDF may hold them.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TAG = re.compile(r"<(?:!--|/?[A-Za-z][^\s<>/]{0,40})|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_END = re.compile(r"[^>\"']{0,4096}(?:\"[^\"]*\"[^>\"']{0,4096}|'[^']*'[^>\"']{0,4096})*>?")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
# The name of an attribute that tells what its value is: data-api-key="…", token="…".
_TELLING = re.compile(r"(?i)\s(?:data-)?((?=[\w:-]{0,60}(?:key|token|secret|passw))[A-Za-z][\w:-]{0,60})\s{0,8}\Z")
_WORDS = ("key", "token", "secret", "passw")
_ATTRIBUTE = re.compile(r"=\s{0,8}(\"[^\"]*\"|'[^']*')")
_DATA_URI = re.compile(r"data:[\w.+/-]{1,80};base64,[A-Za-z0-9+/=]+")
T = TypeVar("T")
_LEAST = 6  # a JSON value of fewer characters holds nothing that a rule could name, and charts hold many


class Segment(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One text of a notebook.

    ``text`` is what a rule reads: colour codes stripped, HTML entities decoded, tags and inline images blanked.
    ``raw`` is the text at ``pointer`` in the file and ``origin`` maps one to the other; without a map they are equal.
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
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self.__dict__:
            self.__dict__[key] = make(self)
        made: T = self.__dict__[key]
        return made

    @property
    def screened(self) -> str:
        """What the literals of a rule are looked for in: the text, and the name of a JSON value."""
        return f"{self.key}\n{self.text}" if self.key else self.text

    @property
    def language(self) -> str:
        """The language of a code cell; empty for every other text."""
        return self.cell.language if self.cell and self.kind == "code" else ""


def segments(notebook: Notebook) -> Iterator[Segment]:
    """All texts of a notebook in document order: each cell's source, metadata, attachments, outputs; then metadata."""
    for cell in notebook.cells:
        known = notebook.kept.get(cell)
        if known is None:
            known = notebook.kept[cell] = tuple(_of_cell(cell))
        yield from known
    yield from _values(notebook.json.get("metadata"), "/metadata", Part.NOTEBOOK_METADATA, "metadata", None)


def _of_cell(cell: Cell) -> Iterator[Segment]:
    if cell.source:
        # Code is read as it is: what changes it counts in the same characters as its syntax tree.
        view, origin = (cell.source, None) if cell.kind == "code" else unseen_view(cell.source)
        yield Segment(view, cell.source, cell.kind, Part.SOURCE, cell.source_pointer, cell, "", "", origin)
    yield from _values(cell.json.get("metadata"), f"{cell.pointer}/metadata", Part.CELL_METADATA, "metadata", cell)
    yield from _attachments(cell)
    outputs = cell.json.get("outputs")
    for index, output in enumerate(outputs if isinstance(outputs, list) else ()):
        if isinstance(output, dict):
            yield from _output(output, f"{cell.pointer}/outputs/{index}", cell)


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
            if name in _V3_MIMES:
                yield from _mime(_V3_MIMES[name], value, f"{pointer}/{name}", cell)
    yield from _values(output.get("metadata"), f"{pointer}/metadata", Part.OUTPUT, "metadata", cell)


_V3_MIMES = {
    "text": "text/plain",
    "html": "text/html",
    "latex": "text/latex",
    "json": "application/json",
    "javascript": "application/javascript",
    "svg": "image/svg+xml",
}


def _is_binary(mime: str) -> bool:
    top = mime.partition("/")[0]
    return (top in ("image", "audio", "video", "font") and mime != "image/svg+xml") or mime in (
        "application/pdf",
        "application/octet-stream",
    )


def _mime(mime: str, value: Any, pointer: str, cell: Cell) -> Iterator[Segment]:
    if _is_binary(mime):
        return
    text = joined(value)
    if not text:
        yield from _values(value, pointer, Part.OUTPUT, "json", cell, mime)
    elif mime in ("text/html", "image/svg+xml"):
        view, origin = html_view(text)
        kind = "html" if mime == "text/html" else "svg"
        yield Segment(view, text, kind, Part.OUTPUT, pointer, cell, mime, "", origin)
    else:
        yield from _text(text, pointer, "text", cell, mime)


def _text(value: Any, pointer: str, kind: str, cell: Cell, mime: str = "") -> Iterator[Segment]:
    raw = joined(value)
    if raw:
        view, origin = ansi_view(raw)
        yield Segment(view, raw, kind, Part.OUTPUT, pointer, cell, mime, "", origin)


def _attachments(cell: Cell) -> Iterator[Segment]:
    attachments = cell.json.get("attachments")
    if not isinstance(attachments, dict):
        return
    for name, bundle in attachments.items():
        pointer = f"{cell.pointer}/attachments/{escape(name)}"
        yield Segment(name, name, "name", Part.ATTACHMENT, pointer, cell)
        for mime, value in bundle.items() if isinstance(bundle, dict) else ():
            text = joined(value)
            if text and not _is_binary(mime):
                yield Segment(text, text, "text", Part.ATTACHMENT, f"{pointer}/{escape(mime)}", cell, mime)


def _values(
    value: Any, pointer: str, part: Part, kind: str, cell: Cell | None, mime: str = "", key: str = ""
) -> Iterator[Segment]:
    """Every string in a JSON value, with an own stack: the file decides how deep it goes."""
    stack = [(value, pointer, key)]
    while stack:
        value, pointer, key = stack.pop()
        if isinstance(value, str):
            if len(value) >= _LEAST:
                view, origin = unseen_view(value)
                yield Segment(view, value, kind, part, pointer, cell, mime, key, origin)
        elif isinstance(value, dict):
            for name, member in reversed(value.items()):
                if isinstance(member, (str, dict, list)) and (pointer, name) not in _NOT_TEXT:
                    stack.append((member, f"{pointer}/{escape(name)}", _named(value, key) if name in _VALUE else name))
        elif isinstance(value, list):
            for index in range(len(value) - 1, -1, -1):
                if isinstance(value[index], (str, dict, list)):
                    stack.append((value[index], f"{pointer}/{index}", key))


# Members that say nothing themselves: {"name": "API_KEY", "value": "…"}, {"API_KEY": {"value": "…"}}.
_VALUE = frozenset(("value", "val", "default", "Value"))


def _named(holder: dict[str, Any], key: str) -> str:
    """What the value of a pair of name and value is called; ``key`` is what the pair itself is called."""
    name = next((holder[each] for each in ("name", "key", "variable", "Name", "Key") if each in holder), key)
    return name if isinstance(name, str) and 0 < len(name) <= 100 else key


# Widget state is what a library stored, megabytes of 32-digit ids; our own entries would find themselves.
_NOT_TEXT = {("/metadata", "widgets"), ("/metadata", "mlsecops")}


def ansi_view(raw: str) -> tuple[str, OffsetMap | None]:
    """``raw`` without terminal escapes and unseen characters, which split tokens; None as map where it has none."""
    if "\x1b" not in raw and "\x08" not in raw:
        return unseen_view(raw)
    view = _View(raw)
    at = 0
    for match in _ANSI.finditer(raw):
        view.keep(at, match.start())
        at = match.end()
    view.keep(at, len(raw))
    return view.text, view.origin


def unseen_view(raw: str) -> tuple[str, OffsetMap | None]:
    """``raw`` without characters of no width; None as map where it has none."""
    if not _has_unseen(raw):
        return raw, None
    view = _View(raw)
    view.keep(0, len(raw))
    return view.text, view.origin


def _has_unseen(raw: str) -> bool:
    return not raw.isascii() and _UNSEEN.search(raw) is not None


def html_view(raw: str) -> tuple[str, OffsetMap | None]:
    """``raw`` HTML as text: entities decoded, tags blanked but for their attributes' values, inline images blanked."""
    if "<" not in raw and "&" not in raw:
        return unseen_view(raw)
    view = _View(raw)
    at = 0
    while match := _TAG.search(raw, at):
        start, at = match.span()
        view.keep(view.at, start)
        token = match.group()
        if token[0] == "&":
            view.put(html.unescape(token), start, at)
            continue
        view.put(" ", start, at)
        if token != "<!--":
            end = _TAG_END.match(raw, at).end()  # type: ignore[union-attr]  # it matches the empty string
            for value in _ATTRIBUTE.finditer(raw, at, end):
                named = _telling(raw, max(at, value.start() - 72), value.start())
                if named is not None:
                    view.keep(named.start(1), named.end(1))
                    view.put("=", value.start(), value.start() + 1)
                _attribute(view, raw, value.start(1) + 1, value.end(1) - 1)
            at = max(end, at)
        view.at = at
    view.keep(view.at, len(raw))
    return _blank_data_uris(view.text), view.origin


def _telling(raw: str, start: int, end: int) -> re.Match[str] | None:
    """The name of the attribute whose equals sign stands at ``end``, if it tells what the value is."""
    lowered = raw[start:end].lower()
    return _TELLING.search(raw, start, end) if any(word in lowered for word in _WORDS) else None


def _attribute(view: _View, raw: str, start: int, end: int) -> None:
    """Add an attribute's value, which may hold a URL with a password in it; an inline image holds nothing."""
    if raw.startswith("data:", start):
        return
    at = start
    if raw.find("&", start, end) >= 0:
        for entity in _ENTITY.finditer(raw, start, end):
            view.keep(at, entity.start())
            view.put(html.unescape(entity.group()), *entity.span())
            at = entity.end()
    view.keep(at, end)
    view.put("  ", end, end + 1)


class _View:
    """A view of ``raw`` that is being put together, and its map back; ``at`` is how far ``raw`` was read.

    Characters that nobody sees are left out.
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._has_unseen = _has_unseen(raw)
        self._out: list[str] = []
        self.origin = OffsetMap()
        self.at = 0

    @property
    def text(self) -> str:
        return "".join(self._out)

    def keep(self, start: int, end: int) -> None:
        if self._has_unseen:
            for unseen in _UNSEEN.finditer(self._raw, start, end):
                self._put_raw(start, unseen.start())
                start = unseen.end()
            self.at = max(self.at, start)
        self._put_raw(start, end)

    def _put_raw(self, start: int, end: int) -> None:
        if end > start:
            self.put(self._raw[start:end], start, end)

    def put(self, text: str, start: int, end: int) -> None:
        if text:
            self.origin.add(len(text), start, end)
            self._out.append(text)
        self.at = end


def _blank_data_uris(text: str) -> str:
    return _DATA_URI.sub(lambda m: " " * len(m.group()), text) if ";base64," in text else text
