"""R cells: calls, arguments, constants and where files come from."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.core.rlang import syntax
from jupyter_mlsecops.core.rlang.code import r_code
from tests.core import cells

notebook_of = partial(cells.notebook_of, language="R")


CALLS = [
    ("f('a', b = 2)", [("", "f", ["'a'", "b=2"])]),
    ("pkg::f(x)[1]", [("pkg", "f", ["x"])]),
    ("`my f`(x)", [("", "my f", ["x"])]),
    ("x |> f(1)", [("", "f", ["x", "1"])]),
    ("y <- g(x) %>%\n  f()", [("", "g", ["x"]), ("", "f", ["g(x)"])]),
    ("f(g(1), c(2, 3))", [("", "g", ["1"]), ("", "c", ["2", "3"]), ("", "f", ["g(1)", "c(2, 3)"])]),
    ("# f(x)\n'f(x)'; \"f(y)\"", []),
    ('f(r"(a\'b)")', [("", "f", ['r"(a\'b)"'])]),
    ("f(x # why, )\n)", [("", "f", ["x"])]),
    ("f(", []),
    (
        "f(function(a, b = 1) { g(a) })",
        [("", "function", ["a", "b=1"]), ("", "g", ["a"]), ("", "f", ["function(a, b = 1) { g(a) }"])],
    ),  # noqa: E501
    ("f('it\\'s', \"é😀\")", [("", "f", ["'it\\'s'", '"é😀"'])]),
]


@pytest.mark.parametrize(("text", "expected"), CALLS)
def test_calls_have_their_arguments(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    found = [
        (
            call.package,
            call.name,
            [f"{a.name}={text[slice(*a.span)]}" if a.name else text[slice(*a.span)] for a in call.arguments],
        )  # noqa: E501
        for call in syntax.parse(text).calls
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("sources", "text", "constant"),
    [
        (["f('a')"], "a", "a"),
        (["x <- 'a'\nf(x)"], "a", "a"),
        (["x = 'a'", "f(x)"], "a", "a"),
        (["f(x)", "x <- 'a'"], "a", "a"),
        (["x <- 'a'\nx <- g()\nf(x)"], "", None),
        (["f(paste0('a', 'b'))"], "ab", "ab"),
        (["f(paste('a', 'b', sep = '-'))"], "a-b", "a-b"),
        (["f(paste0('a', y))"], "a", None),
        (["f(file.path('a', 'b'))"], "a/b", "a/b"),
        (["f(sprintf('a%s', y))"], "a", None),
        (["f(glue('a{y}'))"], "a", None),
        (["f(url('a'))"], "a", None),
        (['f(r"(a\\b)")'], "a\\b", "a\\b"),
    ],
)
def test_texts(sources: list[str], text: str, constant: str | None) -> None:
    (call,) = r_code(notebook_of(*sources)).calls("f")
    value = call.argument(0)
    assert value is not None
    assert (value.text, value.constant) == (text, constant)


@pytest.mark.parametrize(
    ("sources", "kind"),
    [
        (["f('m.rds')"], "unknown"),
        (["f('https://data.tool.dev/m.rds')"], "url"),
        (["f(gzcon(url('https://data.tool.dev/m.rds')))"], "url"),
        (["download.file(u, 'm.rds')", "f('./m.rds')"], "downloaded"),
        (["download.file(u, destfile = d)", "f(d)"], "downloaded"),
        (["d <- tempfile()\nutils::download.file(u, d)\nf(d)"], "downloaded"),
        (["httr::GET(u, httr::write_disk('m.rds'))\nf('m.rds')"], "downloaded"),
        (["saveRDS(m, file = 'm.rds')", "f('m.rds')"], "written"),
        (["save(a, b, file = p)", "f(p)"], "written"),
        (["saveRDS(m, 'other.rds')", "f('m.rds')"], "unknown"),
    ],
)
def test_origins(sources: list[str], kind: str) -> None:
    code = r_code(notebook_of(*sources))
    (call,) = code.calls("f")
    assert code.origin(call.argument(0)).kind == kind


def test_r_inside_a_python_notebook() -> None:
    sources = ("%%R -i x\nf('a')", "%R y <- f('b')", "f('c')", "%%bash\nf('d')")
    calls = list(r_code(notebook_of(*sources, language="python")).calls("f"))
    assert [source[slice(*call.span)] for source, call in zip(sources, calls, strict=False)] == ["f('a')", "f('b')"]


PIECES = st.sampled_from(
    [
        "f(",
        ")",
        "x",
        "<-",
        "=",
        ",",
        "'",
        '"',
        'r"(',
        ')"',
        "|>",
        "%>%",
        "[[",
        "]]",
        "{",
        "}",
        "#",
        "\n",
        "`",
        "\\",
        "::",
        "1L",
        " ",
    ]
)  # noqa: E501


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_and_places_are_in_it(text: str) -> None:
    for call in syntax.parse(text).calls:
        assert 0 <= call.span.start < call.span.end <= len(text)
        for argument in call.arguments:
            assert 0 <= argument.span.start <= argument.span.end <= len(text)


@pytest.mark.parametrize(
    "text", ["f(" * 50_000, "f(x)\n" * 20_000, "x <- x\n" * 20_000, "'" * 100_001, "a |> " * 20_000]
)
def test_long_texts_end(text: str) -> None:
    code = r_code(notebook_of(text))
    for call in code.calls("f"):
        assert code.origin(call.argument(0)).kind == "unknown"
