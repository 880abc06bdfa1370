"""Cells that the running Python cannot parse: what others write is understood, and the rest of a cell is kept."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_mlsecops.core.python.dialects import head, reworded
from jupyter_mlsecops.core.python.magics import parse
from jupyter_mlsecops.core.text import Lines
from tests.hang import must_end

UNDERSTOOD = [
    "print 'x'\ny = 1",
    "print >>f, 'x', y",
    "if x: print 'a'\nelse: print 'b'",
    "try:\n    f()\nexcept E, e:\n    print e",
    "try:\n    f()\nexcept (A, B), e:\n    pass",
    "raise E, 'x'",
    "a <> b",
    "type X = int\ny = 1",
    "type X[T] = list[T]",
    "def f[T: int](x: T) -> T:\n    return x",
    "async def f[T: list[int]](x):\n    return x",
    "class A[T](B):\n    pass",
    'x = f"{d["a"]}"',
    "x = f'{\"\\n\".join(y)}'",
    'x = f"{f("a", "b")!r:>{w}}"',
    'x = f"""a {\'\\n\'.join(y)}\nb {d["c"]}"""',
    "x = f'''{\ny  # why\n}'''",
    'x = f"{f"{y}"} {z}"',
    'x = f"{y:\'>9}" + f"{d["a"]:\'>9}"',
    "x = f'''{'\\n'.join(f'{y}\\t' for y in z)}'''",
    "x = t'{a}'\ny = 1",
    "try:\n    a\nexcept* E:\n    b",
    "%time print 'x'",
    "%%time\nprint 'x'\n!ls",
    "match x:\n    case 1:\n        y",
]
# A cell, the numbers of its lost lines, and a call that is still seen.
KEPT = [
    ("def f(x) -> !!:\n    y = g(x)\n    return y", (1,), "g"),
    ("if a b:\n    c()\nelse:\n    d()", (1,), "d"),
    ("def f():\n    if a b:\n        c()\n    d()", (2,), "c"),
    ("x = 0777\ny()", (1,), "y"),
    ("with open(a) b:\n\tc()", (1,), "c"),
    ("try:\n    a()\nexcept E b:\n    c()", (3,), "c"),
    ("Some prose, as people write it.\ny()", (1,), "y"),
    ("%%time\nthis is just wrong\ny()", (2,), "y"),
    ("\x0cy()\nthis is just wrong", (2,), "y"),
    ("y()\r\nthis is just wrong\r\nz()", (2,), "z"),
]


@pytest.mark.parametrize("source", UNDERSTOOD)
def test_other_dialects_are_understood(source: str) -> None:
    parsed = parse(source)
    assert parsed.lost == ()
    assert len(parsed.text) == len(source)
    assert parsed.tree.body


@pytest.mark.parametrize(("source", "lost", "called"), KEPT)
def test_a_line_that_is_wrong_takes_nothing_else_with_it(source: str, lost: tuple[int, ...], called: str) -> None:
    parsed = parse(source)
    assert parsed.lost == lost
    calls = [n.func for n in ast.walk(parsed.tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert called in [func.id for func in calls]
    where = Lines(parsed.text)
    for func in calls:
        assert source[where.ast_offset(func.lineno, func.col_offset) :].startswith(func.id)


@pytest.mark.parametrize(
    ("line", "opened"),
    [
        ("def f(x) -> !!:", "if 1:          "),
        ("    for x in y z:", "    if 1:        "),
        ("elif a b:", "elif 1:  "),
        ("except E b:  # why", "except:           "),
        ("x = y z", None),
        ("if:", None),
    ],
)
def test_a_block_can_be_opened_in_other_words(line: str, opened: str | None) -> None:
    assert head(line) == opened


@pytest.mark.parametrize("piece", ["0x", "a", ":", ": #", ": ", "if a", "a[T](", "print ", "'", "f'{", "except a,"])
def test_a_giant_line_keeps_nobody_waiting(piece: str) -> None:
    line = piece * (1_000_000 // len(piece))
    with must_end():
        head(line)
        reworded(line)


@pytest.mark.parametrize("source", ["(" * 10_000, "x = " + "-" * 10_000 + "1", "x = " + "[" * 5_000 + "]" * 5_000])
def test_what_is_too_deep_is_said_to_be(source: str) -> None:
    parsed = parse(source)
    assert parsed.lost == (1,)
    assert "deep" in parsed.reason


PIECES = st.sampled_from(
    ["print 'x'", "print >>f,", "except E, e:", "raise E, x", " <> ", "type X = ", "def f[T](x):", "class A[", "f\"{d[\"a\"]}\"",  # noqa: E501
     "t'{", "}'", '"', "'", "'''", "{", "}", "\\", "#", "😀", "\t", " ", "\n", "\r\n", "\r", "é", "if a b:", "    c()"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@example("t'{'\n}'")
@given(st.lists(PIECES, max_size=20).map("".join))
def test_other_words_are_as_long(source: str) -> None:
    text = reworded(source)
    assert len(text) == len(source)
    assert Lines(text).starts == Lines(source).starts
    parsed = parse(source)
    assert len(parsed.text) == len(source)
    assert Lines(parsed.text).starts == Lines(source).starts
