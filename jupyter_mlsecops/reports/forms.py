"""An output holds the same thing in several forms, such as a table as HTML and as text; a person sees one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from ..core.model import Finding, Report

_Found = TypeVar("_Found", bound=Finding)
_FORMS = re.compile(r"/cells/\d+/outputs/\d+/data/")


def seen_once(findings: Sequence[_Found]) -> list[_Found]:
    """The findings without those of a value that another form of its output holds too, which they name as related."""
    first: dict[tuple[str, str, str, str], str] = {}
    return [one for one in findings if _first_form(one, first) == one.location.pointer]


def as_seen(report: Report) -> Report:
    """A report as a person reads it: machines get the one that tells every place by itself."""
    return replace(report, findings=seen_once(report.findings), suppressed=seen_once(report.suppressed))


def _first_form(finding: Finding, first: dict[tuple[str, str, str, str], str]) -> str:
    at = finding.location
    forms = _FORMS.match(at.pointer)
    return first.setdefault((at.path, forms[0], finding.rule, finding.fingerprint), at.pointer) if forms else at.pointer
