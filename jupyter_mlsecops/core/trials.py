"""Proposals that are tried: which of them go together."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from .found import Found
from .model import Applicability, Edit
from .rule import Proposal

ORDER = {applicability: rank for rank, applicability in enumerate(Applicability)}


class Trial(msgspec.Struct, frozen=True, eq=False):
    """One proposal for one finding, as edits, and what it touches: cells, and the secret that it takes out of one."""

    found: Found
    proposal: Proposal
    edits: list[Edit]
    touched: frozenset[str]
    elsewhere: str = ""


class Batch(msgspec.Struct, frozen=True):
    """Proposals that are tried together; those of a crowd touch the same cells."""

    trials: list[Trial]
    is_crowd: bool

    def parted(self) -> list[Batch]:
        """Smaller ones: by rule, and those of one rule in halves."""
        by_rule: dict[str, list[Trial]] = {}
        for trial in self.trials:
            by_rule.setdefault(trial.found.rule.id, []).append(trial)
        if len(by_rule) > 1:
            return [Batch(trials, self.is_crowd) for trials in by_rule.values()]
        half = len(self.trials) // 2
        return [Batch(self.trials[:half], self.is_crowd), Batch(self.trials[half:], self.is_crowd)]


def apart(trials: Iterable[Trial]) -> list[list[Trial]]:
    """The trials in batches in which no two touch the same cell or secret."""
    batches: list[list[Trial]] = []
    used: dict[str, int] = {}  # how many batches have touched it
    for trial in trials:
        k = max(used.get(cell, 0) for cell in trial.touched)
        for cell in trial.touched:
            used[cell] = k + 1
        if k == len(batches):
            batches.append([])
        batches[k].append(trial)
    return batches


def with_other_places(trial: Trial, trials: Iterable[Trial]) -> Trial:
    """``trial`` with the like-named proposal, else the first one, for every other place of the same value."""
    chosen: dict[Found, Trial] = {trial.found: trial}
    for other in trials:
        if other.found.value != trial.found.value or other.found is trial.found:
            continue
        known = chosen.get(other.found)
        if known is None or (other.proposal.title == trial.proposal.title != known.proposal.title):
            chosen[other.found] = other
    rank = max(ORDER[one.proposal.applicability] for one in chosen.values())
    edits = list(dict.fromkeys(edit for one in chosen.values() for edit in one.edits))
    number = len(chosen) - 1
    elsewhere = f" (and in {number} other place{'s' if number > 1 else ''})"
    proposal = replace(trial.proposal, applicability=list(ORDER)[rank])
    return replace(trial, proposal=proposal, edits=edits, elsewhere=elsewhere)
