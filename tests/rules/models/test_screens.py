"""The rules about files that a notebook loads are asked wherever one of the loaders may be called."""

from __future__ import annotations

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.dataloads import DATA
from jupyter_mlsecops.core.ipynb import Notebook
from jupyter_mlsecops.core.loads import MODELS
from jupyter_mlsecops.core.loadtable import Table
from jupyter_mlsecops.core.rule import Rule

ABOUT_LOADS = [one for one in rules.load() if one.category.value == "models" and one.on is Notebook]


def functions(table: Table) -> set[str]:
    return {name.rpartition(".")[2] for loader in table.loaders for name in loader.names}


@pytest.mark.parametrize("rule", ABOUT_LOADS, ids=lambda rule: rule.id)
def test_every_loader_is_in_the_screen(rule: Rule) -> None:
    table = DATA if rule.id.startswith("data-") else MODELS
    assert [name for name in functions(table) if not any(literal in name for literal in rule.screen)] == []
