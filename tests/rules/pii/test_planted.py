"""Planted personal data is found with its exact place; twins with a wrong check digit, and figures, are not.

``bench/pii.py`` does the same with more values, and counts.
"""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.pii.rules import RULES

from . import planted
from .values import Kind

MATCHER = Matcher(RuleSet(RULES))
COUNT = 3


def found(tree: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Rule, pointer and text of every value found."""
    matched = MATCHER.run(build(tree))
    assert not matched.problems
    return {
        (one.rule.id, place.pointer, matched.texts[place.pointer].raw[slice(*place.span)])
        for one in matched.found
        for place in one.match.hidden
        if place.span is not None
    }


@pytest.mark.parametrize("kind", planted.KINDS, ids=lambda kind: kind.rule)
def test_every_value_is_found_in_every_context(kind: Kind) -> None:
    tree, places = planted.book(kind, COUNT)
    expected = {(kind.rule, place.pointer, place.value) for place in places}
    assert expected - found(tree) == set()


@pytest.mark.parametrize("kind", [k for k in planted.KINDS if k.twin], ids=lambda kind: kind.rule)
def test_twins_with_a_wrong_check_digit_are_silent(kind: Kind) -> None:
    tree, _ = planted.book(kind, COUNT, twins=True)
    assert found(tree) == set()


def test_figures_are_silent() -> None:
    assert {name: found(tree) for name, tree in planted.noise(20)} == {name: set() for name in planted.NOISE}


def test_every_rule_is_planted() -> None:
    quiet = {"mac-address", "ip-address", "home-coordinates", "home-path"}  # no numbers of persons; see their examples
    assert {rule.id for rule in RULES} - {kind.rule for kind in planted.KINDS} == quiet
