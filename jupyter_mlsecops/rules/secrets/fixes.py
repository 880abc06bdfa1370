"""Fixes of secrets, as rules declare them. What makes them is imported when there is something to fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jupyter_mlsecops.sdk import Match, Proposal, Segment

Propose = Callable[[Segment, Match], Iterable[Proposal]]


def proposals(label: str, variable: str) -> Propose:
    """The ``propose`` of a rule: ``label`` names what it finds, ``variable`` is where people keep it.

    Where they are empty, the label of the match and the name beside the value are taken.
    """

    def propose(segment: Segment, match: Match) -> Iterable[Proposal]:
        from .fixing import fixes

        return fixes(segment, match, match.label or label or "secret", variable)

    return propose


def advice(title: str) -> Propose:
    """A ``propose`` for a value that code cannot simply read from the environment: outputs are fixed, code is not."""

    def propose(segment: Segment, match: Match) -> Iterable[Proposal]:
        from .fixing import advised

        return advised(segment, match, title)

    return propose
