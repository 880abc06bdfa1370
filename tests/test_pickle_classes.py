"""What is listed of a library's source: classes of which objects are made without running anything of the file's."""

from __future__ import annotations

import pytest

from scripts.pickle_classes import Library

SOURCE = """
import enum
import os
from collections import OrderedDict
from .other import Loader, Plain

class Model:
    def __init__(self, path):
        self.data = open(path).read()

class Kind(enum.Enum):
    A = 1

class Words(OrderedDict):
    pass

class Opened(OrderedDict):
    def __init__(self, path):
        super().__init__(open(path))

class Reduced:
    def __reduce__(self):
        return Reduced, ()

class Runs:
    def __setstate__(self, state):
        self._restore(state)

    def _restore(self, state):
        helper(state["code"])

def helper(code):
    exec(code)

class Grows(dict):
    def __setitem__(self, key, value):
        os.unlink(key)

class Inherits(Loader):
    pass

class Fine(Plain):
    pass

if os.name == "posix":
    class Nested:
        def __new__(cls, code):
            return eval(code)
"""
OTHER = """
import pickle

class Plain:
    def __setstate__(self, state):
        self.__dict__.update(state)

class Loader:
    def __setstate__(self, state):
        self.model = pickle.loads(state)
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("site") / "acme"
    (folder / "tests").mkdir(parents=True)
    for name, text in {
        "__init__": "",
        "models": SOURCE,
        "other": OTHER,
        "tests/models": SOURCE,
        "broken": "def",
    }.items():
        (folder / f"{name}.py").write_text(text)
    return Library(folder, "acme")


def test_what_is_listed(library: Library) -> None:
    assert {found.name: found.kind for found in library.classes(("acme.models",)) if not found.why_not} == {
        "Model": "instance",
        "Kind": "class",
        "Words": "class",
        "Opened": "instance",
        "Reduced": "class",
        "Fine": "instance",
    }


def test_what_is_left_out_and_why(library: Library) -> None:
    assert {found.name: found.why_not for found in library.classes(("acme",)) if found.why_not} == {
        "Runs": "runs __setstate__ > _restore > helper > exec",
        "Grows": "runs __setitem__ > unlink",
        "Inherits": "runs __setstate__ > loads",
        "Loader": "runs __setstate__ > loads",
        "Nested": "runs __new__ > eval",
    }


def test_only_modules_that_are_asked_for(library: Library) -> None:
    assert {found.module for found in library.classes(("acme.other", "acme.mod"))} == {"acme.other"}
