"""No canary stands in a text of a notebook that is shown."""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.text import mask

from .. import canaries
from ..leaks import Leaks

MADE, PLANTED = canaries.books()
LEAKS = Leaks(PLANTED)


@pytest.mark.parametrize("name", MADE)
def test_every_canary_is_hidden_in_the_texts_that_are_shown(name: str) -> None:
    """Code frames and diffs are cut from these."""
    scan = Engine(rules.load(), Policy(profile="audit"), b"k" * 32).scan(json.dumps(MADE[name]).encode(), name)
    assert scan.matched is not None
    hidden = scan.matched.masks
    shown = (mask(text.raw, hidden.get(pointer, ())) for pointer, text in scan.matched.texts.items())
    assert {(c.kind.rule, c.place) for c in LEAKS.of("\n".join(shown))} == set()
