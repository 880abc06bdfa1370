"""String literals and their fields, as the newest Python reads them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.core.python.literals import literals

# Some Python, and the expressions in its fields.
FILLED = [
    ("f'a {x} {{y}} { z }'", ["x", "z"]),
    ("'a {x}' b'{y}' rf'\\{z}'", ["z"]),
    ('f"{d["a"]}" f"{e}"', ['d["a"]', "e"]),
    ('f"{f"{x}"} {y}"', ['f"{x}"', "y"]),
    ('f"{x!r:>{w}} {y:\'>3} {z != 1} {a == b}"', ["x", "y", "z != 1", "a == b"]),
    ('f"{f(\nx  # why }\n)}"', ["f(\nx  # why }\n)"]),
    ("f'''{\nx\n}'''", ["x"]),
    ("f'{x = }' f'{(lambda a: a)(1)}'", ["x", "(lambda a: a)(1)"]),
    ("f'\\N{EM DASH}{x}' f'\\{y}'", ["x", "y"]),
    ("# f'{x}'\nt'{y}'", ["y"]),
    ("f'{x", []),
]


@pytest.mark.parametrize(("source", "expected"), FILLED)
def test_fields(source: str, expected: list[str]) -> None:
    found = [field for literal in literals(source, 0, len(source)) for field in literal.fields]
    assert [source[slice(*field.expression)] for field in found] == expected
    assert all(source[field.span.start] == "{" and source[field.span.end - 1] == "}" for field in found)


def test_strings_in_fields() -> None:
    source = """f"a{"b" + f'{"c"}'}d" 'e'"""
    first, second = literals(source, 0, len(source))
    (field,) = first.fields
    assert [source[slice(*one.body)] for one in field.inner] == ["b", '{"c"}']
    assert source[slice(*second.body)] == "e"


def test_what_is_too_deep_is_passed_over_in_bounded_time() -> None:
    source = "f'{" * 20_000
    assert list(literals(source, 0, len(source))) == []


PIECES = st.sampled_from(
    ["f'", 'f"', "'", '"', "f'''", "'''", "{", "}", "{{", "}}", "x", ":", "!r", "=", "\\", "#", "\n", "(", ")"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_text_breaks_it(source: str) -> None:
    at = 0
    for literal in literals(source, 0, len(source)):
        assert at <= literal.span.start < literal.body.start <= literal.body.end < literal.span.end <= len(source)
        at = literal.span.end
