"""TOML with places: the standard library reads it, and where its keys, headers and texts stand is looked up here."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from typing import Any

from ...core.dependency import NotReadable
from ...core.regex import regex
from ...core.text import Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Texts and comments; the text was read as TOML before, so each one is closed.
_TOKEN = regex(
    r'"""(?P<a>(?:[^"\\]|\\.|"(?!""))*"{0,2})"""' + r"|'''(?P<b>(?:[^']|'(?!''))*'{0,2})'''"
    r'|"(?P<c>(?:[^"\\\r\n]|\\.)*)"' + r"|'(?P<d>[^'\r\n]*)'|#[^\r\n]*",
    re.DOTALL,
)
_HEADER = regex(r"^[ \t]{0,100}\[{1,2}([^\[\]\r\n=,]{1,1000})\]", re.MULTILINE)
_KEY = regex(r"(?:^|[{,])((?:[\w.\t -]|\"[^\"\r\n]{0,300}\"|'[^'\r\n]{0,300}'){1,300})=", re.MULTILINE)
_PART = regex(r"\"([^\"\r\n]{0,300})\"|'([^'\r\n]{0,300})'|([\w-]{1,300})")


_PARTS = 100  # of a dotted key; the parser's time and memory grow with their square
_WHERE = regex(r" \((?:at line \d+, column \d+|at end of document)\)\Z")
_BETWEEN_KEYS = regex(r"[^\w\s.-]")
_DOT = regex(r"[\w-][ \t]{0,8}\.")


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises ``NotReadable``."""
    if any(line.count(".") > _PARTS and _is_long_key(line) for line in text.splitlines()):
        raise NotReadable(f"The file has a key of more than {_PARTS} parts.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        raise NotReadable(f"The file is not valid TOML{where[0] if where else ''}.") from error
    except RecursionError as error:
        raise NotReadable("The file is nested too deeply.") from error
    except ValueError as error:  # a date or a number that no calendar and no computer has
        raise NotReadable("The file holds a number or a date that cannot be read.") from error


def _is_long_key(line: str) -> bool:
    bare = _TOKEN.sub(lambda match: "_" if match[0][0] != "#" else "", line)
    return any(sum(1 for _ in _DOT.finditer(part)) > _PARTS for part in _BETWEEN_KEYS.split(bare))


class TomlText:
    """Where in a TOML text its keys, headers and texts stand. All places are code points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._texts: dict[str, list[int]] = {}
        self._keys: dict[str, list[int]] = {}
        self._headers: dict[tuple[str, ...], list[int]] = {}
        bare: list[str] = []
        at = 0
        for match in _TOKEN.finditer(text):
            bare.append(text[at : match.start()])
            at = match.end()
            name = match.lastgroup
            if name is None:
                bare.append(" " * (at - match.start()))
            else:
                self._texts.setdefault(match[name], []).append(match.start(name))
                bare.append(_WORD.sub(" ", match[0]) if name in "ab" else _NOT_IN_KEY.sub("_", match[0]))
        bare.append(text[at:])
        self._look_for_keys("".join(bare), text)

    def _look_for_keys(self, bare: str, text: str) -> None:
        for match in _HEADER.finditer(bare):
            parts = self._parts(text, *match.span(1))
            self._headers.setdefault(tuple(parts), []).append(match.end())
        for match in _KEY.finditer(bare):
            self._parts(text, *match.span(1))
        for places in self._keys.values():
            places.sort()

    def _parts(self, text: str, start: int, end: int) -> list[str]:
        parts = []
        for part in _PART.finditer(text, start, end):
            group = part.lastindex or 0
            parts.append(part[group])
            self._keys.setdefault(part[group], []).append(part.start(group))
        return parts

    def section(self, *path: str) -> int:
        """Where a table begins: behind its header, else behind the key that has it as value, else the start."""
        for known in range(len(path), 0, -1):
            headers = self._headers.get(path[:known])
            if headers is not None:
                at = headers[0]
                break
        else:
            known, at = 0, 0
        for name in path[known:]:
            key = self.key(name, at)
            at = key.end if key is not None else at
        return at

    def headers(self, *path: str) -> list[int]:
        """Where the tables of this name begin, each behind its header."""
        return self._headers.get(path, [])

    def key(self, name: str, at: int) -> Span | None:
        """The first key of this name from ``at`` on, else anywhere."""
        return _first(self._keys, name, at)

    def text(self, value: str, at: int) -> Span:
        """The first text of this value from ``at`` on, without its quotes, else anywhere.

        A text that is written with escapes stands nowhere as it is read: then it is the empty place at ``at``.
        """
        at = min(at, len(self._text))
        return _first(self._texts, value, at) or Span(at, at)

    def value(self, name: str, value: str, at: int) -> Span:
        """The text of a key, else the key of this name: for a value whose place must not be empty."""
        found = self.text(value, at)
        return found if found.end > found.start else self.key(name, at) or Span(0, 1)

    def pair(self, name: str, value: str, at: int) -> Span:
        """A key with its text, quotes included, where that stands on the same line, else the key alone."""
        key = self.key(name, at)
        if key is None:
            return Span(at, at)
        found = _first(self._texts, value, key.end)
        if found is None or found.start < key.end or "\n" in self._text[key.end : found.start]:
            return key
        return Span(key.start, found.end + 1)


_WORD = regex(r"[^\s]")
_NOT_IN_KEY = regex(r"[\[\]{},=\r\n#]")


def _first(places: dict[str, list[int]], value: str, at: int) -> Span | None:
    starts = places.get(value)
    if not starts:
        return None
    index = bisect_left(starts, at)
    start = starts[index if index < len(starts) else 0]
    return Span(start, start + len(value))
