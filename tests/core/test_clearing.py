"""The output that something stands in."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.clearing import output_of


@pytest.mark.parametrize(
    ("pointer", "output"),
    [
        ("/cells/3/outputs/10/data/text~1html", "/cells/3/outputs/10"),
        ("/cells/3/outputs/0/text", "/cells/3/outputs/0"),
        ("/worksheets/0/cells/1/outputs/2/text", "/worksheets/0/cells/1/outputs/2"),
        ("/cells/3/outputs/10", ""),
        ("/cells/3/source", ""),
        ("/cells/3/metadata/outputs", ""),
    ],
)
def test_the_output_of_a_pointer(pointer: str, output: str) -> None:
    assert output_of(pointer) == output
