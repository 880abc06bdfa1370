"""A table is one finding: what stands in its flagged columns is not reported again, and stays hidden in every diff."""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.testing import notebook

HOST = "@corp" + "-mail.io"
BIRTHS = ("1961-04-23", "1984-11-02")
PEOPLE = (f"ann{HOST}", f"bob{HOST}")


def table(head: str, cells: tuple[str, str]) -> str:
    """A data frame as pandas prints it."""
    width = max(map(len, (head, *cells)))
    rows = [("", "email", head), ("0", PEOPLE[0], cells[0]), ("1", PEOPLE[1], cells[1])]
    return "\n".join(f"{index:1}  {mail:>{len(PEOPLE[0])}}  {cell:>{width}}" for index, mail, cell in rows)


TABLE = table("birth_date", BIRTHS)
TOKEN = "hf_" + "QkZtWbRyLsVnXcDfGhJpMaTeUwKqBzNvYr"


def scan(text: str) -> Scan:
    document, _ = notebook(text)
    return Engine(rules.load(), Policy(profile="strict"), b"k" * 32).scan(json.dumps(document).encode(), "n.ipynb")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (TABLE, ["pii-columns"]),
        (f"{TABLE}\n\nwritten by eve{HOST}", ["email-address", "pii-columns"]),
        (f"ann{HOST}", ["email-address"]),
        (table("token", (TOKEN, "none")), ["huggingface-token", "pii-columns"]),
    ],
    ids=["table", "table and text", "text", "table with a token"],
)
def test_what_a_table_holds_is_one_finding(output: str, expected: list[str]) -> None:
    done = scan(f"df.head()\n# %% [output text/plain]\n{output}")
    assert sorted({finding.rule for finding in done.findings}) == expected


def test_no_fix_shows_another_person_s_datum() -> None:
    """A redaction moves the columns of a printed table apart: what was hidden as a column must stay hidden."""
    done = scan(f"print(df)\n# %% [output]\n{TABLE}\n\nwritten by eve{HOST}")
    diffs = [fix.diff for finding in done.findings for fix in finding.fixes if fix.diff]
    assert diffs
    assert not [diff for diff in diffs for datum in (*BIRTHS, "ann@", "bob@", "eve@") if datum in diff]
