"""Loads that are rewritten to a format without code: which are, what the code is then, and which stay as they are."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.ipynb import joined
from jupyter_mlsecops.core.model import Applicability, Fix
from jupyter_mlsecops.core.patch import apply
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.testing import notebook

from ...server.notebooks import token

ENGINE = Engine(rules.load(), Policy(), b"key")
FORMATS = ("safetensors", "skops", ".keras", "Parquet")


def conversions(text: str) -> list[tuple[Fix, str]]:
    """The fixes that keep a file in another format, each with what the code cells are then."""
    raw = json.dumps(notebook(dedent(text))[0]).encode()
    found = {}
    for finding in ENGINE.scan(raw, "a.ipynb").findings:
        for fix in finding.fixes:
            if fix.title.startswith("Keep ") and any(one in fix.title for one in FORMATS):
                cells = json.loads(apply(raw, fix.edits))["cells"]
                found[fix.title, str(fix.edits)] = fix, "\n# %%\n".join(joined(cell["source"]) for cell in cells)
    return list(found.values())


def code(text: str) -> list[str]:
    """What the code is after each conversion, without comments."""
    return [
        "\n".join(line for line in after.splitlines() if not line.lstrip().startswith("# ") or line == "# %%")
        for _, after in conversions(text)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "import torch\nw = torch.load('best.pth.tar', map_location='cuda:0')",
            "import safetensors.torch\nimport torch\n"
            "w = safetensors.torch.load_file('best.safetensors', device='cuda:0')",
        ),
        (
            "import torch\nw = torch.load(os.path.join(d, f'{n}.pt'), DEVICE)",
            "import safetensors.torch\nimport torch\n"
            "w = safetensors.torch.load_file(os.path.join(d, f'{n}.safetensors'), device=str(DEVICE))",
        ),
        (
            "import torch\nwith open(P, 'rb') as f:\n    w = torch.load(f, map_location='cpu')",
            "import pathlib\nimport safetensors.torch\nimport torch\n"
            "with open(pathlib.Path(P).with_suffix(\".safetensors\"), 'rb') as f:\n"
            "    w = safetensors.torch.load(f.read())",
        ),
        (
            "from pathlib import Path\nfrom joblib import load\nm = load(Path('models') / 'v1.0')",
            "import skops.io\nfrom pathlib import Path\nfrom joblib import load\n"
            "m = skops.io.load(Path('models') / 'v1.0.skops', trusted=[])",
        ),
        (
            "%%time\nimport joblib\nif ok: m = joblib.load(\n    'm.pkl.gz',\n)",
            "%%time\nimport skops.io\nimport joblib\nif ok: m = skops.io.load(\n    'm.skops', trusted=[])",
        ),
        (
            "import pickle, sklearn\nm = pickle.load(open('a' + '.pkl', mode='rb'))",
            "import skops.io\nimport pickle, sklearn\nm = skops.io.load(open('a' + '.skops', mode='rb'), trusted=[])",
        ),
        (
            "import pandas\nd = pandas.read_pickle('modèle 😀.pkl', compression=None)",
            "import pandas\nd = pandas.read_parquet('modèle 😀.parquet')",
        ),
        (
            "import keras\nm = keras.models.load_model(path + '.H5', compile=False)",
            "import keras\nm = keras.models.load_model(path + '.keras', compile=False)",
        ),
    ],
)
def test_code(before: str, after: str) -> None:
    assert code(before) == [after]


def test_the_conversion_stands_above_and_is_not_run() -> None:
    ((fix, after),) = conversions(
        "import pickle, sklearn\nfor n in names:\n    with open(f'{n}.pkl', 'rb') as f:\n        m = pickle.load(f)"
    )
    assert fix.applicability is Applicability.MANUAL and "skops 0.13 or newer" in fix.title
    assert after.splitlines()[3:6] == [
        "    # Once, where nothing is at stake, for this runs what the old file says (skops 0.13 or newer):",
        "    #     skops.io.dump(pickle.load(open(f'{n}.pkl', \"rb\")), f'{n}.skops')",
        "    with open(f'{n}.skops', 'rb') as f:",
    ]


def test_weights_are_converted_without_running_them() -> None:
    ((_, after),) = conversions("import torch\nw = torch.load('w.pt', weights_only=False)")
    assert (
        "#     safetensors.torch.save_file(torch.load('w.pt', map_location=\"cpu\", weights_only=True), "
        "'w.safetensors')" in after.splitlines()
    )


def test_alternatives_stand_side_by_side() -> None:
    raw = json.dumps(notebook("import torch\nw = torch.load('w.pt', weights_only=False)")[0]).encode()
    (fixes,) = [f.fixes for f in ENGINE.scan(raw, "a.ipynb").findings if f.rule == "unsafe-torch-load"]
    assert [(fix.title.partition(" (")[0].partition(",")[0], fix.applicability) for fix in fixes] == [
        ("Set weights_only=True", Applicability.REVIEW),
        ("Keep the weights as safetensors", Applicability.MANUAL),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "import joblib\njoblib.dump(m, 'm.pkl')\nm = joblib.load('m.pkl')",  # it can write another format itself
        "import joblib, io, requests\nm = joblib.load(io.BytesIO(requests.get(u).content))",
        "import joblib\n!wget https://data.tool.dev/m.pkl\nm = joblib.load('m.pkl')",  # what a stranger says
        "import pickle, sklearn\nm = pickle.loads(blob)",
        "import pickle, sklearn\nm = pickle.load(f)",
        "import pickle\nm = pickle.load(open('m.pkl', 'rb'))",  # of what, is not known
        "import pickle, sklearn, gzip\nm = pickle.load(gzip.open('m.pkl.gz', 'rb'))",
        "import pickle, sklearn\nwith open('m.pkl', 'rb') as f:\n    a, b = pickle.load(f), pickle.load(f)",
        "import joblib\nms = list(map(joblib.load, paths))",
        "import joblib\nm = joblib.load(*args)",
        "import joblib\nm = joblib.load('m.pkl', **options)",
        "import joblib\nm = joblib.load(\n    path,  # where it is\n)",
        "import joblib\ns = '''\n'''; m = joblib.load('m.pkl')",  # no line of its own
        "import joblib\nm = joblib.load('https://data.tool.dev/m.pkl')",
        "import torch\nw = torch.load('w.pt', map_location={'cuda:0': 'cpu'}, weights_only=False)",
        "import torch\nw = torch.load(file, weights_only=False)",
        "import torch\nwith open(P, 'rb') as f:\n    w = torch.load(f, 'cuda', weights_only=False)",
    ],
)
def test_what_stays(text: str) -> None:
    assert code(text) == []


def test_no_secret_is_written_once_more() -> None:
    text = f"import joblib\nm = joblib.load(get('{token()}') + '.pkl')"
    assert code(text) == [] and code(text.replace(token(), "x"))
