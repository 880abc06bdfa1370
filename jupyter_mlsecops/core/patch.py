"""Applying edits: to the bytes of a file, leaving every other byte alone, and to a decoded document in memory."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from .decoding import JsonObject, encoding_of
from .ipynb import joined, resolve, tokens
from .model import Edit
from .regex import regex
from .text import Lines, Span

_STRING = regex(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET_OR_STRING = regex(r'[\[\]{}]|"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = regex(r"[^\s,\]}]+")
_SPACE = regex(r"[\s\ufeff]*")
_ESCAPE = regex(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)


class PatchError(Exception):
    """Edits that contradict each other, or that point at nothing. The message holds no text of the file."""


class _Child(msgspec.Struct, frozen=True):
    """A member or element: where it begins (its key, if it has one), where its value begins and ends."""

    key: str
    begin: int
    start: int
    end: int


def apply(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """``raw`` with all edits applied; bytes outside the edits stay as they are. Raises ``PatchError``.

    Edits address the document as it was before: they are applied together and may not overlap. An edit whose
    pointer is empty addresses a file that is not JSON, as one text.
    """
    encoding = encoding_of(raw)
    document = Document(raw.decode(encoding))
    splices = sorted(splice for edit in edits for splice in document.splices(edit))
    for (_, end, _), (start, _, _) in zip(splices, splices[1:], strict=False):
        if start < end:
            raise PatchError("Two edits overlap.")
    out: list[str] = []
    at = 0
    for start, end, insert in splices:
        out += (document.text[at:start], insert)
        at = end
    out.append(document.text[at:])
    return "".join(out).encode(encoding, "surrogatepass")


class Document:
    """A file's text in which values are found by pointer; what was looked up once is remembered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._children: dict[int, list[_Child]] = {}

    def splices(self, edit: Edit) -> list[tuple[int, int, str]]:
        """The replacements ``(start, end, text)`` in the document that an edit comes to."""
        if not edit.pointer:
            if edit.region is None or edit.insert is None:
                raise PatchError("An edit of a whole file needs a region and a text.")
            span = Lines(self.text).span(edit.region)
            return [(span.start, span.end, edit.insert)]
        if edit.region is None:
            return [self._remove(edit.pointer)] if edit.insert is None else [self._replace(edit.pointer, edit.insert)]
        start, end = self.find(edit.pointer)
        if self.text[start] == '"':
            text = _String(self.text, start, end)
            span = Lines(text.value).span(edit.region)
            return [(text.at(span.start), text.at(span.end), _quote(edit.insert or ""))]
        return [self._edit_lines(start, end, edit)]

    def _edit_lines(self, start: int, end: int, edit: Edit) -> tuple[int, int, str]:
        """An edit of a text that is stored as a list of strings, by convention one a line."""
        children = self._list(start)
        strings = [_String(self.text, child.start, child.end) for child in children]
        ends = [0]
        for string in strings:
            ends.append(ends[-1] + len(string.value))
        span = Lines("".join(string.value for string in strings)).span(edit.region)  # type: ignore[arg-type]
        insert = edit.insert or ""
        if not strings:
            lines = ", ".join(f'"{_quote(line)}"' for line in insert.splitlines(keepends=True))
            return start, end, f"[{lines}]"
        first = min(bisect_right(ends, span.start) - 1, len(strings) - 1)
        last = first if span.end == span.start else bisect_left(ends, span.end) - 1
        takes_line_end = span.start < span.end == ends[last + 1] and not insert.endswith("\n")
        if takes_line_end and last + 1 < len(strings):
            last += 1  # what is left of the line, maybe nothing, and the next one become one string
        separator = (
            self.text[children[0].end : children[1].start]
            if len(children) > 1
            else "," + self.text[start + 1 : children[0].start]
        )
        lines = f'"{separator}"'.join(_quote(line) for line in insert.splitlines(keepends=True))
        at_line_start = span.end == ends[first] and span.end == span.start
        if at_line_start and insert.endswith("\n"):
            lines += f'"{separator}"'
        return strings[first].at(span.start - ends[first]), strings[last].at(span.end - ends[last]), lines

    def _replace(self, pointer: str, insert: str) -> tuple[int, int, str]:
        parent, _, _ = pointer.rpartition("/")
        key = tokens(pointer)[-1]
        start, _ = self.find(parent)
        children = self._list(start)
        for child in reversed(children):
            if child.key == key:
                return child.start, child.end, insert
        if self.text[start] != "{":
            raise PatchError(f"There is nothing at {pointer}.")
        member = f'"{_quote(key)}": {insert}'
        if not children:
            return start + 1, start + 1, member
        gap = self.text[start + 1 : children[0].begin]
        return children[-1].end, children[-1].end, f",{gap}{member}"

    def _remove(self, pointer: str) -> tuple[int, int, str]:
        parent, _, _ = pointer.rpartition("/")
        key = tokens(pointer)[-1]
        start, end = self.find(parent)
        children = self._list(start)
        index = next((k for k in range(len(children) - 1, -1, -1) if children[k].key == key), None)
        if index is None:
            raise PatchError(f"There is nothing at {pointer}.")
        if len(children) == 1:
            return start + 1, end - 1, ""
        if index == 0:
            return children[0].begin, children[1].begin, ""
        return children[index - 1].end, children[index].end, ""

    def find(self, pointer: str) -> tuple[int, int]:
        """Where the value at a JSON pointer begins and ends. Raises ``PatchError``."""
        start = _space(self.text, 0)
        end = self._value_end(start)
        for key in tokens(pointer):
            child = next((c for c in reversed(self._list(start)) if c.key == key), None)
            if child is None:
                raise PatchError(f"There is nothing at {pointer}.")
            start, end = child.start, child.end
        return start, end

    def _list(self, start: int) -> list[_Child]:
        """The children of the object or array that begins at ``start``; none for a scalar."""
        known = self._children.get(start)
        if known is None:
            known = self._children[start] = list(self._walk(start)) if self.text[start] in "[{" else []
        return known

    def _walk(self, start: int) -> Iterable[_Child]:
        is_object = self.text[start] == "{"
        at = _space(self.text, start + 1)
        index = 0
        while self.text[at] not in "]}":
            begin = at
            key = str(index)
            if is_object:
                after = self._value_end(at)
                key = json.loads(self.text[at:after])
                at = _space(self.text, _space(self.text, after) + 1)  # past the colon
            end = self._value_end(at)
            yield _Child(key, begin, at, end)
            index += 1
            at = _space(self.text, end)
            if self.text[at] == ",":
                at = _space(self.text, at + 1)

    def _value_end(self, start: int) -> int:
        head = self.text[start]
        if head == '"':
            match = _STRING.match(self.text, start)
        elif head in "[{":
            depth = 0
            for match in _BRACKET_OR_STRING.finditer(self.text, start):
                token = match.group()
                if token[0] != '"':
                    depth += 1 if token in "[{" else -1
                    if not depth:
                        return match.end()
            match = None
        else:
            match = _SCALAR.match(self.text, start)
        if match is None:
            raise PatchError("The file is not valid JSON.")
        return match.end()


