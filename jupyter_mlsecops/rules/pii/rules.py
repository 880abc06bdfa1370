"""The rules of personal data: one for each kind, all out of one pass over a text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from jupyter_mlsecops.sdk import Category, Match, Rule, Segment, rule

from . import cards, devices, europe, mail, papers, phone, world
from .entity import Entity, match_of
from .fixes import redact
from .survey import Found, Survey, shapes

# Of two kinds that claim the same characters the earlier one has them.
ENTITIES: tuple[Entity, ...] = (
    cards.IBAN,
    cards.CARD,
    *world.ENTITIES,
    *europe.ENTITIES,
    mail.EMAIL,
    devices.MAC,
    devices.IP,
    *papers.ENTITIES,
    devices.COORDINATES,
    phone.PHONE,
    devices.HOME,
)
_PRECEDENCE = 6000  # behind all secrets
_SHAPES = shapes(ENTITIES)


@cache
def _survey() -> Survey:
    return Survey(ENTITIES)


def survey(segment: Segment) -> Found:
    """All personal data in a text, by the id of its rule."""
    return _survey()(segment)


def kinds_in(segment: Segment) -> Collection[str] | bool:
    """The rules that find something in a text."""
    try:
        return segment.remember(survey).keys()
    except Exception:  # then each rule is asked, fails itself, and is reported
        return True


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
