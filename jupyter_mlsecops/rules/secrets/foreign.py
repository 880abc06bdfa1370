"""Plugins of detect-secrets that others wrote, as rules. They have no screen: each is asked about every line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jupyter_mlsecops.sdk import Category, Confidence, Match, Rule, Segment, Severity, Span, regex, rule, shape

from .adapter import WINDOW
from .fixes import proposals

_OVERLAP = 128  # of the pieces of a line that is longer than a window
_SECONDS = 1.0  # for one text
_LINE = regex(r"[^\r\n]+")
_NOT_NAME = regex(r"[^a-z0-9]+")
_NAME = "cell.py"  # plugins go by the ending of a name


class TooSlow(Exception):
    """A plugin that took too long for one text; what it found until then is kept."""


def rule_id(kind: str) -> str:
    """The id of the rule for a type of secret: ``detect-secrets-acme-token``."""
    return "detect-secrets-" + _NOT_NAME.sub("-", kind.lower()).strip("-")


def rule_of(plugin: Any, kind: str, clock: Callable[[], float] = time.monotonic) -> Rule:
    """The rule that asks ``plugin``, an instance, for secrets of type ``kind``.

    It raises what the plugin raises, and ``TooSlow`` if a text takes longer than a second on ``clock``: the engine
    makes a problem of that.
    """

    def check(segment: Segment) -> Iterator[Match]:
        ends = clock() + _SECONDS
        seen: set[Span] = set()
        for window in pieces(segment.text):
            line = segment.text[slice(*window)]
            for value in _values(plugin, line):
                for span in _spans(line, value):
                    found = span.shift(window.start)
                    if found not in seen:
                        seen.add(found)
                        yield Match(found, message=f"{kind} {segment.where}", label=kind, preview=shape())
            if clock() > ends:
                raise TooSlow(kind)

    check.__doc__ = (
        f"A plugin that your policy names found this: {kind}. Everyone who gets the notebook can use it.\n\n"
        "Revoke it where it was issued, then read it from the environment."
    )
    return rule(
        id=rule_id(kind),
        on=Segment,
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        title=kind[:60],
        category=Category.SECRETS,
        cwe=798,
        precedence=3600,
        propose=proposals("", ""),
    )(check)


def pieces(text: str) -> Iterator[Span]:
    """The lines of a text; longer ones in overlapping pieces of ``WINDOW`` characters."""
    for match in _LINE.finditer(text):
        start, end = match.span()
        while end - start > WINDOW:
            yield Span(start, start + WINDOW)
            start += WINDOW - _OVERLAP
        yield Span(start, end)


def _values(plugin: Any, line: str) -> Iterable[str]:
    """What the plugin finds. It is asked as detect-secrets asks it; nothing is verified over the network."""
    from detect_secrets.util.inject import call_function_with_arguments

    found = call_function_with_arguments(
        plugin.analyze_line, filename=_NAME, line=line.rstrip(), line_number=1, context=None
    )
    values = {secret.secret_value for secret in found or ()}
    if not all(isinstance(value, str) for value in values):
        raise TypeError("a plugin returned something that is no text")
    return sorted(values, key=lambda value: (-len(value), value))


def _spans(line: str, value: str) -> Iterator[Span]:
    """Where the value stands in the line; all of the line if the plugin returned what is not in it."""
    at = line.find(value) if value else -1
    if at < 0:
        start = len(line) - len(line.lstrip())
        yield Span(start, max(len(line.rstrip()), start))
    while at >= 0:
        yield Span(at, at + len(value))
        at = line.find(value, at + len(value))
