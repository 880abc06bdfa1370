"""Cells that load a model file with a function for another format."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ...sdk import LOAD_SCREEN, Confidence, Load, Match, ModelFile, Notebook, Severity, rule
from .deed import Tier
from .judging import judge
from .loadedfiles import firsts, loaded_models

_LABELS = {
    "pickle": "a pickle",
    "joblib": "a joblib file",
    "torch zip": "a PyTorch file",
    "torch legacy": "an old PyTorch file",
    "torch tar": "a very old PyTorch file",
    "torchscript": "a TorchScript program",
    "npy": "an array of NumPy",
    "npz": "an archive of NumPy arrays",
    "hdf5": "an HDF5 file",
    "keras": "a .keras archive",
    "savedmodel": "a TensorFlow SavedModel",
    "safetensors": "a safetensors file",
    "gguf": "a GGUF file",
    "onnx": "an ONNX model",
    "skops": "a skops file",
    "xgboost-json": "an XGBoost model",
    "xgboost-ubjson": "an XGBoost model",
    "lightgbm": "a LightGBM model",
}
_PICKLE = frozenset(("pickle",))
_TORCH = frozenset(("torch zip", "torch legacy", "torch tar", "torchscript"))
_KERAS = frozenset(("keras", "hdf5", "savedmodel"))
# What a function reads, by how its name begins and what it ends in.
_READS = (
    (("pickle.", "_pickle.", "cPickle.", "six.moves.cPickle.", "pickle5.", "dill.", "cloudpickle."), "", _PICKLE),
    (("pandas.",), "read_pickle", _PICKLE),
    (("joblib.", "sklearn.externals.joblib."), "load", frozenset(("joblib", "pickle"))),
    (("torch.load", "torch.serialization.load"), "load", _TORCH),
    (("torch.jit.load",), "load", frozenset(("torchscript",))),
    (("numpy.",), "load", frozenset(("npy", "npz", "pickle"))),
    (("keras.", "tensorflow.keras.", "tensorflow.python.keras.", "tf_keras."), "load_model", _KERAS),
    (("safetensors.",), "", frozenset(("safetensors",))),
    (("onnxruntime.", "onnx."), "", frozenset(("onnx",))),
    (("llama_cpp.",), "", frozenset(("gguf",))),
    (("skops.io.",), "load", frozenset(("skops",))),
    (("lightgbm.",), "Booster", frozenset(("lightgbm",))),
)


@rule(
    id="model-of-another-format",
    on=Notebook,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    title="Cell loads a model with a function for another format",
    cwe=436,
    screen=LOAD_SCREEN,
    bad=[
        "import torch\nm = «torch.load('m.pt')»\n# %% [model m.pt]\ntext 1",
        "from safetensors.torch import load_file\nm = «load_file('m.pkl')»\n# %% [model m.pkl]\ntext 1",
        "from keras.models import load_model\nm = «load_model('net')»\n# %% [model net]\ntext 1",
    ],
    ok=[
        "import joblib\nm = joblib.load('m.joblib')\n# %% [model m.joblib]\ntext 1",
        "import pickle\nm = pickle.load(open('m.pkl', 'rb'))\n# %% [model m.pkl]\ntext 1",
        "import pandas as pd\nm = pd.read_pickle('m.pkl')\n# %% [model m.pkl]\ntext 1",
        "import numpy as np\nm = np.load('m.npy', allow_pickle=True)\n# %% [model m.npy]\ntext 1",
        "import tool\nm = tool.load_model('m.bin')\n# %% [model m.bin]\ntext 1",
    ],
)
def model_of_another_format(notebook: Notebook) -> Iterator[Match]:
    """This function reads another format than the file has. At best it fails; at worst the same bytes mean something
    else to it than to those who looked at the file.

    Load the file with the function for its format. If it should be of another format, find out who put it there."""
    for load, model, reads in firsts(_misread(notebook), lambda one: one[1].path):
        yield _match(load, model, reads)


def _misread(notebook: Notebook) -> Iterator[tuple[Load, ModelFile, frozenset[str]]]:
    """Each call with a file that it does not read, and the formats that it reads."""
    for load, model in loaded_models(notebook):
        reads = _reads(load.name)
        if reads is None or model.kind in reads or model.kind not in _LABELS:
            continue
        if judge(model).tier > Tier.NOTE:  # of which more is told
            continue
        if not load.is_folder or posixpath.basename(model.path) == posixpath.basename(load.path):
            yield load, model, reads


def _reads(name: str) -> frozenset[str] | None:
    """The formats that a function reads; None where that is not known."""
    return next((kinds for heads, tail, kinds in _READS if name.startswith(heads) and name.endswith(tail)), None)


def _match(load: Load, model: ModelFile, reads: frozenset[str]) -> Match:
    message = f"{model.path} is {_LABELS[model.kind]}, which {load.name} does not read"
    severity = Severity.INFO
    if model.kind == "joblib" and reads == _PICKLE:
        message += ": it takes what stands in the arrays for instructions"
        severity = Severity.LOW
    about = f"{model.digest or model.path}\n{model.kind}"
    return Match(load.span, message, severity, related=(load.place,), about=about)
