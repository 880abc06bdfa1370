"""Edits of notebooks as people make them, by chance; and notebooks whose cells have to do with each other."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from jupyter_mlsecops.testing import notebook

SEEDS = Path(__file__).parents[2] / "bench" / "code" / "positives"
ADDED = (
    "x = 1",
    "import pickle as json",
    "%pip install torch==2.1.0",
    "verify = False",
    "def f(a):\n    return eval(a)",
    "!wget https://example.org/m.pkl -O m.pkl",
    "import os\nos.chdir('data')",
    "from urllib.request import urlretrieve as fetch",
    "fetch('https://example.org/m.pkl', 'm.pkl')",
    "class Holder:\n    def load(self, path):\n        return open(path)",
    "from ipywidgets import interact",
    "interact(f, a='')",
    "!pip install pandas",
)
LOADING = (
    "import torch, pickle, joblib, pandas as pd",
    "name = 'm.pkl'",
    "model = torch.load(name)",
    "with open('d/m.pkl', 'rb') as f:\n    pickle.load(f)",
    "table = pd.read_csv(f'{folder}/t.csv')",
    "folder = 'data'",
    "for name in ('a', 'b'):\n    joblib.load(name + '.joblib')",
    "got = fetch('https://example.org/n.pkl')\nmodel = torch.load(got[0])",
    "def get(path):\n    return joblib.load(path)",
    "get('one.joblib')",
    "%cd sub",
    "joblib.dump(model, 'm.pkl')",
)
"""Statements about files that are loaded: which, and where they come from."""


def books() -> list[dict[str, Any]]:
    """The seeds with several cells, and pairs of others, so that cells have to do with each other."""
    texts = [
        part.partition("\n")[2] for file in sorted(SEEDS.glob("*.txt")) for part in file.read_text().split("#### ")
    ]
    several = [text for text in texts if text.count("# %%") >= 2]
    pairs = [f"{a}\n# %%\n{b}" for a, b in zip(texts[::7], texts[3::7], strict=False) if "# %%" not in a + b]
    return [notebook(text)[0] for text in (*several, *pairs)]


def edited(chance: random.Random, tree: dict[str, Any], added: tuple[str, ...] = ADDED) -> dict[str, Any]:
    """The notebook with one of its code cells changed as people change cells."""
    tree = json.loads(json.dumps(tree))
    code = [cell for cell in tree["cells"] if cell["cell_type"] == "code"]
    if not code:
        return tree
    cell = chance.choice(code)
    lines = "".join(cell["source"]).split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, chance.choice(added))
        case 2:
            lines.insert(at, lines.pop(chance.randrange(len(lines))))
        case 3:
            words = [word for word in lines[at].replace("(", " ").replace(".", " ").split() if word.isidentifier()]
            lines[at] = lines[at].replace(chance.choice(words), "renamed") if words else "pass"
        case 4:
            lines += "".join(chance.choice(code)["source"]).split("\n")[:3]
    cell["source"] = "\n".join(lines)
    return tree


def rearranged(chance: random.Random, tree: dict[str, Any], added: tuple[str, ...] = ADDED) -> dict[str, Any]:
    """The notebook with a cell that came, went, moved, was copied or has run."""
    tree = json.loads(json.dumps(tree))
    cells = tree["cells"]
    at = chance.randrange(len(cells) + 1)
    if not cells:
        return tree
    one = chance.choice(cells)
    match chance.randrange(5):
        case 0:
            cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
            cells.insert(at, cell | {"source": chance.choice(added)})
        case 1:
            cells.remove(one)
        case 2:
            cells.insert(at, cells.pop(chance.randrange(len(cells))))
        case 3:
            cells.insert(at, json.loads(json.dumps(one)))
        case 4:
            if one["cell_type"] == "code":
                text = f"loss 0.{chance.randrange(99)}\nhttps://example.org/?token={'ghp_'}{'a1B2c3D4' * 4}Zz99\n"
                one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
                one["execution_count"] = chance.randrange(99)
    return tree
