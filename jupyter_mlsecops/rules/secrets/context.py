"""Tokens without a prefix: a class and a length, and the provider's word in the name, line or imports."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from jupyter_mlsecops.sdk import Match, Segment, regex

from .called import CALL_SHAPES, called
from .filters import UNNAMED, is_random, looks_drawn
from .pairs import Pair, is_literal, pairs
from .row import Row, match_of
from .words import SHAPES, WORDS

_NOT_LETTERS = regex(r"[^a-z0-9]+")
_NO_WORD = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789\n"))
_IMPORT = regex(r"^[ \t]*(?:import|from)[ \t]+[^\n#]*", re.IGNORECASE | re.MULTILINE)
_SEPARATE = regex(r"[_.\-]")
_CLIENT = regex(
    r"(?i)(?:client|login|connect\w*|setup|auth\w*|api|configure|init\w*|experiment|set_\w*key|token|key|credentials?)\Z"
)
_NOT_KEY = regex(
    r"(?i)(?<!api_)hash(?!node|icorp)|digest|sha\d|md5|commit|revision|checksum|"
    r"run_?id|_id\Z|\Aid\Z|version|artifact"
)
_HEAD = regex(r"^[ \t]{0,12}(?:\[([\w. -]{2,40})\]|[\"']?([\w.-]{2,40})[\"']?:[ ]?\{?)[ \t]{0,8}\r?$", re.MULTILINE)
_SECTION = 200
_ALL_WORDS: set[str] = set()
# A value has a name beside it, or is the first argument of a call.
SCREEN = ((*WORDS, "("), (*SHAPES, *CALL_SHAPES))
"""The literals and the shapes that all rows without a prefix share."""


@cache
def _class(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def register(words: tuple[str, ...]) -> None:
    """Make the words of a row known, so that no row takes a value that another provider's name stands beside."""
    _ALL_WORDS.update(plain(word) for word in words if len(plain(word)) > 2)


def plain(text: str) -> str:
    """The ASCII letters and digits of a text, in lower case."""
    return _NOT_LETTERS.sub("", text.lower())


def find_in_context(row: Row, segment: Segment) -> Iterator[Match]:
    """The matches of a row that has no prefix to go by."""
    seen: set[int] = set()
    for pair in (*pairs(segment), *called(segment)):
        if pair.span.start in seen or not fits(row, pair.value):
            continue
        if _NOT_KEY.search(pair.name) or not _belongs(row, pair, segment):
            continue
        if is_literal(segment, pair):
            seen.add(pair.span.start)
            yield match_of(row, segment, pair.span, pair.value)


def candidates(segment: Segment) -> Collection[str]:
    """The rows of which a word stands where it counts, in a text with a value that a row could take."""
    if not is_promising(segment):
        return ()
    from .unprefixed import named_in  # few texts have such a value, and the table is long

    return named_in(said_of_values(segment))


def is_promising(segment: Segment) -> bool:
    """Whether a text has a named value that any row without a prefix could take."""
    every = (*pairs(segment), *called(segment))
    return any(map(_is_promising, dict.fromkeys([pair.value for pair in every]))) if every else False


def _is_promising(value: str) -> bool:
    return is_random(value) or (len(value) >= UNNAMED and looks_drawn(value))


def fits(row: Row, value: str) -> bool:
    """Whether a value has the class and length of a row, and looks drawn by chance."""
    if _class(row.pattern).fullmatch(value) is None:
        return False
    if row.loose:
        return is_random(value)
    return looks_drawn(value)


def said_of_values(segment: Segment) -> str:
    """As ``plain``, line by line: all in which a word can stand that makes a value of a text a row's own."""
    text, every = segment.text, (*pairs(segment), *called(segment))
    found = [segment.pointer, segment.key, *{pair.name for pair in every}]
    # Many values stand in one line: what is before them is said once.
    begun = ended = 0
    for start, end in sorted([(_line(text, pair.span.start), pair.span.start) for pair in every]):
        if start > ended or not ended:
            found += (text[begun:ended], _section(text, start))
            begun, ended = start, end
        ended = max(ended, end)
    found += (text[begun:ended], *_IMPORT.findall(_source(segment)))
    return "\n".join(found).lower().encode("ascii", "ignore").translate(None, _NO_WORD).decode()


def _belongs(row: Row, pair: Pair, segment: Segment) -> bool:
    name = plain(pair.name)
    if segment.key:
        name += "\n" + plain(segment.pointer.rpartition("/metadata/")[2])
    own = [plain(word) for word in row.context]
    if any(word in name for word in own):
        return not pair.weak or bool(_CLIENT.search(pair.name)) or _is_class(pair.name, own) or "key" in name
    if any(word in name for word in _ALL_WORDS):
        return False
    line = _before(pair, segment).lower()
    if pair.weak and not re.search(r"(?i)(?:key|login)s?\Z", pair.name) and not _CLIENT.search(pair.name):
        return False
    if any(word in line or word in plain(line) for word in own):
        return True
    return any(_imported(word, _source(segment)) for word in row.context)


def _before(pair: Pair, segment: Segment) -> str:
    """What stands in the line before a value, as much of it as counts."""
    end = pair.span.start
    start = _line(segment.text, end)
    return _section(segment.text, start) + segment.text[start:end]


def _line(text: str, end: int) -> int:
    """Where the line begins that a value stands in, as far as it is near."""
    least = max(0, end - 300)
    return max(text.rfind("\n", least, end) + 1, least)


def _section(text: str, start: int) -> str:
    """The head of the section of a settings file that the line at ``start`` is in: ``[kaggle]``, ``kaggle:``."""
    above = text[max(0, start - _SECTION) : start]
    heads = _HEAD.findall(above) if ":\n" in above or "]\n" in above or "{\n" in above else ()
    return f"{''.join(heads[-1])} " if heads else ""


def _source(segment: Segment) -> str:
    return segment.cell.source if segment.cell and segment.kind == "code" else ""


def _is_class(callee: str, own: list[str]) -> bool:
    """Whether the called thing is named for the provider: ``Roboflow("…")``."""
    return plain(_SEPARATE.split(callee)[-1]) in own


def _imported(word: str, source: str) -> bool:
    return (
        word in source.lower()
        and re.search(rf"(?im)^[ \t]*(?:import|from)[ \t]+[^\n#]*{re.escape(word)}", source) is not None
    )
