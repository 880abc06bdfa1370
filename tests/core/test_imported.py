"""What a notebook imports, and which distribution brings it."""

from __future__ import annotations

import json
import sys
import time

import pytest
from msgspec.structs import force_setattr

from jupyter_mlsecops.core.distributions import namespaces, of_conda, of_module
from jupyter_mlsecops.core.environment import Environment, canonical
from jupyter_mlsecops.core.imported import imported
from jupyter_mlsecops.core.installed import Details, Distribution
from jupyter_mlsecops.core.ipynb import parse, script
from tests.core.cells import notebook_of, unmarked

# The places stand in «»; then module=distribution in order.
IMPORTS = [
    ("import «numpy» as np, os, «pandas»", "numpy=numpy pandas=pandas"),
    ("import «numpy.linalg»\nimport numpy", "numpy=numpy"),
    ("from «sklearn.svm» import SVC", "sklearn=scikit-learn"),
    ("from   «sklearn» \\\n  import svm", "sklearn=scikit-learn"),
    ("from \\\n  «sklearn» import svm", "sklearn=scikit-learn"),
    ("import «cv2», «PIL.Image», «yaml»", "cv2=opencv-python PIL=pillow yaml=pyyaml"),
    ("from «bs4» import BeautifulSoup; import «dateutil»", "bs4=beautifulsoup4 dateutil=python-dateutil"),
    ("from google.cloud import «storage», «bigquery as bq»",
     "google.cloud.storage=google-cloud-storage google.cloud.bigquery=google-cloud-bigquery"),
    ("from «google.cloud.storage.blob» import Blob", "google.cloud.storage=google-cloud-storage"),
    ("import «google.protobuf.text_format»", "google.protobuf=protobuf"),
    ("import «google.colab»\nfrom google.colab import drive", "google.colab="),
    ("from azure.ai import «ml»\nimport «azure.identity»", "azure.ai.ml=azure-ai-ml azure.identity=azure-identity"),
    ("from azureml.core import Workspace", "azureml.core=azureml-core"),
    ("def f():\n    import «torch»", "torch=torch"),
    ("try:\n    import «cPickle2»\nexcept ImportError:\n    import pickle", "cPickle2="),
    ("if x:\n    import «jax»\nelif y:\n    import «torch»\nelse:\n    import «tensorflow»",
     "jax=jax torch=torch tensorflow=tensorflow"),
    ("with x:\n    class A:\n        async def f(self):\n            while 1: import «jax»", "jax=jax"),
    ("match x:\n    case 1:\n        import «torch»", "torch=torch"),
    ("mod = «__import__('bs4')»", "bs4=beautifulsoup4"),
    ("import importlib as il\nil_mod = «il.import_module('yaml')»", "yaml=pyyaml"),
    ("from importlib import import_module\nfor m in ['cv2', 'PIL']:\n    «import_module(m)»",
     "cv2=opencv-python PIL=pillow"),
    ("import_module = lambda x: x\nimport_module('yaml')", ""),
    ("from . import a\nfrom .b import c\nfrom .. import d", ""),
    ("import os, sys, urllib2, cPickle, distutils, tomllib, __future__", ""),
    ("# import torch\ntext = 'import torch'\nprint('''\nimport torch\n''')", ""),
    ("%%time\nimport «torch»", "torch=torch"),
    ("%%writefile train.py\nimport «torch»", "torch=torch"),
    ("%%bash\nimport torch", ""),
    ("!pip install x\n%matplotlib inline\nimport «torch»", "torch=torch"),
    ("import «dotenv», «slugify», «docker»", "dotenv=python-dotenv slugify=python-slugify docker=docker"),
    ("import «my_helpers»\nfrom «utils.data» import load", "my_helpers= utils="),
    ("from «mpl_toolkits.mplot3d» import Axes3D", "mpl_toolkits=matplotlib"),
    ("é = 'é'; import «torch»", "torch=torch"),
    ("import «torch»\nthis is not Python\nimport «jax»", "torch=torch jax=jax"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), IMPORTS)
def test_every_form_of_an_import(marked: str, expected: str) -> None:
    source, spans = unmarked(marked)
    found = imported(notebook_of(source))
    assert [f"{one.module}={one.name}" for one in found] == expected.split()
    if spans:
        assert sorted({one.span for one in found}) == spans


