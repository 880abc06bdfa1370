"""The index of rules: it says what the rules say, and loses none where it does not."""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_mlsecops import ruleindex, rules
from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.sdk import Example, Segment

FOLDERS = ("crypto", "network")
RULE = '''"""A rule."""

from jupyter_mlsecops.sdk import Confidence, Match, Proposal, Applicability, Segment, Severity, Span, rule
from .below.words import WORD


def propose(segment, match):
    yield Proposal("Remove", Applicability.SAFE)


def is_code(segment):
    return segment.kind == "code"


@rule(
    id="{id}", on=Segment, severity=Severity.HIGH, confidence=Confidence.LOW, cwe=(1, 2), owasp=["ML06"], atlas=["A"],
    screen=["WORD"], caseless=True, aliases=["X1"], precedence=7, profile="strict", propose=propose, guard=is_code,
    shapes=["w.rd"], bad=["x = «word»"], ok=["x = 1"],
)
def check(segment: Segment):
    """Why it matters.

    What to do."""
    at = segment.text.find(WORD)
    if at >= 0:
        yield Match(Span(at, at + len(WORD)))
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with two folders of rules and the index of them, all written ten minutes ago."""
    name = f"rules_{tmp_path.name}".replace("-", "_")
    folder = tmp_path / name
    for category in FOLDERS:
        (folder / category / "below").mkdir(parents=True)
        for path in (folder, folder / category, folder / category / "below"):
            (path / "__init__.py").write_text("")
        (folder / category / "first.py").write_text(RULE.replace("{id}", f"{category}-first"))
        (folder / category / "second.py").write_text(RULE.replace("{id}", f"{category}-second"))
        (folder / category / "below" / "words.py").write_text("WORD = 'word'\n")
    monkeypatch.syspath_prepend(tmp_path)
    modules = [f"{name}.{category}.{file}" for category in FOLDERS for file in ("first", "second")]
    declared = [(each, rule) for each in modules for rule in ruleindex.rules_of(importlib.import_module(each))]
    index = ruleindex.made(declared, str(folder), FOLDERS)
    (folder / "index.json").write_text(ruleindex.written(index))
    for file in folder.rglob("*.*"):
        age(file, 600)
    return folder


def age(file: Path, seconds: int) -> None:
    """Make a file as old as that."""
    then = file.stat().st_mtime_ns - seconds * 1_000_000_000
    os.utime(file, ns=(then, then))


def ids(folder: Path) -> dict[str, list[str]]:
    return {name: [rule.id for rule in found] for name, found in ruleindex.read(str(folder), FOLDERS).items()}


BOTH = {"crypto": ["crypto-first", "crypto-second"], "network": ["network-first", "network-second"]}
ONE = {"network": BOTH["network"]}


def test_the_index_of_the_built_in_rules_is_what_they_say() -> None:
    assert Path(rules.FOLDER, ruleindex.FILE).read_text("utf-8") == rules.indexed(), "stale: run `make generate`"


def test_a_rule_of_the_index_is_the_rule() -> None:
    told = ("id", "on", "severity", "confidence", "category", "title", "references", "screen", "caseless", "aliases")
    told += ("precedence", "profile", "dense", "shapes", "stored", "second_opinion", "hides", "info", "bad", "ok")
    whole = {rule.id: rule for _, rule in rules.imported()}
    known = {rule.id: rule for rule in rules.builtin()}
    assert known.keys() == whole.keys()
    for id, rule in whole.items():
        assert {f: getattr(known[id], f) for f in told} == {f: getattr(rule, f) for f in told}
        assert (known[id].propose is None, known[id].guard is None) == (rule.propose is None, rule.guard is None)


def test_rules_with_one_guard_have_one_in_the_index() -> None:
    def sharing(found: dict[str, object]) -> set[frozenset[str]]:
        return {frozenset(id for id, each in found.items() if each is guard) for guard in found.values()}

    whole = {rule.id: rule.guard for _, rule in rules.imported() if rule.guard}
    known = {rule.id: rule.guard for rule in rules.builtin() if rule.guard}
    assert sharing(dict(known)) == sharing(dict(whole))


def test_no_module_of_a_rule_is_imported_until_a_rule_is_asked() -> None:
    code = """
import sys
from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.policy import Policy
found = rules.load()
loaded = [name for name in sys.modules if name.count(".") > 2 and name.startswith("jupyter_mlsecops.rules.")]
assert not loaded, loaded
engine = Engine(found, Policy(), b"key")
scan = engine.scan(b"import pickle\\npickle.load(f)\\n", "a.py", "python")
print(*(finding.rule for finding in scan.findings))
print("jupyter_mlsecops.rules.deserialization.pickle_load" in sys.modules)
print("jupyter_mlsecops.rules.deserialization.keras_load_model" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["unsafe-pickle-load", "True", "False"], done.stderr


def test_a_rule_of_the_index_checks_proposes_and_explains(package: Path) -> None:
    (rule, _) = ruleindex.read(str(package), FOLDERS)["crypto"]
    raw = b'{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [%s, %s]}' % (
        b'{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": "x = word"}',
        b'{"cell_type": "markdown", "metadata": {}, "source": "word"}',
    )
    (found,) = Matcher(RuleSet([rule])).run(parse(raw)).found  # the guard keeps it from the other cell
    assert (found.pointer, found.span) == ("/cells/0/source", (4, 8))
    segment = Segment("x = word", "x = word", "code", found.part, found.pointer)
    assert rule.propose is not None
    assert [proposal.title for proposal in rule.propose(segment, found.match)] == ["Remove"]
    assert (rule.why, rule.remedy) == ("Why it matters.", "What to do.")
    assert (rule.bad, rule.ok) == ((Example("x = «word»"),), (Example("x = 1"),))


def _write(name: str, text: str, seconds: int = 0) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_text(text)
        age(folder / name, seconds)

    return change


def _in_index(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / "index.json").read_text()
        assert old in text
        (folder / "index.json").write_text(text.replace(old, new))

    return change


def _without_a_rule(folder: Path) -> None:
    lines = (folder / "index.json").read_text().splitlines()
    (folder / "index.json").write_text("\n".join(line for line in lines if '"id":"crypto-first"' not in line))


SAME_SIZE = RULE.replace("{id}", "crypto-other")


@pytest.mark.parametrize(
    ("change", "left"),
    [
        pytest.param(lambda folder: None, BOTH, id="nothing"),
        pytest.param(lambda folder: (folder / "crypto" / "first.py").touch(), BOTH, id="only touched"),
        pytest.param(_write("crypto/first.py", SAME_SIZE), ONE, id="another rule of the same size"),
        pytest.param(_write("crypto/first.py", RULE.replace("{id}", "crypto-first-one"), 600), ONE, id="another size"),
        pytest.param(_write("crypto/third.py", ""), ONE, id="a new file"),
        pytest.param(lambda folder: (folder / "crypto" / "second.py").unlink(), ONE, id="a file less"),
        pytest.param(_write("crypto/below/words.py", "WORD = 'other'\n"), ONE, id="what rules use"),
        pytest.param(_write("crypto/notes.txt", "x"), BOTH, id="no source"),
        pytest.param(_without_a_rule, ONE, id="a rule less in the index"),
        pytest.param(_in_index('"crypto": {', '"pii": {'), ONE, id="a folder less in the index"),
        pytest.param(_in_index('"on":"Segment"', '"on":"Cell"'), {}, id="unknown subject"),
        pytest.param(_in_index('"shapes":"', '"shapes":"x'), {}, id="unknown shapes"),
        pytest.param(_in_index('"severity":"high"', '"severity":"huge"'), {}, id="unknown word"),
        pytest.param(_in_index("}", ">"), {}, id="no JSON"),
        pytest.param(lambda folder: (folder / "index.json").unlink(), {}, id="no index"),
    ],
)
def test_what_the_index_does_not_tell_as_it_is_has_to_be_imported(
    package: Path, change: Callable[[Path], None], left: dict[str, list[str]]
) -> None:
    change(package)
    assert ids(package) == left


def test_what_the_index_does_not_tell_is_imported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    every = {rule.id for rule in rules.builtin()}
    index = Path(rules.FOLDER, ruleindex.FILE).read_text("utf-8")
    for text in (index.replace('"crypto": {', '"gone": {'), ""):
        (tmp_path / "index.json").write_text(text)
        monkeypatch.setattr(ruleindex, "FILE", str(tmp_path / "index.json"))
        found = list(rules.builtin())
        assert {rule.id for rule in found} == every and len(found) == len(every)


def test_a_process_that_has_time_imports_them_all_at_once() -> None:
    code = """
import sys
from jupyter_mlsecops import rules
rules.complete()
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert {module for module, _ in rules.imported()} <= set(done.stdout.split()), done.stderr
