"""The texts of a record that are only shown: printable, and cut to size."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.text import printable

_MOST_REFERENCES = 5
_SUMMARY = 200
_DETAILS = 1_000
_URL = 500


def text(details: str) -> str:
    """Lines of printable text, of which ``cut`` leaves what is kept."""
    return "\n".join(_line(line, _DETAILS) for line in details[: 2 * _DETAILS].splitlines()).strip()


def cut(details: str) -> str:
    """The beginning of the details."""
    return details if len(details) <= _DETAILS else details[: _DETAILS - 1] + "…"


def summary(given: str, details: str) -> str:
    """What it is about in one line: the summary, else the first line of the details that has a word."""
    for line in (given[: 4 * _SUMMARY], *details.split("\n")[:20]):
        if words := " ".join(_line(line, 4 * _SUMMARY).strip("# *").split()):
            return _line(words, _SUMMARY)
    return ""


def links(urls: Iterable[object]) -> tuple[str, ...]:
    """The addresses on the web, first ones first."""
    texts = dict.fromkeys(url for url in urls if isinstance(url, str))
    web = [url for url in texts if url.startswith(("https://", "http://")) and len(url) <= _URL]
    return tuple([url for url in web if url.isprintable() and " " not in url][:_MOST_REFERENCES])


def _line(line: str, limit: int) -> str:
    return line if len(line) <= limit and line.isprintable() else printable(line, limit)