def test_the_first_place_of_all_cells_counts() -> None:
    found = imported(notebook_of("import os", "import torch.nn", "import torch, jax"))
    assert [(one.module, one.pointer) for one in found] == [("torch", "/cells/1/source"), ("jax", "/cells/2/source")]


def known(*packages: tuple[str, tuple[str, ...]]) -> Environment:
    found = {name: Distribution(name, "1.0", modules=modules) for name, modules in packages}
    return Environment("3.11", dict.fromkeys(found, "1.0"), details=Details("3.11", found))


@pytest.mark.parametrize(
    ("environment", "source", "expected"),
    [
        (known(("opencv-python-headless", ("cv2",))), "import cv2", "cv2=opencv-python-headless"),
        (known(("acme", ("acme_tools",))), "import acme_tools.a", "acme_tools=acme"),
        (known(("acme-a", ("acme",)), ("acme-b", ("acme",))), "import acme.b.c", "acme.b=acme-b"),
        (known(("google-auth", ("google",))), "import google.cloud.storage",
         "google.cloud.storage=google-cloud-storage"),
        (known(("google-cloud-new", ("google",)), ("google-auth", ("google",))), "import google.cloud.new",
         "google.cloud.new=google-cloud-new"),
        (Environment("3.11", {"anvil9": "1.0"}), "import anvil9", "anvil9=anvil9"),
        (Environment("3.11", {"dotenv": "1.0"}), "import dotenv", "dotenv=dotenv"),
        (Environment("3.11", {"other": "1.0"}), "import anvil9", "anvil9="),
    ],
)  # fmt: skip
def test_what_is_installed_comes_first(environment: Environment, source: str, expected: str) -> None:
    notebook = notebook_of(source)
    force_setattr(notebook, "environment", environment)
    assert [f"{one.module}={one.name}" for one in imported(notebook)] == expected.split()


@pytest.mark.parametrize("language", ["r", "julia", "bash"])
def test_notebooks_in_other_languages_import_no_modules_of_python(language: str) -> None:
    assert imported(notebook_of("import torch", language=language)) == ()


def test_a_python_file() -> None:
    assert [(one.module, one.pointer) for one in imported(script(b"import torch\n", "a.py"))] == [("torch", "")]


def test_an_edit_is_seen_and_the_rest_is_not_read_again() -> None:
    first = notebook_of("import torch", "import jax")
    before = imported(first)
    assert imported(first) is before
    tree = json.loads(json.dumps(first.json))
    tree["cells"][0]["source"] = "import keras"
    assert [one.module for one in imported(parse(json.dumps(tree).encode(), like=first))] == ["keras", "jax"]


@pytest.mark.parametrize(
    "source",
    [
        "import a" + ", a" * 50_000,
        "".join(f"import m{k}\n" for k in range(15_000)),
        "from " + ".".join(["a"] * 5_000) + " import b",
        "".join(f"{' ' * k}if x:\n" for k in range(80)) + " " * 80 + "import torch",
        "import importlib\n" + "".join(f"__import__(x{k})\nx{k + 1} = x{k} + x{k}\n" for k in range(3_000)),
    ],
    ids=range(5),
)
def test_hostile_cells_cost_little(source: str) -> None:
    started = time.process_time()
    imported(notebook_of(source))
    assert time.process_time() - started < 30


def test_names_of_conda() -> None:
    names = "pytorch numpy scikit-learn py-opencv python-graphviz graphviz cudatoolkit nodejs python Pillow".split()
    names += ["redis-py", "redis", "ray-core", "ray-default", "lmdb", "wget"]
    expected = ["torch", "numpy", "scikit-learn", "opencv-python", "graphviz", "", "", "", "python", "pillow"]
    expected += ["redis", "", "ray", "ray", "", ""]
    assert [of_conda(name) for name in names] == expected


def test_the_longest_known_part_of_a_module_counts() -> None:
    asked = ["google.cloud.storage.blob", "llama_index.core.llms", "llama_index.other", "google.cloud.other", "nobody"]
    assert [of_module(module)[0] for module in asked] == [
        "google.cloud.storage",
        "llama_index.core",
        "llama_index",
        "",
        "",
    ]


def test_no_module_of_python_is_in_the_tables() -> None:
    roots = {module.partition(".")[0] for module in namespaces()}
    assert not roots & sys.stdlib_module_names
    assert [of_module(name) for name in ("os", "json", "typing")] == [("", "")] * 3
    assert canonical(of_module("dataclasses")[1]) == ""
