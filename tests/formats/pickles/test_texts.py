"""Numbers and strings as text: what C accepts, what Python accepts, and where the two differ."""

from __future__ import annotations

import codecs
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.formats.pickles import End, Kind, read
from jupyter_mlsecops.formats.pickles.texts import HUGE, integer, long, unescaped

from . import assemble as a
from .told import of_kind


@pytest.mark.parametrize(
    ("text", "value", "odd"),
    [
        (b"0", 0, False),
        (b"12", 12, False),
        (b"-12", -12, False),
        (b"01", 1, False),
        (b"010", 8, True),
        (b"-010", -8, True),
        (b"0x10", 16, True),
        (b"0b11", 3, True),
        (b"0o17", 15, True),
        (b" 7", 7, True),
        (b"+7", 7, True),
        (b"1_000", 1000, True),
        (b"12\0anything", 12, True),
        (b"\0", 0, True),
        (b"9" * 30, HUGE, False),
        (b"9" * 5000, HUGE, False),
        (b"0" + b"7" * 30, HUGE, True),
        (b"08", None, True),
        (b"", None, True),
        (b"x", None, True),
        (b"1 2", None, True),
    ],
)
def test_integer_text(text: bytes, value: object, odd: bool) -> None:
    assert integer(text) == value
    data = a.int_line(text) + a.STOP
    assert [fact.offset for fact in of_kind(data, Kind.ODD_INTEGER)] == [0] * odd
    assert read(data).endings[0].end is (End.MALFORMED if value is None else End.STOP)


@pytest.mark.parametrize(
    ("text", "value"),
    [(b"12L", 12), (b"12", 12), (b"-5L", -5), (b"0x10L", 16), (b"010L", None), (b"1\0", 1), (b"L", None)],
)
def test_long_text(text: bytes, value: object) -> None:
    assert long(text.removesuffix(b"L")) == value
    assert read(a.long_line(text) + a.STOP).complete is (value is not None)


@pytest.mark.parametrize(
    ("text", "good"), [(b"1.5", True), (b"nan", True), (b"1\0x", True), (b"1_0", True), (b"x", False)]
)
def test_float_text(text: bytes, good: bool) -> None:
    assert read(a.float_line(text) + a.STOP).complete is good


@given(
    st.lists(st.sampled_from([b"\\", b"x", b"0", b"7", b"8", b"f", b"n", b"\n", b"'", b'"', b"d", b"\xe9"]), max_size=9)
)
def test_escapes_are_decoded_as_python_decodes_them(parts: list[bytes]) -> None:
    text = b"".join(parts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            wanted: bytes | None = codecs.escape_decode(text)[0]  # type: ignore[assignment]
        except ValueError:
            wanted = None
    assert unescaped(text) == wanted


@pytest.mark.parametrize(
    ("argument", "good"),
    [(b"'a'", True), (b'"a"', True), (b"''", True), (b"'", False), (b"a", False), (b"'a\"", False), (b"'a' ", False)],
)
def test_string_text_must_be_quoted(argument: bytes, good: bool) -> None:
    assert read(a.string_line(argument) + a.STOP).complete is good


@pytest.mark.parametrize("stream", [a.string_line(b"'\xe9'"), a.short_string(b"\xe9"), b"T\x01\0\0\0\xe9"])
def test_a_python_2_string_that_loaders_decode_differently_does_not_end_the_stream(stream: bytes) -> None:
    data = stream + a.POP + a.command() + a.STOP
    assert [fact.kind for fact in read(data).facts] == [Kind.ODD_TEXT, Kind.GLOBAL, Kind.CALL]
    assert read(data.replace(b"\xe9", b"e")).complete and of_kind(data.replace(b"\xe9", b"e"), Kind.ODD_TEXT) == []


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(b"J\x01\x02\x03\x04" * 40, id="BININT"),
        pytest.param(b"M\x01\x02" * 40, id="BININT2"),
        pytest.param(b"K\x01" * 40, id="BININT1"),
        pytest.param(b"G" + b"GGGGGGGG" + b"G12345678" * 40, id="BINFLOAT"),
        pytest.param(b"K\x4b" * 39 + b"K\x01", id="arguments that look like opcodes"),
    ],
)
def test_runs_of_numbers_are_read_like_single_ones(stream: bytes) -> None:
    name = a.stack_global("os", "system")
    for count in (0, 4060, 4080, 4090, 65536 - 4096):  # also where a window ends within the run
        data = a.text("")[:0] + a.NONE * count + stream + name + a.STOP
        (fact,) = read(data).facts
        assert fact.offset == len(data) - 2


def test_values_of_runs_are_kept() -> None:
    args = a.MARK + a.int4(1 << 29) * 33 + a.TUPLE
    (fact,) = of_kind(a.stack_global("m", "f") + args + a.REDUCE + a.STOP, Kind.CALL)
    assert fact.arguments[:8] == (1 << 29,) * 8
