"""Our table of tokens as plugins of detect-secrets, for teams that go on scanning other files with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from jupyter_mlsecops.sdk import Span, regex

from .row import compiled, found
from .tables import prefixed

_PREFIX = "MLSecOps"
_NOT_NAME = regex(r"[^A-Za-z0-9]+")


def names() -> dict[str, str]:
    """The names of the classes, by the type of secret that each finds; nothing is imported for that."""
    return {label: class_name(label) for label in sorted({row.label for row in prefixed()})}


def class_name(label: str) -> str:
    """What the class is called that finds secrets of a type: ``MLSecOpsHuggingFaceToken``."""
    return _PREFIX + "".join(word[:1].upper() + word[1:] for word in _NOT_NAME.split(label))


@cache
def detectors() -> dict[str, type]:
    """One class for each type of secret, by name. They find a token by its own shape, as the rules of this folder do;
    a token that only the name beside it gives away is left to the rules, and nothing is ever sent anywhere.
    """
    from detect_secrets.plugins.base import RegexBasedDetector

    def analyze_string(self: Any, string: str, **kwargs: Any) -> Iterator[str]:
        yield from _tokens(string).get(self.secret_type, ())

    made = {}
    for label, name in names().items():
        members = {
            "__doc__": f"Scans for: {label}.",
            "secret_type": label,
            "denylist": tuple(compiled(row.pattern) for row in prefixed() if row.label == label),
            "analyze_string": analyze_string,
        }
        # A plugin that says it is made of patterns is not silenced by an id before it in the line.
        made[name] = type(name, (RegexBasedDetector,), members)
    return made


@lru_cache(1)
def _tokens(line: str) -> dict[str, list[str]]:
    """The tokens of one line by label, each under the first row that claims it; all plugins ask for the same line."""
    taken: list[Span] = []
    found_here: dict[str, list[str]] = {}
    for row in prefixed():
        for span, value in found(row, line):
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                found_here.setdefault(row.label, []).append(value)
    return found_here
