"""Arrays: wherever objects hide in a type, the pickle behind the header is handed on."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.formats.fact import Part

from ..shapes import look, npy, told, zipped

OBJECTS = [
    "'|O'",
    "'O'",
    "'object'",
    "'i4,O'",
    "[('a', '<i4'), ('b', '|O')]",
    "[('a', [('b', [('c', '|O')])])]",
    "[('a', '|O', (2,))]",
    "[(('title', 'a'), '|O')]",
    "('|O', (2,))",
    "{'names': ['a'], 'formats': ['O']}",
]


@pytest.mark.parametrize("descr", OBJECTS)
@pytest.mark.parametrize("version", [1, 2, 3])
def test_objects_are_handed_on_as_a_pickle(descr: str, version: int) -> None:
    raw = npy(descr, values=b"\x80\x04N.", version=version)
    end = len(raw) - 4
    assert ("object-array", "shape (2,)", end) in told("a.npy", raw)
    assert look("a.npy", raw).parts == (Part("pickle", offset=end),)


@pytest.mark.parametrize(
    ("descr", "shape", "size"),
    [
        ("'<f8'", "(2,)", 16),
        ("'|b1'", "(2, 3)", 6),
        ("'<U5'", "()", 20),
        ("'|S0'", "(4,)", 0),
        ("'<M8[ns]'", "(1,)", 8),
        ("'<m8[25s]'", "(1,)", 8),
        ("'|V3'", "(2,)", 6),
        ("[('a', '<i4'), ('b', '<f8', (2, 2)), ('', '|V4')]", "(3,)", 120),
        ("[('O', '<i4')]", "(1,)", 4),
        ("'<i4'", "(0,)", 0),
        ("'<i4'", "(2L,)", 8),
    ],
)
def test_plain_types_have_neither_facts_nor_parts(descr: str, shape: str, size: int) -> None:
    reading = look("a.npy", npy(descr, shape, bytes(size)))
    assert (reading.facts, reading.parts, reading.gaps) == ((), (), ())


def test_the_size_of_the_values_is_checked() -> None:
    short = npy("'<f8'", "(2,)", bytes(15))
    assert told("a.npy", short) == [("bounds", "values", len(short) - 15)]
    huge = npy("'<f8'", "(9223372036854775807, 9223372036854775807)")
    assert told("a.npy", huge) == [("bounds", "values", len(huge))]


def test_what_follows_an_array_is_another_one_or_told() -> None:
    first = npy("'<i4'", "(1,)", bytes(4))
    assert told("a.npy", first + first) == []
    assert told("a.npy", first + b"\x80\x04.") == [("trailing", "3 bytes", len(first))]
    assert look("a.npy", first + b"\x80\x04.").parts == (Part("unknown", offset=len(first)),)
    assert ("object-array", "shape (2,)", len(first + npy("'|O'"))) in told("a.npy", first + npy("'|O'"))


def test_an_array_without_its_mark_is_read_by_numpy_as_a_pickle() -> None:
    reading = look("a.npy", b"\x80\x04N.")
    assert reading.parts == (Part("pickle"),) and not reading.complete


@pytest.mark.parametrize(
    "raw",
    [
        b"\x93NUMPY",
        b"\x93NUMPY\x09\0" + bytes(20),
        b"\x93NUMPY\x02\0\xff\xff\xff\xff{",
        npy("'<f8'")[:30],
        npy("__import__('os')"),
        npy("'<f8'", "(-1,)"),
        npy("'<f8'", "(True,)"),
        npy("[" * 5000),
        npy("-" * 20000 + "1"),
        npy("'<f8'", "(" + "9" * 20000 + ",)"),
        npy("'<f8'", fortran="None"),
    ],
)
def test_what_is_no_header_is_a_gap(raw: bytes) -> None:
    reading = look("a.npy", raw)
    assert not reading.complete and reading.facts == ()


def test_archives_of_arrays() -> None:
    plain = npy("'<i4'", "(1,)", bytes(4))
    objects = npy("'|O'", values=b"\x80\x04N.")
    raw = zipped({"a.npy": plain, "b.npy": objects}, method=8)
    reading = look("a.npz", raw)
    assert [(fact.kind.value, fact.member) for fact in reading.facts] == [("object-array", "b.npy")]
    assert reading.parts == (Part("pickle", "b.npy", len(objects) - 4),)
    assert told("a.npz", zipped({"a.npy": plain})) == []


def test_a_member_without_the_mark_of_arrays_is_handed_on() -> None:
    reading = look("a.npz", zipped({"a.npy": b"\x80\x04N."}))
    assert reading.parts == (Part("pickle", "a.npy"),)
