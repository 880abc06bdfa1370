"""One cell, read once: its tree, its events and its strings. They depend on the cell's source alone."""

from __future__ import annotations

import hashlib
from functools import cached_property

from ..text import Lines
from .facts import Facts
from .magics import Parsed, parse_quietly
from .reader import read
from .strings import Text, texts

_CACHED_CHARACTERS = 200_000


class Summary:
    """The parsed source of one cell and what was read off its tree. Independent of every other cell."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    @cached_property
    def lines(self) -> Lines:
        """Line starts of the text that the tree's positions count in."""
        return Lines(self.parsed.text)

    @cached_property
    def facts(self) -> Facts:
        """Bindings, calls and stores; read off the tree on first use."""
        return read(self.parsed.tree)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The constant strings, each with its name and places."""
        return tuple(texts(self.parsed.tree, self.lines))


class _Recent:
    """The summaries that were asked for last, bounded by the size of their sources."""

    def __init__(self) -> None:
        self._held: dict[bytes, Summary] = {}  # the last of a dict is the newest
        self._size = 0

    def of(self, source: str) -> Summary:
        key = hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        summary = self._held.pop(key, None)
        if summary is None:
            summary = Summary(parse_quietly(source))
            self._size += len(source)
            while self._size > _CACHED_CHARACTERS and self._held:
                self._size -= len(self._held.pop(next(iter(self._held))).parsed.text)
        self._held[key] = summary
        return summary

    def clear(self) -> None:
        self._held.clear()
        self._size = 0


_recent = _Recent()


def summarise(source: str) -> Summary:
    """The summary of a cell's source; remembered, so that a cell that did not change costs a look-up.

    To be called under ``magics.quiet``.
    """
    return _recent.of(source)


def forget() -> None:
    """Drop every remembered summary."""
    _recent.clear()
