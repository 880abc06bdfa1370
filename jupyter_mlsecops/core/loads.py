"""Where a notebook loads a model file, which file that is, and whether the loader lets its code run."""

from __future__ import annotations

from .ipynb import Notebook
from .loadtable import Guard, Load, Loader, Table
from .python.code import Call, Code

__all__ = ["LOAD_SCREEN", "MODELS", "Guard", "Load", "loads"]

_TORCH_SAFE = (2, 6)
_NUMPY_SAFE = (1, 16, 3)


def _torch(code: Code, call: Call) -> Guard:
    flag = call.argument(-1, "weights_only")
    old = code.is_before("torch", *_TORCH_SAFE)
    if old or "pickle_module" in call.keywords or (flag is not None and flag.is_false()):
        return "none"
    if flag is None:
        if call.has_unknown_kwargs:
            return "none"
        return "full" if old is False else "partial"
    if not flag.is_true():
        return "none"
    return "full" if old is False else "partial"


def _numpy(code: Code, call: Call) -> Guard:
    flag = call.argument(2, "allow_pickle")
    if flag is None:
        return "none" if call.has_unknown_kwargs or code.is_before("numpy", *_NUMPY_SAFE) else "full"
    return "full" if flag.is_false() else "none"


def _keras(code: Code, call: Call) -> Guard:
    flag = call.argument(3, "safe_mode")
    if flag is None:
        return "none" if call.has_unknown_kwargs else "partial"
    return "partial" if flag.is_true() else "none"


def _transformers(code: Code, call: Call) -> Guard:
    flag = call.argument(-1, "trust_remote_code")
    return "partial" if flag is None and not call.has_unknown_kwargs else "none"


_PICKLES = ("pickle", "_pickle", "cPickle", "six.moves.cPickle", "pickle5", "dill", "cloudpickle")
_KERAS = tuple(
    f"{root}.{part}load_model"
    for root in ("keras", "tensorflow.keras", "tensorflow.python.keras", "tf_keras")
    for part in ("models.", "saving.", "models.saving.")
)
_LOADERS = (
    Loader(tuple(f"{m}.{f}" for m in _PICKLES for f in ("load", "loads", "Unpickler")), 0, ("file", "data", "str")),
    Loader(("joblib.load", "sklearn.externals.joblib.load", "joblib.numpy_pickle.load"), 0, ("filename",)),
    Loader(("pandas.read_pickle", "pandas.io.pickle.read_pickle"), 0, ("filepath_or_buffer", "path")),
    Loader(("torch.load", "torch.serialization.load"), 0, ("f",), _torch),
    Loader(("torch.jit.load",), 0, ("f",)),
    Loader(("numpy.load", "numpy.lib.npyio.load"), 0, ("file",), _numpy),
    Loader(_KERAS, 0, ("filepath",), _keras, is_folder=True),
    Loader(("tensorflow.saved_model.load", "tensorflow.keras.layers.TFSMLayer"), 0, ("export_dir",), is_folder=True),
    Loader(("onnxruntime.InferenceSession",), 0, ("path_or_bytes",)),
    Loader(("onnx.load", "onnx.load_model"), 0, ("f",)),
    Loader(("safetensors.safe_open", "safetensors.*.load_file", "safetensors.*.safe_open"), 0, ("filename",)),
    Loader(("llama_cpp.Llama",), 0, ("model_path",)),
    Loader(("ctransformers.*.from_pretrained",), 0, ("model_path_or_repo_id",), is_folder=True),
    Loader(("skops.io.load",), 0, ("file",)),
    Loader(("transformers.*.from_pretrained", "diffusers.*.from_pretrained"), 0,
            ("pretrained_model_name_or_path",), _transformers, is_folder=True),
    Loader(("transformers.pipeline",), 1, ("model",), _transformers, is_folder=True),
    Loader(("sentence_transformers.SentenceTransformer",), 0, ("model_name_or_path",), _transformers, is_folder=True),
    Loader(("mlflow.*.load_model",), 0, ("model_uri",), is_folder=True),
    Loader(("xgboost.*.load_model",), 0, ("fname",)),
    Loader(("xgboost.Booster",), -1, ("model_file",)),
    Loader(("lightgbm.Booster",), -1, ("model_file",)),
    Loader(("fastai.load_learner", "fastai.*.load_learner", "tsai.*.load_learner"), 0, ("fname",)),
    Loader(("ultralytics.YOLO", "ultralytics.RTDETR", "ultralytics.SAM"), 0, ("model",)),
    Loader(("*.load_from_checkpoint",), 0, ("checkpoint_path",)),
    Loader(("stable_baselines3.*.load", "sb3_contrib.*.load"), 0, ("path",)),
    Loader(("gensim.models.*.load", "gensim.utils.unpickle"), 0, ("fname",)),
    Loader(("statsmodels.*.load_pickle", "statsmodels.api.load"), 0, ("fname",)),
    Loader(("paddle.load",), 0, ("path",)),
    Loader(("spacy.load",), 0, ("name",), is_folder=True),
)  # fmt: skip

MODELS = Table("loads", _LOADERS)
LOAD_SCREEN = MODELS.screen  # for rules that ask which model files a notebook loads


def loads(notebook: Notebook) -> tuple[Load, ...]:
    """The files that calls of a notebook load, as far as their paths are known, in order of place.

    A call that a loop or a function makes stands for several files has one entry for each. URLs and names of the Hub
    that could be a folder's are left to whoever looks whether there is one. Kept with the notebook's cells.
    """
    return MODELS.loads(notebook)
