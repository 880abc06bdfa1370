"""What a notebook declares: every form of an install, its packages and its places."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.declared import declared
from jupyter_mlsecops.core.dependency import Declared
from jupyter_mlsecops.core.ipynb import Notebook, build, parse, script
from tests.core.cells import notebook_of, unmarked
from tests.core.installforms import FORMS, NOTHING, SHA


def told(one: Declared) -> str:
    """A package as the table writes it."""
    if one.version:
        return f"{one.name}=={one.version}"
    return one.name if one.name and one.requirement.kind == "unpinned" else f"{one.name}:{one.requirement.kind}"


@pytest.mark.parametrize(("marked", "tool", "packages"), FORMS)
def test_every_form_of_an_install(marked: str, tool: str, packages: str) -> None:
    source, spans = unmarked(marked)
    found = declared(notebook_of(source))
    assert [told(one) for one in found] == packages.split()
    assert {one.origin for one in found} == {tool}
    assert {one.pointer for one in found} == {"/cells/0/source"}
    if spans:
        assert sorted({one.span for one in found}) == spans
    assert all(one.span == one.requirement.span for one in found)


@pytest.mark.parametrize("source", NOTHING)
def test_what_installs_nothing(source: str) -> None:
    assert declared(notebook_of(source)) == ()


# Names that other cells give: the packages by cell.
ACROSS = [
    (("NAMES = ['numpy', 'scipy']", "!pip install {' '.join(NAMES)}"), [(1, "numpy"), (1, "scipy")]),
    (("command = 'pip install numpy'", "import os", "os.system(command)"), [(2, "numpy")]),
    (("import os", "def get(name, version='1.0'):\n    os.system(f'pip install {name}=={version}')",
      "get('numpy')\nget('scipy', '2.0')"), [(1, "numpy==1.0"), (1, "scipy==2.0")]),
    (("import subprocess, sys", "wanted = {'numpy': '1.0', 'scipy': '2.0'}",
      "for name, version in wanted.items():\n"
      "    subprocess.run([sys.executable, '-m', 'pip', 'install', f'{name}=={version}'])"),
     [(2, "numpy==1.0"), (2, "scipy==2.0")]),
    (("import subprocess", "wanted = {'numpy', }\nmissing = wanted - have",
      "subprocess.run(['pip', 'install', *missing])"), [(2, "numpy")]),
    (("import subprocess", "missing = [p for p in 'numpy scipy'.split() if not there(p)]",
      "subprocess.run('pip install ' + ' '.join(missing), shell=True)"), [(2, "numpy"), (2, "scipy")]),
    (("def run(words):\n    subprocess.run(words, check=True)", "import subprocess",
      "run(['pip', 'install', 'numpy'])\nrun(['ls'])\nrun(['pip', 'install', '-r', 'a.txt'])"),
     [(0, "numpy"), (0, ":file")]),
    (("import subprocess\n[subprocess.run(['pip', 'install', p]) for p in ('numpy', 'scipy')]",),
     [(0, "numpy"), (0, "scipy")]),
    (("import os\nwanted = ['a']\nwanted.append('b')\nwanted += ['c']\nwanted.extend(['d', 'e'])\nother.append('f')",
      "os.system('pip install ' + ' '.join(wanted))"), [(1, "a"), (1, "b"), (1, "c"), (1, "d"), (1, "e")]),
    (("missing = []\nfor p in ('a', 'b'):\n    if not there(p):\n        missing.append(p)",
      "!pip install {' '.join(missing)}"), [(1, "a"), (1, "b")]),
    (("import importlib, subprocess, sys\ndef ensure(package, module=None):\n"
      "    subprocess.call([sys.executable, '-m', 'pip', 'install', package])",
      "for p, m in [('scikit-learn', 'sklearn'), ('pyyaml', 'yaml')]:\n    ensure(p, m)"),
     [(0, "scikit-learn"), (0, "pyyaml")]),
    (("class Setup:\n    def run(self, cmd):\n        subprocess.run(cmd, shell=True)\n    def go(self):\n"
      "        self.run('pip install a')", "import subprocess\nsubprocess.run('pip install c')"),
     [(0, "a"), (1, "c")]),
    (("import os\nget = lambda p: os.system('pip install ' + p)\nget('a')",), [(0, "a")]),
    (("import subprocess as sp\npins = {'a': '1.0', 'b': '2.0'}",
      "sp.run(['pip', 'install'] + [f'{k}=={v}' for k, v in pins.items()])"), [(1, "a==1.0"), (1, "b==2.0")]),
    (("gpu = True\nif gpu:\n    name = 'faiss-gpu'\nelse:\n    name = 'faiss-cpu'", "!pip install {name}"),
     [(1, "faiss-cpu"), (1, "faiss-gpu")]),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "expected"), ACROSS)
def test_names_are_followed_across_cells(sources: tuple[str, ...], expected: list[tuple[int, str]]) -> None:
    found = declared(notebook_of(*sources))
    assert [(int(one.pointer.split("/")[2]), told(one)) for one in found] == expected


def test_packages_stand_in_order_of_place() -> None:
    sources = ("!pip install b {x}", "!pip install a", "import os\nos.system('pip install d')\n!pip install c\nx = 'e'")
    assert [one.name for one in declared(notebook_of(*sources))] == ["b", "e", "a", "d", "c"]


def test_hashes_and_links_are_kept() -> None:
    (one,) = declared(notebook_of(f"!pip install https://x.dev/a-1.0-py3-none-any.whl#sha256={SHA}"))
    assert (one.name, one.version, one.hashes) == ("a", "1.0", (f"sha256:{SHA}",))


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("bash", "pip install numpy", ["numpy"]),
        ("r", "!pip install numpy", []),
        ("r", "install.packages('numpy')", []),
        ("julia", "%pip install numpy", []),
    ],
)
def test_notebooks_in_other_languages(language: str, source: str, expected: list[str]) -> None:
    assert [one.name for one in declared(notebook_of(source, language=language))] == expected


def test_a_python_file_and_its_metadata() -> None:
    head = '#!/usr/bin/env python\r\n# /// script\r\n# dependencies = [\r\n#   "numpy",\r\n# ]\r\n# ///\r\n'
    text = head + "import os\r\nos.system('pip install scipy')\r\n"
    found = declared(script(text.encode(), "a.py"))
    assert [(one.name, one.origin, one.pointer, text[slice(*one.span)]) for one in found] == [
        ("numpy", "script", "", "numpy"),
        ("scipy", "pip", "", "scipy"),
    ]


def test_a_python_file_that_was_a_notebook_of_databricks() -> None:
    text = "# Databricks notebook source\n# MAGIC %pip install numpy\n# COMMAND ----------\n# MAGIC %md pip install a\n"
    assert [one.name for one in declared(script(text.encode(), "a.py"))] == ["numpy"]
    assert declared(script(text.replace("Databricks", "My").encode(), "a.py")) == ()


def test_an_old_notebook_format() -> None:
    cell = {"cell_type": "code", "language": "python", "input": ["!pip install ", "numpy"], "outputs": []}
    found = declared(build({"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [cell]}], "metadata": {}}))
    assert [(one.name, one.pointer) for one in found] == [("numpy", "/worksheets/0/cells/0/input")]


def edited(notebook: Notebook, index: int, source: str) -> Notebook:
    tree = json.loads(json.dumps(notebook.json))
    tree["cells"][index]["source"] = source
    return parse(json.dumps(tree).encode(), like=notebook)


def test_an_edit_is_seen_wherever_it_matters() -> None:
    first = notebook_of("name = 'numpy'", "!pip install {name}", "!pip install pandas")
    assert [one.name for one in declared(first)] == ["numpy", "pandas"]
    second = edited(first, 0, "name = 'scipy'")
    assert [one.name for one in declared(second)] == ["scipy", "pandas"]
    third = edited(second, 2, "")
    assert [one.name for one in declared(third)] == ["scipy"]
    assert [one.name for one in declared(first)] == ["numpy", "pandas"]


def test_what_did_not_change_is_not_read_again() -> None:
    notebook = notebook_of(*(f"!pip install a{k}" for k in range(50)))
    found = declared(notebook)
    again = declared(edited(notebook, 0, "x = 1"))
    assert len(again) == 49
    assert all(one is other for one, other in zip(found[1:], again, strict=True))
    assert declared(notebook) is found


HOSTILE = [
    "%%bash\nget() {\n" + 'pip install "$@"\n' * 5_000 + "}\n" + ("get " + "a " * 49 + "\n") * 2_000,
    "%%bash\n" + "".join(f"f{k}() {{\n" for k in range(20_000)),
    "%%bash\nset -- " + "a " * 20_000 + "\n" + 'pip install "$@$@$@$@"\n' * 2_000,
    "%%bash\n" + "A=$A$A$A\n" * 12_000 + "pip install $A",
    "%%bash\n" + "".join(f"if x; then A=$A{k}$A; fi\n" for k in range(5_000)) + "pip install $A$A$A",
    "%%bash\n" + "ALL+=' a'\npip install $ALL\n" * 4_000,
    "%%bash\nfor p in " + "a " * 40_000 + "; do pip install $p$p$p$p; done",
    "!pip install " + "a @ " * 25_000,
    "!" + "a\\" * 50_000 + "Scripts\\pip install a",
    "!pip install " + "a" * 100_000,
    "!pip install " + "{x} " * 25_000,
    "!pip install " + "{" * 100_000,
    "!pip install " + "a[" * 50_000,
    "!pip install " + "a==1,b" * 20_000,
    "!pip install " + "a-" * 50_000 + ".whl",
    "!pip install https://x.dev/" + "1.0-py3-" * 12_000 + ".whl",
    "!pip install " + "$(which " * 12_000,
    "# /// script\n" + "# a = [\n" * 12_000 + "# ///\n",
    "# /// script\n" * 8_000,
    "a0 = 'ab'\n" + "".join(f"a{k + 1} = a{k} + a{k}\n" for k in range(60)) + "!pip install {a60}",
    "".join(f"a{k} = a{k + 1}\n" for k in range(500)) + "!pip install {a0}",
    "def f(x): f(x)\nf(f)\n!pip install {f}\nx = x + x\n!pip install {x} {x + x}",
    "import os\n" + "".join(f"for a{k} in {list(range(30))}:\n{' ' * (k + 1)}" for k in range(8))
    + "os.system(f'pip install {a0} {a1} {a2} {a3} {a4} {a5} {a6} {a7}')",
    "import os\n" + "".join(f"def f{k}(x): f{k + 1}(x); f{k + 1}(x + 'a')\n" for k in range(40))
    + "def f40(x): os.system('pip install ' + x)\nf0('a')",
    "import os\nx = 'a' * 3\ny = x.replace('a', 'b' * 9).join(['a'] * 9)\nos.system('pip install ' + y)\n" * 200,
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_cells_cost_little(source: str) -> None:
    started = time.process_time()
    declared(notebook_of(source))
    assert time.process_time() - started < 30


@pytest.mark.parametrize("text", ["< (()A=", "< (()x"])
def test_brackets_behind_nothing_but_a_redirect(text: str) -> None:
    assert [one.name for one in declared(notebook_of(f"%%bash\n{text}\npip install numpy"))] == ["numpy"]


@given(st.text(alphabet="!%#pip install{}$'\"\\;&|<>=@[]()~,.-\n/ax1", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for source in (f"!pip install {text}", f"import os\nx = 'a'\nos.system(f'pip install {text}')", text):
        notebook = notebook_of(source)
        for one in declared(notebook):
            assert 0 <= one.span.start <= one.span.end <= len(source)
