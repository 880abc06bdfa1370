"""What a rule asked of one cell."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Asked:
    """The questions of one rule to one cell: the last parts of functions and of stores, keywords, kinds of things.

    ``anything``: it looked at the cell itself, and what it looked for cannot be told. ``was_answered``: the cell had
    something of what was asked for. ``of_notebook``: it asked what the notebook imports or installs. ``elsewhere``: it
    looked at other cells. ``has_ended``: it did not fail.
    """

    lasts: set[str] = field(default_factory=set)
    keywords: set[str] = field(default_factory=set)
    stores: set[str] = field(default_factory=set)
    escapes: bool = False
    shown: bool = False
    first: bool = False
    anything: bool = False
    was_answered: bool = False
    of_notebook: bool = False
    elsewhere: bool = False
    has_ended: bool = False
