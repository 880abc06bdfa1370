"""Regions of the file of a notebook."""

import json

import pytest

from jupyter_mlsecops.core.locate import FileMap
from jupyter_mlsecops.core.model import Edit, Location, Region
from jupyter_mlsecops.core.text import Lines


def region(line: int, start: int, end_line: int, end: int) -> Region:
    return Region(start_line=line, start_column=start, end_line=end_line, end_column=end)


@pytest.mark.parametrize(
    ("value", "where", "text"),
    [
        ('["a\\n", "key\\n"]', region(2, 1, 2, 4), "key"),
        ('"a\\nkey\\n"', region(2, 1, 2, 4), "key"),
        ('"\\ud83d\\ude00 k\\u00e9y"', region(1, 4, 1, 7), "k\\u00e9y"),
        ('["漢\U0001f600k\\n",\n "ey"]', region(1, 4, 2, 3), 'k\\n",\n "ey'),
        ('{"a": 1}', None, '{"a": 1}'),
    ],
)
def test_region(value: str, where: Region | None, text: str) -> None:
    raw = '{\n "cells": [{"x/y": ' + value + "}]\n}\n"
    json.loads(raw)
    found = FileMap(raw.encode()).region(Location(path="a", pointer="/cells/0/x~1y", region=where))
    assert found is not None
    assert raw[slice(*Lines(raw).span(found))] == text


def test_replacement() -> None:
    raw = b'{"cells": [{"source": ["a\\n", "b c"]}]}'
    found = FileMap(raw).replacement(Edit(pointer="/cells/0/source", region=region(2, 3, 2, 4), insert='"d"'))
    assert found is not None
    assert (found.region, found.insert) == (region(1, 34, 1, 35), '\\"d\\"')


def test_what_is_not_there() -> None:
    places = FileMap(b'{"cells": []}')
    assert places.region(Location(path="a", pointer="/cells/3/source", region=region(1, 1, 1, 2))) is None
    assert places.replacement(Edit(pointer="/cells/3", region=None, insert=None)) is None
    assert places.region(Location(path="a", region=region(1, 1, 1, 2))) == region(1, 1, 1, 2)
