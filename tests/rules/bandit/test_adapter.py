"""bandit inside our process: it sees what our rules see, changes nothing, and where it fails that is said."""

import ast
import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from jupyter_mlsecops.core import ipynb
from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.python.code import link
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.bandit import adapter
from jupyter_mlsecops.rules.bandit.rules import RULES
from jupyter_mlsecops.sdk import Code, Confidence, Match, Severity, rule
from jupyter_mlsecops.testing import notebook

XML = "import xml.etree.ElementTree as ET\n"


def raw(text: str) -> bytes:
    return json.dumps(notebook(text)[0]).encode()


def scan(text: str, rules: Any = RULES) -> Scan:
    return Engine(RuleSet(rules), Policy(profile="audit"), b"key").scan(raw(text), "a.ipynb")


def said(text: str, rules: Any = RULES) -> list[tuple[str, int, int]]:
    """The rule, cell and line of every finding."""
    found = scan(text, rules)
    assert not found.problems
    places = [(one.rule, one.location) for one in found.findings]
    return [(id, at.cell_index or 0, at.region.start_line if at.region else 0) for id, at in places]


@pytest.fixture
def anew() -> Iterator[None]:
    """bandit is loaded in the test, and again after it."""
    adapter._loaded.cache_clear()
    yield
    adapter._loaded.cache_clear()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (XML + "# %%\n%matplotlib inline\n!ls *.xml\nET.parse(f)", (1, 3)),
        ("%%time\n" + XML + "t = ET.parse(f)", (0, 3)),
        (XML + "# %%\nthis is no python\nt = ET.parse(f)", (1, 2)),
        ("    " + XML + "    t = ET.parse(f)", (0, 2)),
        ("# -*- coding: ascii -*-\n" + XML + "é = ET.parse(f)", (0, 3)),
        (XML + "# %%\nread = ET.parse\n# %%\nread(f)", (2, 1)),
        ("load = xml.dom.minidom.parse\n# %%\nload(f)\n# %%\nimport xml.dom.minidom", (1, 1)),
    ],
)
def test_cells_are_seen_as_our_rules_see_them(text: str, where: tuple[int, int]) -> None:
    found = scan(text)
    at = found.findings[0].location
    assert [one.rule for one in found.findings] == ["bandit-xml-parser"]
    assert at.region and (at.cell_index, at.region.start_line) == where


def test_columns_are_those_of_the_editor() -> None:
    region = scan(XML + "x = 'é\U0001f600'; t = ET.parse('é')").findings[0].location.region
    assert region and (region.start_column, region.end_column) == (16, 29)


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# nosec", True),
        ("# nosec B314", True),
        ("# nosec: B301, B314", True),
        ("# nosec B301", False),
        ("# noqa: S314", True),
        ("# noqa: S301", False),
        ("# mlsecops: ignore[bandit-xml-parser]", True),
    ],
)
def test_comments_are_those_of_the_engine(comment: str, silent: bool) -> None:
    assert bool(said(f"{XML}t = ET.parse(f)  {comment}")) is not silent


def test_another_set_of_tests_disturbs_nobody(anew: None) -> None:
    from bandit.core.config import BanditConfig
    from bandit.core.extension_loader import MANAGER
    from bandit.core.node_visitor import BanditNodeVisitor
    from bandit.core.test_set import BanditTestSet

    assert MANAGER
    theirs = BanditTestSet(BanditConfig(), {"include": ["B301"]})
    assert len(said(XML + "ET.parse(f)")) == 1
    visitor = BanditNodeVisitor("./a.py", None, None, theirs, False, {}, None)
    visitor.generic_visit(adapter.copied(ast.parse("import pickle\npickle.load(f)"))[0])
    assert [issue.test_id for issue in visitor.tester.results] == ["B301"]
    BanditTestSet(BanditConfig(), {"include": ["B302"]})
    assert len(said(XML + "ET.parse(g)")) == 1


