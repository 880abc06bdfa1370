"""Which columns of a table show personal data, and how bad that is."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_mlsecops.sdk import Confidence, Frozen, Severity, enumerated

from .dataframe import Table, are_statistics
from .dataframe_values import confirmed, fits, is_pseudonym
from .header import Kind, kind_of
from .header_sets import is_public

_ENOUGH = 3  # indirect columns that point at one person together
_NAMED = 6  # columns that a message names
_LONGEST_NAME = 40


class Verdict(Frozen, frozen=True):
    """The columns that show personal data, by number, and how bad and how sure that is."""

    columns: list[int]
    severity: Severity
    confidence: Confidence


def verdict_on(table: Table) -> Verdict | None:
    """What a table shows of persons; None if nothing."""
    if table.is_matrix or are_statistics(table.labels):
        return None
    return judge([column.head.text for column in table.columns], [column.values for column in table.columns])


def judge(labels: Sequence[str], values: Sequence[Sequence[str]]) -> Verdict | None:
    """The same for columns by name and the values they show."""
    kinds = [(k, kind) for k, label in enumerate(labels) if (kind := kind_of(label)) and not is_pseudonym(label)]
    if not kinds or not _may_count([kind for _, kind in kinds]) or is_public(labels):
        return None
    if any(are_statistics(column) for column in values[:2]):
        return None
    shown = [(k, kind) for k, kind in kinds if fits(kind.name, values[k])]
    direct = [k for k, kind in shown if kind.weight == "direct"]
    names = [k for k, kind in shown if kind.weight == "generic"]
    indirect = [k for k, kind in shown if kind.weight == "indirect"]
    places = [k for k, kind in shown if kind.name == "degrees"]
    told = len(indirect) - max(0, len(places) - 1)  # latitude and longitude tell one thing
    if direct:
        is_sure = any(kind.weight == "direct" and confirmed(kind.name, values[k]) for k, kind in shown)
        severity, confidence = (Severity.HIGH, Confidence.HIGH) if is_sure else (Severity.MEDIUM, Confidence.MEDIUM)
        return Verdict(sorted(direct + names), severity, confidence)
    if names and told >= 2:
        return Verdict(sorted(names + indirect), Severity.MEDIUM, Confidence.MEDIUM)
    return Verdict(indirect, Severity.LOW, Confidence.LOW) if told >= _ENOUGH else None


def message_of(labels: Sequence[str], rows: int) -> str:
    """What a finding says: the names of the columns and the count of rows, and no value."""
    return f"A table shows personal data: {named(labels)} ({rows} {'row' if rows == 1 else 'rows'})"


def named(labels: Sequence[str]) -> str:
    """The names of columns in a sentence, as far as there is room."""
    short = [label if len(label) <= _LONGEST_NAME else label[: _LONGEST_NAME - 1] + "…" for label in labels[:_NAMED]]
    return enumerated(short, len(labels))


def _may_count(kinds: Sequence[Kind]) -> bool:
    weights = [kind.weight for kind in kinds]
    return "direct" in weights or len(weights) >= _ENOUGH
