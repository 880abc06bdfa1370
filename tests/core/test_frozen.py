"""Values that rules handle: structs that pass for dataclasses."""

import dataclasses

import pytest

from jupyter_mlsecops.sdk import Frozen, Match, Span, replace


class Row(Frozen, frozen=True):
    name: str
    number: int = 1


@pytest.mark.parametrize("change", [replace, dataclasses.replace])
def test_a_changed_copy(change) -> None:  # type: ignore[no-untyped-def]
    row = Row("a")
    assert change(row, number=2) == Row("a", 2) and row == Row("a", 1)
    assert change(Match(Span(1, 2), "m"), message="n") == Match(Span(1, 2), "n")


def test_fields_are_those_of_the_class() -> None:
    assert [field.name for field in dataclasses.fields(Row)] == ["name", "number"]  # type: ignore[arg-type]
    assert [field.name for field in dataclasses.fields(Match(None))][:3] == ["span", "message", "severity"]  # type: ignore[arg-type]


def test_a_value_stays_as_it_is() -> None:
    with pytest.raises(AttributeError):
        Row("a").name = "b"  # type: ignore[misc]
    assert len({Row("a"), Row("a"), Row("b")}) == 2
