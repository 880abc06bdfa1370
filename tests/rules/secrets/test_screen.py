"""What the rows promise the screen holds for the tokens they match."""

import random

import pytest

from jupyter_mlsecops.core.needles import RUN
from jupyter_mlsecops.rules.secrets import tables
from jupyter_mlsecops.rules.secrets.row import Row
from jupyter_mlsecops.rules.secrets.sample import sample

ROWS = [row for row in tables.prefixed() if not row.context]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_token_holds_a_literal_of_its_row(row: Row) -> None:
    for seed in range(200):
        token = sample(row.pattern, random.Random(seed))
        where = RUN.findall(token) if row.dense else [token]
        assert any(literal in run for run in where for literal in row.screen), token
