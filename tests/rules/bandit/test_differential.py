"""What our adapter finds in a cell is what bandit's own command finds in the same text as a file."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.bandit.adapter import KEPT
from jupyter_mlsecops.rules.bandit.rules import RULES
from jupyter_mlsecops.rules.bandit.tables import ROWS

from .snippets import SNIPPETS
from .waivers import WAIVERS

TEXTS = [text for texts in SNIPPETS.values() for text in texts]
ROW_OF = {test: row.id for row in ROWS for test in row.tests}


def test_every_kept_test_has_a_snippet() -> None:
    assert set(SNIPPETS) == KEPT == set(ROW_OF)


def test_every_test_of_bandit_is_kept_or_has_a_rule_of_ours_or_a_reason() -> None:
    from bandit.core.extension_loader import MANAGER

    ours = {alias for rule in rules.builtin() if not rule.second_opinion for alias in rule.aliases}
    waived = {f"B{waiver.test}" for waiver in WAIVERS if waiver.pattern is None and not waiver.giver}
    every = {*MANAGER.plugins_by_id, *MANAGER.blacklist_by_id}
    same = {alias for row in ROWS for alias in row.also}
    assert not every - KEPT - ours - waived - same, sorted(every - KEPT - ours - waived - same)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[list[tuple[str, int]]]:
    """What ``bandit`` says of each text: ids of tests and lines."""
    folder = tmp_path_factory.mktemp("snippets")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", "-t", ",".join(sorted(KEPT)), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    report = json.loads(done.stdout)
    assert not report["errors"]
    by_text: list[list[tuple[str, int]]] = [[] for _ in TEXTS]
    for issue in report["results"]:
        by_text[int(Path(issue["filename"]).stem)].append((issue["test_id"], issue["line_number"]))
    return by_text


def ours(text: str) -> Iterator[tuple[str, range]]:
    """The rules that find something in a notebook of one cell, and the lines of each finding."""
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
    tree = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    notebook = parse(json.dumps(tree).encode(), "a.ipynb")
    matched = Matcher(RuleSet(RULES)).run(notebook)
    assert not matched.problems
    for one in matched.found:
        lines = notebook.cells[0].lines
        for span in (one.span, *(place.span for place in one.match.related)):
            assert span is not None
            yield one.rule.id, range(lines.line_of(span.start), lines.line_of(span.end - 1) + 1)


@pytest.mark.parametrize("number", range(len(TEXTS)), ids=[id for id, texts in SNIPPETS.items() for _ in texts])
def test_the_same_tests_on_the_same_lines(number: int, told: list[list[tuple[str, int]]]) -> None:
    left = [(ROW_OF[test], line) for test, line in told[number]]
    for rule, lines in ours(TEXTS[number]):
        same = next((one for one in left if one[0] == rule and one[1] in lines), None)
        assert same is not None, (rule, lines, left)
        left.remove(same)
    assert not left


def test_every_kept_test_finds_something_in_its_snippets(told: list[list[tuple[str, int]]]) -> None:
    found = {id for issues in told for id, _ in issues}
    assert found == KEPT
