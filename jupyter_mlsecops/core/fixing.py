"""Fixes: a proposal becomes an offer only after it was applied in memory and scanned again."""

from __future__ import annotations

import difflib
import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .ipynb import Notebook, NotebookError, with_json
from .matching import Found, Matched, Matcher
from .model import Applicability, Edit, Finding, Fix
from .patch import PatchError, apply_to_tree
from .rule import Proposal
from .text import Lines, Span, mask, printable

_CONTEXT = 2
_LINE = 160


@dataclass(frozen=True)
class Plan:
    """Edits that were verified together, their unified diff with secrets masked, and how many findings they fix."""

    edits: list[Edit]
    diff: str
    fixed: int


class Fixer:
    """Turns the proposals of one scanned notebook into fixes."""

    def __init__(self, matcher: Matcher, notebook: Notebook, matched: Matched) -> None:
        self._matcher = matcher
        self._notebook = notebook
        self._matched = matched
        self._before = _tally(matched.found)
        self._lines: dict[str, Lines] = {}

    def fixes(self, one: Found) -> list[Fix]:
        """The fixes of a finding that work: it is gone, nothing new came, no more code is unreadable."""
        offered: list[Fix] = []
        for proposal in self._proposals(one):
            if proposal.applicability is Applicability.MANUAL:
                offered.append(Fix(title=proposal.title, applicability=Applicability.MANUAL))
                continue
            edits = self._edits(one, proposal)
            after = self._verified(edits, (one.rule.id, one.cell_key)) if edits else None
            if after is not None:
                diff = self._diff(edits, after)
                offered.append(Fix(title=proposal.title, applicability=proposal.applicability, edits=edits, diff=diff))
        return sorted(offered, key=lambda fix: list(Applicability).index(fix.applicability))

    def plan(self, findings: Iterable[Finding], applicability: Applicability) -> Plan:
        """The first fitting fix of each finding, as far as they go together; one that does not is left out."""
        allowed = {Applicability.SAFE, applicability} - {Applicability.MANUAL}
        chosen: list[Edit] = []
        fixed = 0
        after: tuple[Notebook, Matched] | None = None
        for finding in findings:
            for fix in finding.fixes:
                if fix.applicability not in allowed:
                    continue
                if all(edit in chosen for edit in fix.edits):  # another finding's fix did this one too
                    fixed += 1
                    break
                edits = chosen + [edit for edit in fix.edits if edit not in chosen]
                result = self._verified(edits, None)
                if result is not None:
                    chosen, after, fixed = edits, result, fixed + 1
                    break
        return Plan(chosen, self._diff(chosen, after) if after else "", fixed)

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

    def _verified(self, edits: list[Edit], target: tuple[str, str] | None) -> tuple[Notebook, Matched] | None:
        """The notebook after the edits and what is found in it; None if they do not work.

        ``target`` is the (rule, cell) of which at least one must be gone; without one, any may be.
        """
        try:
            notebook = with_json(self._notebook, apply_to_tree(self._notebook.json, edits))
        except (PatchError, NotebookError):
            return None
        matched = self._matcher.run(notebook)
        now = _tally(matched.found)
        if any(count > self._before[key] for key, count in now.items()):
            return None
        if now[target] >= self._before[target] if target else now.total() >= self._before.total():
            return None
        if any(len(lines) > len(self._matched.lost.get(p, ())) for p, lines in matched.lost.items()):
            return None
        return notebook, matched

    def _diff(self, edits: list[Edit], after: tuple[Notebook, Matched]) -> str:
        """A unified diff of every text that changes, as it may be shown."""
        _, matched = after
        parts: list[str] = []
        for pointer in dict.fromkeys(edit.pointer for edit in edits):
            removed = any(edit.pointer == pointer and edit.region is None for edit in edits)
            title = self._title(pointer)
            old = [p for p in self._matched.texts if p == pointer or (removed and p.startswith(pointer + "/"))]
            for p in old:
                before = _shown(self._matched, p)
                now = [] if removed else _shown(matched, p)
                lines = difflib.unified_diff(before, now, title, title, n=_CONTEXT, lineterm="")
                parts += (printable(line, _LINE) for line in itertools.islice(lines, 200))
        return "\n".join(parts)

    def _title(self, pointer: str) -> str:
        cell = self._notebook.cell_at(pointer)
        if self._notebook.is_script:
            return self._notebook.path
        if cell is None:
            return "notebook metadata"
        return f"cell {cell.index + 1}" if pointer == cell.source_pointer else f"cell {cell.index + 1}, output"


def _tally(found: Iterable[Found]) -> Counter[tuple[str, str]]:
    return Counter((one.rule.id, one.cell_key) for one in found)


def _shown(matched: Matched, pointer: str) -> list[str]:
    segment = matched.texts.get(pointer)
    if segment is None:
        return []
    hidden: list[Span] = [
        one.span for one in matched.found if one.pointer == pointer and one.rule.hides and one.span is not None
    ]
    return mask(segment.raw, hidden).splitlines()
