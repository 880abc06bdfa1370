"""Texts as a person reads them, with a map back: no colour codes, unseen characters or images, HTML decoded."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from .regex import regex
from .text import OffsetMap

_ANSI = regex(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])|[\x08]")
# Soft hyphens, joiners, byte order and direction marks: a token that was copied from a chat or a PDF may hold them.
_UNSEEN = regex("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TAG = regex(r"<(?:!--|/?[A-Za-z][^\s<>/]{0,40})|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_END = regex(r"[^>\"']{0,4096}(?:\"[^\"]*\"[^>\"']{0,4096}|'[^']*'[^>\"']{0,4096})*>?")
_ENTITY = regex(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
# The name of an attribute that tells what its value is: data-api-key="…", token="…".
_TELLING = regex(r"(?i)\s(?:data-)?((?=[\w:-]{0,60}(?:key|token|secret|passw))[A-Za-z][\w:-]{0,60})\s{0,8}\Z")
_WORDS = ("key", "token", "secret", "passw")
_ATTRIBUTE = regex(r"=\s{0,8}(\"[^\"]*\"|'[^']*')")
_DATA_URI = regex(r"data:[\w.+/-]{1,80};base64,([A-Za-z0-9+/=]{2,})")
_BLOCK = 1 << 14  # characters; no key, token or certificate is as long
_GIANT = 3 * _BLOCK
_RUN = regex(rf"[A-Za-z0-9+/=_-]{{{_BLOCK}}}")

Stretch = tuple[int, int]


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
    """``raw`` without characters of no width and without data; None as map where it has none."""
    if _is_plain(raw) or not _gaps(raw):
        return raw, None
    view = _View(raw)
    view.keep(0, len(raw))
    return view.text, view.origin


def code_view(source: str) -> str:
    """``source`` with data blanked, as long as it was: what is found counts in the characters of its syntax tree."""
    gaps = () if _is_plain(source) else _data(source)
    if not gaps:
        return source
    out: list[str] = []
    at = 0
    for start, end in gaps:
        out += (source[at:start], " " * (end - start))
        at = end
    return "".join((*out, source[at:]))


def _is_plain(raw: str) -> bool:
    """Whether a text certainly has no gaps, as most."""
    return len(raw) < _GIANT and raw.isascii() and ";" not in raw


def _gaps(raw: str) -> list[Stretch]:
    """What a view leaves out: data, and characters that nobody sees."""
    found = _data(raw)
    if raw.isascii():
        return found
    unseen = [match.span() for match in _UNSEEN.finditer(raw)]
    return sorted([*found, *unseen]) if found else unseen


def _data(raw: str) -> list[Stretch]:
    """Stretches that hold no text: inline images, and giant runs of letters and digits (a genome, a model in base64).

    Of such a run its first and its last 16,384 characters or more are left.
    """
    found = [match.span(1) for match in _DATA_URI.finditer(raw)] if ";base64," in raw else []
    if len(raw) < _GIANT:
        return found
    # A giant run fills blocks from end to end; where there is none, a look into each block ends at its first space.
    blocks = range(0, len(raw) - _BLOCK + 1, _BLOCK)
    full = {at for at in blocks if _is_within(found, at, at + _BLOCK) or _RUN.match(raw, at)}
    runs = [(at, at + _BLOCK) for at in sorted(full) if at - _BLOCK in full and at + _BLOCK in full]
    return _apart([*found, *runs]) if runs else found


def _is_within(stretches: list[Stretch], start: int, end: int) -> bool:
    """Whether a stretch lies in one of others, which are apart and in order."""
    k = bisect_right(stretches, start, key=lambda stretch: stretch[0]) - 1
    return k >= 0 and stretches[k][1] >= end


def _apart(stretches: list[Stretch]) -> list[Stretch]:
    """The stretches in order of place, those that overlap or touch as one."""
    apart: list[Stretch] = []
    for start, end in sorted(stretches):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def html_view(raw: str) -> tuple[str, OffsetMap | None]:
    """``raw`` HTML as text: entities decoded, tags blanked but for their attributes' values, data left out."""
    if "<" not in raw and "&" not in raw:
        return unseen_view(raw)
    view = _View(raw)
    at = 0
    while match := _TAG.search(raw, at):
        start, at = match.span()
        view.keep(view.at, start)
        token = match.group()
        if token[0] == "&":
            view.put(unescape(token), start, at)
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
    return view.text, view.origin


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
            view.put(unescape(entity.group()), *entity.span())
            at = entity.end()
    view.keep(at, end)
    view.put("  ", end, end + 1)


def unescape(text: str) -> str:
    """HTML without references to characters. Their names take long to import; most texts have none but ``&amp;``."""
    if text.count("&") == text.count("&amp;"):
        return text.replace("&amp;", "&")
    from html import unescape as unescaped

    return unescaped(text)


class _View:
    """A view of ``raw`` that is being put together, and its map back; ``at`` is how far ``raw`` was read.

    What is in its ``gaps`` is left out: characters that nobody sees, and data, for which a space stands.
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.gaps = _gaps(raw)
        self._out: list[str] = []
        self.origin = OffsetMap()
        self.at = 0

    @property
    def text(self) -> str:
        return "".join(self._out)

    def keep(self, start: int, end: int) -> None:
        for gap, behind in self._gaps_in(start, end) if self.gaps else ():
            self._put_raw(start, gap)
            if behind - gap > 1:
                self.put(" ", gap, behind)
            start = behind
            self.at = max(self.at, start)
        self._put_raw(start, end)

    def _gaps_in(self, start: int, end: int) -> Iterator[Stretch]:
        for k in range(bisect_left(self.gaps, (start, start)), len(self.gaps)):
            gap, behind = self.gaps[k]
            if behind > end:
                return
            yield gap, behind

    def _put_raw(self, start: int, end: int) -> None:
        if end > start:
            self.put(self._raw[start:end], start, end)

    def put(self, text: str, start: int, end: int) -> None:
        if text:
            self.origin.add(len(text), start, end)
            self._out.append(text)
        self.at = end
