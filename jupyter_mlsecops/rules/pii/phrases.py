"""What a value may be called, and whether the words beside it are that."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jupyter_mlsecops.sdk import once

from .wording import NO_LETTERS

# Words that may stand between a name and its value.
_LINKS = (
    "number|no|nr|num|id|code|is|was|are|as|of|the|on|in|at|s|card|holder|value|was|has|set|to|est|ist|es|lautet|er|är|var|"
    "number|nummer|numéro|numero|número|am|le|el|il|du|de|del|della|da|do|den|em|str|date|und|and|iso|format|home|current|"
    "file|record|entered|recorded|registered|listed|given|stated|found|default|from|b|c|list|array|numbers|nos|ids|codes"
)


class Phrases:
    """Whether one of some phrases is among the names that ``Reading.names`` gives.

    ``close``: nothing but words such as "number" or "is" may stand between the phrase and the value.
    """

    def __init__(self, phrases: Sequence[str], close: bool = False) -> None:
        self._phrases = phrases
        self._close = close

    @once
    def _inside(self) -> tuple[str, ...]:
        return tuple(f" {phrase} " if phrase.isascii() else NO_LETTERS.sub(" ", phrase) for phrase in self._phrases)

    @once
    def _words(self) -> frozenset[str]:
        return frozenset([phrase for phrase in self._phrases if phrase.isascii() and phrase.isalpha()])

    @once
    def _longer(self) -> tuple[str, ...]:
        return tuple(inside for inside in self._inside if inside.strip() not in self._words)

    @once
    def _ends(self) -> re.Pattern[str]:
        inside = "|".join(map(re.escape, self._inside))
        return re.compile(rf"(?:{inside})\s{{0,4}}(?:(?:{_LINKS})\s{{1,4}}){{0,4}}(?:\||\Z)")

    def judge(self) -> Callable[[str], bool]:
        """The question, for the names of one text: the same name is asked about at every value of a column."""
        words, longer, close = self._words, self._longer, self._close
        ends = self._ends.search if close else _never

        def is_named(names: str) -> bool:
            is_inside = not words.isdisjoint(names.split()) or any(phrase in names for phrase in longer)
            return is_inside and (not close or bool(ends(names)))

        return remembered(is_named)


def _never(_names: str) -> None:
    return None


class _Answers(dict[str, bool]):
    def __init__(self, judge: Callable[[str], bool]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, names: str) -> bool:
        answer = self[names] = self._judge(names)
        return answer


def remembered(judge: Callable[[str], bool]) -> Callable[[str], bool]:
    """The same question, which thinks about each names once: a text has few of them, and thousands of values."""
    return _Answers(judge).__getitem__
