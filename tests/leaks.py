"""The search for any part of any canary.

What counts as a leak, precisely: eight characters in a row of a planted value, or of its letters and digits alone,
that are not public; forwards or backwards; as they are or behind any one of: terminal colours, escapes of JSON or
Python, HTML entities, URL encoding, UTF-16, and any of these again behind base64 (either alphabet, at any alignment)
or hex digits (in either case). Public are the texts of seven characters that other values of the same kind have as
well, ``github_``, ``-----BE``, ``https:/``, and those with one more character. So a public prefix with two characters
of the body behind it is a leak. Of a long value it takes twelve hexadecimal digits with a letter among them: a report
is full of digests, and eight are in one of them by chance once in a hundred runs.
"""

from __future__ import annotations

import binascii
import html
import random
import re
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from .canaries import Canary, Kind

WINDOW = 8
_LONG_WINDOW = 12
_DIGEST = re.compile("(?=.*[A-Fa-f])[0-9A-Fa-f]+")


def _windows(value: str, size: int) -> Iterator[str]:
    for text in (value, re.sub(r"[^A-Za-z0-9]", "", value)):
        for k in range(len(text) - size + 1):
            yield text[k : k + size]


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.S)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_ANSI = re.compile(r"(?:\x1b|\\u001b|\\x1b|\\033)\[[0-9;]*[A-Za-z]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{11,}")
_HEXES = re.compile(r"(?:[0-9A-Fa-f]{2}[ :]?){8,}")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _SHORT.get(m[3], m[3]), text)


def _from_base64(text: str) -> str:
    out = []
    for run in _BASE64.findall(text):
        plain = run.replace("-", "+").replace("_", "/")
        for start in range(4):
            piece = plain[start : start + (len(plain) - start) // 4 * 4]
            out.append(binascii.a2b_base64(piece).decode("latin-1"))
    return "\n".join(out)


def _from_hex(text: str) -> str:
    out = []
    for run in _HEXES.findall(text):
        digits = run.replace(" ", "").replace(":", "")
        for start in range(2):
            piece = digits[start : start + (len(digits) - start) // 2 * 2]
            out.append(bytes.fromhex(piece).decode("latin-1"))
    return "\n".join(out)


_READINGS: tuple[Callable[[str], str], ...] = (
    lambda text: _ANSI.sub("", text),
    _unescaped,
    html.unescape,
    urllib.parse.unquote,
    lambda text: text.replace("\0", ""),
)


def readings(text: str) -> Iterator[str]:
    """A text, and what it says where each of the known encodings is taken away."""
    plain = {text}
    for read in _READINGS:
        plain |= {read(each) for each in (text, *plain)} if len(text) < 20_000 else {read(text)}
    for each in plain:
        yield each
        for decode in (_from_base64, _from_hex):
            hidden = decode(each)
            yield hidden
            yield from (read(hidden) for read in _READINGS)


class Leaks:
    """The search for any part of any canary, in texts, bytes and folders."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        public: dict[Kind, set[str]] = {}
        chance = random.Random("public")
        self._whose: dict[str, Canary] = {}
        for canary in canaries:
            kind = canary.kind
            if kind not in public:
                others = [kind.part(kind.make(chance)) for _ in range(10)]
                public[kind] = {w for other in others for w in _windows(other, WINDOW - 1)}
            is_long = len(canary.value) >= 2 * _LONG_WINDOW
            for window in _windows(canary.value, WINDOW):
                known = window[1:] in public[kind] or window[:-1] in public[kind]
                if not known and not (is_long and _DIGEST.fullmatch(window)):
                    self._whose[window] = self._whose[window[::-1]] = canary
            for window in _windows(canary.value, _LONG_WINDOW):
                ends = (window[: WINDOW - 1], window[1 - WINDOW :])
                if _DIGEST.fullmatch(window) and public[kind].isdisjoint(ends):
                    self._whose[window] = self._whose[window[::-1]] = canary

    def of(self, text: str | bytes) -> set[Canary]:
        """The canaries of which a part can be read in ``text``."""
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        whose = self._whose
        return {
            whose[window]
            for reading in readings(text)
            for size in (WINDOW, _LONG_WINDOW)
            for k in range(len(reading) - size + 1)
            if (window := reading[k : k + size]) in whose
        }

    def least(self, canary: Canary) -> str:
        """The first characters of a canary that must not be shown."""
        every = (w for size in (WINDOW, _LONG_WINDOW) for w in _windows(canary.value, size))
        return next(window for window in every if self._whose.get(window) == canary)

    def below(self, folder: Path, may: Callable[[Path], bool] = lambda _: False) -> dict[str, set[Canary]]:
        """The files below a folder that hold a part of a canary, or are named so, but for those that may."""
        found = {}
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            leaked = self.of(name)
            if path.is_file() and not path.is_symlink() and not may(path):
                leaked |= self.of(path.read_bytes())
            if leaked:
                found[name] = leaked
        return found
