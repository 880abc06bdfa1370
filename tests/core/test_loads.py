"""Which files a notebook loads: their paths, the calls, and whether these let code in the files run."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from jupyter_mlsecops.core.dataloads import DATA
from jupyter_mlsecops.core.environment import Environment
from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.loads import MODELS, loads
from jupyter_mlsecops.core.loadtable import Guard, Loader, Table
from jupyter_mlsecops.core.python.code import Call, Code


def notebook(*sources: str) -> bytes:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [cell | {"id": f"c{number}", "source": source} for number, source in enumerate(sources)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.mark.parametrize(
    ("sources", "paths"),
    [
        (["import pickle\npickle.load(open('m.pkl', 'rb'))"], ["m.pkl"]),
        (["import pickle\nwith open('./d/m.pkl', 'rb') as f:\n    pickle.load(f)"], ["d/m.pkl"]),
        (["import pickle\nfrom pathlib import Path\npickle.loads(Path('d', 'm.pkl').read_bytes())"], ["d/m.pkl"]),
        (["D = 'd'", "import joblib as j\nj.load(f'{D}/m.joblib')"], ["d/m.joblib"]),
        (["import os, joblib\njoblib.load(os.path.join('d', 'e', 'm.joblib'))"], ["d/e/m.joblib"]),
        (["import joblib\nfor n in ('a', 'b'):\n    joblib.load(n + '.joblib')"], ["a.joblib", "b.joblib"]),
        (["import dill\ndef get(p):\n    return dill.load(open(p, 'rb'))\nget('a'), get('b')"], ["a", "b"]),
        (["%cd sub", "import pandas as pd\npd.read_pickle('m.pkl')"], ["sub/m.pkl"]),
        (["import torch\ntorch.load('/data/m.pt')\ntorch.jit.load(f='s.pt')"], ["/data/m.pt", "s.pt"]),
        (["from transformers import AutoModel as M\nM.from_pretrained('org/name')"], ["org/name"]),
        (["from tensorflow.keras.models import load_model\nload_model('m.h5')"], ["m.h5"]),
        (["import onnxruntime as o\no.InferenceSession('m.onnx')"], ["m.onnx"]),
        (["from safetensors.torch import load_file\nload_file('m.safetensors')"], ["m.safetensors"]),
        (["from llama_cpp import Llama\nLlama(model_path='m.gguf')"], ["m.gguf"]),
        (["import xgboost as x\nm = x.XGBClassifier()\nm.load_model('m.ubj')"], ["m.ubj"]),
        (["import joblib\njoblib.load('https://data.tool.dev/m.joblib')"], []),
        (["import joblib\njoblib.load(path)\njoblib.load(f'{folder}/m.joblib')"], []),
        (["import json\njson.load(open('m.json'))"], []),
        (["import pickle\npickle.dump(m, open('m.pkl', 'wb'))"], []),
    ],
)
def test_paths(sources: list[str], paths: list[str]) -> None:
    assert [one.path for one in loads(parse(notebook(*sources)))] == paths


def calls_of_every_loader(table: Table) -> list[str]:
    """A call of each loader of a table, its module imported under another name."""
    sources = []
    for loader in table.loaders:
        for name in loader.names:
            module, _, function = name.replace("*", "part").rpartition(".")
            sources.append(f"import {module} as m\nm.{function}({loader.keywords[0]}=open('m.bin'))")
    return sources


@pytest.mark.parametrize(
    ("table", "source"),
    [pytest.param(table, source, id=source) for table in (MODELS, DATA) for source in calls_of_every_loader(table)],
)
def test_every_loader_is_caught_by_the_screen(table: Table, source: str) -> None:
    assert [one.path for one in table.loads(parse(notebook(source)))] == ["m.bin"]
    assert any(literal in source.partition("(")[0] for literal in table.screen)


def test_words_that_hold_the_name_of_a_loader_are_none() -> None:
    source = "import os\nos.listdir('data')\nprint(unloaded, openness)"
    for table in (MODELS, DATA):
        assert not table.is_to_look(parse(notebook(source)))


TORCH = "import torch\ntorch.load('m.pt'{})"


@pytest.mark.parametrize(
    ("source", "packages", "guard"),
    [
        (TORCH.format(", weights_only=True"), {"torch": "2.6.0"}, "full"),
        (TORCH.format(", weights_only=True"), {"torch": "2.5.1"}, "none"),
        (TORCH.format(", weights_only=True"), {}, "partial"),
        (TORCH.format(""), {"torch": "2.9.0"}, "full"),
        (TORCH.format(""), {"torch": "2.5.1"}, "none"),
        (TORCH.format(""), {}, "partial"),
        (TORCH.format(", weights_only=False"), {"torch": "2.9.0"}, "none"),
        (TORCH.format(", pickle_module=dill"), {"torch": "2.9.0"}, "none"),
        (TORCH.format(", **options"), {"torch": "2.9.0"}, "none"),
        (TORCH.format(", weights_only=flag"), {"torch": "2.9.0"}, "none"),
        ("import numpy as np\nnp.load('m.npy')", {"numpy": "2.0.0"}, "full"),
        ("import numpy as np\nnp.load('m.npy')", {"numpy": "1.15.4"}, "none"),
        ("import numpy as np\nnp.load('m.npy', allow_pickle=True)", {}, "none"),
        ("import numpy as np\nnp.load('m.npy', None, False)", {}, "full"),
        ("import keras\nkeras.models.load_model('m.keras')", {}, "partial"),
        ("import keras\nkeras.models.load_model('m.keras', safe_mode=False)", {}, "none"),
        ("import pickle\npickle.load(open('m.pkl', 'rb'))", {}, "none"),
    ],
)
def test_guards(source: str, packages: dict[str, str], guard: str) -> None:

    read = replace(parse(notebook(source)), environment=Environment("3.11", packages))
    assert [one.guard for one in loads(read)] == [guard]


def test_places_and_what_is_kept_of_cells() -> None:
    first = parse(notebook("import joblib\nm = joblib.load('a.joblib')", "x = 1"))
    (found,) = loads(first)
    assert (found.name, found.pointer, found.is_folder) == ("joblib.load", "/cells/0/source", False)
    assert first.cells[0].source[slice(*found.span)] == "joblib.load('a.joblib')"
    assert loads(first) is loads(first)
    changed = parse(notebook("import joblib\nm = joblib.load('b.joblib')", "x = 1"), like=first)
    assert [one.path for one in loads(changed)] == ["b.joblib"]


@pytest.mark.parametrize(
    ("at", "source", "read"),
    [
        (0, "import joblib\nname = 'a.joblib'\nseen = 1", []),
        (2, "plot(x)\ny = 2", []),
        (2, "name = 'b.joblib'", ["a.joblib"]),
        (1, "joblib.load(name)\nx = 1", ["a.joblib"]),
        (3, "joblib.dump(m, 'c.joblib')", ["a.joblib", "d.joblib"]),  # the file may come from here
        (3, "d.rename('c.joblib')", []),  # this moves no file that is known
    ],
)
def test_only_calls_that_an_edit_reaches_are_read_again(at: int, source: str, read: list[str]) -> None:
    asked: list[str] = []

    def guard(code: Code, call: Call) -> Guard:
        asked.extend(code.paths(call.argument(0)))
        return "none"

    table = Table("test-loads", (Loader(("joblib.load",), 0, ("filename",), guard),))
    sources = ["import joblib\nname = 'a.joblib'", "joblib.load(name)", "plot(x)", "show(x)", "joblib.load('d.joblib')"]
    first = parse(notebook(*sources))
    assert [one.path for one in table.loads(first)] == asked == ["a.joblib", "d.joblib"]
    asked.clear()
    sources[at] = source
    again = parse(notebook(*sources), like=first)
    assert [one.path for one in table.loads(again)] == [one.path for one in table.loads(parse(notebook(*sources)))]
    assert asked[: len(read)] == read and asked[len(read) :] == [one.path for one in table.loads(again)]


def test_a_notebook_that_is_nothing_but_loads_is_bounded() -> None:
    source = "import joblib\n" + "\n".join(f"joblib.load('{number}.joblib')" for number in range(3_000))
    assert len(loads(parse(notebook(source)))) == 400
