"""Whatever is written around a literal: a fix changes the literal, adds an import, and leaves all other code alone."""

from __future__ import annotations

import ast
import getpass
import os
import sys
import types
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from .fixing import VALUES, findings, fixed, pieces, shown, tree

HF = VALUES["@HF"]
QUOTES = ('"', "'", '"""', "'''")
PREFIXES = ("", "r", "u", "R", "f", "F", "rf", "fr", "b", "B", "rb", "Rb")
AROUND = st.text(alphabet="aé .:/=-{}%'\"\\\\#\n", max_size=8)
STATEMENTS = (
    "x = @",
    "x: object = @  # note",
    "x = run(1, @, n=2)",
    "x = run(\n    token=@,  # note\n    n=2,\n)",
    'x = {"a": 1, "b": [@, 2], **{}}',
    "x = [@ for _ in range(2)]",
    "if True:\n    x = @\nelse:\n    x = 1",
    "def f(a, key=@):\n    return key\nx = f(1)",
    "def f():\n    '''Doc.'''\n    return (@)\nx = f()",
    "x = y = (\n    @\n)",
    "x = run(a=@); z = 3",
    "x = (@, @)",
    "x = (lambda v=@: v)()",
    "x = @ == 'a' or @ != 'b'",
    "class A:\n    key = @\nx = A.key",
)
HEADS = (
    "",
    "import os\n",
    "# comment\n",
    '"""Doc."""\n',
    "z = 1\n",
    "from __future__ import annotations\nimport sys, os\n",
)


@st.composite
def literals(draw: st.DrawFn) -> str:
    """A literal that holds the token, alone or as a piece, as Python reads it."""
    prefix, quote = draw(st.sampled_from(PREFIXES)), draw(st.sampled_from(QUOTES))
    alone = draw(st.booleans())
    before, after = ("", "") if alone else (draw(AROUND) + " ", " " + draw(AROUND))  # a token stands alone
    literal = f"{prefix}{quote}{before}{HF}{after}{quote}"
    try:
        node = ast.parse(f"x = {literal}\n").body
    except (SyntaxError, ValueError):
        assume(False)
    # A quote in the middle may end it, and what is left may compare or divide two of them.
    assume(len(node) == 1 and isinstance(node[0], ast.Assign))
    assume(isinstance(node[0].value, (ast.Constant, ast.JoinedStr)))
    if "f" in prefix.lower():
        assume("{" not in before.replace("{{", "") and "{" not in after.replace("{{", ""))
    return literal


def run(source: str) -> dict[str, Any]:
    """What the names of a text are worth after it ran; the texts are made here."""
    space: dict[str, Any] = {"run": lambda *args, **named: (args, sorted(named.items()))}
    exec(compile(source, "cell", "exec"), space)
    return {name: space[name] for name in ("x", "y", "z") if name in space}


class Masked(ast.NodeTransformer):
    """Takes out the literal, or what took its place, and the imports that came with it."""

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Call, ast.Subscript, ast.BinOp)):
            text = ast.unparse(node)
            is_call = isinstance(node, ast.Call) and text.startswith(("run(", "f(", "A(", "("))
            if not is_call and (HF in text or "HF_TOKEN" in text):
                return ast.Name("SECRET", ast.Load())
        return self.generic_visit(node)


def skeleton(source: str, added: tuple[str, ...] = ()) -> str:
    """The code around the literal, without the lines that a fix may add."""
    tree = ast.parse(source)
    left = list(added)
    body = []
    for statement in tree.body:
        if ast.unparse(statement) in left:
            left.remove(ast.unparse(statement))
        else:
            body.append(statement)
    tree.body = body
    return ast.dump(Masked().visit(tree))


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    """The places that values are read from, with the token in each."""
    monkeypatch.setitem(os.environ, "HF_TOKEN", HF)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: HF)
    ring, env = types.ModuleType("keyring"), types.ModuleType("dotenv")
    vars(ring)["get_password"] = lambda service, name: HF
    vars(env)["load_dotenv"] = lambda: True
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "dotenv", env)


@pytest.mark.filterwarnings("ignore:invalid escape", "ignore:.invalid escape")
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(literal=literals(), statement=st.sampled_from(STATEMENTS), head=st.sampled_from(HEADS))
def test_a_fix_changes_the_literal_and_nothing_else(literal: str, statement: str, head: str) -> None:
    source = head + statement.replace("@", literal, 1).replace("@", '"other"')
    document = tree("")
    document["cells"] = [{"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": []}]
    try:
        before = run(source)
    except SyntaxError:
        assume(False)
    found = findings(document)
    assert [one.rule for one in found] == ["huggingface-token"]
    for fix in found[0].fixes:
        if not fix.edits or fix.title.startswith("Put a placeholder"):
            continue
        after = fixed(document, fix)["cells"][0]["source"]
        added = (
            "import os",
            "from getpass import getpass",
            "import keyring",
            "from dotenv import load_dotenv",
            "load_dotenv()",
        )
        assert run(after) == before, fix.title
        assert skeleton(after, added) == skeleton(source, added), fix.title
    assert not {piece for piece in pieces(HF) if piece in shown(found[0])}
    if "b" not in literal.partition(HF)[0].lower()[:2]:
        assert [fix for fix in found[0].fixes if fix.edits]
