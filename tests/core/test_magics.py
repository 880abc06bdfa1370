"""Escapes are found where they stand, and masking moves nothing."""

import ast
import re
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.core.python.magics import MAX_CHARACTERS, Escape, mask, parse
from jupyter_mlsecops.core.text import Lines

# A cell, and its escapes as (kind, name, whole text, body).
ESCAPES = [
    ("!pip install x", [("shell", "", "!pip install x", "pip install x")]),
    ("!!ls", [("shell", "", "!!ls", "ls")]),
    ("  !ls", [("shell", "", "!ls", "ls")]),
    ("x = !ls é\ny = 1", [("shell", "", "!ls é", "ls é")]),
    ("a, b = !ls", [("shell", "", "!ls", "ls")]),
    ("x = %sx ls\r\ny", [("line", "sx", "%sx ls", " ls")]),
    ("%pip install a \\\n  b\nx = 1", [("line", "pip", "%pip install a \\\n  b", " install a \\\n  b")]),
    ("%time y = f(x)", [("line", "time", "%time y = f(x)", " y = f(x)")]),
    ("%timeit -n 3 f(x)", [("line", "timeit", "%timeit -n 3 f(x)", " -n 3 f(x)")]),
    ("np.sum??", [("help", "", "np.sum??", "np.sum??")]),
    ("?np.sum\n1", [("help", "", "?np.sum", "?np.sum")]),
    ("%timeit?", [("help", "", "%timeit?", "%timeit?")]),
    ("d['a'].b? # see", [("help", "", "d['a'].b?", "d['a'].b?")]),
    ("é?", [("help", "", "é?", "é?")]),
    ("%%bash -x\nls\nfoo", [("cell", "bash", "%%bash -x\nls\nfoo", "ls\nfoo")]),
    ("\n\n%%R\nx <- 1", [("cell", "R", "%%R\nx <- 1", "x <- 1")]),
    ("%%time\n!ls\nx = 1", [("cell", "time", "%%time\n!ls\nx = 1", "!ls\nx = 1"), ("shell", "", "!ls", "ls")]),
    ("if x:\n    !ls \\\n  -l\ny = 2", [("shell", "", "!ls \\\n  -l", "ls \\\n  -l")]),
    ("f(a,\n!ls\nb = 1", [("shell", "", "!ls", "ls")]),
    ("x = '''\n!ls\n'''\n%pip list", [("line", "pip", "%pip list", " list")]),
    ('x = "it\'s"\n!ls', [("shell", "", "!ls", "ls")]),
]
# Cells without any escape, whatever they look like.
PLAIN = [
    "a = (1\n%3)",
    "x = '%s' % y",
    "x = '''\n!ls\n%pip\n'''",
    "x = a \\\n% b",
    "a != b",
    's = """a\\"""\n!b"""',
    "",
]


@pytest.mark.parametrize(("source", "expected"), ESCAPES)
def test_escapes_stand_where_they_are_written(source: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [(e.kind, e.name, source[slice(*e.span)], source[slice(*e.body)]) for e in parse(source).escapes]
    assert found == expected
    assert not parse(source).lost or "f(a" in source


@pytest.mark.parametrize("source", PLAIN)
def test_python_is_no_escape(source: str) -> None:
    assert mask(source).escapes == ()
    assert mask(source).text == source
    assert not parse(source).lost


def test_header_of_a_cell_magic_is_its_arguments() -> None:
    source = "%%writefile -a app.py\nimport os"
    (escape,) = parse(source).escapes
    assert source[slice(*escape.header)] == " -a app.py"
    assert ast.unparse(parse(source).tree) == "import os"
    assert not parse("%%writefile notes.txt\nimport os").tree.body


# A cell, the numbers of its lost lines, and what is left of it.
RECOVERED = [
    ("exec 'x'\ny = 1", (1,), "y = 1"),
    ("exec 'x'\n# note\n\n@d\ndef f():\n    return 1\n", (1,), "@d\ndef f():\n    return 1"),
    ("def f():\n    exec 'a'\n    return g()\n", (2,), "def f():\n    0\n    return g()"),
    ("if a:\n    b\nelse:\n    c\nthis is no python\n", (5,), "if a:\n    b\nelse:\n    c"),
    ("library(dplyr)\nx <- y %>% z\n", (2,), "library(dplyr)"),
    ("x = (1,\ny = 2", (1,), "y = 2"),
]


@pytest.mark.parametrize(("source", "lost", "left"), RECOVERED)
def test_what_cannot_be_parsed_is_named_and_the_rest_is_kept(source: str, lost: tuple[int, ...], left: str) -> None:
    parsed = parse(source)
    assert parsed.lost == lost
    assert ast.unparse(parsed.tree).replace("\n\n", "\n").strip() == left
    for node in ast.walk(parsed.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert source.splitlines()[node.lineno - 1][node.col_offset :].startswith(node.func.id)


@pytest.mark.parametrize(
    "source",
    [
        "x = '" + "a" * MAX_CHARACTERS + "'",
        "x\n" * 20_001,
        "x = 1\0",
        "x = '\ud800'",
        "(" * 9000,
        "1" + "+1" * 60_000,
        "\ufeffx",
    ],
    ids=["long", "many lines", "nul", "surrogate", "brackets", "deep", "bom"],
)
def test_no_cell_breaks_the_parser(source: str) -> None:
    parsed = parse(source)
    assert len(parsed.text) == len(source)
    assert parsed.lost or parsed.tree.body


def test_a_cell_over_budget_is_lost_in_full() -> None:
    parsed = parse("x = 1\n" * 20_002)
    assert parsed.lost[0] == 1 and len(parsed.lost) >= 20_002
    assert parsed.reason


def test_prose_costs_no_more_than_a_moment() -> None:
    assert parse("this is prose, and more\n" * 19_000).lost


def test_the_parser_warns_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not parse("x = '\\d'\ny = 1 is 1").lost


PIECES = st.sampled_from(
    ["!ls", "%pip install x", "%%time", "%%bash", "x = 1", "é = 'ß'", "'''", '"', "'", "(", ")", "\\", "#", "?", "😀", "\t",  # noqa: E501
     " ", "=", "x = !ls", "np?", "\n", "\r\n", "\r", "%time f()", "if a:", "    b", "def f():", "%", "!"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_masking_keeps_length_and_line_ends(source: str) -> None:
    masked = mask(source)
    assert len(masked.text) == len(source)
    assert Lines(masked.text).starts == Lines(source).starts
    assert [m.span() for m in re.finditer(r"[\r\n]", masked.text)] == [m.span() for m in re.finditer(r"[\r\n]", source)]
    for escape in masked.escapes:
        assert isinstance(escape, Escape)
        assert 0 <= escape.span.start <= escape.body.start <= escape.body.end <= escape.span.end <= len(source)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["é = 1", "😀", "!ls ü", "s = 'ä😀'", "\tx", "%time y", "# ñ"]), max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_name_stands_where_the_tree_says(lines: list[str], end: str) -> None:
    source = end.join([*lines, "value = name_é"])
    parsed = parse(source)
    where = Lines(parsed.text)
    for node in ast.walk(parsed.tree):
        if isinstance(node, ast.Name):
            start = where.ast_offset(node.lineno, node.col_offset)
            assert source[start : start + len(node.id)] == node.id
