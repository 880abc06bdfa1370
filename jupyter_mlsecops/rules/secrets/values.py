"""Where the value beside a name of a credential ends: at its closing quote, or where no such value goes on."""

from __future__ import annotations

import re

from jupyter_mlsecops.sdk import regex

SHORTEST, LONGEST = 8, 1300
QUOTED = {
    '"': regex(r'[^\s"\\]{8,1300}(?=["\\]|\Z)'),
    "'": regex(r"[^\s'\\]{8,1300}(?=['\\]|\Z)"),
    "`": regex(r"[^\s`\\]{8,1300}(?=[`\\]|\Z)"),
}
"""A value behind an opening quote."""
LEAST = regex(r"[^\s\"'`,;)\]}\\<>|]{8}")
_STOP = regex(r"[\s\"'`,;)\]}\\<>|]")
_EAST = regex(r"[\u2e80-\uffef]")  # as a part of the class above, it takes ten times as long to be compiled
GAP = regex(r"<(?!(?:br|hr|p|li|b|i|em|strong|code|td|tr|div|span)\b)[A-Za-z_]")
"""What stands behind the beginning of a value in the place of the rest: ``sk-<your key>``."""


class Next:
    """Where the next match of an expression begins. What many places ask for is looked for once."""

    def __init__(self, expression: re.Pattern[str], text: str) -> None:
        self._expression, self._text = expression, text
        self._asked, self._found = 0, -1

    def at(self, place: int) -> int:
        """The first match at or behind a place; the end of the text where there is none."""
        if not self._asked <= place <= self._found:
            match = self._expression.search(self._text, place)
            self._asked, self._found = place, match.start() if match is not None else len(self._text)
        return self._found


class Bare:
    """The values of a text that stand there without quotes. Many may begin in one run of their characters."""

    def __init__(self, text: str) -> None:
        self._stop = Next(_STOP, text)
        self._east = Next(_EAST, text) if not text.isascii() else None

    def end(self, start: int) -> int:
        """Where the value that begins at ``start`` ends."""
        end = min(self._stop.at(start), start + LONGEST)
        return min(end, self._east.at(start)) if self._east is not None else end


def is_cut_off(value: str) -> bool:
    """Whether a value is only the beginning of one: ``sk-...``."""
    return value.endswith("…") or not value[-3:].strip(".*•")
