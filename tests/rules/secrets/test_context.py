"""Rows that only their provider's name tells apart: those that are not asked would have found nothing."""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.segments import Segment, segments
from jupyter_mlsecops.rules.secrets import unprefixed
from jupyter_mlsecops.rules.secrets.context import candidates, find_in_context
from jupyter_mlsecops.testing import notebook


def texts(document: dict[str, object]) -> list[Segment]:
    return list(segments(parse(json.dumps(document).encode())))


@pytest.mark.parametrize("rule", unprefixed.RULES, ids=lambda rule: rule.id)
def test_rows_that_are_left_out_find_nothing(rule) -> None:
    document, _ = notebook(rule.bad[0].text)
    for segment in texts(document):
        admitted = candidates(segment)
        left_out = [row for row in unprefixed.ROWS if row.id not in admitted]
        assert not any(True for row in left_out for _ in find_in_context(row, segment))
        assert rule.id in admitted


def test_a_name_may_stand_in_metadata_and_in_an_import() -> None:
    (row,) = (row for row in unprefixed.ROWS if row.id == "wandb-api-key")
    value = "0d5e9c3ab714f6827c41d90be385a26f" + "1b2d3f4a"
    metadata = {"wandb": {"settings": {"api_key": value}}}
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": f'import wandb\nlogin(key="{value}")'}
    document = {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": [cell]}
    for segment in texts(document):
        assert row.id in candidates(segment)
