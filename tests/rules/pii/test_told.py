"""Values that an output shows bare: their name stands in the source of the cell."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.pii import rules
from jupyter_mlsecops.rules.pii.told import _name

_MATCHER = Matcher(RuleSet(rules.RULES))
_NUMBER = "943 476 " + "5919"


def _found(source: str, output: dict[str, object]) -> list[tuple[str, str, str]]:
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [output], "execution_count": 1}
    tree = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell | {"id": "a"}]}
    matched = _MATCHER.run(build(tree))
    return [
        (one.rule.id, part.pointer, matched.texts[part.pointer].raw[slice(*part.span)])
        for one in matched.found
        for part in one.match.hidden
    ]


def _printed(text: str) -> dict[str, object]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _shown(text: str) -> dict[str, object]:
    return {"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": {"text/plain": text}}


@pytest.mark.parametrize(
    "source",
    [
        'print(row["nhs_no"])',
        "for nhs_no in numbers:\n    print(nhs_no)",
        "print(f\"{row['nhs_no']}\")",
        'print(*df["nhs_no"], sep="\\n")',
        'print("\\n".join(df["nhs_no"]))',
    ],
)
def test_printed_value(source: str) -> None:
    assert _found(source, _printed(_NUMBER + "\n")) == [("uk-nhs-number", "/cells/0/outputs/0/text", _NUMBER)]


@pytest.mark.parametrize(
    "source",
    [
        'df["nhs_no"].tolist()',
        "df.nhs_no.unique()[:4]",
        'df.at[3, "nhs_no"]',
        'df.loc[df["ward"] == 2, "nhs_no"].values',
        "[one.nhs_no for one in patients]",
        '[one["nhs_no"] for one in patients]',
        'cur.execute("SELECT nhs_no FROM patients").fetchall()',
        "x = 1\nsorted(set(df['nhs_no']))",
    ],
)
def test_shown_values(source: str) -> None:
    found = _found(source, _shown(f"['{_NUMBER}']"))
    assert found == [("uk-nhs-number", "/cells/0/outputs/0/data/text~1plain", _NUMBER)]


def test_list_named_behind_it() -> None:
    found = _found(f'pd.Series(["{_NUMBER}", "x"], name="nhs_no")', _printed(""))
    assert found == [("uk-nhs-number", "/cells/0/source", _NUMBER)]


@pytest.mark.parametrize(
    "source",
    ['print(row["ward"])', 'print(row["nhs_no"])\nprint(row["ward"])', "for row in rows:\n    work(row['nhs_no'])"],
)
def test_other_values_have_no_name(source: str) -> None:
    assert not _found(source, _printed("9434765919\n"))


@pytest.mark.parametrize(
    "expression",
    [
        'df["mrn"].nunique()',
        'len(df["mrn"])',
        'df["mrn"].isna().sum()',
        'df["mrn"].value_counts()',
        'df["mrn"] + 1',
        'model.fit(df["mrn"])',
        'cur.execute("SELECT id, mrn FROM p")',
    ],
)
def test_counts_are_no_values(expression: str) -> None:
    assert _name(expression) == ""