def test_it_is_loaded_once_and_leaves_warnings_alone(
    anew: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before, loads = warnings.formatwarning, []
    monkeypatch.setattr(adapter, "_read", lambda read=adapter._read: (loads.append(1), read())[1])
    threads = [Thread(target=adapter._bandit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == [1] and warnings.formatwarning is before and not caplog.records


def test_the_tree_that_other_rules_read_stays_as_it_is() -> None:
    parsed = ipynb.parse(raw(XML + "t = [ET.parse(f), 1 + 2]"), "a.ipynb")
    (code,) = link(parsed)
    before = ast.dump(code.summary.parsed.tree, include_attributes=True)
    assert list(adapter.hits(code, ["B314"]))
    nodes = [*ast.walk(code.summary.parsed.tree), ast.parse("a").body[0].value.ctx]  # type: ignore[attr-defined]
    assert not [node for node in nodes if any("bandit" in name for name in vars(node))]
    assert ast.dump(code.summary.parsed.tree, include_attributes=True) == before


def test_a_cell_is_asked_about_again_only_when_it_or_its_names_change(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        adapter, "_asked", lambda code, *rest, ask=adapter._asked: asked.append(code.text) or ask(code, *rest)
    )
    matcher = Matcher(RuleSet(RULES))

    def run(text: str, like: ipynb.Notebook | None) -> ipynb.Notebook:
        parsed = ipynb.parse(raw(text), "a.ipynb", like)
        assert len(matcher.run(parsed).found) == 1
        return parsed

    last = run(XML + "# %%\nx = 1\n# %%\nET.parse(f)", None)
    last = run(XML + "# %%\nx = 1\n# %%\nET.parse(f)", last)
    last = run(XML + "# %%\nx = 2\n# %%\nET.parse(f)", last)
    assert asked == ["ET.parse(f)"]
    run(XML.replace("ElementTree", "cElementTree") + "# %%\nx = 2\n# %%\nET.parse(f)", last)
    assert asked == ["ET.parse(f)"] * 2


ORDINARY = [
    "import os, ssl, random, logging, subprocess\nimport numpy as np\nimport pandas as pd\nimport torch\n%time x = 1",
    "import pickle\nm = pickle.load(open('/tmp/m.pkl', 'rb'))\nargs = parser.parse_args()\nlog = logging.getLogger()",
    "import requests\nr = requests.get(url, verify=False)\nsoup = BeautifulSoup(r.text, 'xml')\nhost = '0.0.0.0'",
    "try:\n    out = model.generate(x)\nexcept Exception:\n    pass\n!tar xf *.tar\nrandom.choice(y)\nos.system('ls')",
    "def method(shell=True):\n    return 'sslv3 crypto new Environment Template extra'",
]


def test_an_ordinary_notebook_never_imports_it(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(raw("\n# %%\n".join(ORDINARY)))
    script = "import sys; from jupyter_mlsecops.cli import run; run(['scan', 'a.ipynb']); print(*sys.modules)"
    for text, imported in ((None, False), ("import logging.config\nlogging.config.listen()", True)):
        if text:
            (tmp_path / "a.ipynb").write_bytes(raw(text))
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.stdout and not done.stderr
        loaded = set(done.stdout.splitlines()[-1].split())
        assert "jupyter_mlsecops.rules.bandit.adapter" in loaded
        assert [name in loaded for name in ("bandit", "stevedore", "rich", "yaml")] == [imported] * 4


BOTH = XML + "ET.parse(f)\nimport markupsafe\nmarkupsafe.Markup(a)\nimport pickle\npickle.load(f)"


@rule(
    id="ours", on=Code, severity=Severity.LOW, confidence=Confidence.HIGH, category=RULES[0].category, aliases=("B314",)
)
def ours(code: Code) -> Iterator[Match]:
    """Why.

    What."""
    for call in code.calls("xml.etree.ElementTree.parse"):
        yield Match(call.span)


def told(found: Scan) -> list[str]:
    return [problem.message for problem in found.problems]


class Without:
    """A finder of modules that does not find one."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == self.name:
            raise ModuleNotFoundError(name, name=name)


@pytest.mark.parametrize(
    ("name", "error"), [("bandit", "BanditIsMissing"), ("bandit.core.test_set", "BanditIsDifferent")]
)
def test_without_bandit_there_is_one_problem(
    anew: None, monkeypatch: pytest.MonkeyPatch, name: str, error: str
) -> None:
    for module in [one for one in sys.modules if one.partition(".")[0] == "bandit"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(sys, "meta_path", [Without(name), *sys.meta_path])
    found = scan(BOTH, [*RULES, ours])
    assert [one.rule for one in found.findings] == ["ours"]
    assert len(told(found)) == 1 and error in told(found)[0]


def test_a_bandit_of_another_make_is_one_problem(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from bandit.core import node_visitor, test_set

    with monkeypatch.context() as patch:
        patch.delattr(test_set.BanditTestSet, "_load_tests")
        assert "BanditIsDifferent" in "".join(told(scan(BOTH)))
    adapter._loaded.cache_clear()
    monkeypatch.delattr(node_visitor.BanditNodeVisitor, "pre_visit")
    assert len(told(scan(BOTH))) == 1 and "BanditTestFailed" in told(scan(BOTH))[0]


def test_a_test_that_is_gone_is_said_by_the_rule_that_wants_it(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from bandit.core.extension_loader import MANAGER

    monkeypatch.setattr(MANAGER, "plugins", [p for p in MANAGER.plugins if p.plugin._test_id != "B704"])
    found = scan(BOTH)
    assert [one.rule for one in found.findings] == ["bandit-xml-parser"]
    assert [("bandit-markup" in message, "BanditIsDifferent" in message) for message in told(found)] == [(True, True)]


def test_a_test_that_fails_hides_nothing_of_the_others(caplog: pytest.LogCaptureFixture) -> None:
    text = "from django.utils.safestring import mark_safe\nmark_safe()\nmark_safe(a + b)\n" + BOTH
    found = scan(text)
    rules = [one.rule for one in found.findings]
    assert rules == ["bandit-django-mark-safe", "bandit-xml-parser", "bandit-markup"]
    assert len(told(found)) == 1 and "bandit-django-mark-safe" in told(found)[0]
    assert not caplog.records


def test_no_cell_is_too_deep_for_it() -> None:
    deep = f"{XML}# %%\nx = {' + '.join(['a'] * 900)}\nET.parse({'.b' * 90})".replace("(.b", "(f.b")
    assert said(deep) == [("bandit-xml-parser", 1, 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (XML + "ET.parse(f)", [("ours", 0, 2)]),
        (XML + "ET.parse(\n    f\n)", [("ours", 0, 2)]),
        (XML + "ET.parse(f)\n# %%\nET.iterparse(f)", [("ours", 0, 2), ("bandit-xml-parser", 1, 1)]),
        (XML + "ET.parse(f)\nET.iterparse(f)", [("ours", 0, 2), ("bandit-xml-parser", 0, 3)]),
        (XML + "ET.parse(f)  # mlsecops: ignore[ours]", []),
    ],
)
def test_our_own_finding_is_the_one_that_stays(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert said(text, [*RULES, ours]) == expected
