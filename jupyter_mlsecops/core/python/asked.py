"""What a rule asked of one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .code import Code

Question = tuple[str, tuple[str | int, ...]]
"""A question about the notebook as a whole: its kind, and what it is about."""
Told = Mapping[Question, object]
"""What the notebook said to some questions."""

FILES, CALLS, HANDED, PLACE = "files", "calls", "handed", "place"
"""What one cell may change for others: the files of the notebook, who calls its functions, what these are handed from
outside, and where in the notebook a cell stands."""


class Asked:
    """The questions of one rule to one cell: the last parts of functions and of stores, keywords, words of its text
    (``caseless`` are those looked for in lower case), kinds of things. They are noted only where the rule ``is_new``:
    what it asks is learned once.

    ``anything``: it looked at the cell itself, and what it looked for cannot be told. ``was_answered``: the cell had
    something of what was asked for. ``told``: what the notebook said to questions about the whole. ``needs``: what else
    of the whole its answers depend on. ``anywhere``: it looked in all cells for calls with these last parts of names,
    and ``lent`` are the cells that it was given with them, whose answers are noted here too. ``elsewhere``: it looked
    at other cells in another way. ``has_ended``: it did not fail.
    """

    __slots__ = (
        *("is_new", "lasts", "keywords", "stores", "words", "told", "needs", "escapes", "shown", "last", "first"),
        *("caseless", "anything", "was_answered", "anywhere", "lent", "elsewhere", "has_ended"),
    )

    def __init__(self, is_new: bool) -> None:
        self.is_new = is_new
        self.told: dict[Question, object] = {}
        self.needs: set[str] = set()
        self.anywhere: set[str] = set()
        self.lent: list[Code] = []
        self.elsewhere = self.has_ended = False
        if is_new:
            self.lasts: set[str] = set()
            self.keywords: set[str] = set()
            self.stores: set[str] = set()
            self.words: set[str] = set()
            self.caseless: set[str] = set()
            self.escapes = self.shown = self.last = self.first = self.anything = self.was_answered = False
