"""Where the pieces of one string meet, and where two quotes are only an empty one."""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.needles import Hyperscan, Needle
from jupyter_mlsecops.core.python.pieces import JOINTS, pieces
from jupyter_mlsecops.core.regex import regex
from jupyter_mlsecops.core.segments import Segment, segments

WHOLE = "abcdef"
IN_PIECES = [
    'x = "abc" "def"',
    'x = "abc""def"',
    "x = 'abc''def'",
    'x = "abc" + "def"',
    'x = ("abc"  # why\n     "def")',
    'x = "abc\\\ndef"',
    'x = f("", "abc""def")',
    'x = "".join(["abc", "def"])',
    'x = "".join(("abc", "def"))',
    'x = "".join( ( [ "abc", "def" ] ) )',
    'x = "".join(  # why\n    ["abc", "def"])',
    'x = "".join([  # why\n    r"abc", "def"])',
    'print("")\nx = "abc""def"',
    'x = "ab\\\nc""def"',
    """x = f"abc{"def"}\"""",
    """x = f"{"abc" + "def"}\"""",
    """x = f"{'abc'}{'def'}\"""",
    """x = f"{"abc"}def\"""",
    """x = f"{"".join(["abc", "def"])}\"""",
]
WHOLE_ONES = [
    'f("")',
    "plot.line('')\nplot.show()",
    '["", "abc", ""]',
    '" ".join(words)',
    'f = "".join(map(str, x))',
    '"""abc"""',
]


def text_of(source: str) -> Segment:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
    document = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    return next(iter(segments(parse(json.dumps(document).encode()))))


@pytest.mark.parametrize("source", IN_PIECES)
def test_pieces_are_put_together(source: str) -> None:
    segment = text_of(source)
    assert WHOLE in {text.value for text in pieces(segment)}
    assert any(regex(joint).search(segment.text) for joint in JOINTS)


@pytest.mark.parametrize("source", IN_PIECES)
def test_a_search_for_all_joints_at_once_finds_them(source: str) -> None:
    pytest.importorskip("hyperscan", reason="there is no wheel of hyperscan here")
    segment = text_of(source)
    assert Hyperscan([Needle((), shapes=JOINTS)]).present([segment.text]) == [{0}]


@pytest.mark.parametrize("source", WHOLE_ONES)
def test_other_strings_have_none(source: str) -> None:
    assert pieces(text_of(source)) == ()
