"""From what was found to the finding that a report tells."""

from __future__ import annotations

from msgspec import structs

from .found import Found
from .model import Finding, Fix, Location, Part, References, RelatedLocation
from .placing import PLACES
from .rule import Match, Rule
from .text import fingerprint, printable

_WHERE = {
    Part.SOURCE: "in a cell",
    Part.OUTPUT: "in an output",
    Part.ATTACHMENT: "in an attachment",
    Part.CELL_METADATA: "in a cell's metadata",
    Part.NOTEBOOK_METADATA: "in the notebook's metadata",
    Part.FILE: "in a file",
}
_PARTS = {part: rank for rank, part in enumerate(Part)}


def name_of(one: Found, key: bytes) -> str:
    """The stable name of a finding under a key; of what must not be shown it tells nothing (see ``fingerprint``)."""
    if one.rule.hides:
        return fingerprint(key, one.rule.category.value, one.value)
    return fingerprint(key, one.rule.name, " ".join(one.value.split()))


def finding_of(
    one: Found, name: str, locations: list[Location], related: list[RelatedLocation], fixes: list[Fix]
) -> Finding:
    """The finding, whose own place comes first of all; what the match leaves out is taken from its rule."""
    match, rule = one.match, one.rule
    places = list(dict.fromkeys(locations))[:PLACES]
    message = match.message or (f"{match.label} {_WHERE[one.part]}" if match.label else rule.title)
    return Finding(
        rule=rule.name,
        category=rule.category,
        severity=match.severity or rule.severity,
        confidence=match.confidence or rule.confidence,
        message=printable(message),
        preview=printable(match.preview, 80),
        fingerprint=name,
        location=places[0],
        locations=places if len(places) > 1 else [],
        related=related,
        fixes=fixes,
        references=_references(rule, match),
    )


def related_of(location: Location, message: str) -> RelatedLocation:
    """A further place, and what it has to do with the finding."""
    return RelatedLocation(**structs.asdict(location), message=printable(message, 80))


def order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: where they stand, then their rule."""
    where, region = finding.location, finding.location.region
    return (
        where.path,
        -1 if where.cell_index is None else where.cell_index,
        _PARTS[where.part],
        where.pointer.count("/"),
        where.pointer,
        (region.start_line, region.start_column, region.end_line, region.end_column) if region else (0, 0, 0, 0),
        finding.rule,
    )


def _references(rule: Rule, match: Match) -> References:
    if not match.advisories:
        return rule.references
    return structs.replace(rule.references, advisory=[*rule.references.advisory, *match.advisories])
