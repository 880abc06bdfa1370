"""detect-secrets as it comes, asked everywhere, beside what the adapter finds where a screen hits."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache

from detect_secrets.core.scan import _is_filtered_out, _process_line_based_plugins
from detect_secrets.settings import get_plugins
from detect_secrets.util.code_snippet import get_code_snippet

from jupyter_mlsecops.core.needles import Hyperscan, Needle, Search, Standard
from jupyter_mlsecops.rules.secrets.adapter import WINDOW, asked, places
from jupyter_mlsecops.rules.secrets.plugin_table import PLUGINS

INDIRECT = "detect_secrets.filters.heuristic.is_indirect_reference"
NAME = "cell.py"  # the keyword plugin asks for the kind of file
Hits = set[tuple[int, str, str]]
"""The start of a line in its text, the type of a plugin, and what it returned."""


@cache
def engines() -> list[Search]:
    """The searches of the product, for what the plugins promise to be in a text."""
    needles = [
        Needle(plugin.literals(plugin.is_caseless), plugin.is_caseless, shapes=plugin.shapes)
        for plugin in PLUGINS.values()
    ]
    is_installed = importlib.util.find_spec("hyperscan") is not None
    return [Standard(needles), Hyperscan(needles)] if is_installed else [Standard(needles)]


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that can be compared, with where they start: no longer than a plugin's window."""
    for match in re.finditer(r"[^\r\n]+", text):
        if len(match[0]) <= WINDOW:
            yield match.start(), match[0]


def everywhere(text: str) -> Hits:
    """What every plugin finds on every line, before any filter."""
    return {
        (start, secret.type, str(secret.secret_value))
        for start, line in lines(text)
        for plugin in get_plugins()
        for secret in plugin.analyze_line(filename=NAME, line=line.rstrip())
    }


def screened(text: str) -> Hits:
    """The same where the screens hit: the texts that every engine lets pass, and the lines in them."""
    comparable = dict(lines(text))
    found: Hits = set()
    passing = [engine.present([text])[0] for engine in engines()]
    for index, kind in enumerate(PLUGINS):
        if all(index in each for each in passing):
            for window, returned in asked(kind, text, places(kind, text)):
                if len(comparable.get(window.span.start, "")) == window.span.end - window.span.start:
                    found |= {(window.span.start, kind, value) for value in returned}
    return found


def unmodified(text: str) -> Hits:
    """What detect-secrets reports with the filters of its settings."""
    return {
        (start, secret.type, str(secret.secret_value))
        for start, line in lines(text)
        for secret in _process_line_based_plugins([(1, line)], filename=NAME)
    }


def filtered(text: str, hits: Hits) -> Hits:
    """``hits`` without those that the filters of detect-secrets' settings drop, which are asked last here."""
    by_type = {plugin.secret_type: plugin for plugin in get_plugins()}
    kept: Hits = set()
    for start, kind, value in hits:
        line = re.compile(r"[^\r\n]*").match(text, start)[0].rstrip()  # type: ignore[index]
        about = {"filename": NAME, "line": line, "context": get_code_snippet([line], 1)}
        if not _is_filtered_out(["line"], **about) and not _is_filtered_out(
            ["secret"], **about, secret=value, plugin=by_type[kind]
        ):
            kept.add((start, kind, value))
    return kept
