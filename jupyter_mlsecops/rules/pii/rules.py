"""The rules of personal data: one for each kind, all out of one pass over a text."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Category, Match, Rule, Segment, rule

from .entity import Entity, match_of
from .fixes import redact
from .kinds import ENTITIES, kinds_in, survey
from .survey import shapes

_PRECEDENCE = 6000  # behind all secrets
_SHAPES = shapes(ENTITIES)


def _rule_of(entity: Entity, precedence: int) -> Rule:
    def check(segment: Segment) -> Iterator[Match]:
        values = segment.remember(survey).get(entity.id)
        if values:
            yield match_of(entity, segment, values)

    check.__doc__ = f"{entity.why}\n\n{entity.remedy}"
    return rule(
        id=entity.id,
        on=Segment,
        severity=entity.severity,
        confidence=entity.confidence,
        title=entity.label[:1].upper() + entity.label[1:],
        category=Category.PII,
        cwe=359,
        bad=entity.bad,
        ok=entity.ok,
        precedence=precedence,
        propose=redact,
        guard=kinds_in,
        shapes=_SHAPES,
    )(check)


RULES = tuple(_rule_of(entity, _PRECEDENCE + rank) for rank, entity in enumerate(ENTITIES))
