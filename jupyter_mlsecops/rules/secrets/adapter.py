"""The default plugins of detect-secrets, run in this process on the few lines that can match; they ask no network.

A plugin is imported when a screen hits for the first time. It sees a whole line of at most ``WINDOW`` characters, or
that much of a longer one; on lines up to that length it finds what it finds if it is asked everywhere. It returns
strings that are sometimes only a part of the token (``ghp``): the span is found again with the plugin's own patterns.
Its filters by the shape of a line are not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from jupyter_mlsecops.sdk import Frozen, Span, regex

from .plugin_table import PLUGINS

WINDOW = 512
TOKEN_PART = regex(r"[A-Za-z0-9_-]")
_TOKEN = frozenset(c for c in map(chr, range(128)) if c.isalnum() or c in "_-")
_LEAD = 160  # of a longer line: so much before a place, where a name or the first part of a token may stand
_TRAIL = 128  # so much behind a place must be in the window too
_EDGES = " \t\r\n\"'`=:,;()"
_ODD = "\u0130\u0131\u017f\u212a"
_ODD_LETTERS = str.maketrans(_ODD, "iisk")


@cache
def installed() -> dict[str, Any]:
    """The plugins by type. Raises ``RuntimeError`` if they are not those of ``PLUGINS``."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    classes: dict[str, Any] = get_mapping_from_secret_type_to_class()
    ours = {kind: cls for kind, cls in classes.items() if cls.__module__.startswith("detect_secrets.plugins.")}
    if ours.keys() != PLUGINS.keys():
        raise RuntimeError(f"detect-secrets has other plugins than expected: {sorted(ours.keys() ^ PLUGINS.keys())}")
    return {kind: cls() for kind, cls in ours.items()}


@cache
def _compiled(kind: str) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    plugin = PLUGINS[kind]
    screens = [regex(screen.pattern, re.IGNORECASE if screen.caseless else 0) for screen in plugin.screens]
    return screens, [regex(pattern) for pattern in plugin.holds]


def folded(text: str) -> str:
    """``text`` in lower case, character by character, with ASCII letters where a caseless pattern sees them."""
    if not text.isascii() and any(map(text.__contains__, _ODD)):
        text = text.translate(_ODD_LETTERS)
    return text.lower()


def places(kind: str, text: str, bounded: bool = False) -> list[Span]:
    """Where the screens of a plugin match, in order. ``bounded`` leaves out tokens inside a longer run."""
    found: list[Span] = []
    in_lower_case: str | None = None
    for screen, pattern in zip(PLUGINS[kind].screens, _compiled(kind)[0], strict=True):
        if screen.caseless:
            in_lower_case = in_lower_case or folded(text)
            matches = _at_literals(screen.literals, pattern, in_lower_case, text)
        elif any(literal in text for literal in screen.literals):
            matches = (match for match in pattern.finditer(text) if match.lastindex or not pattern.groups)
        else:
            continue
        only_bounded = bounded and screen.begins
        found += [Span._make(m.span()) for m in matches if not only_bounded or not is_inside_run(text, m.start())]
    return sorted(found)


def _at_literals(literals: Iterable[str], pattern: re.Pattern[str], lowered: str, text: str) -> Iterator[re.Match[str]]:
    for literal in literals:
        at = lowered.find(literal)
        while at >= 0:
            match = pattern.match(text, at)
            if match is not None:
                yield match
            at = lowered.find(literal, at + 1)


def is_inside_run(text: str, start: int) -> bool:
    """Whether a token that begins at ``start`` would go on to the left; an escape of printed text may end there."""
    return start > 0 and text[start - 1] in _TOKEN and text[max(0, start - 2)] != "\\"


class Window(Frozen, frozen=True, gc=False):
    """A line, or a stretch of a long one, with the places in it that a screen matched; all count in the text."""

    span: Span
    places: list[Span]


def windows(text: str, found: Iterable[Span]) -> Iterator[Window]:
    """The lines around places, given in order; of longer lines stretches of ``WINDOW`` characters."""
    window: Window | None = None
    covered = -1
    marks = "\n\r" if "\r" in text else "\n"
    for place in found:
        if window is not None and place.end <= covered:
            window.places.append(place)
            continue
        if window is not None:
            yield window
        first, last = line_start(text, place.start, WINDOW, marks), _line_stop(text, place.end, marks)
        covered = last
        if last - first > WINDOW:
            stop, first = last, max(first, place.start - _LEAD)
            last = min(last, first + WINDOW)
            covered = last if last == stop else max(place.end, last - _TRAIL)
        window = Window(Span(first, last), [place])
    if window is not None:
        yield window


