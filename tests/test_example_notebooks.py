"""The example notebooks are valid, always the same, and show what they say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.policy import Policy

ROOT = Path(__file__).parent.parent
SHOWN = {
    "01-train-a-model.ipynb": {
        "huggingface-token",
        "credentials-logged",
        "tls-verify-off",
        "unsafe-torch-load",
        "unsafe-pickle-load",
    },
    "02-explore-data.ipynb": {"plain-http-data", "huggingface-token", "unsafe-yaml-load", "dynamic-eval-exec"},
    "03-share-a-demo.ipynb": {
        "extra-index-confusion",
        "unpinned-vcs-dependency",
        "download-piped-to-shell",
        "trust-remote-code",
        "gradio-public-share",
    },
    "04-nothing-found.ipynb": set(),
}


@pytest.fixture(scope="module")
def examples() -> ModuleType:
    """The script that writes them."""
    spec = importlib.util.spec_from_file_location("examples_script", ROOT / "scripts" / "examples.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(rules.load(), Policy(), b"examples")


def test_every_example_is_listed(examples: ModuleType) -> None:
    assert set(examples.notebooks()) == set(SHOWN)
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert all(name in readme for name in SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_shows_what_it_says(examples: ModuleType, engine: Engine, name: str) -> None:
    text = examples.text_of(examples.notebook(examples.notebooks()[name]))
    assert text == examples.text_of(examples.notebook(examples.notebooks()[name]))
    nbformat.validate(nbformat.reads(text, as_version=4))
    scan = engine.scan(text.encode(), name)
    assert not scan.problems
    assert {finding.rule for finding in scan.findings} == SHOWN[name]
