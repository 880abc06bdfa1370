"""No text keeps a rule busy for ever. What hostile texts cost is measured by bench/hostile.py."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.core.text import Span
from jupyter_mlsecops.rules import builtin
from jupyter_mlsecops.rules.secrets.pairs import pairs
from jupyter_mlsecops.rules.secrets.words import CLOSELY
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


PLAIN = [
    'api_key = "{}"',
    "password: {}",
    '"token": "{}"',
    "--token={}",
    "?key={}&",
    "os.environ['API_KEY'] = '{}'",
    "KEY:={}",
]


@pytest.mark.parametrize("form", PLAIN)
@pytest.mark.parametrize("kind", ["stream", "code"])
def test_behind_a_thousand_words_plain_pairs_are_found(form: str, kind: str) -> None:
    value = "q8Zk3Vw1Lx" + "Yt5Rb7Nc2M"
    text = "key, token\n" * CLOSELY + form.format(value) + "\n"
    segment = Segment(text, text, kind, Part.OUTPUT, "/cells/0/outputs/0/text")
    assert [(pair.value, pair.span) for pair in pairs(segment)] == [
        (value, Span(at := text.index(value), at + len(value)))
    ]


def test_a_thousand_words_have_every_form() -> None:
    value = "q8Zk3Vw1Lx" + "Yt5Rb7Nc2M"
    text = "key, token\n" * (CLOSELY // 2 - 1) + f"{value} is the api key\n"
    segment = Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text")
    assert [pair.value for pair in pairs(segment)] == [value]
