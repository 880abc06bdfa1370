"""Scanning a notebook again after an edit finds what a fresh scan of it finds."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.environment import Environment, Environments
from jupyter_mlsecops.core.modelfile import ModelFile
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.sdk import (
    Applicability,
    Category,
    Code,
    Confidence,
    Load,
    Match,
    Proposal,
    Severity,
    TextEdit,
    rule,
)
from jupyter_mlsecops.testing import notebook

from .edits import ADDED, LOADING, books, edited, rearranged


@pytest.fixture(scope="module")
def rule_set() -> RuleSet:
    return rules.load()


def told(engine: Engine, tree: dict[str, Any], like: Any = None) -> tuple[list[Any], Any]:
    """What a scan says, and which files it asked about, with all that is known of them."""
    named: list[Any] = []

    def ask(loads: tuple[Load, ...]) -> dict[str, tuple[ModelFile, ...]]:
        named.append([(load, load.origin, load.source) for load in loads])
        return {}

    scan = engine.scan(json.dumps(tree).encode(), "a.ipynb", like=like, models=ask, data=ask)
    found = [(f.rule, f.location, f.severity, f.message, f.related, f.fixes) for f in scan.findings]
    return [found, scan.problems, named], scan.notebook


def follow(chance: random.Random, first: dict[str, Any], steps: int, added: tuple[str, ...], fresh: Engine) -> None:
    """Scans states of a notebook one after the other, and each of them as if it were the first."""
    engine = Engine(fresh.rules, fresh.policy, b"k" * 32)
    _, like = told(engine, first)
    states = [first]
    for _ in range(steps):
        deed = chance.randrange(8)
        if deed == 0 and len(states) > 1:  # as people do, now and then something is taken back
            tree = states[-2]
        else:
            tree = (edited if deed < 5 else rearranged)(chance, states[-1], added)
        states.append(tree)
        again, like = told(engine, tree, like)
        assert again == told(fresh, tree)[0], [cell["source"] for cell in tree["cells"]]


@pytest.mark.parametrize("part", range(8))
def test_an_edit_changes_what_it_changes_in_a_fresh_scan(rule_set: RuleSet, part: int) -> None:
    fresh = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
    chance = random.Random(part)  # noqa: S311 - the same edits each time
    for tree in books()[part::8]:
        follow(chance, tree, 4, ADDED, fresh)


@pytest.mark.parametrize("part", range(4))
def test_the_same_where_files_are_loaded(rule_set: RuleSet, part: int) -> None:
    few = RuleSet(one for one in rule_set if one.id in ("unsafe-torch-load", "unsafe-joblib-load"))
    fresh = Engine(few, Policy(profile="audit"), b"k" * 32)
    chance = random.Random(part)  # noqa: S311
    for _ in range(12):
        cells = [chance.choice((*LOADING, *ADDED)) for _ in range(6)]
        follow(chance, notebook("\n# %%\n".join((LOADING[0], *cells)))[0], 8, (*LOADING, *ADDED), fresh)


def test_the_same_in_real_notebooks(rule_set: RuleSet, corpus: list[Path]) -> None:
    fresh = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
    chance = random.Random(11)  # noqa: S311
    for path in corpus:
        follow(chance, json.loads(path.read_bytes()), 2, ADDED, fresh)


@pytest.mark.parametrize(
    ("cells", "at", "edited_cell"),
    [
        # what a fix has to import depends on cells that share no name with the one it changes
        (["import os, sys", "import gradio as gr", "gr.Interface(f).launch(server_name='0.0.0.0')"], 0, "import sys"),
        (["import sys", "import gradio as gr", "gr.Interface(f).launch(server_name='0.0.0.0')"], 0, "import os, sys"),
        (["page = 1", "import os\nname = input()\nos.system(f'ls {name}')"], 0, "shlex = 1"),
        (["shlex = 1", "import os\nname = input()\nos.system(f'ls {name}')"], 0, "page = 1"),
        # what an edit reaches goes on through other cells and comes back
        (["url = a\nimport torch", "b = url", "url = 'x'\nc = b", "torch.load(c)"], 0, "url = input()\nimport torch"),
    ],
)
def test_an_edit_reaches_what_depends_on_it(rule_set: RuleSet, cells: list[str], at: int, edited_cell: str) -> None:
    engine = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
    _, like = told(engine, notebook("\n# %%\n".join(cells))[0])
    cells = [*cells[:at], edited_cell, *cells[at + 1 :]]
    tree = notebook("\n# %%\n".join(cells))[0]
    again, _ = told(engine, tree, like)
    assert again == told(Engine(rule_set, Policy(profile="audit"), b"k" * 32), tree)[0]
    assert again[0]


def test_cells_that_have_nothing_to_do_with_an_edit_are_not_looked_at_again() -> None:
    looked: list[str] = []

    def check(code: Code) -> Iterator[Match]:
        looked.append(code.cell.source)
        yield from ()

    rule_ = rule(id="looks", on=Code, severity=Severity.LOW, confidence=Confidence.LOW, category=Category.NETWORK)(
        check
    )
    engine = Engine(RuleSet([rule_]), Policy(profile="audit"), b"k" * 32)
    sources = ["import os", "a = 1", "b = a + 1", "c = b", "d = 5", "print(d)"]
    _, like = told(engine, notebook("\n# %%\n".join(sources))[0])
    looked.clear()
    for k, source, expected in (
        (4, "d = 6", ["d = 6", "print(d)"]),
        (1, "a = 2", ["a = 2", "b = a + 1", "c = b"]),
        (5, "print(d, 1)", ["print(d, 1)"]),
        (2, "b = a + 1\ne = 1", ["b = a + 1\ne = 1"]),
        (0, "import os, sys\nd = 7", ["import os, sys\nd = 7", "d = 6", "print(d, 1)"]),
    ):
        sources[k] = source
        _, like = told(engine, notebook("\n# %%\n".join(sources))[0], like)
        assert sorted(looked) == sorted(expected)
        looked.clear()


@pytest.mark.parametrize(
    ("at", "source", "is_asked"),
    [
        (0, "import os, sys\nprint(os.sep)", False),
        (2, "plot(x)\ny = 1", False),
        (2, "plot(x)\n!wget https://example.org/m.pkl", True),
        (2, "def save():\n    urllib.request.urlretrieve(url, 'm.pkl')", True),
        (2, "load('n.pkl')", True),  # a function of the notebook, which may hand the path on
        (2, "get('n.pkl')", True),
        (3, "path = 'n.pkl'", True),  # a name that the cell uses
    ],
)
def test_what_follows_files_is_asked_again_where_they_may_be_others(at: int, source: str, is_asked: bool) -> None:
    looked: list[str] = []

    def check(code: Code) -> Iterator[Match]:
        for call in code.calls("torch.load"):
            looked.append(code.origin(call.argument(0)).kind)
            yield Match(call.span)

    rule_ = rule(id="looks", on=Code, severity=Severity.LOW, confidence=Confidence.LOW, category=Category.NETWORK)(
        check
    )
    engine = Engine(RuleSet([rule_]), Policy(profile="audit"), b"k" * 32)
    sources = [
        "import os",
        "import torch\nmodel = torch.load(path)",
        "plot(x)",
        "path = 'm.pkl'",
        "def load(p):\n    return p",
        "def get(p):\n    return torch.load(p)",
    ]
    _, like = told(engine, notebook("\n# %%\n".join(sources))[0])
    looked.clear()
    sources[at] = source
    told(engine, notebook("\n# %%\n".join(sources))[0], like)
    assert bool(looked) == is_asked


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (["import os", "new = 1", "a = 1", "b = a", "print(b)"], ["new = 1"]),
        (["import os", "b = 2", "a = 1", "b = a", "print(b)"], ["b = 2", "b = a", "print(b)"]),
        (["import os", "b = a", "print(b)"], ["b = a", "print(b)"]),
        (["import os", "b = a", "a = 1", "print(b)"], ["b = a", "print(b)"]),
        (["import os", "a = 1", "print(b)"], ["print(b)"]),
        (["import os", "a = 1", "b = a", "print(b)", "a = 1"], ["a = 1", "b = a", "print(b)"]),
    ],
)
def test_cells_that_come_go_and_move_leave_the_others_alone(after: list[str], expected: list[str]) -> None:
    looked: list[str] = []

    def check(code: Code) -> Iterator[Match]:
        looked.append(code.source)
        yield from ()

    rule_ = rule(id="looks", on=Code, severity=Severity.LOW, confidence=Confidence.LOW, category=Category.NETWORK)(
        check
    )
    engine = Engine(RuleSet([rule_]), Policy(profile="audit"), b"k" * 32)
    _, like = told(engine, notebook("\n# %%\n".join(["import os", "a = 1", "b = a", "print(b)"]))[0])
    looked.clear()
    told(engine, notebook("\n# %%\n".join(after))[0], like)
    assert sorted(set(looked)) == sorted(expected)


def test_a_fix_that_was_tried_is_tried_in_the_next_state_as_well() -> None:
    looked: list[str] = []

    def check(code: Code) -> Iterator[Match]:
        looked.append(code.cell.source)
        for call in code.calls("risky"):
            fixes = (Proposal("Do without", Applicability.SAFE, (TextEdit(call.span, "pass"),)),)
            yield Match(call.span, proposals=fixes)

    rule_ = rule(id="looks", on=Code, severity=Severity.LOW, confidence=Confidence.LOW, category=Category.NETWORK)(
        check
    )
    engine = Engine(RuleSet([rule_]), Policy(profile="audit"), b"k" * 32)
    sources = ["a = 1", "b = 2\nrisky()", "c = b", "print(c)"]
    first, like = told(engine, notebook("\n# %%\n".join(sources))[0])
    assert looked.count("b = 2\npass") == 1
    for k, source, expected in (
        (0, "a = 2", ["a = 2"]),  # in the notebook; the cell that the fix makes is known
        (2, "c = b + 1", ["c = b + 1", "print(c)"]),
        (1, "b = 2\nrisky()\n", ["b = 2\npass\n", "b = 2\nrisky()\n"]),
        (1, "b = 3\nrisky()\n", ["b = 3\npass\n", "b = 3\nrisky()\n", "c = b + 1", "print(c)"]),
    ):
        looked.clear()
        sources[k] = source
        tree = notebook("\n# %%\n".join(sources))[0]
        again, like = told(engine, tree, like)
        assert sorted(set(looked)) == sorted(expected)
        assert [found[-1][0].title for found in again[0]] == ["Do without"]


def test_a_notebook_that_is_the_same_is_not_scanned_again(rule_set: RuleSet) -> None:
    engine = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
    tree = notebook("import pickle\npickle.load(f)\n# %%\nprint(1)")[0]
    raw = json.dumps(tree).encode()
    first = engine.scan(raw, "a.ipynb")
    second = engine.scan(json.dumps(tree, indent=1).encode(), "a.ipynb", like=first.notebook)
    assert second.matched is first.matched
    assert second.findings == first.findings != []
    assert second.input.digest != first.input.digest
    assert second.notebook is not None and second.notebook.digest == second.input.digest
    third = engine.scan(raw, "a.ipynb", like=second.notebook)
    assert third.matched is first.matched


@pytest.mark.parametrize("part", ["cell", "metadata", "path", "engine", "environment"])
def test_it_is_scanned_again_where_something_changed(rule_set: RuleSet, part: str) -> None:
    engine = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
    tree = notebook("import pickle\npickle.load(f)\n# %%\nprint(1)")[0]
    first = engine.scan(json.dumps(tree).encode(), "a.ipynb")
    path = "a.ipynb"
    match part:
        case "cell":
            tree["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
        case "metadata":
            tree["metadata"]["mlsecops"] = {"ignore": ["unsafe-pickle-load"]}
        case "path":
            path = "b.ipynb"
        case "engine":
            engine = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
        case "environment":
            engine.environments = Environments(other=Environment("3.12"))
    again = engine.scan(json.dumps(tree).encode(), path, like=first.notebook)
    assert again.matched is not first.matched
    assert all(finding.location.path == path for finding in again.findings)


def test_a_rule_that_failed_is_asked_again() -> None:
    failing = [True]

    def check(code: Code) -> Iterator[Match]:
        if failing:
            raise ValueError
        yield Match(None)

    rule_ = rule(id="fails", on=Code, severity=Severity.LOW, confidence=Confidence.LOW, category=Category.NETWORK)(
        check
    )
    engine = Engine(RuleSet([rule_]), Policy(profile="audit"), b"k" * 32)
    raw = json.dumps(notebook("a = 1")[0]).encode()
    first = engine.scan(raw, "a.ipynb")
    assert [problem.kind for problem in first.problems] == ["rule-failed"]
    failing.clear()
    again = engine.scan(raw, "a.ipynb", like=first.notebook)
    assert not again.problems and len(again.findings) == 1


def _metadata(**values: Any) -> dict[str, Any]:
    tree = notebook("import yaml\n# %%\nyaml.load(text, yaml.Loader)")[0]
    return {**tree, "metadata": {**tree["metadata"], **values}}


_KEY = "AKIA" + "Q4ZT7XWN2LPMR6KD"
_CELL = "import hashlib\npassword = {}\nh = hashlib.md5(data)\n{}"


@pytest.mark.parametrize(
    "states",
    [
        pytest.param([_metadata(), _metadata(key=_KEY), _metadata(), _metadata(note=_KEY)], id="metadata"),
        pytest.param(
            [notebook(_CELL.format(one, other))[0] for one in ("''", f"'{_KEY}'") for other in ("x = 1", "", "y = 2")],
            id="lines around the same fix",
        ),
        pytest.param(
            [
                notebook("\n# %%\n".join(cells))[0]
                for cells in (("import ssl", "a = 1", "b = 2"), ("b = 2", "import ssl"))
            ]
            + [notebook("\n# %%\n".join(cells))[0] for cells in (("a = 1", "import ssl"), ("import ssl", "a = 1"))],
            id="cells that change places",
        ),
        pytest.param(
            [
                notebook(f"def get(path):\n    return joblib.load(path)\n# %%\n{source}")[0]
                for source in ("x = 1", "get('one.joblib')", "get('two.joblib')", "print(x)")
            ],
            id="a function that loads what it is called with",
        ),
    ],
)
def test_each_state_is_told_as_it_is(rule_set: RuleSet, states: list[dict[str, Any]]) -> None:
    engine = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
    fresh = Engine(rule_set, Policy(profile="audit"), b"k" * 32)
    like = None
    for tree in (*states, *reversed(states)):
        again, like = told(engine, tree, like)
        assert again == told(fresh, tree)[0]
