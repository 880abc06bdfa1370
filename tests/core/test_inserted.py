"""The expressions that a text is filled in with, each at its place."""

import json

import pytest

from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.python.code import Code, Value, link
from jupyter_mlsecops.core.python.inserted import GAP, expression, inserted, skeleton
from jupyter_mlsecops.testing import notebook


def sunk(text: str) -> tuple[Code, Value]:
    codes = link(parse(json.dumps(notebook(text)[0]).encode()))
    return next((code, call.args[0]) for code in codes for call in code.calls("sink"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sink(f'rm {x}')", [("x", "{x}", True)]),
        ("sink(f'{x!r:>3} {{no}} {d[\"a\"]}')", [("x", "{x!r:>3}", False), ('d["a"]', '{d["a"]}', True)]),
        ("sink(f'{ x } {a if b else c}')", [("x", "{ x }", True), ("a if b else c", "{a if b else c}", True)]),
        ("sink(f'{x:{w}d}')", [("x", "{x:{w}d}", False)]),
        ("sink(f'{x != y}')", [("x != y", "{x != y}", True)]),
        ("sink(f'{d['a']} {f('b')!r}')", [("d['a']", "{d['a']}", True), ("f('b')", "{f('b')!r}", False)]),
        ("sink(f'{x:{'<'}9} {y}')", [("x", "{x:{'<'}9}", False), ("y", "{y}", True)]),
        ("sink(f'{x:\">9} {y}')", [("x", '{x:">9}', False), ("y", "{y}", True)]),
        ("sink(rf'\\d{x}' f'{y}')", [("x", "{x}", True), ("y", "{y}", True)]),
        ("sink('a ' + b + f'{c}')", [("b", "b", True), ("c", "{c}", True)]),
        ("sink('a %s %s' % (b, c.d))", [("b", "b", True), ("c.d", "c.d", True)]),
        ("sink('a {} {k}'.format(b, k=c))", [("b", "b", True), ("c", "c", True)]),
        ("q = f'select {a}'\nq += f' where {b}'\n# %%\nsink(q)", [("a", "{a}", True), ("b", "{b}", True)]),
        ('sink(f"""é😀 {x}\n  {y}\n""")', [("x", "{x}", True), ("y", "{y}", True)]),
        ("sink('a')", []),
        ("sink('a {}'.format(*values))", []),
        ("sink('a {b}'.format(**values))", []),
        ("sink('a %s %s' % row)", []),
        ("sink('a %(b)s' % {'b': c})", []),
        ("sink(f'{x=}')", []),
    ],
)
def test_places(text: str, expected: list[tuple[str, str, bool]]) -> None:
    code, value = sunk(text)
    found = inserted(code, value)
    assert [(i.source[slice(*i.span)], i.source[slice(*i.field)], i.is_plain) for i in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sink(f'a {x} b')", f"a {GAP} b"),
        ("N = 3\nsink(f'a {N} b')", "a 3 b"),
        ("sink('a ' + x + ' b')", f"a {GAP} b"),
        ("sink('a %s b' % x)", f"a {GAP} b"),
        ("sink('a {} b {k}'.format(x, k=y))", f"a {GAP} b {GAP}"),
        ("q = 'a'\nq += x\n# %%\nsink(q)", f"a{GAP}"),
        ("sink('a ' + ', '.join(f'{x}=?' for x in y))", f"a {GAP}=?, {GAP}=?"),
        ('sink(f\'a {", ".join("?" for x in y)}\')', "a ?, ?"),
        ("sink('a ' + ', '.join([x.b for x in y]))", f"a {GAP}, {GAP}"),
        ("def q(x):\n    return f'a {x} b'\nsink(q(1) + ' c')", f"a {GAP} b c"),
        ("sink(x)", ""),
        ("sink('a')", "a"),
    ],
)
def test_skeleton(text: str, expected: str) -> None:
    assert skeleton(*sunk(text)) == expected


def test_an_expression_of_a_shell_line() -> None:
    code, _ = sunk("name = 'a'\nsink(1)")
    value = expression(code, "name")
    assert value is not None and value.constant == "a"
    assert expression(code, "print $1") is None
    assert expression(code, "\0") is None
