"""What was found, settled: one finding a value, and every place of a secret."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable

from msgspec.structs import replace

from .found import Found
from .model import Category
from .segments import Segment
from .text import Span, Stretches

_LEAST_SPREAD = 8  # a shorter value is found in other texts by chance


def settle(found: list[Found]) -> list[Found]:
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


def spread(found: list[Found], segments: Iterable[Segment]) -> list[Found]:
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
    texts = list(segments)
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
