"""Where files come from: every way in which a notebook fetches, unpacks, copies and writes them."""

import json

import pytest

from jupyter_mlsecops.core.ipynb import parse
from jupyter_mlsecops.core.python.code import Call, link
from jupyter_mlsecops.core.python.files import Origin
from jupyter_mlsecops.core.python.loading import chain
from jupyter_mlsecops.testing import notebook


def origin(text: str) -> Origin:
    """The origin of the first argument of the only call of ``load`` in a notebook in percent format."""
    found: list[Call] = []
    for code in link(parse(json.dumps(notebook(text)[0]).encode())):
        found += code.calls("load")
    (call,) = found
    return call._code.origin(call.args[0])


@pytest.mark.parametrize(
    "text",
    [
        # bytes in memory
        "import requests\nload(requests.get(u).content)",
        "import requests, io\nr = requests.get(u, stream=True)\n# %%\nload(io.BytesIO(r.content))",
        "import httpx\nload(httpx.Client().get(u).read())",
        "import urllib.request as rq, gzip\nload(gzip.decompress(rq.urlopen(u).read()))",
        "from urllib.request import urlopen\nwith urlopen(u) as r:\n    load(r)",
        "import requests, base64\nbody = requests.post(u).json()\nload(base64.b64decode(body['model']))",
        "import aiohttp\nasync with aiohttp.ClientSession() as s:\n"
        "    async with s.get(u) as r:\n        load(await r.read())",
        "import requests\ndef get(u):\n    r = requests.get(u)\n    return r.content\n# %%\nload(get(URL))",
        "import boto3\nload(boto3.client('s3').get_object(Bucket=b, Key=k)['Body'].read())",
        "from google.cloud import storage\nload(storage.Client().bucket(b).blob(n).download_as_bytes())",
        "import boto3, io\nbuf = io.BytesIO()\nboto3.client('s3').download_fileobj(b, k, buf)\nbuf.seek(0)\nload(buf)",
        "import fsspec\nwith fsspec.filesystem('gcs').open('b/m.pkl') as f:\n    load(f)",
        # calls that write a file
        "import requests\nopen('m', 'wb').write(requests.get(u).content)\nload('m')",
        "import requests\nr = requests.get(u, stream=True)\n"
        "with open('d/m', 'wb') as f:\n    for chunk in r.iter_content(8192):\n"
        "        if chunk:\n            f.write(chunk)\n# %%\nload('d/m')",
        "import requests\nfrom tqdm import tqdm\nwith requests.get(u) as r, open('m', 'wb') as f:\n"
        "    for c in tqdm(r.iter_content(1)):\n        f.write(c)\nload('m')",
        "import requests, shutil\nr = requests.get(u, stream=True)\nwith open('m', 'wb') as f:\n"
        "    shutil.copyfileobj(r.raw, f)\n# %%\nload(open('m', 'rb'))",
        "import requests\nfrom pathlib import Path\nD = Path('data')\n(D / 'm').write_bytes(requests.get(u).content)\n"
        "# %%\nload(D / 'm')",
        "import urllib.request\nURL = 'https://data.tool.dev/a/m.pkl?x=1'\n"
        "name = URL.split('/')[-1]\nurllib.request.urlretrieve(URL, name)\n# %%\nload('m.pkl')",
        "import os, urllib.request\nurllib.request.urlretrieve(URL, os.path.join(D, 'm.pkl'))\nload(f'{D}/m.pkl')",
        "import wget\nwget.download('https://data.tool.dev/m.pkl')\nload('m.pkl')",
        "import wget\npath = wget.download(url)\nload(path)",
        "from urllib.request import urlretrieve\npath, headers = urlretrieve(url)\nload(open(path, 'rb'))",
        "import gdown\ngdown.download(id=i, output='m.pkl')\nload('m.pkl')",
        "import kagglehub, os\np = kagglehub.model_download(h)\nload(os.path.join(p, 'm.pkl'))",
        "from huggingface_hub import hf_hub_download\nload(hf_hub_download(repo_id=r, filename='m.pkl'))",
        "from huggingface_hub import snapshot_download\n"
        "snapshot_download(r, local_dir='m')\nload('m/pytorch_model.bin')",
        "from pathlib import Path\nfrom huggingface_hub import snapshot_download\nd = Path(snapshot_download(r))\n"
        "# %%\nload(d / 'm.pkl')",
        "import boto3\ns3 = boto3.client('s3')\ns3.download_file('b', 'k', 'm.pkl')\nload('m.pkl')",
        "import boto3\nboto3.resource('s3').Bucket('b').download_file('k', 'm.pkl')\nload('m.pkl')",
        "def fetch(s3, key, path):\n    s3.download_file(BUCKET, key, path)\n"
        "# %%\nfetch(c, 'k', 'm.pkl')\n# %%\nload('m.pkl')",
        "from google.cloud import storage\nblob = storage.Client().bucket(b).blob(n)\n"
        "blob.download_to_filename('m.pkl')\nload('m.pkl')",
        "with open('m.pkl', 'wb') as f:\n    f.write(client.download_blob().readall())\nload('m.pkl')",
        "client.download_blob().readinto(open('m.pkl', 'wb'))\nload('m.pkl')",
        "import torch\ntorch.hub.download_url_to_file(u, 'm.pt')\nload('m.pt')",
        "import tensorflow as tf\nload(tf.keras.utils.get_file('m.h5', u))",
        "import pooch\nload(pooch.retrieve(u, known_hash=None))",
        "import opendatasets as od\nod.download('https://www.kaggle.com/datasets/o/name')\nload('name/m.pkl')",
        "import opendatasets as od\nod.download('https://www.kaggle.com/datasets/o/name', data_dir='d')\n"
        "load('d/name/m')",
        "import wandb\nd = wandb.init().use_artifact('m:latest').download()\nload(d + '/m.pkl')",
        "import subprocess\nsubprocess.run(['wget', '-O', 'm.pkl', url], check=True)\nload('m.pkl')",
        "import os\nos.system(f'curl -sL {url} -o models/{name}.pkl')\nload(f'models/{name}.pkl')",
        "import urllib.request\nfor f in ['a.pkl', 'b.pkl']:\n"
        "    urllib.request.urlretrieve(BASE + f, f)\n# %%\nload('b.pkl')",
        "import urllib.request\nfor f in files:\n"
        "    urllib.request.urlretrieve(BASE + f, 'data/' + f)\n# %%\nload('data/x.pkl')",
        # functions of the notebook
        "import requests\ndef fetch(url, path):\n    with open(path, 'wb') as f:\n"
        "        f.write(requests.get(url).content)\n"
        "# %%\nfetch(URL, 'm.pkl')\n# %%\nload('m.pkl')",
        "import requests\ndef fetch(url, path='m.pkl'):\n"
        "    open(path, 'wb').write(requests.get(url).content)\n    return path\n"
        "# %%\np = fetch(URL)\nload(p)",
        "import urllib.request\ndef read(path):\n    with open(path, 'rb') as f:\n        return load(f)\n"
        "# %%\nurllib.request.urlretrieve(URL, 'm.pkl')\nm = read('m.pkl')",
        "from huggingface_hub import hf_hub_download as get\n"
        "def read(name):\n    path = get(REPO, name)\n    return load(path)",
        # shell lines
        "!wget -q https://data.tool.dev/m.pkl\n# %%\nload('./m.pkl')",
        "!wget https://data.tool.dev/m.pkl -P models\nload('models/m.pkl')",
        "!wget -qO m.pkl https://data.tool.dev/x\nload('m.pkl')",
        "!wget https://data.tool.dev/m.pkl\nload('/content/m.pkl')",
        "!curl -L https://data.tool.dev/m.pkl > m.pkl\nload('m.pkl')",
        "!curl -LO https://data.tool.dev/m.pkl\nload('m.pkl')",
        "P = 'm.pkl'\n!wget $URL -O {P}\n# %%\nload(P)",
        "!wget {URL} -O {PATH}\n# %%\nload(PATH)",
        "%%bash\ncd models && curl -so m.pkl https://data.tool.dev/m\n# %%\nload('models/m.pkl')",
        "!gdown --id 1abc -O m.pkl\nload('m.pkl')",
        "!gdown 1abc\nload('m.pkl')",
        "!git clone -b main https://host.tool.dev/o/repo.git\nload('repo/w/m.pkl')",
        "!git clone https://host.tool.dev/o/repo\n%cd repo\n# %%\nload('w/m.pkl')",
        "!kaggle datasets download -d o/n --unzip -p data\nload('data/m.pkl')",
        "!huggingface-cli download o/m --local-dir m\nload('m/pytorch_model.bin')",
        "!aws s3 cp s3://b/k/m.pkl .\nload('m.pkl')",
        "!gsutil -m cp -r gs://b/models models\nload('models/m.pkl')",
        "!aria2c -d m -o x.ckpt https://data.tool.dev/x\nload('m/x.ckpt')",
        "!scp me@host.tool.dev:/m/x.pkl x.pkl\nload('x.pkl')",
        # archives and copies
        "!wget https://data.tool.dev/a.zip\n!unzip -q a.zip -d data\n# %%\nload('data/m.pkl')",
        "!wget https://data.tool.dev/cifar.tar.gz\n!tar -xzf cifar.tar.gz\nload('cifar-batches/one')",
        "!curl -L https://data.tool.dev/a.tgz | tar xz -C data\nload('data/m.pkl')",
        "!kaggle datasets download -d o/n\n!unzip n.zip\nload('m.pkl')",
        "import gdown, zipfile\ngdown.download(u, 'a.zip')\n"
        "with zipfile.ZipFile('a.zip') as z:\n    z.extractall('data')\n"
        "# %%\nload(open('data/m.pkl', 'rb'))",
        "import requests, zipfile, io\n"
        "zipfile.ZipFile(io.BytesIO(requests.get(u).content)).extractall('d')\nload('d/m')",
        "import tarfile, urllib.request as r\nr.urlretrieve(u, 'a.tgz')\ntar = tarfile.open('a.tgz')\n"
        "load(tar.extractfile('m.pkl'))",
        "import tarfile, urllib.request as r\nr.urlretrieve(u, 'a.tgz')\n"
        "tarfile.open('a.tgz').extractall()\n# %%\nload('m/m.pkl')",
        "import shutil, wget\nwget.download(u, 'a.zip')\nshutil.unpack_archive('a.zip', D)\nload(D + '/m.pkl')",
        "!wget https://data.tool.dev/m.pkl.gz\n!gunzip m.pkl.gz\nload('m.pkl')",
        "!wget https://data.tool.dev/m.pkl\n!mv m.pkl models/\nload('models/m.pkl')",
        "import os, wget\nwget.download(u, 'a')\nos.rename('a', 'b')\nload('b')",
        "import os\n!git clone https://host.tool.dev/o/repo\n"
        "for root, _, names in os.walk('repo'):\n    for n in names:\n"
        "        load(os.path.join(root, n))",
        "import os\n!git clone https://host.tool.dev/o/repo\n"
        "for n in os.listdir('repo'):\n    load(open('repo/' + n, 'rb'))",
        "import glob\n!git clone https://host.tool.dev/o/repo\n"
        "for n in sorted(glob.glob('repo/w/*.pkl')):\n    load(n)",
        "from pathlib import Path\n!git clone https://host.tool.dev/o/repo\n"
        "for p in Path('repo').rglob('*.pkl'):\n    load(p)",
        # the same path is written as well
        "import joblib\njoblib.dump(x, 'm.pkl')\n!wget https://data.tool.dev/m.pkl\nload('m.pkl')",
    ],
)
def test_downloaded(text: str) -> None:
    assert origin(text).kind == "downloaded"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("load('https://data.tool.dev/m')", "url"),
        ("load('s3://bucket/m')", "url"),
        ("B = 'https://data.tool.dev'\n# %%\nload(f'{B}/m.pkl')", "url"),
        ("from flask import request\nload(request.data)", "url"),
        ("import socket\ns = socket.socket()\nload(s.recv(10))", "url"),
        ("from google.colab import files\nup = files.upload()\nload(up['m.pkl'])", "uploaded"),
        (
            "from google.colab import files\nup = files.upload()\n# %%\nfor n in up.keys():\n    load(open(n, 'rb'))",
            "uploaded",
        ),
        ("from google.colab import files\nfiles.upload()\n# %%\nload('m.pkl')", "uploaded"),
        ("import ipywidgets as w\nu = w.FileUpload()\n# %%\nload(u.value[0]['content'])", "uploaded"),
        ("import torch\ntorch.save(m, f'ckpt/m_{e}.pt')\nload('ckpt/m_9.pt')", "written"),
        (
            "from pathlib import Path\nP = Path('d') / 'm'\nP.write_bytes(pickle.dumps(x))\n# %%\nload(P.open('rb'))",
            "written",
        ),
        ("import io, torch\nb = io.BytesIO()\ntorch.save(m, b)\nb.seek(0)\nload(b)", "written"),
        (
            "from keras.callbacks import ModelCheckpoint\n"
            "c = ModelCheckpoint('best.h5', monitor='loss')\nload('best.h5')",
            "written",
        ),
        ("load(trainer.checkpoint_callback.best_model_path)", "written"),
        ("import joblib\ndef save(m, p):\n    joblib.dump(m, p)\n# %%\nsave(m, 'm.pkl')\nload('m.pkl')", "written"),
        (
            "import joblib, os\nos.makedirs(D)\n"
            "joblib.dump(m, os.path.join(D, 'm.pkl'))\nload(os.path.join(D, 'm.pkl'))",
            "written",
        ),
        (
            "!git clone https://host.tool.dev/o/repo\nimport torch\ntorch.save(m, 'repo/m.pt')\nload('repo/m.pt')",
            "written",
        ),
        ("import joblib\njoblib.dump(m, 'a.pkl')\n!cp a.pkl b.pkl\nload('b.pkl')", "written"),
        # nothing is known
        ("load('m')", "unknown"),
        ("load('http://localhost:8000/m')", "unknown"),
        ("import requests\nload(requests.get('http://127.0.0.1:8000/m').content)", "unknown"),
        ("!wget http://localhost:8000/m\nload('m')", "unknown"),
        ("!wget https://data.tool.dev/a.csv\nload('m.pkl')", "unknown"),
        ("!wget https://data.tool.dev/a.zip\n!unzip a.zip -d data\nload('other/m.pkl')", "unknown"),
        ("!wget https://data.tool.dev/a.zip\n!unzip a.zip\nload('/mnt/m.pkl')", "unknown"),
        ("!curl https://data.tool.dev/m.pkl\nload('m.pkl')", "unknown"),
        ("import joblib\ndef f(p):\n    load(p)\njoblib.dump(x, 'a')\nf('a')\nf('b')", "unknown"),
        ("import zipfile\nzipfile.ZipFile('a.zip').extractall('d')\nload('d/m')", "unknown"),
        ("import requests\nrequests.get(u)\nload(f)", "unknown"),
        ("def load_model(p):\n    return load(p)\nload_model(sys.argv[1])", "unknown"),
        (
            "import io\na, b = io.BytesIO(), io.BytesIO()\na.write(requests.get(u).content)\nimport requests\nload(b)",
            "unknown",
        ),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert origin(text).kind == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("!wget https://data.tool.dev/m.pkl\n# %%\nload('m.pkl')", "Downloaded in cell 1, loaded in cell 2"),
        ("import requests\nload(requests.get(u).content)", "Downloaded and loaded in cell 1"),
        (
            "!wget https://data.tool.dev/a.zip\n# %% [markdown]\nText\n# %%\n!unzip a.zip -d d\n# %%\nload('d/m')",
            "Downloaded in cell 1, unpacked in cell 3, loaded in cell 4",
        ),
        (
            "import requests\nr = requests.get(u)\n# %%\nopen('m', 'wb').write(r.content)\n!mv m d/\n# %%\nload('d/m')",
            "Downloaded in cell 1, saved in cell 2, loaded in cell 3",
        ),
        ("import joblib\njoblib.dump(m, 'm')\n# %%\nload('m')", "Written in cell 1, loaded in cell 2"),
    ],
)
def test_chains(text: str, words: str) -> None:
    found = origin(text)
    last = text.count("# %%") + 1
    assert chain(found.steps, "loaded", last) == words
    assert [step.place.message.lower() for step in found.steps] == [f"{step.verb} here" for step in found.steps]


@pytest.mark.parametrize(
    "text",
    [
        "import pooch\nload(pooch.retrieve(u, known_hash='sha256:0'))",
        "from huggingface_hub import hf_hub_download as get\nload(get(r, 'm', revision='" + "0123456789" * 4 + "'))",
    ],
)
def test_a_download_with_a_hash_is_told_apart(text: str) -> None:
    assert (origin(text).kind, origin(text).is_checked) == ("downloaded", True)
