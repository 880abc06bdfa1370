"""The finding at a call that loads a file of another format than it reads."""

from __future__ import annotations

import io
import zipfile

import pytest

from jupyter_mlsecops.core.modelfile import ModelFile

from ...formats.pickles import assemble as a
from .test_loaded import BAD, scan

PLAIN = a.proto(4) + a.text("words") + a.STOP


def of_kind(kind: str) -> ModelFile:
    return ModelFile("m", kind, "", 1)


def torch_zip() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        file.writestr("m/data.pkl", PLAIN)
        file.writestr("m/version", "3\n")
    return raw.getvalue()


def told(source: str, file: bytes | ModelFile) -> list[tuple[str, str, str]]:
    found = scan(source, {"m": file}).findings
    assert all(one.rule == "model-of-another-format" for one in found if "altered" not in one.rule)
    return [(one.severity.value, one.message, source[_offset(source, one) :]) for one in found]


def _offset(source: str, finding: object) -> int:
    region = finding.location.region  # type: ignore[attr-defined]
    lines = source.splitlines(keepends=True)
    return sum(map(len, lines[: region.start_line - 1])) + region.start_column - 1


@pytest.mark.parametrize(
    ("source", "kind", "severity", "says"),
    [
        ("import pickle\nx = pickle.load(open('m', 'rb'))", "joblib", "low", "m is a joblib file, which pickle.load"),
        ("import dill\nx = dill.load(open('m', 'rb'))", "joblib", "low", "m is a joblib file, which dill.load"),
        ("import pandas as pd\nx = pd.read_pickle('m')", "joblib", "low", "which pandas.read_pickle does not read"),
        ("import torch\nx = torch.load('m', weights_only=True)", "joblib", "info", "which torch.load does not read"),
        ("import joblib\nx = joblib.load('m')", "torch zip", "info", "m is a PyTorch file, which joblib.load"),
        ("import pickle\nx = pickle.load(open('m', 'rb'))", "torch legacy", "info", "an old PyTorch file"),
        ("import numpy as np\nx = np.load('m')", "hdf5", "info", "m is an HDF5 file, which numpy.load"),
        ("import keras\nx = keras.models.load_model('m')", "joblib", "info", "keras.models.load_model does not read"),
        ("import onnxruntime as rt\nx = rt.InferenceSession('m')", "gguf", "info", "m is a GGUF file"),
        ("import skops.io as sio\nx = sio.load('m')", "pickle", "info", "m is a pickle, which skops.io.load"),
    ],
)
def test_another_format(source: str, kind: str, severity: str, says: str) -> None:
    ((how, message, at),) = told(source, of_kind(kind))
    assert (how, says in message) == (severity, True), message
    assert at == source.rpartition("x = ")[2]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import joblib\nx = joblib.load('m')", "pickle"),
        ("import joblib\nx = joblib.load('m')", "joblib"),
        ("import torch\nx = torch.load('m')", "torch legacy"),
        ("import torch\nx = torch.load('m')", "torchscript"),
        ("import torch\nx = torch.load('m')", "unknown"),
        ("import torch\nx = torch.load('m')", "zip"),
        ("import numpy as np\nx = np.load('m', allow_pickle=True)", "pickle"),
        ("import keras\nx = keras.models.load_model('m')", "hdf5"),
        ("import keras\nx = keras.models.load_model('folder')", "joblib"),
        ("import paddle\nx = paddle.load('m')", "pickle"),
        ("from transformers import AutoModel\nx = AutoModel.from_pretrained('m')", "safetensors"),
    ],
)
def test_its_own_format(source: str, kind: str) -> None:
    assert told(source, of_kind(kind)) == []


def test_as_files_are_read() -> None:
    source = "import joblib\nx = joblib.load('m')"
    ((_, message, _),) = told(source, torch_zip())
    assert message == "m is a PyTorch file, which joblib.load does not read"
    assert told("import torch\nx = torch.load('m')", torch_zip()) == []


def test_of_what_attacks_no_more_is_told() -> None:
    found = scan("import skops.io as sio\nx = sio.load('m')", {"m": BAD}).findings
    assert [one.rule for one in found] == ["unsafe-model-loaded"]
