"""How names stand in a sentence."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.enumerating import enumerated


@pytest.mark.parametrize(
    ("names", "most", "told"),
    [
        (["a"], 3, "a"),
        (["a", "b", "c"], 3, "a, b, c"),
        (["a", "b", "c", "d"], 3, "a, b, c and 1 more"),
        (["a", "b", "c", "d"], 1, "a and 3 more"),
        ([], 3, ""),
    ],
)
def test_the_first_are_named_and_the_others_counted(names: list[str], most: int, told: str) -> None:
    assert enumerated(names[:most], len(names)) == told
    assert enumerated(iter(names[:most]), len(names)) == told
