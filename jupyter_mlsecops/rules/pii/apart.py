"""Names that stand apart from their values: the columns of a query or a frame before its rows, the name of a list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from jupyter_mlsecops.sdk import Frozen, Segment, regex

_HEADED = regex(
    r"(?i)\b(?:insert|replace)\s{1,3}into|column|cols|names|fields|header|schema|keys|createdataframe"
    r"|[\w\"'`\])]\s?[=:(]\s?[\[(]\s?[\"']|[\])]\s{0,4},\s{0,8}\[\s{0,8}[\"']"
)
_TOKEN = regex(
    r"\"(?:[^\"'\\\n]|\\.){0,200}\"|'(?:[^\"'\\\n]|\\.){0,200}'|`[^`\n]{0,80}`|[\[\](){},]|[^\s\[\](){},\"'`]{1,200}"
)
_NAME = regex(r"[\"'`]?[^\W\d][\w .\-/]{0,39}[\"'`]?")
# What stands before a list of names.
_LISTED = regex(
    r"(?:(?i:\binto\s{1,3}[\w.\"`\[\]]{1,80}\s{0,4})"
    r"|(?i:columns|cols|names|fields|headers?|schema|keys)[\"']?\s{0,4}[=:]\s{0,4})\Z"
)
_SECOND = regex(r"[\])]\s{0,4},\s{0,8}\Z")  # the list of names is handed over behind the rows
_LAST = regex(r"\s{0,4},?\s{0,4}\)")
_TITLED = regex(r"([^\W\d][\w .\-]{0,39})[\"'`]?\]?\s{0,4}(?:[=:]\s{0,4}|\.isin\()\Z")
_BEFORE = 120
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


class _Group(Frozen, frozen=True):
    """What stands in brackets: where, and where each of its fields, which commas part."""

    start: int
    end: int
    fields: list[tuple[int, int]]


class _Cell(Frozen, frozen=True):
    start: int
    end: int
    head: str


_START = attrgetter("start")


def named_apart(segment: Segment, start: int) -> str:
    """The name of the value at ``start`` where a list of names stands apart from it, or empty."""
    cells = segment.remember(_cells)
    k = bisect_right(cells, start, key=_START) - 1
    return cells[k].head if k >= 0 and start < cells[k].end else ""


def _cells(segment: Segment) -> list[_Cell]:
    text = segment.text
    if not _HEADED.search(text):
        return []
    groups = sorted(_groups(text), key=_START)
    heads: dict[int, tuple[str, ...]] = {}  # the last list of so many names
    found: list[_Cell] = []
    waiting: dict[int, list[_Group]] = {}  # rows before any list of so many names
    for group in groups:
        count = len(group.fields)
        before = text[max(0, group.start - _BEFORE) : group.start]
        names = _names(text, group) if _is_list_of_names(text, group, before) else ()
        if names:
            heads[count] = names
            for row in waiting.pop(count, ()):
                found += _row(row, names)
        elif count in heads:
            found += _row(group, heads[count])
        elif text[group.start] == "[" and (title := _TITLED.search(before)) is not None:
            # Of figures there are many, and some have the right check digit by chance.
            found += [_Cell(a, b, title[1]) for a, b in group.fields if text[a] in "\"'"]
        elif count > 1:
            waiting.setdefault(count, []).append(group)
    return sorted(found, key=_START)


def _row(group: _Group, names: tuple[str, ...]) -> Iterator[_Cell]:
    for (start, end), name in zip(group.fields, names, strict=True):
        yield _Cell(start, end, name)


def _is_list_of_names(text: str, group: _Group, before: str) -> bool:
    if _LISTED.search(before):
        return True
    return text[group.start] == "[" and _SECOND.search(before) is not None and _LAST.match(text, group.end) is not None


def _names(text: str, group: _Group) -> tuple[str, ...]:
    """The names in a group that holds nothing else."""
    names = tuple([text[a:b].strip("\"'`") for a, b in group.fields if _is_name(text, a, b)])
    return names if len(names) == len(group.fields) == len(set(names)) else ()


def _is_name(text: str, start: int, end: int) -> bool:
    return end - start <= 42 and _NAME.fullmatch(text, start, end) is not None


def _groups(text: str) -> Iterator[_Group]:
    """Everything in brackets, each as soon as it ends."""
    opened: list[tuple[str, int, bool]] = []
    fields: list[list[tuple[int, int]]] = [[]]
    is_new = True  # what comes next begins a field
    for token in _TOKEN.finditer(text):
        sign, start = token[0], token.start()
        if sign in _OPENING:
            opened.append((sign, start, is_new))
            fields.append([])
            is_new = True
            continue
        if sign == ",":
            is_new = True
            continue
        if sign in _CLOSING:
            if not opened:
                continue
            bracket, start, is_new = opened.pop()
            parts = fields.pop()
            if bracket != "{" and parts:
                yield _Group(start, token.end(), parts)
        if not opened:
            continue
        inside = fields[-1]
        if is_new or not inside:
            inside.append((start, token.end()))
        else:
            inside[-1] = (inside[-1][0], token.end())
        is_new = False
