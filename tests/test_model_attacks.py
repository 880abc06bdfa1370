"""Every harmless file in the shape of an attack that the benchmark makes: something is said of each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.modelfiles.malicious.made import UNREADABLE, Made
from bench.modelfiles.write_attacks import attacks
from jupyter_mlsecops.rules.models.judging import judge
from jupyter_mlsecops.service.modelfiles import examine_bytes

ALL = [made for made in attacks() if len(made.data) < 1 << 20]


def test_they_are_as_many_as_they_are_said_to_be() -> None:
    assert len(ALL) >= 500 and len({made.kind for made in ALL}) >= 30
    assert [name for name, count in Counter(made.name for made in ALL).items() if count > 1] == []


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_something_is_said_of_each(made: Made) -> None:
    """A finding; what no loader reads either, and what needs a decoder that is not there, is told as not read."""
    model = examine_bytes(made.data, Path(made.name).name)
    found = judge(model)
    if not (found.critical or found.review):
        assert model.gaps
        assert made.kind == UNREADABLE or any("pip install" in gap for gap in model.gaps)
