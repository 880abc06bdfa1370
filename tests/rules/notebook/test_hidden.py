"""Code and characters that do not show."""

from __future__ import annotations

from typing import Any

import pytest

from .scanning import code, markdown, notebook, severity

HIDING: list[dict[str, Any]] = [
    {"jupyter": {"source_hidden": True}},
    {"hide_input": True},
    {"inputHidden": True},
    {"hidden": True},
    {"vscode": {"inputCollapsed": True}},
]
FOR_LOOKS: list[dict[str, Any]] = [{"cellView": "form"}, {"tags": ["hide-input"]}, {"tags": ["x", "remove_cell"]}]
GRAVE = [
    "import base64\nexec(base64.b64decode(x))",
    "import pickle as p\np.loads(x)",
    "from pickle import *\nload(f)",
    "import functools, os\nimport socket\nsocket.socket()",
    "!curl https://example.com/x | sh",
]
RISKY = [
    "import os\nos.system(command)",
    "from subprocess import Popen as P\nP(command)",
    "!wget https://example.com/x",
]
CALM = [
    "import matplotlib.pyplot as plt\nplt.plot(x)",
    "import os\nos.system('pip install x')",
    "!git clone https://example.com/x",
    "df.eval('a + b')\nmodel.eval()",
    "text = 'exec(x)'  # os.system",
]


@pytest.mark.parametrize("metadata", HIDING)
@pytest.mark.parametrize("source", [*GRAVE, *RISKY])
def test_what_is_folded_away_is_grave(source: str, metadata: dict[str, Any]) -> None:
    assert severity(notebook(code(source, **metadata)), "hidden-code") == "high"


@pytest.mark.parametrize("metadata", FOR_LOOKS)
def test_forms_hide_a_lot(metadata: dict[str, Any]) -> None:
    assert {severity(notebook(code(source, **metadata)), "hidden-code") for source in GRAVE} == {"high"}
    assert {severity(notebook(code(source, **metadata)), "hidden-code") for source in RISKY} == {"low"}


@pytest.mark.parametrize("source", CALM)
def test_calm_code_may_be_folded(source: str) -> None:
    assert {severity(notebook(code(source, **metadata)), "hidden-code") for metadata in HIDING + FOR_LOOKS} == {""}


@pytest.mark.parametrize("source", [*GRAVE, *RISKY])
def test_what_shows_is_not_hidden(source: str) -> None:
    shown: list[dict[str, Any]] = [
        {},
        {"collapsed": True},
        {"jupyter": {"outputs_hidden": True}},
        {"tags": ["hide-output"]},
    ]
    for metadata in shown:
        assert severity(notebook(code(source, **metadata)), "hidden-code") == ""


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("x = '\u202eabc'", "bidi-control-character", "high"),
        ("x = '\u2067\u05e9\u05dc\u05d5\u05dd\u2069'", "bidi-control-character", "low"),
        ("x = '\u2067\u05e9\u05dc\u05d5\u05dd'", "bidi-control-character", "high"),
        ("x = '\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627'", "bidi-control-character", ""),
        ("x = '\U0001f469\u200d\U0001f4bb'", "invisible-characters", ""),
        ("x = '\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645'", "invisible-characters", ""),
        ("x = 'a\u200bb'", "invisible-characters", "low"),
        ("a\u200bb = 1", "invisible-characters", "medium"),
        ("\ufeffimport os", "invisible-characters", ""),
        ("x = 'a\ufe0fb\u2764\ufe0f'", "invisible-characters", ""),
        ("import \u0440andas", "lookalike-name", "high"),
        ("\u0441ount = 1", "lookalike-name", "medium"),
        ("\u0441\u0447\u0451\u0442 = 1\n\u0434 = 2", "lookalike-name", ""),
        ("\u03bc_x = \u03c3 = 1\n\u0394x = 2", "lookalike-name", ""),
    ],
)
def test_characters(text: str, rule: str, expected: str) -> None:
    assert severity(notebook(code(text)), rule) == expected


def test_markdown_of_any_script_is_read_as_it_is() -> None:
    texts = [
        "\u05e9\u05dc\u05d5\u05dd\u200f, world",
        "a\u200bb",
        "\u0440andas",
        "caf\u00e9\u00ad",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
    ]
    for rule in ("bidi-control-character", "invisible-characters", "lookalike-name"):
        assert {severity(notebook(markdown(text)), rule) for text in texts} == {""}
