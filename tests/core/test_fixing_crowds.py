"""Cells with many findings: each gets its fix, and one that cannot be fixed keeps none of the others from theirs."""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.model import Applicability
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy

CROWDS = [
    ("one rule", "import yaml\n" + "yaml.load(f)\n" * 60, "import yaml\n" + "yaml.safe_load(f)\n" * 60),
    (
        "two rules on the same calls",
        "import requests\n" + "requests.get('http://data.corp.org/x', verify=False)\n" * 20,
        "import requests\n" + "requests.get('https://data.corp.org/x', timeout=30)\n" * 20,
    ),
    (
        "an import that all share",
        "import tempfile\n" + "a = tempfile.mktemp()\n" * 12,
        "import tempfile\n" + "a = tempfile.NamedTemporaryFile(delete=False).name\n" * 12,
    ),
    (
        "some that have no fix",
        "import yaml, pickle\n" + "yaml.load(f)\npickle.load(f)\n" * 12,
        "import yaml, pickle\n" + "yaml.safe_load(f)\npickle.load(f)\n" * 12,
    ),
]


@pytest.mark.parametrize(("before", "after"), [c[1:] for c in CROWDS], ids=[c[0] for c in CROWDS])
def test_every_finding_of_a_crowd_gets_its_fix(before: str, after: str) -> None:
    engine = Engine(rules.load(), Policy(profile="audit"), b"k" * 32)
    cell = {"cell_type": "code", "id": "a", "source": before, "metadata": {}, "outputs": [], "execution_count": None}
    raw = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    scan = engine.scan(raw, "a.ipynb")
    plan = engine.plan(scan, Applicability.REVIEW)
    fixed = apply(raw, plan.edits)
    assert json.loads(fixed)["cells"][0]["source"] == after
    left = {finding.rule for finding in engine.scan(fixed, "a.ipynb").findings}
    assert {finding.rule for finding in scan.findings if finding.fixes}.isdisjoint(left)
