"""The kinds of personal data, all found in one pass over a text."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from jupyter_mlsecops.sdk import Segment

from . import cards, devices, europe, mail, papers, phone, world
from .entity import Entity
from .survey import Found, Survey

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