def line_start(text: str, at: int, most: int, marks: str = "\n\r") -> int:
    """Where the line of ``at`` begins, at most ``most`` characters before it; ``marks`` are what ends a line."""
    first = at - most if at > most else 0
    for mark in marks:
        found = text.rfind(mark, first, at)
        if found >= 0:
            first = found + 1
    return first


def _line_stop(text: str, at: int, marks: str) -> int:
    last = min(len(text), at + WINDOW)
    for mark in marks:
        found = text.find(mark, at, last)
        if found >= 0:
            last = found
    return last


def _holds(patterns: list[re.Pattern[str]], line: str) -> bool:
    """Whether a line has all without which a plugin finds nothing in it."""
    return not patterns or all(pattern.search(line) for pattern in patterns)


def asked(kind: str, text: str, found: Iterable[Span]) -> Iterator[tuple[Window, frozenset[str]]]:
    """The windows around places in which a plugin finds something, and the strings that it returns."""
    holds = _compiled(kind)[1]
    for window in windows(text, found):
        line = text[slice(*window.span)]
        if not _holds(holds, line):
            continue
        if returned := reported(kind, line):
            yield window, returned


def reported(kind: str, line: str) -> frozenset[str]:
    """What a plugin with its default settings finds in one line."""
    return _reported(kind, line.rstrip())


@lru_cache(32)
def _reported(kind: str, line: str) -> frozenset[str]:
    detector = installed()[kind]
    found = frozenset(detector.analyze_string(line))
    limit = getattr(detector, "entropy_limit", None)
    if limit is None:
        return found
    return frozenset(value for value in found if detector.calculate_shannon_entropy(value) > limit)


def plugin_hits(line: str, screened: bool = True) -> set[tuple[str, str]]:
    """What the plugins find in a line, as type and string: where a screen hits, or all of them asked everywhere."""
    if not screened:
        return {(kind, value) for kind in PLUGINS for value in reported(kind, line)}
    return {
        (kind, value) for kind in PLUGINS for _, returned in asked(kind, line, places(kind, line)) for value in returned
    }


def hits(kind: str, text: str) -> Iterator[tuple[Span, str]]:
    """What a plugin with patterns finds in a text: the whole token's span, and the token."""
    beside, holds = PLUGINS[kind].beside, _compiled(kind)[1]
    taken = -1
    for window in windows(text, places(kind, text, bounded=True)):
        begin, line = window.span.start, text[slice(*window.span)]
        if not _holds(holds, line):
            continue
        if beside and not re.search(beside, line, re.IGNORECASE):
            continue
        for least, start, end in _tokens(kind, line):
            if begin + least >= taken:
                taken = begin + end
                yield Span(begin + start, taken), line[start:end]


@lru_cache(32)
def _tokens(kind: str, line: str) -> list[tuple[int, int, int]]:
    """What a plugin finds in a line, in order: where its match begins, and the span of the whole token."""
    detector, returned = installed()[kind], reported(kind, line)
    found = [match for pattern in detector.denylist for match in pattern.finditer(line)]
    tokens: list[tuple[int, int, int]] = []
    for match in sorted(found, key=re.Match.start) if len(detector.denylist) > 1 else found:
        if returned.isdisjoint(match.groups("") or (match[0],)):
            continue
        start, end = _whole(match, line)
        if start < end and not (PLUGINS[kind].exact and end > match.end()):
            tokens.append((match.start(), start, end))
    return tokens


def _whole(match: re.Match[str], window: str) -> tuple[int, int]:
    """The token of a match: its longest group if that is long, else all of it, without the marks around it."""
    start = end = -1
    for group, behind in map(match.span, range(1, match.re.groups + 1)):
        if behind - group > end - start:
            start, end = group, behind
    if start < 0:
        start, end = match.span()
    if end - start < 16 and match.end() - match.start() >= 24:
        start, end = match.span()
    while start < end and window[start] in _EDGES:
        start += 1
    while end > start and window[end - 1] in _EDGES:
        end -= 1
    if end - start >= 16 and TOKEN_PART.match(window, end - 1):
        while end < len(window) and (
            TOKEN_PART.match(window, end) or (window[end] == "." and window[start : start + 3] == "eyJ")
        ):
            end += 1
    return start, end
