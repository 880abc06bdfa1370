"""Fixes: a proposal becomes an offer only after it was applied in memory and scanned again."""

from __future__ import annotations

import difflib
import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .ipynb import Notebook, NotebookError, with_json
from .matching import Found, Matched, Matcher, cell_key
from .model import Applicability, Edit, Finding, Fix
from .patch import PatchError, apply_to_tree
from .rule import Proposal
from .text import Lines, mask, printable

_CONTEXT = 2
_LINE = 160
_LINES = 200
_ORDER = {applicability: rank for rank, applicability in enumerate(Applicability)}


@dataclass(frozen=True)
class Plan:
    """Edits that were verified together, their unified diff with secrets masked, and how many findings they fix."""

    edits: list[Edit]
    diff: str
    fixed: int


@dataclass(frozen=True, eq=False)
class _Trial:
    """One proposal for one finding, as edits, and the cells they touch."""

    found: Found
    proposal: Proposal
    edits: list[Edit]
    cells: frozenset[str]


class Fixer:
    """Turns the proposals of one scanned notebook into fixes."""

    def __init__(self, matcher: Matcher, notebook: Notebook, matched: Matched) -> None:
        self._matcher = matcher
        self._notebook = notebook
        self._matched = matched
        self._before = _tally(matched.found)
        self._lines: dict[str, Lines] = {}

    def fixes(self, found: Iterable[Found]) -> dict[Found, list[Fix]]:
        """The fixes that work: the finding is gone, nothing new came, no more code is unreadable. Safe ones first.

        Proposals for different cells are tried together, which is as many scans as one cell has proposals; where
        such a scan is not as it should be, each proposal in it is tried alone.
        """
        offered: dict[Found, list[Fix]] = {}
        trials: list[_Trial] = []
        for one in found:
            for proposal in self._proposals(one):
                if proposal.applicability is Applicability.MANUAL:
                    advice = Fix(title=proposal.title, applicability=Applicability.MANUAL)
                    offered.setdefault(one, []).append(advice)
                elif edits := self._edits(one, proposal):
                    cells = frozenset(cell_key(edit.pointer) for edit in edits)
                    trials.append(_Trial(one, proposal, edits, cells))
        for batch in _apart(trials):
            together = self._scan([edit for trial in batch for edit in trial.edits])
            works = together is not None and self._is_no_worse(together)
            for trial in batch:
                after = together if works else self._scan(trial.edits)
                if after is None or not (works or self._is_no_worse(after)) or not self._is_gone(trial, after):
                    continue
                fix = Fix(
                    title=trial.proposal.title,
                    applicability=trial.proposal.applicability,
                    edits=trial.edits,
                    diff=self._diff(trial.edits, after),
                )
                offered.setdefault(trial.found, []).append(fix)
        for fixes in offered.values():
            fixes.sort(key=lambda fix: _ORDER[fix.applicability])
        return offered

    def plan(self, findings: Iterable[Finding], applicability: Applicability) -> Plan:
        """The first fitting fix of each finding, as far as they go together; one that does not is left out."""
        allowed = {Applicability.SAFE, applicability} - {Applicability.MANUAL}
        chosen: list[Edit] = []
        fixed = 0
        after: Matched | None = None
        wanted = [[f for f in finding.fixes if f.applicability in allowed] for finding in findings]
        together = list(dict.fromkeys(edit for fixes in wanted if fixes for edit in fixes[0].edits))
        after = self._better(together) if together else None
        if after is not None and len(self._matched.found) - len(after.found) >= sum(map(bool, wanted)):
            return Plan(together, self._diff(together, after), sum(map(bool, wanted)))
        after = None
        for fixes in wanted:
            for fix in fixes:
                if all(edit in chosen for edit in fix.edits):  # another finding's fix did this one too
                    fixed += 1
                    break
                edits = chosen + [edit for edit in fix.edits if edit not in chosen]
                result = self._better(edits)
                if result is not None:
                    chosen, after, fixed = edits, result, fixed + 1
                    break
        return Plan(chosen, self._diff(chosen, after) if after else "", fixed)

    def _better(self, edits: list[Edit]) -> Matched | None:
        """What is found after the edits, if that is less than before and nothing new."""
        after = self._scan(edits)
        if after is None or not self._is_no_worse(after) or len(after.found) >= len(self._matched.found):
            return None
        return after

    def _proposals(self, one: Found) -> Iterable[Proposal]:
        if one.match.proposals or one.rule.propose is None:
            return one.match.proposals
        segment = self._matched.texts.get(one.pointer)
        return tuple(one.rule.propose(segment, one.match)) if segment is not None else ()

    def _edits(self, one: Found, proposal: Proposal) -> list[Edit]:
        edits: list[Edit] = []
        for edit in proposal.edits:
            pointer = edit.pointer or one.pointer
            if edit.span is None:
                edits.append(Edit(pointer=pointer, region=None, insert=None))
            else:
                edits.append(
                    Edit(pointer=pointer, region=self._lines_at(pointer).region(edit.span), insert=edit.insert)
                )
        return edits

    def _lines_at(self, pointer: str) -> Lines:
        if pointer not in self._lines:
            segment = self._matched.texts.get(pointer)
            self._lines[pointer] = Lines(segment.raw if segment else "")
        return self._lines[pointer]

    def _scan(self, edits: list[Edit]) -> Matched | None:
        """What is found after the edits; None if they cannot be applied."""
        try:
            notebook = with_json(self._notebook, apply_to_tree(self._notebook.json, edits))
        except (PatchError, NotebookError):
            return None
        return self._matcher.run(notebook)

    def _is_no_worse(self, after: Matched) -> bool:
        """Whether no cell has more findings of any rule than before, and no more lines that cannot be parsed."""
        if any(count > self._before[key] for key, count in _tally(after.found).items()):
            return False
        before = self._matched.lost
        return all(p in before and len(lost.lines) <= len(before[p].lines) for p, lost in after.lost.items())

    def _is_gone(self, trial: _Trial, after: Matched) -> bool:
        key = (trial.found.rule.id, trial.found.cell_key)
        left = sum(1 for one in after.found if (one.rule.id, one.cell_key) == key)
        return left < self._before[key]

    def _diff(self, edits: list[Edit], after: Matched) -> str:
        """A unified diff of every text that changes, as it may be shown."""
        parts: list[str] = []
        for pointer in dict.fromkeys(edit.pointer for edit in edits):
            title = self._title(pointer)
            for changed, gone in self._changed(pointer, edits):
                now = [] if gone else _shown(after, changed)
                lines = difflib.unified_diff(_shown(self._matched, changed), now, title, title, n=_CONTEXT, lineterm="")
                parts += (printable(line, _LINE) for line in itertools.islice(lines, _LINES))
        return "\n".join(parts)

    def _changed(self, pointer: str, edits: list[Edit]) -> list[tuple[str, bool]]:
        """The texts that an edit at ``pointer`` changes, and whether they are gone after it."""
        if not any(edit.pointer == pointer and edit.region is None for edit in edits):
            return [(pointer, False)] if pointer in self._matched.texts else []
        inside = pointer + "/"
        return [(p, True) for p in self._matched.texts if p == pointer or p.startswith(inside)]

    def _title(self, pointer: str) -> str:
        cell = self._notebook.cell_at(pointer)
        if self._notebook.is_script:
            return self._notebook.path
        if cell is None:
            return "notebook metadata"
        return f"cell {cell.index + 1}" if pointer == cell.source_pointer else f"cell {cell.index + 1}, output"


def _apart(trials: Iterable[_Trial]) -> list[list[_Trial]]:
    """The trials in batches in which no two touch the same cell."""
    batches: list[list[_Trial]] = []
    used: dict[str, int] = {}  # how many batches have touched a cell
    for trial in trials:
        k = max(used.get(cell, 0) for cell in trial.cells)
        for cell in trial.cells:
            used[cell] = k + 1
        if k == len(batches):
            batches.append([])
        batches[k].append(trial)
    return batches


def _tally(found: Iterable[Found]) -> Counter[tuple[str, str]]:
    return Counter((one.rule.id, one.cell_key) for one in found)


def _shown(matched: Matched, pointer: str) -> list[str]:
    segment = matched.texts.get(pointer)
    return mask(segment.raw, matched.masks.get(pointer, ())).splitlines() if segment else []
