"""What edits change, as it may be shown: unified diffs in which every secret is masked."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from .ipynb import Notebook
from .matching import Matched
from .model import Edit
from .patch import PatchError, edit_text
from .text import Lines, Span, mask, printable

_CONTEXT = 2
_LINE = 160
_LINES = 200


class Diffs:
    """The diffs of one scanned notebook."""

    def __init__(self, notebook: Notebook, matched: Matched) -> None:
        self._notebook = notebook
        self._matched = matched
        self._lines: dict[str, Lines] = {}

    def lines(self, pointer: str) -> Lines:
        """The line starts of the text at ``pointer``; of nothing where there is none."""
        if pointer not in self._lines:
            segment = self._matched.texts.get(pointer)
            self._lines[pointer] = Lines(segment.raw if segment else "")
        return self._lines[pointer]

    def of(self, edits: list[Edit], after: Matched | None) -> str:
        """A unified diff of every text that changes, as it may be shown; ``after`` None where more was changed."""
        import difflib

        parts: list[str] = []
        for pointer in dict.fromkeys(edit.pointer for edit in edits):
            title = self._title(pointer)
            for changed, gone in self._changed(pointer, edits):
                now = [] if gone else self._edited(changed, edits, after)
                lines = difflib.unified_diff(_shown(self._matched, changed), now, title, title, n=_CONTEXT, lineterm="")
                parts += (printable(line, _LINE) for line in itertools.islice(lines, _LINES))
        return "\n".join(parts)

    def _edited(self, pointer: str, edits: list[Edit], after: Matched | None) -> list[str]:
        """A text after some edits. What was hidden stays hidden, whatever is found in the text then: a table whose
        columns no longer stand below each other still holds persons."""
        lines = self.lines(pointer)
        changes = sorted((lines.span(e.region), e.insert or "") for e in edits if e.pointer == pointer and e.region)
        hidden = list(_moved(self._matched.masks.get(pointer, ()), changes))
        hidden += after.masks.get(pointer, ()) if after else ()
        try:
            return mask(edit_text(lines.text, changes), hidden).splitlines()
        except PatchError:  # edits of the same stretch: nothing of it is shown
            return []

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


def _moved(spans: Iterable[Span], changes: list[tuple[Span, str]]) -> Iterator[Span]:
    """Where what is left of some spans stands after changes, in order; what is put in their place is not hidden."""
    ends = [changed.end for changed, _ in changes]
    grown = [len(insert) - (changed.end - changed.start) for changed, insert in changes]
    shifts = [0, *itertools.accumulate(grown)]
    for span in spans:
        first = behind = bisect_right(ends, span.start)
        while behind < len(changes) and changes[behind][0].start < span.end:
            behind += 1
        covered = any(c.start <= span.start and span.end <= c.end for c, _ in changes[first:behind])
        start, end = span.start + shifts[first], span.end + shifts[behind]
        if start < end and not covered:
            yield Span(start, end)


def _shown(matched: Matched, pointer: str) -> list[str]:
    segment = matched.texts.get(pointer)
    return mask(segment.raw, matched.masks.get(pointer, ())).splitlines() if segment else []
