"""One kind of personal data, and how what was found of it in a text becomes one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from jupyter_mlsecops.sdk import (
    Confidence,
    Example,
    Frozen,
    Match,
    Part,
    Place,
    Segment,
    Severity,
    Span,
    replace,
    shape,
)

from .reading import Reading

_RELATED = 3  # further places that a finding names as related; all are masked and redacted


class Value(Frozen, frozen=True, order=True):
    """Where a datum stands in a text; ``severity`` and ``confidence`` where they differ from its kind's."""

    start: int
    end: int
    severity: Severity | None = None
    confidence: Confidence | None = None


class Entity(Frozen, frozen=True):
    """One kind of personal data.

    ``find`` gives the values in a text, in order. ``severity`` is that in an output, ``elsewhere`` that in any other
    text if it differs. ``find`` is asked about a text in which one of the ``literals`` stands, or one of the phrases of
    ``gate`` or of the ``shapes`` (see ``reading``) beside some long number, or one of the ``words`` beside any number
    such as a year or a postcode. ``closer`` says in patterns what stands beside a literal that is in too many texts
    (see ``shapes`` of a rule). ``printed``: it counts in outputs only.
    """

    id: str
    label: str
    why: str
    remedy: str
    find: Callable[[Reading], Iterable[Value]]
    severity: Severity = Severity.HIGH
    elsewhere: Severity | None = None
    confidence: Confidence = Confidence.HIGH
    gate: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    closer: tuple[str, ...] = ()
    printed: bool = False
    bad: Callable[[], Sequence[str | Example]] = tuple
    ok: tuple[str, ...] = ()
    many: str = ""

    @property
    def plural(self) -> str:
        """What several are called."""
        return self.many or f"{self.label}s"


def match_of(entity: Entity, segment: Segment, values: Sequence[Value]) -> Match:
    """The one match for all values of a kind in a text: the first is its span, all are its ``parts``."""
    usual = entity.severity if segment.part is Part.OUTPUT else entity.elsewhere or entity.severity
    first = values[0]
    worst = max({value.severity or usual for value in values}, key=lambda severity: severity.rank)
    count = len(values)
    parts = tuple([Span(value.start, value.end) for value in values])
    places = tuple([Place(segment.pointer, segment.raw_span(part)) for part in parts])
    label = f"{count:,} {entity.plural}" if count > 1 else entity.label[:1].upper() + entity.label[1:]
    return Match(
        parts[0],
        message=f"{label} {segment.where}",
        severity=worst,
        confidence=first.confidence or entity.confidence,
        label=entity.label,
        preview=shape(),
        parts=parts,
        several=True,
        related=tuple(replace(where, message="another one") for where in places[1 : 1 + _RELATED]),
        hidden=places,
    )
