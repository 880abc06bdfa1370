"""What an output holds in several forms is told to people once."""

import pytest
from msgspec import structs

from jupyter_mlsecops.core.model import Finding, Severity
from jupyter_mlsecops.reports.forms import as_seen, seen_once

from .reports import FULL, OUTPUT, finding

HTML, PLAIN = "/cells/6/outputs/0/data/text~1html", "/cells/6/outputs/0/data/text~1plain"


def at(pointer: str, fingerprint: str = "f1", path: str = "a.ipynb") -> Finding:
    """A finding in an output."""
    there = structs.replace(OUTPUT, path=path, pointer=pointer)
    return structs.replace(finding("a-token", Severity.CRITICAL, there), fingerprint=fingerprint)


@pytest.mark.parametrize(
    "findings, kept",
    [
        ([at(HTML), at(PLAIN)], [0]),
        ([at(HTML), at(HTML), at(PLAIN), at(PLAIN)], [0, 1]),
        ([at(HTML), at(PLAIN), at(PLAIN, "f2")], [0, 2]),
        ([at(HTML), at("/cells/6/outputs/1/data/text~1html")], [0, 1]),
        ([at(HTML), at(PLAIN, path="b.ipynb")], [0, 1]),
        ([at("/cells/6/outputs/0/text"), at("/cells/6/source")], [0, 1]),
    ],
    ids=["two forms", "twice in each", "two values", "two outputs", "two files", "no forms"],
)
def test_one_form_is_told(findings: list[Finding], kept: list[int]) -> None:
    assert seen_once(findings) == [findings[index] for index in kept]


def test_a_report_as_seen_keeps_everything_else() -> None:
    told = structs.replace(FULL, findings=[at(HTML), at(PLAIN)])
    assert as_seen(told) == structs.replace(FULL, findings=[at(HTML)])
