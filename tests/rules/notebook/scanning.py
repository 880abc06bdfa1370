"""Notebooks to scan, made of an output or a text."""

from __future__ import annotations

import json
from typing import Any

from jupyter_mlsecops.core.engine import Engine, Scan
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules import builtin

RULES = RuleSet(rule for rule in builtin() if rule.category.value == "notebook")


def code(source: str = "show(x)", outputs: list[Any] | None = None, **metadata: Any) -> dict[str, Any]:
    """A code cell."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": outputs or [],
        "source": source,
    }


def output(text: str, mime: str = "text/html") -> dict[str, Any]:
    """A rich output."""
    return {"output_type": "display_data", "metadata": {}, "data": {mime: text}}


def markdown(text: str) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def notebook(*cells: dict[str, Any], **metadata: Any) -> bytes:
    """The bytes of a notebook."""
    tree = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(tree, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def scan(raw: bytes, *rules: str) -> Scan:
    """What the rules of this folder find, all or some, in the loudest profile."""
    found = Engine(RULES, Policy(profile="audit", select=frozenset(rules)), b"key").scan(raw, "x.ipynb")
    failed = [problem.message for problem in found.problems if problem.kind == "rule-failed"]
    assert not failed, failed
    return found


def severity(raw: bytes, rule: str = "active-content-in-output") -> str:
    """The worst severity that a rule, or a form of one, gives; empty for nothing."""
    ranked = sorted((finding.severity for finding in scan(raw, rule).findings), key=lambda s: s.rank)
    return ranked[-1].value if ranked else ""
