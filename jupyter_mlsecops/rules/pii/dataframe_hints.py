"""Columns of personal data that code names: a hint of what a notebook works on, shown to auditors only."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Place, Segment, Severity, Span, rule

from .dataframe_code import named_columns
from .dataframe_values import is_pseudonym
from .dataframe_verdict import named
from .header import kind_of


@rule(
    id="pii-columns-in-code",
    on=Segment,
    title="Code names columns of personal data",
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    profile="audit",
    screen=("usecols", "names", "columns", "select"),
    caseless=True,
    bad=[
        'df.columns = ["«email»", "plan", "«dob»"]',
        'import pandas as pd\ndf = pd.read_csv(path, usecols=["«ssn»", "plan"])',
        "%%sql\nSELECT «first_name», plan FROM customers WHERE plan = 2",
        'rows = db.execute("SELECT c.«email», c.plan FROM customers c")',
    ],
    ok=[
        'df.columns = ["name", "email_count", "plan"]',
        'df.drop(columns=["email", "dob"])',
        "SELECT plan, price FROM products",
    ],
)
def pii_columns_in_code(segment: Segment) -> Iterator[Match]:
    """The code reads or names columns of personal data. Whatever it prints of them is stored with the notebook.

    Leave these columns out when the data is read, unless the work needs them."""
    if segment.kind != "code":
        return
    source = segment.text
    spans = [span for span in named_columns(source) if _is_direct(source[slice(*span)])]
    if spans:
        labels = list(dict.fromkeys(source[slice(*span)] for span in spans))
        yield Match(
            spans[0],
            f"Code names columns of personal data: {named(labels)}",
            related=tuple(Place(segment.pointer, span, source[slice(*span)]) for span in spans[1:]),
            hidden=(Place(segment.pointer, Span(0, 0)),),  # nothing: a column's name is no secret
        )


def _is_direct(name: str) -> bool:
    kind = kind_of(name)
    return kind is not None and kind.weight == "direct" and not is_pseudonym(name)
