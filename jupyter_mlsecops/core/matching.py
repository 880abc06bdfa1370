"""Subjects to ``Found``: every rule on every subject it looks at, screened first and remembered with the text."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import NamedTuple
from unicodedata import normalize

from .echoes import without_echoes
from .ipynb import Notebook, escape
from .model import Category, Part, Problem
from .needles import Adaptive, Search
from .python.code import Code, link, release
from .python.dispatch import Dispatch
from .rule import Match, Rule, RuleSet
from .screen import Screen
from .segments import Segment, segments
from .shell.line import Shell, commands
from .text import Span, Stretches, mask

_LEAST_SPREAD = 8  # a shorter value is found in other texts by chance


@dataclass(frozen=True, eq=False)
class Found:
    """A match with its address: a span of the raw text at ``pointer``, in code points; None for all of it."""

    rule: Rule
    match: Match
    pointer: str
    part: Part
    span: Span | None
    value: str

    @cached_property
    def cell_key(self) -> str:
        """The cell it stands in, as a pointer."""
        return cell_key(self.pointer)


def cell_key(pointer: str) -> str:
    """The pointer of the cell that ``pointer`` leads into; outside the cells the pointer itself."""
    head, _, _ = pointer.partition("/cells/")
    return pointer if head == pointer else "/".join(pointer.split("/")[: head.count("/") + 3])


class Lost(NamedTuple):
    """The lines of a cell, from 1, that no code rule has seen, and why: "it is not valid Python"."""

    lines: tuple[int, ...]
    reason: str


@dataclass(frozen=True, eq=False)
class Matched:
    """All that was found in one notebook, before any policy; ``texts`` are its segments by pointer."""

    found: list[Found]
    problems: list[Problem]
    texts: dict[str, Segment]
    lost: dict[str, Lost]

    @cached_property
    def masks(self) -> dict[str, list[Span]]:
        """By pointer, the spans that must not be shown, in code points of the raw text."""
        hidden: dict[str, list[Span]] = {}
        for one in self.found:
            for place in one.match.hidden:
                if place.span is not None:
                    hidden.setdefault(place.pointer, []).append(place.span)
            if one.rule.hides and one.span is not None and not one.match.hidden:
                hidden.setdefault(one.pointer, []).append(one.span)
        return hidden

    def shown(self, pointer: str) -> str:
        """``pointer`` as it may be shown: the name of an attachment in it may be what must not be."""
        for name, masked in self._masked_names.items():
            if pointer == name or pointer.startswith(name + "/"):
                return masked + pointer[len(name) :]
        return pointer

    @cached_property
    def _masked_names(self) -> dict[str, str]:
        names = ((p, self.texts.get(p), spans) for p, spans in self.masks.items())
        return {
            p: p.rpartition("/")[0] + "/" + escape(mask(text.raw, spans))
            for p, text, spans in names
            if text is not None and text.kind == "name"
        }


class Matcher:
    """Runs a set of rules. Texts of cells that did not change since the last scan are not looked at again."""

    def __init__(self, rules: RuleSet, using: type[Search] = Adaptive) -> None:
        self._texts = Screen([rule for rule in rules.on(Segment) if not rule.stored], using)
        self._stored = Screen([rule for rule in rules.on(Segment) if rule.stored], using)
        self._sources = Screen([*rules.on(Code), *rules.on(Shell), *rules.on(Notebook)], using)
        self._reads_code = bool(rules.on(Code))
        self._dispatch = Dispatch()

    def run(self, notebook: Notebook) -> Matched:
        """All matches in ``notebook``: overlapping claims settled, known secrets marked wherever they stand."""
        texts = {segment.pointer: segment for segment in segments(notebook)}
        problems: list[Problem] = []
        found = list(self._in_segments(notebook, list(texts.values()), problems))
        lost: dict[str, Lost] = {}
        found += self._in_code(notebook, problems, lost, texts)
        found = _spread(_settle(without_echoes(found, notebook)), list(texts.values()))
        return Matched(found, problems, texts, lost)

    def _in_segments(self, notebook: Notebook, texts: Sequence[Segment], problems: list[Problem]) -> Iterator[Found]:
        fresh = [segment for segment in texts if segment.__dict__.get("matcher") is not self]
        passing = self._texts.passing([segment.screened for segment in fresh])
        stored = self._stored.passing([segment.raw for segment in fresh])
        for segment, viewed, raw in zip(fresh, passing, stored, strict=True):
            groups = [*viewed, *raw]
            failed = len(problems)
            known = segment.__dict__  # it is frozen for rules, and this is not theirs to see
            known["matches"] = tuple(
                (rule, match)
                for group in groups
                if group[0].guard is None or segment.remember(group[0].guard)
                for rule in group
                for match in _checked(rule, segment, notebook, problems)
            )
            # What a rule that failed has not seen is looked at, and reported, in the next scan as well.
            known["matcher"] = self if len(problems) == failed else None
        for segment in texts:
            yield from (_found(rule, match, segment) for rule, match in segment.__dict__["matches"])

    def _in_code(
        self, notebook: Notebook, problems: list[Problem], lost: dict[str, Lost], texts: dict[str, Segment]
    ) -> Iterator[Found]:
        text = "\n".join(cell.source for cell in notebook.cells if cell.kind == "code")
        if not text.isascii():
            text += "\n" + normalize("NFKC", text)  # as Python reads names: ｅval is eval
        candidates = [rule for group in self._sources.passing([text])[0] for rule in group]
        code_rules = [rule for rule in candidates if rule.on is Code]
        shell_rules = [rule for rule in candidates if rule.on is Shell]
        codes = link(notebook) if self._reads_code else []
        for code in codes:
            if code.lost:
                lost[code.cell.source_pointer] = Lost(tuple(code.lost), code.lost_reason)
        for rule, code, match in self._dispatch.run(codes, code_rules, partial(_guarded, notebook, problems)):
            yield _found_in_source(rule, match, code.cell.source_pointer, code.cell.source)
        release(codes)
        for shell in commands(notebook) if shell_rules else ():
            for rule in shell_rules:
                for match in _checked(rule, shell, notebook, problems):
                    yield _found_in_source(
                        rule, _shifted(match, shell.start), shell.cell.source_pointer, shell.cell.source
                    )
        for rule in (rule for rule in candidates if rule.on is Notebook):
            for match in _checked(rule, notebook, notebook, problems):
                if match.related:  # the first place is the finding's own
                    place, rest = match.related[0], match.related[1:]
                    segment = texts.get(place.pointer)
                    yield Found(
                        rule,
                        replace(match, span=place.span, related=rest),
                        place.pointer,
                        segment.part if segment else _part(notebook, place.pointer),
                        place.span,
                        segment.raw[slice(*place.span)] if segment and place.span else "",
                    )


def _checked(rule: Rule, subject: object, notebook: Notebook, problems: list[Problem]) -> Iterator[Match]:
    yield from _guarded(notebook, problems, rule, _matches(rule, subject))


def _matches(rule: Rule, subject: object) -> Iterator[Match]:
    yield from rule.check(subject)


def _guarded(notebook: Notebook, problems: list[Problem], rule: Rule, matches: Iterator[Match]) -> Iterator[Match]:
    try:
        yield from matches
    except Exception as error:  # a rule that fails hides no finding; its text may hold what it looked at
        message = f"The rule {rule.id} failed ({type(error).__name__}); what it looks for was not assessed."
        problem = Problem(path=notebook.path, kind="rule-failed", message=message)
        if problem not in problems:
            problems.append(problem)


def _part(notebook: Notebook, pointer: str) -> Part:
    """The part that a pointer to something other than a text leads into."""
    cell = notebook.cell_at(pointer)
    if cell is None:
        return Part.NOTEBOOK_METADATA
    member = pointer[len(cell.pointer) + 1 :].partition("/")[0]
    return _PARTS.get(member, Part.SOURCE)


_PARTS = {"metadata": Part.CELL_METADATA, "outputs": Part.OUTPUT, "attachments": Part.ATTACHMENT}


def _found(rule: Rule, match: Match, segment: Segment) -> Found:
    if rule.stored:
        return _found_in_source(rule, match, segment.pointer, segment.raw, segment.part)
    span = segment.raw_span(match.span) if match.span is not None else None
    text = segment.text if match.span is None else segment.text[slice(*match.span)]
    value = "".join(segment.text[slice(*part)] for part in match.parts) or text
    return Found(rule, match, segment.pointer, segment.part, span, value)


def _found_in_source(rule: Rule, match: Match, pointer: str, source: str, part: Part = Part.SOURCE) -> Found:
    parts = match.parts or ((match.span,) if match.span else ())
    value = "".join(source[slice(*part)] for part in parts) or source
    return Found(rule, match, pointer, part, match.span, value)


def _shifted(match: Match, by: int) -> Match:
    """A match of a shell line, whose spans count in the line, as one of its cell."""
    if not by:
        return match
    proposals = tuple(
        replace(
            proposal,
            edits=tuple(
                e if e.pointer or e.span is None else replace(e, span=e.span.shift(by)) for e in proposal.edits
            ),
        )
        for proposal in match.proposals
    )
    return replace(
        match,
        span=match.span.shift(by) if match.span else None,
        parts=tuple(part.shift(by) for part in match.parts),
        proposals=proposals,
    )


def _settle(found: list[Found]) -> list[Found]:
    """One finding a value: of overlapping claims the rule with the lower precedence stays, then the longer one."""
    claims: dict[str, list[Found]] = {}
    tables: dict[str, Stretches] = {}  # cells of a table whose columns are one finding
    kept: list[Found] = []
    for one in found:
        if one.rule.precedence is None or one.span is None:
            kept.append(one)
            for place in one.match.hidden:
                if place.span is not None:
                    tables.setdefault(place.pointer, Stretches()).add(place.span)
        else:
            claims.setdefault(one.pointer, []).append(one)
    for pointer, rivals in claims.items():
        taken, cells = Stretches(), tables.get(pointer)
        for one in sorted(rivals, key=_claim_order):
            is_in_a_cell = cells.overlap if cells and one.rule.category is Category.PII else _never
            span = next((s for s in _places(one) if not taken.overlap(s) and not is_in_a_cell(s)), None)
            if span is not None:
                taken.add(span)
                kept.append(one if span == one.span else replace(one, span=span))
    return kept


def _places(one: Found) -> list[Span]:
    """Where a match may stand: a match of several values in one of their places, any other one in its own."""
    several = [p.span for p in one.match.hidden if p.span is not None] if one.match.parts else []
    return several or ([one.span] if one.span is not None else [])


def _never(span: Span) -> bool:
    return False


def _claim_order(one: Found) -> tuple[int, int, int, str]:
    start, end = one.span or Span(0, 0)
    return one.rule.precedence or 0, start - end, start, one.rule.id


def _spread(found: list[Found], texts: Sequence[Segment]) -> list[Found]:
    """``found``, and every further place of a secret that was found: a key is printed without its name."""
    secrets: dict[str, Found] = {}
    taken: dict[str, Stretches] = {}
    for one in found:
        if one.rule.category is Category.SECRETS and len(one.value) >= _LEAST_SPREAD:
            secrets.setdefault(one.value, one)
        if one.rule.hides and one.span is not None:
            taken.setdefault(one.pointer, Stretches()).add(one.span)
    if not secrets:
        return found
    everything = "\0".join(segment.text for segment in texts)
    starts = [0, *itertools.accumulate(len(segment.text) + 1 for segment in texts)]
    more: list[Found] = []
    for value, one in secrets.items():
        at = everything.find(value)
        while at >= 0:
            k = bisect_right(starts, at) - 1
            segment, span = texts[k], Span(at - starts[k], at - starts[k] + len(value))
            raw = segment.raw_span(span)
            stretches = taken.setdefault(segment.pointer, Stretches())
            if not stretches.overlap(raw):
                stretches.add(raw)
                match = replace(one.match, span=span, parts=(), related=(), proposals=(), message="")
                more.append(Found(one.rule, match, segment.pointer, segment.part, raw, value))
            at = everything.find(value, at + len(value))
    return found + more
