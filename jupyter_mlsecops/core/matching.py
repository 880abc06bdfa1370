"""Subjects to ``Found``: every rule on every subject it looks at, screened first and remembered by text."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from .ipynb import Notebook
from .model import Category, Part, Problem
from .needles import Adaptive, Search
from .python.code import Code, link, release
from .rule import Match, Rule, RuleSet
from .screen import Screen
from .segments import Segment, segments
from .shell.line import Shell, commands
from .text import Span

_CACHE_SIZE = 50_000
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
            if one.rule.hides and one.span is not None:
                hidden.setdefault(one.pointer, []).append(one.span)
        return hidden


class Matcher:
    """Runs a set of rules. Remembers the matches of each text, so that scanning it again costs a look-up."""

    def __init__(self, rules: RuleSet, using: type[Search] = Adaptive) -> None:
        self._texts = Screen(rules.on(Segment), using)
        self._sources = Screen([*rules.on(Code), *rules.on(Shell), *rules.on(Notebook)], using)
        self._cache: dict[bytes, tuple[tuple[Rule, Match], ...]] = {}

    def run(self, notebook: Notebook) -> Matched:
        """All matches in ``notebook``: overlapping claims settled, known secrets marked wherever they stand."""
        texts = {segment.pointer: segment for segment in segments(notebook)}
        problems: list[Problem] = []
        found = list(self._in_segments(notebook, list(texts.values()), problems))
        lost: dict[str, Lost] = {}
        found += self._in_code(notebook, problems, lost)
        found = _spread(_settle(found), list(texts.values()))
        return Matched(found, problems, texts, lost)

    def _in_segments(self, notebook: Notebook, texts: Sequence[Segment], problems: list[Problem]) -> Iterator[Found]:
        fresh = [segment for segment in texts if segment.identity not in self._cache]
        if fresh:
            if len(self._cache) + len(fresh) > _CACHE_SIZE:
                self._cache.clear()
                fresh = list(texts)
            passing = self._texts.passing([segment.screened for segment in fresh])
            for segment, candidates in zip(fresh, passing, strict=True):
                failed = len(problems)
                matches = tuple(
                    (rule, match)
                    for rule in candidates
                    if rule.guard is None or segment.remember(rule.guard)
                    for match in _checked(rule, segment, notebook, problems)
                )
                if len(problems) == failed:  # a rule that failed is asked again, and reported again
                    self._cache[segment.identity] = matches
                yield from (_found(rule, match, segment) for rule, match in matches)
        new = set(fresh)
        for segment in texts:
            if segment not in new:
                yield from (_found(rule, match, segment) for rule, match in self._cache[segment.identity])

    def _in_code(self, notebook: Notebook, problems: list[Problem], lost: dict[str, Lost]) -> Iterator[Found]:
        text = "\n".join(cell.source for cell in notebook.cells if cell.kind == "code")
        candidates = self._sources.passing([text])[0]
        code_rules = [rule for rule in candidates if rule.on is Code]
        shell_rules = [rule for rule in candidates if rule.on is Shell]
        codes = link(notebook)
        for code in codes:
            if code.lost:
                lost[code.cell.source_pointer] = Lost(tuple(code.lost), code.lost_reason)
            for rule in code_rules:
                for match in _checked(rule, code, notebook, problems):
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
                    cell = notebook.cell_at(place.pointer)
                    yield Found(
                        rule,
                        replace(match, span=place.span, related=rest),
                        place.pointer,
                        Part.SOURCE if cell else Part.NOTEBOOK_METADATA,
                        place.span,
                        cell.source[slice(*place.span)] if cell and place.span else "",
                    )


def _checked(rule: Rule, subject: object, notebook: Notebook, problems: list[Problem]) -> Iterator[Match]:
    try:
        yield from rule.check(subject)
    except Exception as error:  # a rule that fails hides no finding; its text may hold what it looked at
        message = f"The rule {rule.id} failed ({type(error).__name__}); what it looks for was not assessed."
        problem = Problem(path=notebook.path, kind="rule-failed", message=message)
        if problem not in problems:
            problems.append(problem)


def _found(rule: Rule, match: Match, segment: Segment) -> Found:
    span = segment.raw_span(match.span) if match.span is not None else None
    text = segment.text if match.span is None else segment.text[slice(*match.span)]
    value = "".join(segment.text[slice(*part)] for part in match.parts) or text
    return Found(rule, match, segment.pointer, segment.part, span, value)


def _found_in_source(rule: Rule, match: Match, pointer: str, source: str) -> Found:
    parts = match.parts or ((match.span,) if match.span else ())
    value = "".join(source[slice(*part)] for part in parts) or source
    return Found(rule, match, pointer, Part.SOURCE, match.span, value)


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
    kept: list[Found] = []
    for one in found:
        if one.rule.precedence is None or one.span is None:
            kept.append(one)
        else:
            claims.setdefault(one.pointer, []).append(one)
    for rivals in claims.values():
        taken: list[Span] = []
        for one in sorted(rivals, key=_claim_order):
            if one.span is not None and not any(one.span.overlaps(span) for span in taken):
                taken.append(one.span)
                kept.append(one)
    return kept


def _claim_order(one: Found) -> tuple[int, int, int, str]:
    start, end = one.span or Span(0, 0)
    return one.rule.precedence or 0, start - end, start, one.rule.id


def _spread(found: list[Found], texts: Sequence[Segment]) -> list[Found]:
    """``found``, and every further place of a secret that was found: a key is printed without its name."""
    secrets: dict[str, Found] = {}
    taken: dict[str, list[Span]] = {}
    for one in found:
        if one.rule.category is Category.SECRETS and len(one.value) >= _LEAST_SPREAD:
            secrets.setdefault(one.value, one)
        if one.rule.hides and one.span is not None:
            taken.setdefault(one.pointer, []).append(one.span)
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
            spans = taken.setdefault(segment.pointer, [])
            if not any(raw.overlaps(other) for other in spans):
                spans.append(raw)
                match = replace(one.match, span=span, parts=(), related=(), proposals=(), message="")
                more.append(Found(one.rule, match, segment.pointer, segment.part, raw, value))
            at = everything.find(value, at + len(value))
    return found + more
