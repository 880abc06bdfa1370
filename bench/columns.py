"""Planted tables: columns of personal data in every form in which outputs show tables, and twins that are none.

    python bench/columns.py [--rounds N]

prints recall by kind and by form, every miss and every false alarm. Everything is made with a fixed seed; no value is
anybody's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.peopletables import KINDS, Table, planted, twins  # noqa: E402
from bench.tableforms import AS_JSON, FORMS, LABELLED  # noqa: E402


class Case(NamedTuple):
    """A table in one form, as a notebook."""

    kind: str
    form: str
    notebook: dict[str, Any]
    wanted: list[str]


def _has_texts(table: Table) -> bool:
    """Whether a wanted value is a text of its own in JSON: a shorter one is not, and such a table is not seen."""
    return any(len(row[table.heads.index(head)]) >= 6 for row in table.rows for head in table.wanted)


def cases(tables: Iterator[Table]) -> Iterator[Case]:
    """Every table in every form."""
    for table in tables:
        for form, draw in FORMS.items():
            if form in AS_JSON and table.wanted and not _has_texts(table):
                continue
            cell = {
                "cell_type": "code",
                "id": "a",
                "metadata": {},
                "execution_count": 1,
                "source": "df",
                "outputs": [draw(table if form in LABELLED else table.labelled())],
            }
            notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
            yield Case(table.kind, form, notebook, table.wanted)


def judged(seed: int = 1, rounds: int = 1) -> tuple[list[str], list[str], Counter[str], int]:
    """What was missed, what was found in a twin or twice, the cases found by kind and form, and the planted cases."""
    from jupyter_mlsecops.core.engine import Engine
    from jupyter_mlsecops.core.policy import Policy
    from jupyter_mlsecops.core.ruleset import RuleSet
    from jupyter_mlsecops.rules.pii.columns import pii_columns

    engine = Engine(RuleSet([pii_columns]), Policy(profile="audit"), b"columns")
    missed: list[str] = []
    false: list[str] = []
    found: Counter[str] = Counter()
    count = 0
    for case in cases(planted(seed, rounds)):
        count += 1
        messages = [f.message for f in engine.scan(json.dumps(case.notebook).encode(), "planted.ipynb").findings]
        names = ", ".join(case.wanted)
        if [m.partition(" (")[0] for m in messages] == [f"A table shows personal data: {names}"]:
            found.update((case.kind, case.form))
        else:
            missed.append(f"{case.kind} as {names} in {case.form}: {messages}")
    for case in cases(twins(seed, rounds)):
        messages = [f.message for f in engine.scan(json.dumps(case.notebook).encode(), "twin.ipynb").findings]
        if messages:
            false.append(f"{case.kind} in {case.form}: {messages}")
    return missed, false, found, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    missed, false, found, count = judged(asked.seed, asked.rounds)
    twin_count = sum(1 for _ in cases(twins(asked.seed, asked.rounds)))
    print(f"found {count - len(missed)} of {count}; false alarms {len(false)} of {twin_count}")
    for name in (*KINDS, *FORMS):
        print(f"{found[name]:6}  {name}")
    print(*("missed: " + line for line in missed), *("false: " + line for line in false), sep="\n")


if __name__ == "__main__":
    main()
