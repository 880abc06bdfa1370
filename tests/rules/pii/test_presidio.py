"""presidio is used only where a model is named; its own tests need it installed and no model."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest

from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.rule import Rule
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.pii import presidio

TEXT = "Yesterday Mary Stone met Peter in Ulm."


def scan(rules: list[Rule], profile: str = "audit") -> Scan:
    cell = {"cell_type": "markdown", "id": "m", "metadata": {}, "source": TEXT}
    raw = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}).encode()
    return Engine(RuleSet(rules), Policy(profile=profile), b"presidio").scan(raw, "t.ipynb")


def named(text: str) -> list[presidio.Named]:
    """What a model would see."""
    names = [("PERSON", "Mary Stone"), ("PERSON", "Peter"), ("LOCATION", "Ulm")]
    return [
        presidio.Named(entity, text.index(name), text.index(name) + len(name)) for entity, name in names if name in text
    ]


def test_there_is_no_rule_where_no_model_is_named() -> None:
    assert presidio.chosen({}) == presidio.chosen({presidio.VARIABLE: ""}) == []


def test_loading_the_rules_imports_nothing_of_it() -> None:
    code = "import sys; from jupyter_mlsecops import rules; rules.load(); "
    code += "print('spacy' in sys.modules, 'presidio_analyzer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "False"]


def test_a_model_that_is_missing_is_a_problem_and_not_a_download() -> None:
    done = scan(presidio.chosen({presidio.VARIABLE: "xx_no_such_model"}))
    assert [problem.kind for problem in done.problems] == ["rule-failed"]
    assert done.findings == []


def test_one_finding_for_each_kind_of_name_in_a_text() -> None:
    done = scan([presidio.presidio_rule(named)])
    assert [(f.severity.value, f.confidence.value, f.message) for f in done.findings] == [
        ("low", "low", "2 names of persons, as a language model sees it"),
        ("low", "low", "Name of a place, as a language model sees it"),
    ]
    first = done.findings[0]
    assert first.location.region is not None and first.location.region.start_column == TEXT.index("Mary") + 1
    assert not any(name in fix.diff for f in done.findings for fix in f.fixes for name in ("Mary", "Peter"))
    assert scan([presidio.presidio_rule(named)], "strict").findings == []


@pytest.mark.skipif(importlib.util.find_spec("presidio_analyzer") is None, reason="presidio-analyzer is not installed")
def test_an_analyzer_without_a_model() -> None:
    import spacy
    from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def __init__(self) -> None:
            super().__init__()
            self.nlp = {"en": spacy.blank("en")}

    people = PatternRecognizer(supported_entity="PERSON", deny_list=["Mary Stone", "Peter"])
    analyzer = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=[people], supported_languages=["en"]),
        nlp_engine=Blank(),
        supported_languages=["en"],
    )
    found = [TEXT[n.start : n.end] for n in presidio.finder(analyzer)(TEXT)]
    assert found == ["Mary Stone", "Peter"]
