"""Each filter drops its example, and what a machine draws passes all of them."""

from __future__ import annotations

import random

import pytest

from jupyter_mlsecops.rules.secrets.filters import FILTERS, MIXED, Filter, is_blank, is_word, looks_random
from jupyter_mlsecops.rules.secrets.sample import sample


@pytest.mark.parametrize("each", (*FILTERS, MIXED), ids=lambda f: f.reason)
def test_a_filter_drops_its_example(each: Filter) -> None:
    assert each.drops(each.example)


@pytest.mark.parametrize("pattern", ["[A-Za-z0-9]{32}", "[0-9a-f]{40}", "[A-Za-z0-9+/]{44}", "[A-Za-z0-9_-]{43}"])
def test_few_drawn_values_are_lost(pattern: str) -> None:
    chance = random.Random(0)
    lost = sum(not looks_random("api_key", sample(pattern, chance)) for _ in range(500))
    assert lost <= 15


def test_blank() -> None:
    assert is_blank("1234567890" * 3) and is_blank("deadbeef" * 4) and is_blank("a" * 20)
    assert not is_blank("0d5e9c3ab714f682")
    assert is_word("AutoModelForCausalLM")


@pytest.mark.parametrize("beginning", ["Eby8vdM02xNO", "C2y6yDjf5/R+", "4eC39HqLyjWD"])
def test_keys_that_are_published_were_issued_to_nobody(beginning: str) -> None:
    rest = "cqFlqUwJPLlmEtlCDXJ1OUzF"
    assert is_blank(beginning + rest)
    assert not is_blank(rest)
