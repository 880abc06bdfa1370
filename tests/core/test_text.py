"""Offsets in four units, and values that must not leak."""

import ast
import pickle

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.model import Region
from jupyter_mlsecops.core.text import Lines, OffsetMap, Sensitive, Span, Stretches, fingerprint, mask, printable, shape

TEXT = st.text(st.sampled_from("ab \t\r\né😀\ud83d\u2028x"), max_size=40)


@st.composite
def text_and_span(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(TEXT)
    start = draw(st.integers(0, len(text)))
    return text, Span(start, draw(st.integers(start, len(text))))


def inside_a_line_end(text: str, offset: int) -> bool:
    return text[max(0, offset - 1) : offset + 1] == "\r\n"


@given(text_and_span())
def test_region_and_span_are_inverse(case: tuple[str, Span]) -> None:
    text, span = case
    if inside_a_line_end(text, span.start) or inside_a_line_end(text, span.end):
        return
    lines = Lines(text)
    assert lines.span(lines.region(span)) == span


@pytest.mark.parametrize(
    ("text", "span", "region"),
    [
        ("abc", Span(1, 2), (1, 2, 1, 3)),
        ("a\nbc", Span(2, 4), (2, 1, 2, 3)),
        ("a\r\nbc", Span(3, 5), (2, 1, 2, 3)),
        ("a\rbc", Span(2, 4), (2, 1, 2, 3)),
        ("é😀x", Span(2, 3), (1, 4, 1, 5)),
        ("😀\n😀y", Span(3, 4), (2, 3, 2, 4)),
        ("a\u2028b", Span(2, 3), (1, 3, 1, 4)),
        ("", Span(0, 0), (1, 1, 1, 1)),
    ],
)
def test_regions_count_lines_and_utf16_units_from_one(text: str, span: Span, region: tuple[int, ...]) -> None:
    found = Lines(text).region(span)
    assert (found.start_line, found.start_column, found.end_line, found.end_column) == region


def test_a_region_outside_the_text_is_clamped() -> None:
    region = Region(start_line=1, start_column=2, end_line=9, end_column=9)
    assert Lines("abc").span(region) == Span(1, 3)


@given(st.text(st.sampled_from("abé😀 "), max_size=10))
def test_ast_columns_become_code_points(text: str) -> None:
    source = f"x = 1\ny = ({text!r}, target)\n"
    name = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Name) and n.id == "target")
    start = Lines(source).ast_offset(name.lineno, name.col_offset)
    assert source[start : start + 6] == "target"


def test_a_view_maps_back_to_the_raw_text() -> None:
    # "a&amp;b" seen as "a&b"
    view = OffsetMap()
    for start, end in ((0, 1), (1, 6), (6, 7)):
        view.add(1, start, end)
    assert view.raw(Span(0, 1)) == Span(0, 1)
    assert view.raw(Span(1, 2)) == Span(1, 6)
    assert view.raw(Span(0, 3)) == Span(0, 7)


class TestSensitive:
    def test_prints_as_dots_everywhere(self) -> None:
        value = Sensitive("hush")
        assert "hush" not in f"{value} {value!r} {value:>20} {[value]}"

    def test_is_refused_by_the_encoder_and_by_pickle(self) -> None:
        with pytest.raises(TypeError):
            msgspec.json.encode(Sensitive("hush"))
        with pytest.raises(TypeError):
            pickle.dumps(Sensitive("hush"))

    def test_compares_by_value(self) -> None:
        assert Sensitive("a") == Sensitive("a") != Sensitive("b")


def test_fingerprints_differ_by_key_family_and_value() -> None:
    names = {fingerprint(k, f, v) for k in (b"1", b"2") for f in ("a", "b") for v in ("x", "y")}
    assert len(names) == 8
    assert fingerprint(b"1", "a", "x") == fingerprint(b"1", "a", "x")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([Span(2, 4)], "ab••••••ef"),
        ([Span(2, 4), Span(3, 5)], "ab••••••••••••f"),
        ([Span(0, 6)], "••••••"),
        ([], "abcdef"),
    ],
)
def test_mask_hides_every_span(spans: list[Span], expected: str) -> None:
    assert mask("abcdef", spans) == expected


def test_mask_of_a_part_hides_a_span_that_began_before_it() -> None:
    assert mask("abcdef", [Span(0, 3)], 2, 6) == "••••••def"


def test_printable_text_has_no_controls_and_one_line() -> None:
    assert printable("a\nb\x1b[1m\u202e\ud83dc") == "a b\ufffd[1m\ufffd\ufffdc"
    assert printable("x" * 300, 10) == "x" * 9 + "…"


def test_a_shape_is_a_public_prefix_and_dots() -> None:
    assert shape("hf_") == "hf_••••••"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=12), st.integers(0, 30), st.integers(1, 6))
def test_stretches_overlap_as_their_spans_do(made: list[tuple[int, int]], start: int, length: int) -> None:
    spans = [Span(at, at + size) for at, size in made]
    stretches = Stretches()
    for span in spans:
        stretches.add(span)
    asked = Span(start, start + length)
    assert stretches.overlap(asked) == any(asked.overlaps(span) for span in spans if span.end > span.start)
