"""What edits change, as it may be shown: unified diffs in which every secret is masked."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .ipynb import Notebook
from .matched import Matched
from .model import Edit
from .patch import PatchError, edit_text
from .regex import regex
from .text import Lines, Span, mask, printable

_HUNK = regex(r"@@ -(\d+)((?:,\d+)?) \+(\d+)((?:,\d+)?) @@")
_CONTEXT = 2
_LINE = 160
_BEFORE = 60  # characters of a long line before what changes in it
_FAR = 2000  # characters between changes that are shown apart, and of what stands before one
_LINES = 198
_KEPT = 40  # diffs
_Made = tuple[list[object], str]


class Diffs:
    """The diffs of one scanned notebook."""

    def __init__(self, notebook: Notebook, matched: Matched) -> None:
        self._notebook = notebook
        self._matched = matched
        self._lines: dict[str, Lines] = {}
        self._masks: dict[str, Hidden] = {}
        self._known: dict[tuple[Edit, ...], _Made] = notebook.state.get("diffs", {})
        self._made: dict[tuple[Edit, ...], _Made] = {}

    def lines(self, pointer: str) -> Lines:
        """The line starts of the text at ``pointer``; of nothing where there is none."""
        if pointer not in self._lines:
            segment = self._matched.texts.get(pointer)
            self._lines[pointer] = Lines(segment.raw if segment else "")
        return self._lines[pointer]

    def of(self, edits: list[Edit], after: Matched | None) -> str:
        """A unified diff of every text that changes, as it may be shown; ``after`` None where more was changed.

        Kept for the next state of the notebook, where the same edits of the same texts look the same.
        """
        key, shown = tuple(edits), self._of_what(edits, after)
        known = self._known.get(key)
        diff = known[1] if known is not None and known[0] == shown else self._diff(edits, after)
        if shown is not None and len(self._made) < _KEPT:
            self._made[key] = shown, diff
            self._notebook.state["diffs"] = self._made
        return diff

    def _of_what(self, edits: list[Edit], after: Matched | None) -> list[object] | None:
        """All that the diff of some edits depends on; None where texts are taken out, for then that is much."""
        if any(edit.region is None for edit in edits):
            return None
        now: Mapping[str, list[Span]] = after.masks if after is not None else {}
        pointers = dict.fromkeys(edit.pointer for edit in edits)
        return [(self._title(p), self._raw(p), self._matched.masks.get(p), now.get(p)) for p in pointers]

    def _raw(self, pointer: str) -> str | None:
        segment = self._matched.texts.get(pointer)
        return segment.raw if segment is not None else None

    def _diff(self, edits: list[Edit], after: Matched | None) -> str:
        import difflib

        parts: list[str] = []
        for pointer in dict.fromkeys(edit.pointer for edit in edits):
            title = self._title(pointer)
            for changed, gone in self._changed(pointer, edits):
                stretches = [_Stretch(self._shown(changed), [], 0, 0)] if gone else self._edited(changed, edits, after)
                hunks = (
                    _placed(line, stretch)
                    for stretch in stretches
                    for line in itertools.islice(  # behind the two lines of a title
                        difflib.unified_diff(stretch.before, stretch.now, n=_CONTEXT, lineterm=""), 2, None
                    )
                )
                if shown := [*itertools.islice(hunks, _LINES)]:
                    parts += (printable(line, _LINE) for line in (f"--- {title}", f"+++ {title}", *shown))
        return "\n".join(parts)

    def _shown(self, pointer: str) -> list[str]:
        segment = self._matched.texts.get(pointer)
        return mask(segment.raw, self._matched.masks.get(pointer, ())).splitlines() if segment else []

    def _edited(self, pointer: str, edits: list[Edit], after: Matched | None) -> Iterator[_Stretch]:
        """The lines around the edits of a text, before and after them.

        Lines far from the edits are not looked at, nor is what is far from them in a long line: a cell may have ten
        thousand, with a fix for each. What was hidden stays hidden, whatever is found in the text then: a table whose
        columns no longer stand below each other still holds persons.
        """
        lines = self.lines(pointer)
        changes = sorted((lines.span(e.region), e.insert or "") for e in edits if e.pointer == pointer and e.region)
        shift = added = 0  # by so many characters and lines is the text longer after the stretches before
        for near in _together(changes, lines):
            first, last = near[0][0].start, max(span.end for span, _ in near)
            changed = lines.line_of(first) - 1
            above, below = max(0, changed - _CONTEXT - 1), lines.line_of(last) + _CONTEXT + 1
            start, end = lines.starts[above], lines.starts[below] if below < len(lines.starts) else len(lines.text)
            grown = sum(len(insert) - (span.end - span.start) for span, insert in near)
            start, end = max(start, first - _FAR), min(end, last + _CONTEXT * _LINE)
            if max(last, last + grown) - lines.starts[changed] > _LINE and first - lines.starts[changed] > _BEFORE:
                start = first - _BEFORE  # the end of the line is what would be cut off
            above = lines.line_of(start) - 1
            cut = "…" if start > lines.starts[above] else ""
            text, here = lines.text[start:end], [(span.shift(-start), insert) for span, insert in near]
            masks = list(self._hidden(pointer).within(start, end))
            hidden = list(_moved(masks, here))
            if after is not None:
                hidden += Hidden(after.masks.get(pointer, ())).within(start + shift, end + shift + grown)
            before = f"{cut}{mask(text, masks)}".splitlines()
            try:
                now = f"{cut}{mask(edit_text(text, here), hidden)}".splitlines()
            except PatchError:  # edits of the same stretch: nothing of it is shown
                now = []
            yield _Stretch(before, now, above, added)
            shift, added = shift + grown, added + (len(now) - len(before) if now else 0)

    def _hidden(self, pointer: str) -> Hidden:
        if pointer not in self._masks:
            self._masks[pointer] = Hidden(self._matched.masks.get(pointer, ()))
        return self._masks[pointer]

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


class Hidden:
    """Spans of one text, of which there may be very many: each question costs a bisection."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        self._ends = list(itertools.accumulate((span.end for span in self._spans), max))

    def within(self, start: int, end: int) -> Iterator[Span]:
        """What of them lies in a stretch, counted from its start."""
        for span in self._spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]:
            if span.end > start:
                yield Span(max(span.start, start) - start, min(span.end, end) - start)


class _Stretch(NamedTuple):
    """Some lines before and after edits, how many stand above them, and how many more do so after the edits."""

    before: list[str]
    now: list[str]
    above: int
    added: int


def _together(changes: list[tuple[Span, str]], lines: Lines) -> Iterator[list[tuple[Span, str]]]:
    """Changes in order, those together between which all lines are shown."""
    near: list[tuple[Span, str]] = []
    last = 0  # up to where something changes so far
    for change in changes:
        start, end = change[0]
        line = lines.line_of(start)
        between = start - max(last, lines.starts[line - 1])  # of its line
        if near and (line - lines.line_of(last) > 2 * _CONTEXT + 2 or between > _LINE - _BEFORE or start - last > _FAR):
            yield near
            near = []
        near.append(change)
        last = max(last, end)
    if near:
        yield near


def _placed(line: str, stretch: _Stretch) -> str:
    """A line of a diff; where it says at which lines it is, those that stand above are counted."""
    match = _HUNK.match(line)
    if match is None:
        return line
    old = f"{int(match[1]) + stretch.above}{match[2]}"
    new = f"{int(match[3]) + stretch.above + stretch.added}{match[4]}"
    return f"@@ -{old} +{new} @@"
