"""The forms in which a value may stand in a file: as it is, escaped in JSON, in base64, in a URL, in pieces."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

_SHORT = 8  # a shorter value stands in other words by chance: it counts as a word of its own only
_LEAST_LINE = 16
_WORD = rb"[A-Za-z0-9_]"


class _Needle:
    """One text in any of its forms; a short one between what no word is made of."""

    def __init__(self, text: str) -> None:
        self.forms = tuple(sorted(_forms(text), key=lambda form: (len(form), form)))
        self._word: re.Pattern[bytes] | None = None
        if len(text) < _SHORT:
            joined = b"|".join(map(re.escape, reversed(self.forms)))
            self._word = re.compile(b"(?<!%b)(?:%b)(?!%b)" % (_WORD, joined, _WORD))

    def is_in(self, content: bytes) -> bool:
        """Whether ``content`` holds it."""
        if self._word is not None:
            return self._word.search(content) is not None
        return any(form in content for form in self.forms)  # much quicker than one expression of them all


class Needles:
    """What to look for. A file holds the value if it holds one of the forms, or all the pieces, in one form each.

    ``pieces`` are the parts of a value that is written in several (``"abc" + "def"``). A value of several lines is
    looked for line by line, for that is how a notebook stores it.
    """

    def __init__(self, value: str, pieces: Iterable[str] = ()) -> None:
        told = [line.strip() for line in value.splitlines()]
        lines = [line for line in told if len(line) >= _LEAST_LINE and not line.startswith("-----")]
        groups = [[value], list(pieces), lines if len(told) > 1 else []]
        self._groups = [[_Needle(text) for text in group] for group in groups if group and all(group)]
        forms = (form for group in self._groups for needle in group for form in needle.forms)
        self._reach = max(map(len, forms), default=0) + 1

    def held_by(self, pieces: Iterable[bytes]) -> bool:
        """Whether a content that comes in pieces holds the value. All pieces are taken."""
        seen = [[False] * len(group) for group in self._groups]
        kept = b""
        for piece in pieces:
            if any(map(all, seen)):
                continue
            window = kept + piece
            for group, marks in zip(self._groups, seen, strict=True):
                for number, needle in enumerate(group):
                    marks[number] = marks[number] or needle.is_in(window)
            kept = window[-self._reach :]
        return any(map(all, seen))


def _forms(text: str) -> set[bytes]:
    raw = text.encode("utf-8", "surrogatepass")
    forms = {raw}
    ascii_only = json.dumps(text)[1:-1]
    for escaped in (ascii_only, json.dumps(text, ensure_ascii=False)[1:-1], ascii_only.replace("/", "\\/")):
        forms.add(escaped.encode("utf-8", "surrogatepass"))
        # A literal in the JSON of a notebook is escaped twice.
        forms.add(json.dumps(escaped)[1:-1].encode("utf-8", "surrogatepass"))
    forms.add(re.sub(r"\\u[0-9a-f]{4}", lambda match: "\\u" + match[0][2:].upper(), ascii_only).encode("ascii"))
    if len(text) >= _SHORT:
        forms |= {form.encode("ascii") for form in (quote(raw, safe=""), quote_plus(raw), quote(raw))}
        forms |= _in_base64(raw)
    return forms


def _in_base64(raw: bytes) -> set[bytes]:
    """The value inside of a longer text in base64: at each of the three places it may begin, without its rims."""
    forms = set()
    for skipped in range(3):
        whole = base64.b64encode(b"\0" * skipped + raw)
        first = (0, 2, 3)[skipped]
        last = len(whole) - {0: 0, 1: 3, 2: 2}[(skipped + len(raw)) % 3]
        inner = whole[first:last]
        forms |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return forms
