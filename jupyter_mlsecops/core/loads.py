"""Where a notebook loads a model file, which file that is, and whether the loader lets its code run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

import msgspec

from .ipynb import Notebook
from .python.code import Call, Code, linked
from .regex import regex
from .text import Span

Guard = Literal["none", "partial", "full"]
_LONGEST = 60  # characters of a loader's name
_MOST = 400  # loads of one notebook that are looked at
_SCREEN = regex(
    r"load|read_pickle|from_pretrained|InferenceSession|Unpickler|Llama\b|YOLO\b|safe_open|Booster\b|read_array"
)
_TORCH_SAFE = (2, 6)
_NUMPY_SAFE = (1, 16, 3)


class Load(msgspec.Struct, frozen=True):
    """One file or folder that a call opens to load what is in it.

    ``path`` is written as in the notebook, counted from the folder in which it starts; it may be absolute. ``name`` is
    the loader (``torch.load``), ``pointer`` and ``span`` the call. ``guard`` says whether the loader's own options keep
    code in the file from running: ``full``, ``partial`` where that depends on what is not known or has failed before,
    ``none``. ``is_folder``: a folder of files may be meant.
    """

    path: str
    name: str
    pointer: str
    span: Span
    guard: Guard = "none"
    is_folder: bool = False


class _Loader(msgspec.Struct, frozen=True):
    """Which argument is the file, and what guards the load."""

    names: tuple[str, ...]
    position: int = 0
    keywords: tuple[str, ...] = ("file", "path", "filename", "filepath")
    guard: Callable[[Code, Call], Guard] = lambda code, call: "none"
    is_folder: bool = False


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
    _Loader(tuple(f"{m}.{f}" for m in _PICKLES for f in ("load", "loads", "Unpickler")), 0, ("file", "data", "str")),
    _Loader(("joblib.load", "sklearn.externals.joblib.load", "joblib.numpy_pickle.load"), 0, ("filename",)),
    _Loader(("pandas.read_pickle", "pandas.io.pickle.read_pickle"), 0, ("filepath_or_buffer", "path")),
    _Loader(("torch.load", "torch.serialization.load"), 0, ("f",), _torch),
    _Loader(("torch.jit.load",), 0, ("f",)),
    _Loader(("numpy.load", "numpy.lib.npyio.load"), 0, ("file",), _numpy),
    _Loader(_KERAS, 0, ("filepath",), _keras, is_folder=True),
    _Loader(("tensorflow.saved_model.load", "tensorflow.keras.layers.TFSMLayer"), 0, ("export_dir",), is_folder=True),
    _Loader(("onnxruntime.InferenceSession",), 0, ("path_or_bytes",)),
    _Loader(("onnx.load", "onnx.load_model"), 0, ("f",)),
    _Loader(("safetensors.safe_open", "safetensors.*.load_file", "safetensors.*.safe_open"), 0, ("filename",)),
    _Loader(("llama_cpp.Llama",), 0, ("model_path",)),
    _Loader(("ctransformers.*.from_pretrained",), 0, ("model_path_or_repo_id",), is_folder=True),
    _Loader(("skops.io.load",), 0, ("file",)),
    _Loader(("transformers.*.from_pretrained", "diffusers.*.from_pretrained"), 0,
            ("pretrained_model_name_or_path",), _transformers, is_folder=True),
    _Loader(("transformers.pipeline",), 1, ("model",), _transformers, is_folder=True),
    _Loader(("sentence_transformers.SentenceTransformer",), 0, ("model_name_or_path",), _transformers, is_folder=True),
    _Loader(("mlflow.*.load_model",), 0, ("model_uri",), is_folder=True),
    _Loader(("xgboost.*.load_model",), 0, ("fname",)),
    _Loader(("xgboost.Booster",), -1, ("model_file",)),
    _Loader(("lightgbm.Booster",), -1, ("model_file",)),
    _Loader(("fastai.*load_learner", "tsai.*.load_learner"), 0, ("fname",)),
    _Loader(("ultralytics.YOLO", "ultralytics.RTDETR", "ultralytics.SAM"), 0, ("model",)),
    _Loader(("*.load_from_checkpoint",), 0, ("checkpoint_path",)),
    _Loader(("stable_baselines3.*.load", "sb3_contrib.*.load"), 0, ("path",)),
    _Loader(("gensim.models.*.load", "gensim.utils.unpickle"), 0, ("fname",)),
    _Loader(("statsmodels.*.load_pickle", "statsmodels.api.load"), 0, ("fname",)),
    _Loader(("paddle.load",), 0, ("path",)),
    _Loader(("spacy.load",), 0, ("name",), is_folder=True),
)  # fmt: skip
_NAMES = tuple(name for loader in _LOADERS for name in loader.names)
_EXACT = {name: loader for loader in _LOADERS for name in loader.names if "*" not in name}
_PATTERNS = tuple(
    (name.partition("*")[0], name.partition("*")[2], loader)
    for loader in _LOADERS
    for name in loader.names
    if "*" in name
)


def loads(notebook: Notebook) -> tuple[Load, ...]:
    """The files that calls of a notebook load, as far as their paths are known, in order of place.

    A call that a loop or a function makes stands for several files has one entry for each. URLs and names of the Hub
    that could be a folder's are left to whoever looks whether there is one. Kept with the notebook's cells.
    """
    found = _known(notebook)
    if found is None:
        found = _loads(notebook)
        notebook.state["loads"] = _key(notebook), found
    return found


def linked_for_loads(notebook: Notebook) -> AbstractContextManager[object]:
    """Keeps the cells linked that ``loads`` has to look at, so that whoever looks at them next shares that."""
    return linked(notebook) if _known(notebook) is None and _may_load(notebook) else nullcontext()


def _known(notebook: Notebook) -> tuple[Load, ...] | None:
    known = notebook.state.get("loads")
    return known[1] if known is not None and known[0] == _key(notebook) else None


def _key(notebook: Notebook) -> tuple[object, ...]:
    return notebook.cells, notebook.environment


def _may_load(notebook: Notebook) -> bool:
    return any(c.kind == "code" and c.language == "python" and _SCREEN.search(c.source) for c in notebook.cells)


def _loads(notebook: Notebook) -> tuple[Load, ...]:
    if not _may_load(notebook):
        return ()
    found: dict[Load, None] = {}
    with linked(notebook) as codes:
        for code in codes:
            found.update(dict.fromkeys(_of(code)))
            if len(found) > _MOST:
                break
    return tuple(found)[:_MOST]


def _of(code: Code) -> Iterator[Load]:
    for call in code.calls(*_NAMES):
        loader = _loader(call.name)
        value = call.argument(loader.position, *loader.keywords)
        paths = code.paths(value)
        if paths:
            guard = loader.guard(code, call)
            name = call.written if "?" in call.name else call.name.replace("()", "")
            for path in paths:
                yield Load(path, name[:_LONGEST], code.cell.source_pointer, call.span, guard, loader.is_folder)


def _loader(name: str) -> _Loader:
    """The loader that a name, one of those asked for, means."""
    known = _EXACT.get(name)
    return known or next(one for head, tail, one in _PATTERNS if name.startswith(head) and name.endswith(tail))
