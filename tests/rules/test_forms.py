"""Forms of a rule: what reports, policies and comments call them."""

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.testing import notebook

RULES = RuleSet(rules.builtin())
FORMS = [rule for rule in RULES if rule.form_of]
HTTP = "import subprocess\nsubprocess.run(['wget', 'http://data.example.org/a.csv'])\n"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_is_one_of_a_rule_of_its_category(form: Rule) -> None:
    whole = RULES[form.form_of]
    assert (whole.form_of, whole.category) == ("", form.category)


def test_findings_bear_the_name_of_the_rule() -> None:
    (found,) = _scan(Policy(), HTTP).findings
    assert (found.rule, found.message) == ("shell-plain-http", "Download over plain HTTP by a program")


@pytest.mark.parametrize("name", ["shell-plain-http", "process-plain-http", "network"])
def test_either_name_silences_it(name: str) -> None:
    assert _scan(Policy(ignore=frozenset((name,))), HTTP).findings == []
    marked = HTTP.rstrip("\n") + f"  # mlsecops: ignore[{name}] a mirror of ours\n"
    (silenced,) = _scan(Policy(), marked).suppressed
    assert (silenced.rule, silenced.suppression.reason) == ("shell-plain-http", "a mirror of ours")


def test_the_name_of_another_form_does_not() -> None:
    marked = HTTP.rstrip("\n") + "  # mlsecops: ignore[r-plain-http-data] other\n"
    assert [one.rule for one in _scan(Policy(), marked).findings] == ["shell-plain-http"]


def test_lists_leave_forms_out() -> None:
    names = {rule.id for rule in RULES.named()}
    assert names == {rule.name for rule in RULES}
    assert not names & {form.id for form in FORMS}


def _scan(policy: Policy, source: str) -> Scan:
    tree, _ = notebook(source)
    return Engine(RULES, policy, b"forms").scan(json.dumps(tree).encode(), "a.ipynb")
