"""What a rule asked of one cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Question = tuple[str, tuple[str | int, ...]]
"""A question about the notebook as a whole: its kind, and what it is about."""
Told = Mapping[Question, object]
"""What the notebook said to some questions."""


@dataclass(eq=False, slots=True)
class Asked:
    """The questions of one rule to one cell: the last parts of functions and of stores, keywords, words of its text,
    kinds of things.

    ``anything``: it looked at the cell itself, and what it looked for cannot be told. ``was_answered``: the cell had
    something of what was asked for. ``told``: what the notebook said to questions about the whole. ``elsewhere``: it
    looked at other cells. ``has_ended``: it did not fail.
    """

    lasts: set[str] = field(default_factory=set)
    keywords: set[str] = field(default_factory=set)
    stores: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    told: dict[Question, object] = field(default_factory=dict)
    escapes: bool = False
    shown: bool = False
    last: bool = False
    first: bool = False
    anything: bool = False
    was_answered: bool = False
    elsewhere: bool = False
    has_ended: bool = False
