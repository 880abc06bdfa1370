"""What Python's parser says about the code that it is shown ("invalid escape sequence") is told to nobody."""

from __future__ import annotations

import json
import warnings

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.policy import Policy

from .formats.shapes import look, npy

WARNED = [r"'\d'", r"b'\d'", "1 is 1", "1if x else 2", "0x1for x in y", "(1)(2)", "[1][2, 3]"]
# Cells that hold an expression, each where another part reads it.
CELLS = [
    "{}",
    "import os\nos.system({})",
    "import os\nos.system(f'''ls {{{}}}''')",
    "!cp a {{{}}}\nimport pickle\npickle.load(open('a'))",
    "!pip install {{{}}}",
    "%cp a {{{}}}",
    "%run {{{}}}",
    "%%bash\ncp a {{{}}}",
    "%%writefile m.py\nx = {}",
    "eval('''{}''')",
    "token = ({},\n 'a' 'b')",
]


def test_of_cells() -> None:
    sources = [cell.format(warned) for cell in CELLS for warned in WARNED]
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    raw = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    engine = Engine(rules.load(), Policy(profile="audit"), b"k" * 32)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        engine.scan(raw, "a.ipynb")
    assert [str(one.message) for one in said] == []


def test_of_the_headers_of_arrays() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        look("a.npy", npy(r"'\d'"))
    assert [str(one.message) for one in said] == []
