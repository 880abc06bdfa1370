"""Names that stand apart from their values: the columns of a query or a frame before its rows, the name of a list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter

from jupyter_mlsecops.sdk import Frozen, Segment, regex

# One of these stands in every text in which names stand apart, or a list of texts does.
_HINTS = ("columns", "cols", "names", "fields", "eader", "chema", "keys", "INSERT", "insert ", "Insert ")
_TEXTS = regex(r"\[\s{0,8}[\"']")
# The text of a query holds names itself.
_QUERY = r"(?!(?i:insert|replace)\b)"
_PLAIN, _ESCAPED = r"[^\"'\\\n]{0,200}", r"(?:[^\"'\\\n]|\\.){0,200}"
_TEXT = "|".join([rf"{quote}{_QUERY}(?:{_PLAIN}{quote}|{_ESCAPED}{quote})" for quote in "\"'"])
# A text, or a sign, or the one and the other behind it.
_TOKEN = regex(rf"(?:{_TEXT})([\[\](){{}},]?)|([\[\](){{}},])")
_IN_ROW = frozenset("\"'`[(,")  # before a value, or before a space before it
_ROWS = tuple("([{,")  # what stands before a row
_NAME = regex(r"[\"'`]?[^\W\d][\w .\-/]{0,39}[\"'`]?")
# What stands before a list of names.
_LISTED = regex(
    r"(?:(?i:\b(?:insert|into)\s{1,3}[\w.\"`\[\]]{1,80}\s{0,4})"
    r"|(?i:columns|cols|names|fields|headers?|schema|keys)[\"']?\s{0,4}[=:]\s{0,4})\Z"
)
_SECOND = regex(r"[\])]\s{0,4},\s{0,8}\Z")  # the list of names is handed over behind the rows
_LAST = regex(r"\s{0,4},?\s{0,4}\)")
_TITLED = regex(r"([^\W\d][\w .\-]{0,39})[\"'`]?\]?\s{0,4}(?:[=:]\s{0,4}(?:[\w.]{1,20}\()?\[?|\.isin\()\Z")
# What names a list behind it.
_NAMED = regex(r"\s{0,4},\s{0,8}(?:dtype=[\w.\"']{1,20},\s{0,8})?name\s?=\s?[\"']([^\"'\n]{1,40})[\"']")
_BEFORE = 120
_GAP = 5  # more space stands before no list of names
_ENDS = (",", ";", "{", "\n")  # behind which a name begins
_DEEP = 40  # nobody writes rows in so many brackets
_OPENING = "([{"


class _Group(Frozen, frozen=True):
    """What stands in brackets: where, and where each of its fields, which commas part."""

    start: int
    end: int
    fields: list[tuple[int, int]]


class Cell(Frozen, frozen=True):
    """A value: where it stands, and the name that stands apart from it."""

    start: int
    end: int
    head: str


_START = attrgetter("start")


class Cells:
    """Values with names that stand apart from them, in order."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = sorted(cells, key=_START)
        self._starts = [cell.start for cell in self._cells]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def head(self, at: int) -> str:
        """The name of the cell that a place is in, or empty."""
        k = bisect_right(self._starts, at) - 1
        return self._cells[k].head if k >= 0 and at < self._cells[k].end else ""


def may_stand_apart(text: str) -> bool:
    """Whether there may be names that stand apart from their values: a quick look."""
    return ("[" in text or "(" in text) and (_has_hint(text) or _TEXTS.search(text) is not None)


def named_apart(segment: Segment, start: int) -> str:
    """The name of the value at ``start`` where a list of names stands apart from it, or empty."""
    text = segment.text
    before = text[start - 1 : start]
    if (text[start - 2 : start - 1] if before == " " else before) not in _IN_ROW:
        return ""
    return segment.remember(cells_apart).head(start)


def cells_apart(segment: Segment) -> Cells:
    """The values of a text whose names stand apart from them."""
    text = segment.text
    groups = sorted(_groups(text), key=_START)
    heads: dict[int, tuple[str, ...]] = {}  # the last list of so many names
    found: list[Cell] = []
    waiting: dict[int, list[_Group]] = {}  # rows before any list of so many names
    for group in groups:
        count = len(group.fields)
        is_row = text[group.start] == "(" and text[max(0, group.start - _GAP) : group.start].rstrip().endswith(_ROWS)
        before = "" if is_row else text[max(0, group.start - _BEFORE) : group.start]
        names = _names(text, group) if before and _is_list_of_names(text, group, before) else ()
        if names:
            heads[count] = names
            for row in waiting.pop(count, ()):
                found += _row(row, names)
        elif count in heads and (count > 1 or text[group.start] == "["):
            found += _row(group, heads[count])
        elif text[group.start] == "[" and (title := _NAMED.match(text, group.end) or _titled(before)):
            # Of figures there are many, and some have the right check digit by chance.
            found += [Cell(a, b, title[1]) for a, b in group.fields if text[a] in "\"'"]
        elif count > 1:
            waiting.setdefault(count, []).append(group)
    return Cells(found)


def _titled(before: str) -> re.Match[str] | None:
    return _TITLED.search(before[max(map(before.rfind, _ENDS)) + 1 :])


def _row(group: _Group, names: tuple[str, ...]) -> list[Cell]:
    return [Cell(start, end, name) for (start, end), name in zip(group.fields, names, strict=True)]


def _is_list_of_names(text: str, group: _Group, before: str) -> bool:
    if _has_hint(before) and _LISTED.search(before):
        return True
    return text[group.start] == "[" and bool(_LAST.match(text, group.end) and _SECOND.search(before))


def _has_hint(text: str) -> bool:
    return any([hint in text for hint in _HINTS])


def _names(text: str, group: _Group) -> tuple[str, ...]:
    """The names in a group that holds nothing else."""
    names = tuple([text[a:b].strip("\"'`") for a, b in group.fields if _is_name(text, a, b)])
    return names if len(names) == len(group.fields) == len(set(names)) else ()


def _is_name(text: str, start: int, end: int) -> bool:
    return end - start <= 42 and _NAME.fullmatch(text, start, end) is not None


def _groups(text: str) -> Iterator[_Group]:
    """Everything in round and square brackets, each as soon as it ends."""
    opened: list[tuple[int, list[tuple[int, int]]]] = []
    begin = 0  # of the field
    begins: list[int] = []
    for token in _TOKEN.finditer(text):
        sign, at = token[1] or token[2], token.end() - 1
        if not sign:
            continue
        if sign in _OPENING:
            if len(opened) == _DEEP:
                return
            opened.append((at, []))
            begins.append(begin)
            begin = at + 1
        elif opened:
            start, fields = opened[-1]
            bare = text[begin:at].strip()
            if bare:
                begin = text.index(bare, begin)
                fields.append((begin, begin + len(bare)))
            begin = at + 1
            if sign != ",":
                opened.pop()
                begin = begins.pop()
                if text[start] != "{" and fields:
                    yield _Group(start, at + 1, fields)
