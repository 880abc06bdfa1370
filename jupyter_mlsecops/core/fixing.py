"""Fixes: a proposal becomes an offer only after it was applied in memory and scanned again."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import structs

from .around import Around
from .decoding import NotebookError
from .diffs import Diffs
from .found import Found, cell_key
from .ipynb import Cell, Notebook, with_json
from .matched import Matched
from .matching import Matcher
from .model import Applicability, Category, Edit, Finding, Fix
from .patch import PatchError, apply_to_tree
from .python.joined import Tried, tried
from .rule import Proposal
from .segments import Texts, texts_in
from .trials import ORDER, Batch, Trial, apart, with_other_places

_CROWD = 8  # findings of a cell that are tried each alone; of more the like-placed proposals are tried together
_WORK = 12_000_000  # characters that are scanned again at most to try proposals
_LEAST_WORK = 10_000  # what a scan counts for at least
_WORK_OF_ONE = 250  # what a finding counts for, besides the text it stands in
_KEPT = 40  # sets of edits of which something is kept
_LEAST_KNOWN = 8  # a shorter value stands in other texts by chance


class Plan(msgspec.Struct, frozen=True):
    """Edits that were verified together, their unified diff with secrets masked, and how many findings they fix."""

    edits: list[Edit]
    diff: str
    fixed: int


class _Tried(msgspec.Struct, frozen=True):
    """What is kept of edits that were tried, for the next state of the notebook: the cells that they made with their
    texts, and what is known of the code."""

    cells: tuple[Cell, ...]
    texts: list[Texts]
    code: Tried | None


class Fixer:
    """Turns the proposals of one scanned notebook into fixes.

    ``secret_store`` is where the policy wants secrets to be read from; empty where it says nothing.
    """

    def __init__(self, matcher: Matcher, notebook: Notebook, matched: Matched, secret_store: str = "") -> None:
        self._matcher = matcher
        self._notebook = notebook
        self._matched = matched
        self._around = Around(notebook, tuple(matched.found), matched.texts, secret_store)
        self._before = matched.tally
        self._watched: dict[str, set[str]] = {}  # secrets, and the texts they stand in
        # Secrets that a rule found in one place, and that are found in others only because they are known.
        self._leaning = {one.value for one in matched.found if one.rule.hides and not one.match.message}
        self._diffs = Diffs(notebook, matched)
        self._own = frozenset(notebook.cells)
        self._tried_before: dict[tuple[Edit, ...], _Tried] = notebook.state.get("tried", {})
        self._tried_now: dict[tuple[Edit, ...], _Tried] = {}

    def fixes(self, found: Iterable[Found]) -> dict[Found, list[Fix]]:
        """The fixes that work: the finding is gone, nothing new came, no more code is unreadable. Safe ones first.

        Proposals for different cells and secrets, and the like-placed ones for a cell with many findings, are tried
        together, which is as many scans as one finding has proposals; where such a scan is not as it should be, they
        are parted and tried again, as long as that is affordable. Findings that propose the same edits share one fix.
        Where a fix takes away what named a secret, its other places are fixed with it, for nothing would find them.
        """
        offered: dict[Found, list[Fix]] = {}
        trials: list[Trial] = []
        found = list(found)
        self._watch(found)
        alike = Counter((one.cell_key, one.rule.hides) for one in found)
        crowds: dict[tuple[bool, int], list[Trial]] = {}
        same: dict[tuple[Edit, ...], list[Trial]] = {}
        single: list[Trial] = []
        for one in found:
            for number, proposal in enumerate(self._proposals(one)):
                if proposal.applicability is Applicability.MANUAL and not proposal.edits:
                    advice = Fix(title=proposal.title, applicability=Applicability.MANUAL)
                    offered.setdefault(one, []).append(advice)
                elif edits := self._edits(one, proposal):
                    touched = frozenset(cell_key(edit.pointer) for edit in edits)
                    trial = Trial(one, proposal, edits, touched | {one.value} & self._leaning)
                    trials.append(trial)
                    same.setdefault(tuple(edits), []).append(trial)
                    if same[tuple(edits)] == [trial]:
                        is_crowd = alike[one.cell_key, one.rule.hides] > _CROWD
                        (crowds.setdefault((one.rule.hides, number), []) if is_crowd else single).append(trial)
        self._around.release()
        working: dict[Trial, Fix] = {}
        batches = [Batch(crowd, True) for crowd in crowds.values()] + [Batch(b, False) for b in apart(single)]
        for batch, after in self._tried(batches):
            for first in batch.trials:
                done = first
                if len(batch.trials) == 1 and self._is_lost(after):
                    done = with_other_places(first, trials)
                    again = self._scan(done.edits)
                    if again is None or not self._is_no_worse(again):
                        continue
                    after = again
                is_one_of_many = batch.is_crowd and len(batch.trials) > 1
                diff = self._diffs.of(done.edits, None if is_one_of_many else after)
                for trial in same[tuple(first.edits)]:
                    if self._is_gone(trial, after):
                        rank = max(ORDER[trial.proposal.applicability], ORDER[done.proposal.applicability])
                        working[trial] = Fix(
                            title=trial.proposal.title + done.elsewhere,
                            applicability=list(ORDER)[rank],
                            edits=done.edits,
                            diff=diff,
                            store=trial.proposal.store,
                        )
        for trial in trials:
            if trial in working:
                offered.setdefault(trial.found, []).append(working[trial])
        for fixes in offered.values():
            fixes.sort(key=lambda fix: ORDER[fix.applicability])
        self._notebook.state["tried"] = self._tried_now
        return offered

    def _tried(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Matched]]:
        """The batches that work, parted where they did not as they were, each with what is found afterwards.

        A batch of one that loses sight of a secret is among them: its other places may be fixed with it.
        """
        queue = deque(batches)
        left, cost = _WORK, 0
        if queue:
            cost = sum(len(text.raw) for text in self._matched.segments) + _WORK_OF_ONE * len(self._matched.found)
        while queue and left > 0:
            batch = queue.popleft()
            left -= max(cost, _LEAST_WORK)
            after = self._scan(list(dict.fromkeys(edit for trial in batch.trials for edit in trial.edits)))
            is_one = len(batch.trials) == 1
            works = after is not None and (self._is_no_worse(after) or (is_one and self._is_lost(after)))
            if after is not None and works and (is_one or not batch.is_crowd or self._are_gone(batch.trials, after)):
                yield batch, after
            elif not is_one:
                queue.extendleft(reversed(batch.parted()))

    def plan(self, findings: Iterable[Finding], applicability: Applicability) -> Plan:
        """The first fitting fix of each finding, as far as they go together; one that does not is left out."""
        findings = list(findings)
        pointers = {finding.location.pointer for finding in findings}
        self._watch(one for one in self._matched.found if one.pointer in pointers)
        allowed = {Applicability.SAFE, applicability} - {Applicability.MANUAL}
        chosen: list[Edit] = []
        fixed = 0
        after: Matched | None = None
        wanted = [[f for f in finding.fixes if f.applicability in allowed] for finding in findings]
        together = list(dict.fromkeys(edit for fixes in wanted if fixes for edit in fixes[0].edits))
        after = self._better(together) if together else None
        if after is not None and len(self._matched.found) - len(after.found) >= sum(map(bool, wanted)):
            return Plan(together, self._diffs.of(together, after), sum(map(bool, wanted)))
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
        return Plan(chosen, self._diffs.of(chosen, after) if after else "", fixed)

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
        if segment is None:
            return ()
        return tuple(one.rule.propose(structs.replace(segment, around=self._around), one.match))

    def _edits(self, one: Found, proposal: Proposal) -> list[Edit]:
        """The edits of a proposal; none where they would show a secret that stands in what they change."""
        edits: list[Edit] = []
        for edit in proposal.edits:
            pointer = edit.pointer or one.pointer
            hidden = () if one.rule.hides else self._matched.masks.get(pointer, ())
            if edit.span is not None and any(edit.span.overlaps(span) for span in hidden):
                return []
            if edit.span is None:
                edits.append(Edit(pointer=pointer, region=None, insert=None))
            else:
                edits.append(
                    Edit(pointer=pointer, region=self._diffs.lines(pointer).region(edit.span), insert=edit.insert)
                )
        return edits

    def _scan(self, edits: list[Edit]) -> Matched | None:
        """What is found after the edits; None if they cannot be applied."""
        key = tuple(edits)
        known = self._tried_before.get(key)
        try:
            tree = apply_to_tree(self._notebook.json, edits)
            notebook = with_json(self._notebook, tree, known.cells if known is not None else ())
        except (PatchError, NotebookError):
            return None
        after = self._matcher.run(notebook, known.code if known is not None else None)
        if len(self._tried_now) < _KEPT:
            made = tuple([cell for cell in notebook.cells if cell not in self._own])
            code = notebook.state["code"]
            code = code if isinstance(code, Tried) else tried(self._notebook.state["code"], code)
            self._tried_now[key] = _Tried(made, [*map(texts_in, made)], code)
        return after

    def _is_no_worse(self, after: Matched) -> bool:
        """Whether no cell has more findings of any rule than before, no more lines cannot be parsed, and every secret
        that was known is still found wherever it stands."""
        if any(count > self._before[key] for key, count in after.tally.items()) or self._is_lost(after):
            return False
        before = self._matched.lost
        return all(p in before and len(lost.lines) <= len(before[p].lines) for p, lost in after.lost.items())

    def _watch(self, found: Iterable[Found]) -> None:
        """From now on an edit is worse if a secret of ``found`` stays in one of these texts and is not found there."""
        self._watched.clear()
        for one in found:
            if one.rule.category is Category.SECRETS and len(one.value) >= _LEAST_KNOWN:
                self._watched.setdefault(one.value, set()).add(one.pointer)

    def _is_lost(self, after: Matched) -> bool:
        """Whether a secret that was found stands somewhere still and is found no more: what named it is gone."""
        if not self._watched:
            return False
        unknown = self._watched.keys() - {one.value for one in after.found}
        texts = ((value, after.texts.get(pointer)) for value in unknown for pointer in self._watched[value])
        return any(segment is not None and value in segment.text for value, segment in texts)

    def _is_gone(self, trial: Trial, after: Matched) -> bool:
        key = (trial.found.rule.name, trial.found.cell_key)
        return after.tally[key] < self._before[key]

    def _are_gone(self, batch: list[Trial], after: Matched) -> bool:
        """Whether as many findings of a cell are gone as were to be fixed in it."""
        left = after.tally
        return all(left[key] <= self._before[key] - n for key, n in _tally(trial.found for trial in batch).items())


def _tally(found: Iterable[Found]) -> Counter[tuple[str, str]]:
    return Counter((one.rule.name, one.cell_key) for one in found)
