"""What locks of all tools have in common: each package once, with one version, and hashes of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...core.dependency import Declared
from ...core.manifest import Manifest, install
from ...core.project import instant
from ...core.regex import regex
from ...core.shell.installs import Option
from ...core.text import Span
from .entries import listed, table, words

_NAME = regex(r"^[ \t]{0,20}name[ \t]{0,20}=[ \t]{0,20}(\"|')([^\"'\r\n]{1,300})\1", re.MULTILINE)


class Names:
    """Where the names of the packages of a lock stand: each at the first place that no other has taken."""

    def __init__(self, text: str, pattern: re.Pattern[str] = _NAME, group: int = 2) -> None:
        self._text = text
        self._places: dict[str, Iterator[int]] = {}
        found: dict[str, list[int]] = {}
        for match in pattern.finditer(text):
            found.setdefault(match[group], []).append(match.start(group))
        self._places = {name: iter(starts) for name, starts in found.items()}

    def next(self, name: str) -> Span:
        """The place of the next package of this name; of one that is written in an odd way, its first place at all."""
        start = next(self._places.get(name, iter(())), -1)
        if start < 0:
            start = max(self._text.find(f'"{name}"') + 1, 0)
            return Span(start, start + len(name)) if start else Span(0, 0)
        return Span(start, start + len(name))


def lock(packages: Iterable[Declared], indexes: Iterable[str], text: str) -> Manifest:
    """What a lock says. Only of its indexes, and of files from a URL that have no hash, is there anything to say."""
    found = tuple(packages)
    options = []
    for url in dict.fromkeys(filter(None, indexes)):
        at = max(text.find(url), 0)
        span = Span(at, at + len(url)) if text.startswith(url, at) else Span(0, 0)
        options.append(Option("index", url, span, span))
    loose = tuple(one for one in found if one.requirement.kind == "url" and not one.hashes)
    return Manifest(found, (install("uv", "lock", loose, tuple(options)),))


def hashes(files: object) -> tuple[str, ...]:
    """The hashes in a list of files (``hash = "sha256:…"``) or in the table of one."""
    given = (words(table(file).get("hash")) for file in (listed(files) or [files]))
    return tuple(value for value in given if ":" in value)


def uploaded(files: object) -> str:
    """When the first of a list of files came to the index (``upload-time = "…"``); empty where none tells it."""
    times = (instant(table(file).get("upload-time")) for file in listed(files))
    return min(filter(None, times), default="")


def repository(url: str) -> tuple[str, str]:
    """Address and commit in ``https://host/owner/name?rev=main#commit``, as uv and conda-lock write them."""
    bare, _, commit = url.removeprefix("git+").partition("#")
    return f"git+{bare.partition('?')[0]}", commit
