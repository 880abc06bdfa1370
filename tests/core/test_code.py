"""What a rule can ask about a cell, asked of cells as people write them."""

import json

import pytest

from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.python import magics, summary
from jupyter_mlsecops.core.python.code import NOT_CONSTANT, Call, link
from jupyter_mlsecops.core.python.pieces import pieces
from jupyter_mlsecops.core.rule import TextEdit
from jupyter_mlsecops.core.segments import segments
from jupyter_mlsecops.testing import notebook
from tests.core.cells import codes


def calls(text: str, *names: str) -> list[Call]:
    return [call for code in codes(text)[0] for call in code.calls(*names)]


def edited(text: str, edits: tuple[TextEdit, ...] | None) -> str | None:
    if edits is None:
        return None
    for edit in sorted(edits, key=lambda e: e.span or (0, 0), reverse=True):
        assert edit.span is not None
        text = text[: edit.span.start] + edit.insert + text[edit.span.end :]
    return text


# Every way to write one call; the marks are the places.
WRITTEN = [
    "import pickle\n«pickle.load(f)»",
    "import pickle as p; x = 'é😀'; y = «p.load(f)»",
    "from pickle import load\n«load(f)»",
    "from pickle import load as l\n«l(f)»",
    "from pickle import *\n«load(f)»",
    "import pickle\nread = pickle.load\n«read(f)»",
    "import pickle\n# %%\n«pickle.load(f)»",
    "from pickle import load as l\n# %%\n«l(f)»",
    "«pickle.load(f)»\n# %%\nimport pickle",
    "import pickle\na = b = pickle\n«b.load(f)»",
    "import pickle\na, b = pickle, 1\n«a.load(f)»",
    "import pickle\nif (m := pickle):\n    «m.load(f)»",
    "import pickle\n«getattr(pickle, 'load')(f)»",
    "import importlib\nm = importlib.import_module('pickle')\n«m.load(f)»",
    "from importlib import import_module as im\n«im('pickle').load(f)»",
    "«__import__('pickle').load(f)»",
    "from functools import partial\nimport pickle\nread = partial(pickle.load, encoding='x')\n«read(f)»",
    "import functools, pickle\n«functools.partial(pickle.load)(f)»",
    "import pickle\nxs = list(map(«pickle.load», fs))",
    "import pickle\nclass A:\n    def f(self):\n        return «pickle.load(f)»",
    "def f():\n    import pickle\n    return «pickle.load(g)»",
    "import pickle\nx = [«pickle.load(f)» for f in fs]",
    "import pickle\nx = lambda f: «pickle.load(f)»",
    "import pickle\nasync def g():\n    return await «pickle.load(f)»",
    "import pickle\nx = str(«pickle.load(f)»)",
    "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\n«pickle.load(f)»",
    "import pickle\ntry:\n    «pickle.load(f)»\nexcept E:\n    pickle = None\n# %%\n«pickle.load(f)»",
    "%%time\nimport pickle\n«pickle.load(f)»",
    "!ls\n%matplotlib inline\nimport pickle\n«pickle.load(f)»",
    "import pickle\nx = («pickle\n     .load(f)»)",
    "import pickle\nprint 'old'\n«pickle.load(f)»",
    "import pickle\nthis is no python\ndef f():\n    print 'old'\n    return «pickle.load(g)»",
    "%%writefile app.py\nimport pickle\n«pickle.load(f)»",
]
# What looks like that call and is another one.
OTHER = [
    "import pickle\npickle = Own()\npickle.load(f)",
    "import pickle\n# %%\npickle = Own()\n# %%\npickle.load(f)",
    "def load(f): ...\nload(f)",
    "from own import load\nload(f)",
    "from pickle import *\ndef load(f): ...\nload(f)",
    "class pickle:\n    load = print\npickle.load(f)",
    "def f(pickle):\n    pickle.load(g)",
    "for pickle in xs:\n    pickle.load(f)",
    "x = 'pickle.load(f)'",
    "%%markdown\npickle.load(f)",
    "%%writefile notes.md\npickle.load(f)",
    "import pickle\npickle.load",
    "own.pickle.load(f)",
    "x = [pickle.load(f) for pickle in xs]",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_call_is_found_however_it_is_written(text: str) -> None:
    cells, places = codes(text)
    found = {(code.cell.source_pointer, tuple(call.span)) for code in cells for call in code.calls("pickle.load")}
    assert found == places


@pytest.mark.parametrize("text", OTHER)
def test_another_call_is_not_found(text: str) -> None:
    assert calls(text, "pickle.load") == []


@pytest.mark.parametrize(
    ("text", "pattern", "names"),
    [
        ("import tarfile\nwith tarfile.open(p) as t:\n    t.extractall()", "tarfile.open().extractall", ["tarfile.open().extractall"]),  # noqa: E501
        ("import transformers as t\nt.A.from_pretrained(x)", "transformers.*.from_pretrained", ["transformers.A.from_pretrained"]),  # noqa: E501
        ("from gradio import Blocks\nBlocks().queue().launch()", "*.launch", ["gradio.Blocks().queue().launch"]),
        ("def f(app):\n    app.launch()", "*.launch", ["?.launch"]),
        ("import pooch\npooch.retrieve(u)\nprint(1)", "pooch.*", ["pooch.retrieve"]),
        ("xs[0].launch()", "*.launch", ["xs[].launch"]),
    ],
)  # fmt: skip
def test_wild_names(text: str, pattern: str, names: list[str]) -> None:
    assert [call.name for call in calls(text, pattern)] == names


@pytest.mark.parametrize(
    ("expression", "kind", "constant", "text"),
    [
        ("'a' 'b'", "constant", "ab", "ab"),
        ("f'a{1}{B}'", "constant", "a1b", "a1b"),
        ("B + '/c'", "constant", "b/c", "b/c"),
        ("os.path.join('a', B)", "constant", "a/b", "a/b"),
        ("Path('a') / B", "constant", "a/b", "a/b"),
        ("f'a{x}'", "fstring", NOT_CONSTANT, "a"),
        ("'a' + x", "concat", NOT_CONSTANT, "a"),
        ("'a%s' % x", "concat", NOT_CONSTANT, "a"),
        ("'a{}'.format(x)", "call", NOT_CONSTANT, "a"),
        ("x", "name", NOT_CONSTANT, ""),
        ("1 + x", "concat", NOT_CONSTANT, ""),
        ("-1", "constant", -1, ""),
        ("not True", "constant", False, ""),
        ("None", "constant", None, ""),
        ("FLAG", "constant", False, ""),
        ("[1]", "list", NOT_CONSTANT, ""),
        ("changed", "name", NOT_CONSTANT, ""),
    ],
)
def test_values(expression: str, kind: str, constant: object, text: str) -> None:
    source = (
        f"import os\nfrom pathlib import Path\nB = 'b'\nFLAG = False\nchanged = 1\nchanged += 1\n# %%\nf({expression})"
    )
    (call,) = calls(source, "f")
    value = call.args[0]
    assert (value.kind, value.constant, value.text) == (kind, constant, text)
    assert call._code.cell.source[slice(*value.span)] == expression


def test_keywords_of_dicts_and_partials_count() -> None:
    text = "from functools import partial\nkw = {'a': 1}\ng = partial(f, 0, b=2)\ng(1, c=3, **kw)\nf(**dict(d=4))\nf(**unknown)"  # noqa: E501
    first, second, third = calls(text, "f")
    assert {name: value.constant for name, value in first.keywords.items()} == {"a": 1, "b": 2, "c": 3}
    assert [value.constant for value in first.args] == [0, 1]
    assert second.keywords["d"].constant == 4 and not second.has_unknown_kwargs
    assert third.has_unknown_kwargs
    cells, _ = codes(text)
    assert [call.name for call in cells[0].keyword("d")] == ["f"]


def test_stores() -> None:
    cells, _ = codes("import requests, os\ns = requests.Session()\ns.verify = False\nos.environ['A'] = '1'\n")
    (store,) = cells[0].stores("requests.Session().verify")
    assert store.value.is_false()
    (store,) = cells[0].stores("os.environ[]")
    assert store.key == "A" and store.value.constant == "1"


# The call of f or o.f, the edit, and the text after it; None where no edit is right.
EDITS = [
    ("f()", "set", "f(k=1)"),
    ("f(a)", "set", "f(a, k=1)"),
    ("f(a, )", "set", "f(a, k=1, )"),
    ("f((a))", "set", "f((a), k=1)"),
    ("f(a  # why ) , (\n)", "set", "f(a, k=1  # why ) , (\n)"),
    ("f(\n    a,\n    b,  # last\n)", "set", "f(\n    a,\n    b, k=1,  # last\n)"),
    ("f(k=0)", "set", "f(k=1)"),
    ("f(a, k=(0), b=2)", "set", "f(a, k=(1), b=2)"),
    ("f(é, 'ü😀')", "set", "f(é, 'ü😀', k=1)"),
    ("f(x for x in y)", "set", None),
    ("f((x for x in y), 2)", "set", "f((x for x in y), 2, k=1)"),
    ("f(a, **kw)", "set", None),
    ("f(*a)", "set", "f(*a, k=1)"),
    ("f(a, k=0)", "drop", "f(a)"),
    ("f(k=0)", "drop", "f()"),
    ("f(k=0, a=1)", "drop", "f(a=1)"),
    ("f(a, k=0, b=1)", "drop", "f(a, b=1)"),
    ("f(a, k=(0), b=1)", "drop", "f(a, b=1)"),
    ("f(a, k=0,)", "drop", "f(a,)"),
    ("f(\n    a,\n    k=0,\n    b=1,\n)", "drop", "f(\n    a,\n    b=1,\n)"),
    ("f(\r\n    a,\r\n    k=0,\r\n)", "drop", "f(\r\n    a,\r\n)"),
    ("f(a, b)", "drop", None),
    ("o.f(a, L)", "rename", "o.g(a)"),
    ("o.f(\n    a,\n    Loader=L,\n)", "rename", "o.g(\n    a,\n)"),
    ("o . f(a)", "rename", "o . g(a)"),
    ("f(a)", "rename", None),
]


@pytest.mark.parametrize(("source", "edit", "after"), EDITS)
def test_edits_change_the_least(source: str, edit: str, after: str | None) -> None:
    tree = {"cells": [{"cell_type": "code", "source": source, "metadata": {}}], "metadata": {}, "nbformat": 4}
    (call,) = link(parse(json.dumps(tree).encode()))[0].calls("f", "o.f")
    edits = {
        "set": lambda: call.set_keyword("k", "1"),
        "drop": lambda: call.drop_keyword("k"),
        "rename": lambda: call.rename("g", first_argument_only=True),
    }[edit]()
    assert edited(source, edits) == after


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("a\nf()\nb", "a\nb"),
        ("a\nf()", "a"),
        ("f()", ""),
        ("if a:\n    f()\nb", "if a:\n    pass\nb"),
        ("a; f()", "a; pass"),
        ("f()  # why\nb", "pass  # why\nb"),
        ("x = f()", None),
    ],
)
def test_statements_go_with_their_line(source: str, after: str | None) -> None:
    tree = {"cells": [{"cell_type": "code", "source": source, "metadata": {}}], "metadata": {}, "nbformat": 4}
    (call,) = link(parse(json.dumps(tree).encode()))[0].calls("f")
    assert edited(source, call.drop_statement()) == after


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("load('m')", "unknown"),
        ("load(path)", "unknown"),
        ("load('https://data.tool.dev/m')", "url"),
        ("import joblib\njoblib.dump(x, 'm')\n# %%\nload('./m')", "written"),
        ("import pickle\nwith open(P, 'wb') as f:\n    pickle.dump(x, f)\n# %%\nwith open(P, 'rb') as f:\n    load(f)", "written"),  # noqa: E501
        ("import pickle\nload(pickle.dumps(x))", "written"),
        ("import pickle\ndef save(p):\n    pickle.dump(x, open(p, 'wb'))\ndef read(p):\n    load(open(p, 'rb'))", "unknown"),  # noqa: E501
        ("!wget -q https://data.tool.dev/m\n# %%\nload(open('m', 'rb'))", "downloaded"),
        ("!curl -sL https://data.tool.dev/x -o d/m\n# %%\nload('d/m')", "downloaded"),
        ("!git clone https://host.tool.dev/o/repo.git\n# %%\nload('repo/m')", "downloaded"),
        ("import os\nos.system('wget https://data.tool.dev/m')\nload('m')", "downloaded"),
        ("import requests\nr = requests.get(u)\nload(r.content)", "downloaded"),
        ("import requests, io\nload(io.BytesIO(requests.get(u).content))", "downloaded"),
        ("import requests\nwith open('m', 'wb') as f:\n    f.write(requests.get(u).content)\n# %%\nload('m')", "downloaded"),  # noqa: E501
        ("from urllib.request import urlretrieve as get\nget(u, 'm')\nload('m')", "downloaded"),
        ("import os\nfrom huggingface_hub import snapshot_download\nd = snapshot_download(n)\nload(os.path.join(d, 'm'))", "downloaded"),  # noqa: E501
    ],
)  # fmt: skip
def test_origins(text: str, kind: str) -> None:
    (call,) = calls(text, "load")
    assert call._code.origin(call.args[0]).kind == kind


