"""Headers of safetensors: what they say must explain the file to the byte."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops.formats.pickles.source import Source
from jupyter_mlsecops.formats.recognise import read

from .shapes import look, safetensors, tensor, told


@pytest.mark.parametrize(
    ("tensors", "values"),
    [
        ({}, 0),
        ({"__metadata__": {"format": "pt"}, "a": tensor(0, 4)}, 4),
        ({"b": tensor(4, 12, "F32", [2]), "a": tensor(0, 4)}, 12),
        ({"none": tensor(0, 0, "F64", [0, 3]), "a": tensor(0, 2, "F16", [])}, 2),
        ({"half a byte": tensor(0, 3, "F4", [6])}, 3),
        ('{"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}}      ', 1),
    ],
)
def test_a_header_that_explains_all_has_no_facts(tensors: Any, values: int) -> None:
    reading = look("m.safetensors", safetensors(tensors, values))
    assert (reading.format, reading.facts, reading.gaps) == ("safetensors", (), ())


@pytest.mark.parametrize(
    ("tensors", "values", "kind", "what"),
    [
        ({"a": tensor(0, 4), "b": tensor(2, 6)}, 6, "overlap", "b"),
        ({"a": tensor(0, 4), "inside": tensor(1, 2)}, 4, "overlap", "inside"),
        ({"a": tensor(0, 4), "b": tensor(6, 8)}, 8, "hole", "b"),
        ({"a": tensor(2, 4)}, 4, "hole", "a"),
        ({"a": tensor(0, 4, "F32", [2])}, 4, "span", "a"),
        ({"a": tensor(4, 0, "U8", [4])}, 4, "span", "a"),
        ({"a": tensor(0, 4, "U8", [-4])}, 4, "span", "a"),
        ({"a": tensor(0, 4, "F64", [1 << 62, 1 << 62])}, 4, "span", "a"),
        ({"a": {"dtype": "U8"}}, 0, "span", "a"),
        ({"a": tensor(0, 4)}, 5, "trailing", "1 bytes"),
        ({"a": tensor(0, 4)}, 3, "bounds", "a"),
        ('{"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}, "a": {"dtype": "U8", "shape": [1], '
         '"data_offsets": [0, 1]}}', 1, "duplicate-key", "a"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(tensors: Any, values: int, kind: str, what: str) -> None:
    assert (kind, what) in [fact[:2] for fact in told("m.safetensors", safetensors(tensors, values))]


def test_places_are_those_of_the_file() -> None:
    raw = safetensors({"a": tensor(0, 4), "b": tensor(6, 8)}, 9)
    start = 8 + int.from_bytes(raw[:8], "little")
    assert told("m.safetensors", raw) == [("hole", "b", start + 4), ("trailing", "1 bytes", start + 8)]


def test_a_header_past_the_end_and_one_too_long() -> None:
    raw = safetensors({"a": tensor(0, 4)}, 4, length=200_000_000)
    assert [fact[0] for fact in told("m.safetensors", raw)] == ["header-size", "bounds"]


@pytest.mark.parametrize("raw", [b"", b"{}", b"\x02\0\0\0\0\0\0\0[]", struct.pack("<Q", 5) + b"{nope"])
def test_what_is_no_header_is_a_gap(raw: bytes) -> None:
    assert not look("m.safetensors", raw).complete


def test_a_type_nobody_knows_is_a_gap_not_a_fact() -> None:
    reading = look("m.safetensors", safetensors({"a": tensor(0, 4, "Q3")}, 4))
    assert reading.facts == () and "Q3" in reading.gaps[0].why


def test_values_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    size = 5_000_000_000
    raw = safetensors({"a": tensor(0, size)})
    path.write_bytes(raw)
    with path.open("r+b") as file:
        file.truncate(len(raw) + size)

    class Counting:
        read_bytes = 0

        def __init__(self, file: Any) -> None:
            self.file = file

        def seek(self, offset: int, whence: int = 0, /) -> int:
            return int(self.file.seek(offset, whence))

        def read(self, size: int = -1, /) -> bytes:
            found: bytes = self.file.read(size)
            self.read_bytes += len(found)
            return found

    with path.open("rb") as file:
        counting = Counting(file)
        assert read(path.name, Source(counting)).facts == ()
    assert counting.read_bytes < 10_000
