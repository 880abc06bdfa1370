"""Names with ``*`` in them: whatever stands for the stars, and nothing else, is meant."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_mlsecops.core.python.wanted import wanted

PARTS = st.lists(st.sampled_from(["", "a", "b", ".", "a.", ".b", "ab"]), min_size=1, max_size=5)


@given(PARTS, PARTS)
@example(["a.", ".b"], ["a.b"])  # one dot is not two
@example(["a", "ab", "b"], ["aab", "b"])
def test_stars_stand_for_any_stretch(parts: list[str], name: list[str]) -> None:
    meant = re.fullmatch(".*".join(map(re.escape, parts)), "".join(name)) is not None
    assert wanted(("*".join(parts),)).matches("".join(name)) == meant


def test_a_function_that_is_handed_on_is_named_in_full() -> None:
    asked = wanted(("*.load", "pickle.loads"))
    assert not asked.matches("joblib.load", is_reference=True)
    assert asked.matches("pickle.loads", is_reference=True)
