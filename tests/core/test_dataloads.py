"""Which data files a notebook reads and writes, and where those that it downloads come from."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.dataloads import data_loads
from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.loads import loads
from jupyter_mlsecops.core.writes import writes

from .test_loads import notebook


@pytest.mark.parametrize(
    ("sources", "paths"),
    [
        (["import pandas as pd\npd.read_csv('d.csv')"], ["d.csv"]),
        (["from pandas import read_json as r\nr(path_or_buf='d/e.json')"], ["d/e.json"]),
        (["D = 'data'", "import pandas as pd\nfor y in (1, 2):\n    pd.read_parquet(f'{D}/{y}.parquet')"],
         ["data/1.parquet", "data/2.parquet"]),
        (["import polars as pl\npl.scan_csv('d.csv')\npl.read_ipc(source='e.arrow')"], ["d.csv", "e.arrow"]),
        (["import numpy as np\nnp.loadtxt('a.txt')\nnp.genfromtxt(fname='b.txt')\nnp.fromfile('c.bin')"],
         ["a.txt", "b.txt", "c.bin"]),
        (["import json\nwith open('c.json') as f:\n    json.load(f)"], ["c.json"]),
        (["import json\nfrom pathlib import Path\njson.loads(Path('c.json').read_text())"], ["c.json"]),
        (["import csv\nwith open('d.csv') as f:\n    rows = list(csv.DictReader(f))"], ["d.csv"]),
        (["import h5py, xarray as xr\nh5py.File('a.h5')\nxr.open_dataset('b.nc')"], ["a.h5", "b.nc"]),
        (["import pyarrow.parquet as pq\npq.read_table('t.parquet')"], ["t.parquet"]),
        (["from datasets import load_dataset\nload_dataset('csv', data_files='d.csv')"], ["d.csv"]),
        (["import geopandas as g\ng.read_file('m.shp')"], ["m.shp"]),
        (["%cd sub", "import pandas as pd\npd.read_excel(io='d.xlsx')"], ["sub/d.xlsx"]),
        (["import pandas as pd\npd.read_csv('https://data.tool.dev/a.csv')\npd.read_csv(path)"], []),
        (["import pandas as pd\npd.read_pickle('m.pkl')"], []),
        (["class pd:\n    pass\npd.read_csv('d.csv')"], []),
        (["# pd.read_csv('d.csv')\ntext = \"pd.read_csv('d.csv')\""], []),
        (["x = 1"], []),
    ],
)  # fmt: skip
def test_files_that_are_read(sources: list[str], paths: list[str]) -> None:
    assert [one.path for one in data_loads(parse(notebook(*sources)))] == paths


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("df.to_csv('d.csv')\ndf.to_parquet(path='e/d.parquet')", ["d.csv", "e/d.parquet"]),
        ("import joblib\njoblib.dump(m, 'm.joblib')", ["m.joblib"]),
        ("import pickle\nwith open('m.pkl', 'wb') as f:\n    pickle.dump(m, f)", ["m.pkl"]),
        ("import json\njson.dump(x, open('c.json', 'w'))", ["c.json"]),
        ("import torch\ntorch.save(m, 'm.pt')", ["m.pt"]),
        ("import numpy as np\nnp.savetxt('a.txt', a)", ["a.txt"]),
        ("df.to_csv(path)\ndf.to_csv(f'{folder}/d.csv')\ndf.to_csv()", []),
        ("# df.to_csv('d.csv')", []),
    ],
)
def test_files_that_are_written(source: str, paths: list[str]) -> None:
    assert [one for one in writes(parse(notebook(source))) if not one.endswith((".npy", ".npz"))] == paths


URL = "https://models.tool.dev/m.joblib"
FETCH = "from urllib.request import urlretrieve as get\n"


@pytest.mark.parametrize(
    ("cells", "kind", "source"),
    [
        ([f"{FETCH}get('{URL}', 'm.joblib')"], "downloaded", URL),
        ([f"U = '{URL}?token=s3'", f"{FETCH}get(U, 'm.joblib')"], "downloaded", URL),
        ([f"{FETCH}get('https://me:pw@models.tool.dev/m.joblib#x', 'm.joblib')"], "downloaded", URL),
        ([f"!wget -q '{URL}?sig=s3' -O m.joblib"], "downloaded", URL),
        ([f"{FETCH}get(address, 'm.joblib')"], "downloaded", ""),
        (["import joblib as j\nj.dump(m, 'm.joblib')"], "written", ""),
        (["x = 1"], "unknown", ""),
    ],
)
def test_where_a_file_is_from(cells: list[str], kind: str, source: str) -> None:
    (load,) = loads(parse(notebook(*cells, "import joblib\njoblib.load('m.joblib')")))
    assert (load.origin.kind, load.source) == (kind, source)


def test_a_file_of_a_hub() -> None:
    cell = "from huggingface_hub import hf_hub_download as get\nimport joblib\njoblib.load(get('org/name', 'm.joblib'))"
    assert loads(parse(notebook(cell))) == ()  # where it lies is not known here
    cell = (
        "from huggingface_hub import hf_hub_download as get\nimport joblib\n"
        "get('org/name', 'm.joblib', local_dir='d')\njoblib.load('d/m.joblib')"
    )
    (load,) = loads(parse(notebook(cell)))
    assert (load.origin.kind, load.source) == ("downloaded", "hub:org/name")
