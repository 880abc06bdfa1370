"""Numbers of persons, found all at once: where they stand, whatever stands around them."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules.pii import europe, world
from jupyter_mlsecops.rules.pii.numbers import Number, complete, is_valid
from jupyter_mlsecops.rules.pii.reading import _WIDTH, Reading

if sys.version_info >= (3, 11):
    from re import _parser as sre  # type: ignore[attr-defined]
else:
    import sre_parse as sre

ROWS = [*europe.ROWS, *world.ROWS]
ENTITIES = {entity.id: entity for entity in (*europe.ENTITIES, *world.ENTITIES)}
LOOKED_AT = 2  # characters behind a number that must not follow it


def found(row: Number, text: str) -> list[str]:
    reading = Reading(Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text"))
    return [text[value.start : value.end] for value in ENTITIES[row.id].find(reading)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_notation_fits_into_what_is_searched(row: Number) -> None:
    assert sre.parse(row.pattern).getwidth()[1] + LOOKED_AT <= _WIDTH


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
@pytest.mark.parametrize("before", ["", "\0", "\0\0 x\0", "9 \0", "A" * 40 + " "])
def test_it_is_found_at_the_very_end_and_behind_every_sign(row: Number, before: str) -> None:
    number = complete(row)
    assert found(row, f"{before}{row.names[0]}: {number}") == [number]
    assert found(row, f"{before}{row.names[0]}: {number}\0") == [number]


@pytest.mark.parametrize("head", range(10, 100))
def test_a_number_of_a_county_that_nobody_lists_is_none_and_stops_nobody(head: int) -> None:
    row = next(row for row in ROWS if row.id == "cn-resident-identity")
    for last in "0123456789X":
        assert found(row, f"id card: {head}9999" + "19910516" + f"201{last}") == []


@given(
    st.lists(st.sampled_from([*map(complete, ROWS), "\0", " ", "\n", ", ", "ssn ", "x", "7", "ABC", "("]), max_size=30)
)
def test_what_is_found_is_right_and_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = Reading(Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text"))
    for row in ROWS:
        last = 0
        for value in ENTITIES[row.id].find(reading):
            assert last <= value.start
            assert is_valid(row, text[value.start : value.end])
            last = value.end
