"""No text keeps a rule busy for ever. What hostile texts cost is measured by bench/hostile.py."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules import builtin
from tests.hang import must_end

RULES = [rule for rule in builtin() if rule.category.value == "secrets" and rule.on is Segment]
SEEDS = [
    *("token=", "key ", "secret", 'password="a', "sk-proj-", "-sk-", "eyJ", ".eyJa", "a://b:", "://a:b@", "Q~", ":A"),
    *("0:A", "[.]", "MTIz.", "-----BEGIN ", "key\n", "api_key = (", "\\n", '"', "'a1B", "aws'", "cl", "A", "1.", "="),
    *("x-us1", " SK0", "SharedAccessKey=", "xoxb-1-", "bearer ", "https://hooks.slack", "a_", "a.b", "AP0"),
    ":_authToken=",
]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_hostile_text_of_100_kilobytes(rule: Rule) -> None:
    starts = {literal for literal in rule.screen} or {""}
    lead = " ".join(sorted(starts)[:8]) + " "
    for seed in {*SEEDS, *(s + "a" for s in sorted(starts)[:4] if s)}:
        text = lead + seed * (100_000 // len(seed))
        with must_end():
            list(rule.check(Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text")))
