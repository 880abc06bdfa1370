"""The examples of every rule are its tests."""

import re

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.sdk import Example, Rule
from jupyter_mlsecops.testing import cases, verify

RULES = rules.load()


@pytest.mark.parametrize(
    ("rule", "example", "bad"),
    [pytest.param(*case, id=f"{case[0].id}-{'bad' if case[2] else 'ok'}-{n}") for n, case in enumerate(cases(RULES))],
)
def test_example(rule: Rule, example: Example, bad: bool) -> None:
    verify(rule, example, bad)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
class TestEveryRule:
    def test_shows_itself_in_few_words(self, rule: Rule) -> None:
        assert 0 < len(rule.title) <= 60, rule.title
        assert rule.title[0].isupper() or not rule.title[0].isalpha() or rule.title.split()[0].islower()
        assert not rule.title.endswith(".")

    def test_says_why_and_what_to_do(self, rule: Rule) -> None:
        assert rule.why.endswith((".", "?")) and len(re.findall(r"[.?](?:\s|$)", rule.why)) <= 2, rule.why
        assert rule.remedy.endswith("."), "the second paragraph of the docstring says what to do"

    def test_has_examples(self, rule: Rule) -> None:
        # A token cannot stand in a file, so the provider rules are tested by tests/rules/secrets instead.
        assert rule.bad or rule.category.value == "secrets"
        assert rule.ok or rule.category.value == "secrets"

    def test_names_a_weakness(self, rule: Rule) -> None:
        # A licence that is not allowed is no weakness of a program.
        assert rule.references.cwe or rule.severity.value == "info" or "licence" in rule.id


def test_at_least_ten_rules_have_a_safe_fix() -> None:
    import json

    from jupyter_mlsecops.core.engine import Engine
    from jupyter_mlsecops.core.policy import Policy
    from jupyter_mlsecops.core.ruleset import RuleSet
    from jupyter_mlsecops.testing import notebook

    safe = set()
    for rule, example, bad in cases(RULES):
        if bad and rule.id not in safe:
            raw = json.dumps(notebook(example.text)[0]).encode()
            scan = Engine(RuleSet([rule]), Policy(profile="audit"), b"key").scan(raw, "example.ipynb")
            if any(fix.applicability.value == "safe" for finding in scan.findings for fix in finding.fixes):
                safe.add(rule.id)
    assert len(safe) >= 10, sorted(safe)
