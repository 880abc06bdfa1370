"""The default plugins of detect-secrets, run in this process on the few places that can match; they ask no network.

A plugin is imported when a screen hits for the first time. It sees at most 512 characters, and it returns strings
that are sometimes only a part of the token (``ghp``): the span is found again with the plugin's own patterns, and a
hit counts only if the plugin returned a part of it. Its filters by the shape of a line are not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jupyter_mlsecops.sdk import Span

from .plugin_table import PLUGINS, Plugin

WINDOW = 512
TOKEN_PART = re.compile(r"[A-Za-z0-9_-]")
_EDGES = " \t\r\n\"'`=:,;()"


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
def _screen(kind: str) -> re.Pattern[str]:
    plugin = PLUGINS[kind]
    return re.compile(plugin.screen, re.IGNORECASE if plugin.caseless else 0)


def windows(text: str, hits: Iterator[re.Match[str]]) -> Iterator[tuple[int, str]]:
    """Stretches of at most ``WINDOW`` characters of one line around hits, each with its start."""
    seen = -1
    for hit in hits:
        if hit.end() <= seen:
            continue
        first = line_start(text, hit.start(), WINDOW // 2)
        last = min(first + WINDOW, len(text))
        stop = text.find("\n", hit.end(), last)
        last = last if stop < 0 else stop
        seen = last if stop == last else max(hit.end(), last - WINDOW // 4)
        yield first, text[first:last]


def line_start(text: str, at: int, most: int) -> int:
    """Where the line of ``at`` begins, at most ``most`` characters before it."""
    least = max(0, at - most)
    return max(text.rfind("\n", least, at) + 1, least)


def _screened(plugin: Plugin, screen: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where the screen matches, in order."""
    if not plugin.leads:
        yield from screen.finditer(text)
        return
    places: list[int] = []
    for literal in plugin.literals:
        at = text.find(literal)
        while at >= 0:
            places.append(at)
            at = text.find(literal, at + 1)
    for at in sorted(places):
        match = screen.match(text, at)
        if match is not None:
            yield match


def hits(kind: str, text: str) -> Iterator[tuple[Span, str]]:
    """What a plugin with patterns finds in a text: the whole token's span, and the token."""
    plugin = PLUGINS[kind]
    taken = -1
    for start, window in windows(text, _screened(plugin, _screen(kind), text)):
        if plugin.beside and not re.search(plugin.beside, window, re.IGNORECASE):
            continue
        detector = installed()[kind]
        returned = set(detector.analyze_string(window))
        if not returned:
            continue
        for pattern in detector.denylist:
            for match in pattern.finditer(window):
                span = _whole(match, window)
                value = window[slice(*span)]
                if value and start + span.start >= taken and any(part.strip(_EDGES) in value for part in returned):
                    taken = start + span.end
                    yield span.shift(start), value


def _whole(match: re.Match[str], window: str) -> Span:
    """The token of a match: its longest group if that is long, else all of it, without the marks around it."""
    groups = [match.span(k) for k in range(1, match.re.groups + 1) if match[k]]
    start, end = max(groups, key=lambda s: s[1] - s[0], default=match.span())
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
    return Span(start, end)
