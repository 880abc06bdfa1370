"""All places of a finding that stands in several."""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.text import Lines
from jupyter_mlsecops.testing import notebook

SSN = ["-".join(parts) for parts in (("212", "45", "6781"), ("536", "22", "8174"), ("219", "40", "6612"))]
TOKEN = "hf_" + "QkZtWbRyLsVnXcDfGhJpMaEoUiTqSwYzKe"


def places(text: str, rule: str) -> list[list[tuple[str, str]]]:
    """For each finding of a rule the pointer and the text of its locations."""
    raw = json.dumps(notebook(text)[0]).encode()
    scan = Engine(rules.load(), Policy(profile="audit"), b"key").scan(raw, "book.ipynb")
    assert scan.matched is not None
    texts = {pointer: segment.raw for pointer, segment in scan.matched.texts.items()}
    found = []
    for finding in scan.findings:
        assert not finding.locations or finding.locations[0] == finding.location
        if finding.rule == rule:
            regions = [(at.pointer, at.region) for at in finding.locations if at.region is not None]
            found.append([(at, texts[at][slice(*Lines(texts[at]).span(region))]) for at, region in regions])
    return found


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        (
            f"# %%\nq = \"\"\"INSERT INTO p (name, ssn)\nVALUES ('é😀', '{SSN[0]}'),\n('b', '{SSN[1]}')\"\"\"",
            "us-ssn",
            [[("/cells/0/source", SSN[0]), ("/cells/0/source", SSN[1])]],
        ),
        (
            f"# %%\nx\n# %% [output]\nSSN {SSN[0]}\nSSN {SSN[1]}\nSSN {SSN[2]}",
            "us-ssn",
            [[("/cells/0/outputs/0/text", ssn) for ssn in SSN]],
        ),
        (
            "# %%\n%pip install reqeusts\n# %%\nx = 1\n!pip install reqeusts",
            "typosquat-dependency",
            [[("/cells/0/source", "reqeusts"), ("/cells/1/source", "reqeusts")]],
        ),
        # One place is no list of places.
        (f"# %%\nx\n# %% [output]\nSSN {SSN[0]}", "us-ssn", [[]]),
        # Each place of a secret is a finding of its own.
        (f"# %%\na = '{TOKEN}'\n# %%\nb = '{TOKEN}'", "huggingface-token", [[], []]),
        # Where a value comes from explains the finding.
        (
            "# %%\nimport pickle, urllib.request as u\nu.urlretrieve('http://a.org/m.pkl', 'm.pkl')\n"
            "# %%\npickle.load(open('m.pkl', 'rb'))",
            "unsafe-pickle-load",
            [[]],
        ),
    ],
    ids=["code", "output", "cells", "one", "secret", "steps"],
)
def test_all_places_are_told(text: str, rule: str, expected: list[list[tuple[str, str]]]) -> None:
    assert places(text, rule) == expected


def test_no_more_than_a_hundred_are_listed() -> None:
    lines = "\n".join(f"SSN 212-{10 + i % 80}-{1000 + i}" for i in range(500))
    [found] = places(f"# %%\nx\n# %% [output]\n{lines}", "us-ssn")
    assert [text for _, text in found] == [line[4:] for line in lines.splitlines()[:100]]