class _String:
    """One JSON string literal: its value, and where each character of the value stands in the document."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.value: str = json.loads(text[start:end])
        self._inside = start + 1
        self._escapes: list[int] = []  # offset in the value, just behind each escape
        self._gained: list[int] = []  # by how much the document has run ahead there
        ahead = 0
        for match in _ESCAPE.finditer(text, start + 1, end - 1):
            offset = match.start() - self._inside - ahead
            ahead += match.end() - match.start() - 1
            self._escapes.append(offset + 1)
            self._gained.append(ahead)

    def at(self, offset: int) -> int:
        """Where in the document the character at ``offset`` of the value begins."""
        k = bisect_right(self._escapes, offset)
        return self._inside + offset + (self._gained[k - 1] if k else 0)


def _space(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches the empty string


def _quote(text: str) -> str:
    """``text`` as it stands between the quotes of a JSON string; other scripts stay readable, as in nbformat."""
    quoted = json.dumps(text, ensure_ascii=False)[1:-1]
    return quoted if quoted.isascii() else re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m.group()):04x}", quoted)


def edit_text(text: str, edits: Sequence[tuple[Span, str]]) -> str:
    """``text`` with spans replaced; they may not overlap. Raises ``PatchError``."""
    out: list[str] = []
    at = 0
    for span, insert in sorted(edits):
        if span.start < at:
            raise PatchError("Two edits overlap.")
        out += (text[at : span.start], insert)
        at = span.end
    out.append(text[at:])
    return "".join(out)


def apply_to_tree(tree: JsonObject, edits: Iterable[Edit]) -> JsonObject:
    """A copy of a decoded notebook with the edits applied; what is not touched is shared. Raises ``PatchError``."""
    by_pointer: dict[str, list[Edit]] = {}
    for edit in edits:
        by_pointer.setdefault(edit.pointer, []).append(edit)
    # Later elements first: taking one out of a list moves those behind it.
    for pointer in sorted(by_pointer, key=_document_order, reverse=True):
        tree = _edit_value(tree, pointer, by_pointer[pointer])
    return tree


def _document_order(pointer: str) -> list[tuple[int, str]]:
    return [(int(token), "") if token.isdigit() else (-1, token) for token in tokens(pointer)]


def _edit_value(tree: JsonObject, pointer: str, edits: list[Edit]) -> JsonObject:
    if not pointer:  # a file that is not JSON, as one text
        return {"": _edited(tree[""], edits)}
    whole = [edit for edit in edits if edit.region is None]
    if whole and len(edits) > 1:
        raise PatchError("Two edits overlap.")
    try:
        if whole:
            insert = whole[0].insert
            changed: JsonObject = _copy_with(tree, tokens(pointer), _GONE if insert is None else json.loads(insert))
            return changed
        text = joined(resolve(tree, pointer))
    except (KeyError, IndexError, ValueError) as error:
        raise PatchError(f"There is nothing at {pointer}.") from error
    changed = _copy_with(tree, tokens(pointer), _edited(text, edits))
    return changed


def _edited(text: str, edits: list[Edit]) -> str:
    lines = Lines(text)
    return edit_text(text, [(lines.span(edit.region), edit.insert or "") for edit in edits if edit.region])


_GONE = object()


def _copy_with(tree: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(tree, list):
        copy: Any = list(tree)
        if not rest and value is _GONE:
            del copy[int(head)]
            return copy
        copy[int(head)] = _copy_with(copy[int(head)], rest, value)
        return copy
    copy = dict(tree)
    if not rest and value is _GONE:
        del copy[head]
    else:
        copy[head] = _copy_with(copy.get(head, {}) if rest else None, rest, value)
    return copy
