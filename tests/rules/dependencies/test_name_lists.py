"""The lists of names say what they promise."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from jupyter_mlsecops.core.environment import canonical
from jupyter_mlsecops.rules.dependencies.names import famous, language, learning, science, tools, web
from jupyter_mlsecops.rules.dependencies.names.combining import borrowed
from jupyter_mlsecops.rules.dependencies.names.known import known
from jupyter_mlsecops.rules.dependencies.names.wrong import NEVER_PUBLISHED, WRONG

LISTS = (science.NAMES, learning.NAMES, language.NAMES, web.NAMES, tools.NAMES)
IS_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z")


@pytest.mark.parametrize("text", [*LISTS, famous.NAMES], ids=lambda text: text.split()[0])
def test_names_are_canonical_and_sorted(text: str) -> None:
    names = text.split()
    assert not [name for name in names if canonical(name) != name or not IS_NAME.match(name)]
    assert not [pair for pair in pairwise(names) if pair[0] >= pair[1]]


def test_each_name_stands_in_one_list() -> None:
    counts = Counter(name for text in LISTS for name in text.split())
    assert [name for name, count in counts.items() if count > 1] == []
    assert len(counts) > 1500


def test_famous_names_are_known() -> None:
    assert set(famous.NAMES.split()) <= known()


def test_wrong_names_lead_to_known_ones() -> None:
    rights = {one.right for one in WRONG.values()} | set(NEVER_PUBLISHED.values())
    assert {right for right in rights if right and right not in known()} == set()
    assert set(NEVER_PUBLISHED).isdisjoint(known()) and set(NEVER_PUBLISHED).isdisjoint(WRONG)
    assert all(one.right != name for name, one in WRONG.items())


@pytest.mark.parametrize(
    ("name", "brand"),
    [
        ("torch-sdk", "torch"),
        ("deepseekai", "deepseek"),
        ("pytorch-torch", "pytorch"),
        ("openai-python-client", "openai"),
        ("torch-geometry", None),
        ("core-utils", None),
        ("torchvision", None),
        ("pandas", None),
        ("", None),
    ],
)
def test_borrowed_names(name: str, brand: str | None) -> None:
    assert borrowed(name) == brand
