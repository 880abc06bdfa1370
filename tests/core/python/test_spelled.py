"""All texts that an expression may be worth."""

from __future__ import annotations

import ast

import pytest

from jupyter_mlsecops.core.python.budget import Budget
from jupyter_mlsecops.core.python.code import link
from jupyter_mlsecops.core.python.filling import GAP, braces, percent
from jupyter_mlsecops.core.python.spelled import spellings
from jupyter_mlsecops.core.python.spot import Spot
from tests.core.cells import notebook_of

# What stands before the last line, the expression in the last line, and what it may be.
SPELLED = [
    ("", "'a'", ["a"]),
    ("", "'a' + str(1) + 'b'", ["a1b"]),
    ("x = 'a'", "f'{x}-{x!s}-{y}'", [f"a-a-{GAP}"]),
    ("x = 'a'", "f'{x:>3}'", [GAP]),
    ("x = 'a'", "'%s-%s' % (x, 2)", ["a-2"]),
    ("x = ('a', 'b')", "'%s-%s' % x", ["a-b"]),
    ("", "'{}{1}{n}{{}}'.format('a', 'b', n='c')", ["abc{}"]),
    ("x = ['a', 'b']", "'-'.join(x)", ["a-b"]),
    ("x = ['a', *y]", "'-'.join(x)", [f"a-{GAP}"]),
    ("", "' '.join(p + '!' for p in ('a', 'b') if p)", ["a! b!"]),
    ("for x in ['a', 'b']:\n    pass", "x", ["a", "b"]),
    ("for k, x in enumerate('a b'.split()):\n    pass", "f'{k}{x}'", ["0a", "1b"]),
    ("for x, y in zip(['a', 'b'], ('c', 'd')):\n    pass", "x + y", ["ac", "bd"]),
    ("for x in ('a', 'b'):\n    for y in 'cd', 'e':\n        pass", "x + y", ["acd", "ae", "bcd", "be"]),
    ("d = {'a': 'b', 'c': 'd'}\nfor k, v in d.items():\n    pass", "k + v", ["ab", "cd"]),
    ("for v in {'a': 'b'}.values():\n    pass", "v", ["b"]),
    ("x = {'a': 'b'}", "x['a']", ["b"]),
    ("x = ['a', 'b']", "x[-1]", ["b"]),
    ("x = ['a']", "x[5]", [GAP]),
    ("x = 'a' if y else 'b'", "x", ["a", "b"]),
    ("if y:\n    x = 'a'\nelse:\n    x = 'b'", "x", ["b", "a"]),
    ("x = {'a'} - y", "' '.join(sorted(x))", ["a"]),
    ("x = ['a'] + ['b'] + y", "' '.join(x)", [f"a b {GAP}"]),
    ("x = []\nx.append('a')\nx.extend(('b', 'c'))", "' '.join(x)", ["a b c"]),
    ("x = ['a']\nx = ['b']\nx.append('c')", "' '.join(x)", ["b c"]),
    ("", "' A '.strip().replace('A', 'b')", [" b "]),
    ("from sys import executable as e", "e", ["python"]),
    ("import sys", "sys.executable", ["python"]),
    ("x = x", "x", [GAP]),
    ("import os", "os.environ['A']", [GAP]),
    ("x = 10 ** 400", "x", [GAP]),
]


@pytest.mark.parametrize(("before", "expression", "expected"), SPELLED)
def test_the_texts_of_an_expression(before: str, expression: str, expected: list[str]) -> None:
    code = link(notebook_of(before))[0]
    spot = Spot(0, ast.parse(expression, mode="eval").body, 0, 1 << 60)
    assert list(spellings(code, lambda speller: speller.text(spot), Budget(10_000))) == expected


def test_a_parameter_is_what_calls_give_or_its_default() -> None:
    (code,) = link(notebook_of("def f(a, b='x', *c):\n    call(a, b, c)\nf('1')\nf('2', 'y')\nf(b='z', a='3')"))
    (call,) = code.calls("call")
    texts = spellings(code, lambda speller: "".join(speller.text(v.spot) for v in call.args[:2]), Budget(10_000))
    assert list(texts) == ["1x", "2y", "3z"]


def test_without_a_budget_nothing_is_known() -> None:
    (code,) = link(notebook_of("x = 'a'"))
    spot = Spot(0, ast.parse("x", mode="eval").body, 0, 1 << 60)
    assert list(spellings(code, lambda speller: speller.text(spot), Budget(0))) == [GAP]


def test_templates_are_filled_in_as_python_does() -> None:
    assert percent("%s %% %5.1f %(x)s", ["a", "b", "c"]) == "a % b c"
    assert percent("%s %s", ["a"]) == f"a {GAP}"
    assert braces("{} {} {0} {n:>3} {{x}} {9} {missing}", ["a", "b"], {"n": "c"}) == f"a b a c {{x}} {GAP} {GAP}"
