"""No rule takes more than linear time, whatever the text."""

from __future__ import annotations

import time

import pytest

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules import builtin

RULES = [rule for rule in builtin() if rule.category.value == "secrets" and rule.on is Segment]
SEEDS = [
    *("token=", "key ", "secret", 'password="a', "sk-proj-", "-sk-", "eyJ", ".eyJa", "a://b:", "://a:b@", "Q~", ":A"),
    *("0:A", "[.]", "MTIz.", "-----BEGIN ", "key\n", "api_key = (", "\\n", '"', "'a1B", "aws'", "cl", "A", "1.", "="),
    *("x-us1", " SK0", "SharedAccessKey=", "xoxb-1-", "bearer ", "https://hooks.slack", "a_", "a.b", "AP0"),
    ":_authToken=",
]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_time_grows_linearly(rule: Rule) -> None:
    starts = {literal for literal in rule.screen} or {""}
    lead = " ".join(sorted(starts)[:8]) + " "
    for seed in {*SEEDS, *(s + "a" for s in sorted(starts)[:4] if s)}:
        small, large = (_seconds(rule, lead + seed * (size // len(seed))) for size in (50_000, 100_000))
        assert large < 0.3 or large < 4 * small, (seed, small, large)
        assert large < 1.0, (seed, large)


def _seconds(rule: Rule, text: str) -> float:
    segment = Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text")
    start = time.process_time()
    list(rule.check(segment))
    return time.process_time() - start