@pytest.mark.parametrize(
    ("source", "value", "parts", "name"),
    [
        ("key = 'ab' 'cd'", "abcd", ["ab", "cd"], "key"),
        ("key = ('ab'\n  # note 'x'\n  \"cd\")", "abcd", ["ab", "cd"], "key"),
        ("f(token='ab' + \"cd\")", "abcd", ["ab", "cd"], "token"),
        ("d = {'pw': 'a' + 'b' + 'c'}", "abc", ["a", "b", "c"], "pw"),
        ("os.environ['K'] = 'ab' + 'cd'", "abcd", ["ab", "cd"], "K"),
        ("key = f\"ab{'cd'}\"", "abcd", ["ab", "cd"], "key"),
        ("key = 'ab\\\ncd'", "abcd", ["ab", "cd"], "key"),
        ("key = ''.join(['ab', 'cd'])", "abcd", ["ab", "cd"], "key"),
    ],
)
def test_strings_in_pieces(source: str, value: str, parts: list[str], name: str) -> None:
    tree = {"cells": [{"cell_type": "code", "source": source, "metadata": {}}], "metadata": {}, "nbformat": 4}
    notebook = parse(json.dumps(tree).encode())
    (code,) = link(notebook)
    text = next(t for t in code.strings() if t.value == value)
    assert [source[slice(*part)] for part in text.parts] == parts
    assert text.name == name
    assert (text in list(pieces(next(segments(notebook))))) == (len(parts) > 1)


def test_versions_are_read_off_install_lines() -> None:
    cells, _ = codes("%pip install 'torch==2.6.1' torchvision==0.1\n# %%\n!pip install numpy")
    assert cells[0].version("torch") == (2, 6, 1)
    assert cells[0].version("numpy") is None


def test_cells_of_other_languages_are_left_alone() -> None:
    tree = {"cells": [{"cell_type": "code", "source": "x <- 1", "metadata": {}}], "nbformat": 4}
    assert link(parse(json.dumps(tree | {"metadata": {"kernelspec": {"language": "R"}}}).encode())) == []
    assert link(parse(json.dumps(tree | {"metadata": {}}).encode()))[0].lost == ()  # x < -1


def test_a_cell_that_did_not_change_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = parse(json.dumps(notebook("import pickle\n# %%\nx = 1")[0]).encode())
    link(before)
    read: list[str] = []
    monkeypatch.setattr(summary, "parse_quietly", lambda source: (read.append(source), magics.parse(source))[1])
    after = parse(json.dumps(notebook("import pickle\n# %%\nx = 2")[0]).encode(), like=before)
    link(after)
    assert read == ["x = 2"]
    assert after.cells[0] is before.cells[0]
