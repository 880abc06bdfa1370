"""Lines of 200 KB in which a word or a value repeats: a scan of the whole, its fixes included, grows with their length.

Each of them took minutes once, for something was asked of the whole line for every word of it.
"""

from __future__ import annotations

import json

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.policy import Policy

from .hang import must_end

SIZE = 200_000
PIECES = ["md5:6543:!", "corsmd5@", "sha1 ", "0x", "userpwd=($2x$\u5bc6\u7801=", "\U0001f511pwd=a1Bc2De3Fg"]


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
@pytest.mark.parametrize("kind", ["code", "markdown", "output"])
def test_a_giant_line_is_scanned_in_time(kind: str, piece: str) -> None:
    line = piece * (SIZE // len(piece))
    cell = {"cell_type": "markdown" if kind == "markdown" else "code", "metadata": {}, "source": line}
    if kind != "markdown":
        cell |= {"execution_count": None, "outputs": []}
    if kind == "output":
        cell |= {"source": "", "outputs": [{"output_type": "stream", "name": "stdout", "text": line}]}
    raw = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    with must_end(60):
        scan = Engine(rules.load(), Policy(), b"k" * 32).scan(raw, "a.ipynb")
    assert not [problem for problem in scan.problems if problem.kind == "rule-failed"]
