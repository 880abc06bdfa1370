"""Names of credentials and the values beside them: ``api_key="…"``, ``export TOKEN=…``, ``Set `KEY` to `…` ``.

The search goes from the words that name credentials outwards, so a text without them costs nine substring searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jupyter_mlsecops.sdk import Frozen, Part, Segment, Span, regex

from .cells import Columns, named_cells
from .filters import is_password
from .links import TAIL
from .literals import is_python, token_at
from .nearby import is_of_api, listed
from .told import stands_out, told_before
from .values import GAP, LEAST, QUOTED, SHORTEST, Bare, Next, is_cut_off
from .words import CLOSELY, is_weak, names_credential, starts_in

_NAME_CHARACTERS = "".join(c for c in map(chr, range(128)) if c.isalnum() or c in "_.-")
_NO_END = frozenset(".:!?*•…")  # what a value ends with that is no part of it
_NO_PART = frozenset(" =:,\"'\n")  # what stands behind most names
_NO_NAME = ("", " ", "\n", "=", '"', "'")  # what stands before most names
_SPACED = regex(
    r"(?i)\b(?:api|access|secret|account|private|auth|license|subscription|secret access|signing|encryption|fernet|"
    r"client|service|storage)[ ]\Z"
)
_BEFORE_SPACE = frozenset("isteyhngISTEYHNG\u0131\u0130\u017f")  # how these words end

GETS = regex(r"(?i)(?:^|[._])(?:get|fetch|load|read|find|lookup|resolve|getenv|environ|prompt|input|widget)")
"""Names of what brings a value from elsewhere."""
# What may stand before a name and its value with only a space between them: a command that sets one.
_SETS = regex(
    r"(?i)(?:(?<![\w-])(?:%env|%set_env|set|put|add|export|setx|env|config(?:ure)?|secrets?)\s(?:--?[\w-]{1,20}\s)?|"
    r"\b(?:login|user|account|machine)\s[^\s\"']{1,64}\s)\Z"
)
_SETTERS = frozenset(("set", "put", "add", "env", "ort", "etx", "fig", "ure", "ret", "ets"))  # how these words end
_OWNERS = frozenset(("gin", "ser", "unt", "ine"))
_UNPACKS = regex(r"[ \t]{0,40}(?P<names>[^=,\n#]{1,80}(?:,[^=,\n#]{1,80}){1,5})=(?!=)")
_ITEM = regex(
    r"[ \t]{0,8}(?:[bfruBFRU]{0,2}([\"'])([^\s\"'\\]{8,1300})\1|[^,\n]{1,200})[ \t]{0,8}(?:,|$)", re.MULTILINE
)
_WITH_COLUMNS = (Part.OUTPUT, Part.SOURCE)
_REACH = 200  # characters before a word
_LONG = regex(r"\S{8}")  # what is in every value
_SIGN = regex(r"[\W_]")
_FORM = regex(r"&[a-z_]{2,30}=")  # one field of a form follows another
_LONG_VALUE = 256  # names inside a value as long as this are no names, of many not even inside shorter ones


class Pair(Frozen, frozen=True, gc=False):
    """A value and the name it stands beside. ``weak``: a name that alone says nothing (``key``, ``login``, a call)."""

    name: str
    span: Span
    value: str
    quoted: bool
    weak: bool


def pairs(segment: Segment) -> tuple[Pair, ...]:
    """The names and values of a text, unjudged, in order; several rules ask for the same text."""
    return segment.remember(_all_pairs)


def _all_pairs(segment: Segment) -> tuple[Pair, ...]:
    return tuple(_pairs(segment))


def _pairs(segment: Segment) -> Iterator[Pair]:
    if segment.key and segment.kind in ("metadata", "json") and 8 <= len(segment.text) <= 4096:
        value = segment.text
        if not any(c.isspace() for c in value) and names_credential(segment.key):
            span = Span(0, len(value))
            yield Pair(segment.key, span, value, True, is_weak(segment.key))
    yield from text_pairs(segment.text, segment)
    if segment.kind == "html":
        for name, value in named_cells(segment.raw, names_credential):
            at = segment.text.find(value)
            if at >= 0:
                yield Pair(name, Span(at, at + len(value)), value, True, is_weak(name))


def text_pairs(text: str, segment: Segment | None = None) -> Iterator[Pair]:
    """The names and values in a text. ``segment`` tells what kind of text it is; without one it is an output."""
    if _LONG.search(text) is None:
        return
    taken: dict[int, bool] = {}  # where values begin, and whether the name of one there says something
    inside = Span(0, 0)  # a long value
    line_end = 0
    is_plain = segment is not None and segment.part in _WITH_COLUMNS and segment.kind in ("stream", "text", "markdown")
    columns = Columns(text) if is_plain and "\n" in text else None
    match, bare, sign = TAIL.match, Bare(text), Next(_SIGN, text)
    starts = starts_in(text)
    longest = _LONG_VALUE if len(starts) <= CLOSELY else 0
    for start in starts:
        if inside.start <= start < inside.end:
            continue
        if start > _REACH and text[start - 1].isalnum() and sign.at(start - _REACH) >= min(start + _REACH, len(text)):
            continue  # no name is that long
        if segment is not None and segment.kind == "code" and start >= line_end:
            line_end = text.find("\n", start) + 1 or len(text)
            yield from _unpacked(text, text.rfind("\n", 0, start) + 1, line_end, taken)
        tail = match(text, start)
        pair = _pair(text, segment, start, tail, bare) if tail is not None else None
        if pair is None:
            pair = _told(text, start)
        if pair is not None:
            found: Iterable[Pair] = (pair,)
            if pair.quoted:
                found = (pair, *_listed(text, pair))
        elif columns is not None:
            found = _below(columns, start, taken)
        else:
            continue
        for each in found:
            at, is_firm = each.span.start, not each.weak
            if taken.get(at, -1) < is_firm:
                taken[at] = is_firm
                if len(each.value) > longest:
                    inside = each.span
                yield each


def _pair(text: str, segment: Segment | None, start: int, tail: re.Match[str], bare: Bare) -> Pair | None:
    begun, opened = tail.end(), tail["open"]
    if opened:
        opener = opened[-1]
        body = QUOTED[opener].match(text, begun)
        if body is None or (text[begun] in ")]}" and _is_in_text(text, start, opener)):
            return None
        ended = body.end()
    else:
        ended = bare.end(begun) if LEAST.match(text, begun) is not None else begun
        if ended - begun < SHORTEST:
            return None
    closers, _tags, comma, call, element, _said, gap, below, wrap, _opened = tail.groups()
    if not opened and (wrap or call or comma):
        return None
    value = text[begun:ended]
    before = text[start - 1 : start]
    is_told = False
    if gap == " " and not opened:
        is_told = stands_out(value, tail[0], text[max(0, start - 20) : start])
        is_word = before in (" ", "") and text[start] not in "lLbB"  # and not login, bearer
        if is_word and not is_told and not _is_set(text, start):
            return None  # a sentence
    begin = start
    if before not in _NO_NAME:
        least = max(0, start - 40)
        begin = least + len(text[least:start].rstrip(_NAME_CHARACTERS))
    mark = text[begin - 1 : begin]
    if mark == "%" and re.match(r"[0-9A-Fa-f]{2}", text[begin : begin + 2]):
        begin += 2
    named = tail.start("closers")
    is_whole = closers or (text[named] in _NO_PART and " " not in text[start:named])
    name = text[begin : named if is_whole else _name_end(text, start)]
    is_apart = before == " " and text[start - 2 : start - 1] in _BEFORE_SPACE
    spaced = _SPACED.search(text, max(0, start - 20), start) if is_apart else None
    if spaced:
        name = spaced[0].replace(" ", "_") + name
    if gap and not is_told and not _may_be_apart(text, segment, begin, name, tail, bool(opened)):
        return None
    if wrap and GETS.search(wrap):
        return None
    if call and GETS.search(name):
        return None
    if comma and not any(q in closers for q in "\"'"):
        return None
    if below and (segment is None or segment.kind == "code"):
        return None
    if element and text[begin - 1 : begin] != "<":
        return None
    if not opened:
        if text[begun - 2 : begun] == "**":
            value = value.partition("**")[0]
        if text[ended : ended + 1] == "<" and GAP.match(text, ended):
            return None
        if value[-1:] in _NO_END:
            if is_cut_off(value):
                return None
            value = value.rstrip(".:" if is_password(name) else ".:!?*")
        if text[begin - 1 : begin] in ("?", "&", "#") or ("&" in value and _FORM.search(value)):
            value = value.partition("&")[0].partition(" " if is_password(name) else "#")[0]
        if len(value) < SHORTEST:
            return None
    weak = is_weak(name) and not spaced and not is_of_api(text, begin)
    return Pair(name, Span(begun, begun + len(value)), value, bool(opened), weak)


def _listed(text: str, first: Pair) -> list[Pair]:
    """The values behind the first one of a list, which stand beside its name as well."""
    return [Pair(first.name, s, text[slice(*s)], True, first.weak) for s in listed(text, first.span)]


def _is_in_text(text: str, start: int, mark: str) -> bool:
    """Whether a mark behind a word closes the text in which the word stands: ``getpass("Password: ")``."""
    return text[max(0, start - _REACH) : start].rpartition("\n")[2].count(mark) % 2 == 1


def _below(columns: Columns, start: int, taken: dict[int, bool]) -> Iterator[Pair]:
    """The values of the column whose head a word stands in that were not found yet."""
    name, spans = columns.below(start)
    is_firm = not spans or not is_weak(name)
    for span in spans:
        if taken.get(span.start, -1) < is_firm:
            yield Pair(name, span, columns.text[slice(*span)], True, not is_firm)


def _told(text: str, start: int) -> Pair | None:
    found = told_before(text, start)
    if found is None:
        return None
    name = found[0] + text[start : _name_end(text, start)]
    return Pair(name, found[1], text[slice(*found[1])], False, is_weak(name))


def _unpacked(text: str, start: int, end: int, taken: dict[int, bool]) -> Iterator[Pair]:
    """The pairs of ``KEY, SECRET = "…", "…"``."""
    equals = text.find("=", start, end)
    if equals < 0 or text.find(",", start, equals) < 0:
        return
    match = _UNPACKS.match(text, start, end)
    if match is None:
        return
    names = match["names"].split(",")
    for name, item in zip(names, _ITEM.finditer(text, match.end(), end), strict=False):
        if item[2] and item.start(2) not in taken and names_credential(name):
            taken[item.start(2)] = False
            name = name.strip(" \t\"'[]()")
            yield Pair(name, Span(*item.span(2)), item[2], True, is_weak(name))


_NAME_REST = regex(r"[\w-]{0,80}")


def _name_end(text: str, start: int) -> int:
    match = _NAME_REST.match(text, start)
    return match.end() if match else start


def _may_be_apart(text: str, segment: Segment | None, begin: int, name: str, tail: re.Match[str], quoted: bool) -> bool:
    """Whether nothing but space may separate a name from its value here."""
    lowered, gap = name.lower(), tail["gap"]
    if lowered == "pass":  # a verb
        return False
    if "\n" not in gap:
        if name.startswith("--") or text[begin - 2 : begin] == "--" or lowered.endswith(("login", "bearer")):
            return True
        if quoted and not tail["closers"]:
            return True
        if _is_set(text, begin):
            return True
    if segment is None:
        return _is_wide(gap)
    if segment.kind in ("html", "svg"):
        return len(gap) >= 2
    if segment.kind == "markdown" and "\n" in gap:
        return text.startswith("#", text.rfind("\n", 0, begin) + 1)
    return segment.part is Part.OUTPUT and _is_wide(gap)


def _is_set(text: str, begin: int) -> bool:
    """Whether a command that sets something stands before a name."""
    if not text[begin - 1 : begin].isspace():
        return False
    line = max(text.rfind("\n", max(0, begin - 100), begin) + 1, begin - 100)
    words = text[line:begin].rsplit(None, 2)
    may_set = bool(words) and (words[-1][-3:].lower() in _SETTERS or words[-1][0] == "-")
    if not may_set and (len(words) < 2 or words[-2][-3:].lower() not in _OWNERS):
        return False
    # The command is one of the last two words.
    return _SETS.search(text, line + len(words[0]) if len(words) == 3 else line, begin) is not None


def _is_wide(gap: str) -> bool:
    """Whether a gap separates two columns."""
    return (len(gap) >= 2 or "\t" in gap) and "\n" not in gap


def is_literal(segment: Segment, pair: Pair) -> bool:
    """Whether the value is written there, not computed: in Python, in a string, comment or ``!`` line."""
    if pair.quoted or segment.kind != "code" or segment.cell is None or not is_python(segment.language, segment.text):
        return True
    return token_at(segment.text, *pair.span) is not None
