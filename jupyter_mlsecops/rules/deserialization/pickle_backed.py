"""Loaders of libraries that unpickle under another name."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Value,
    load_match,
    offer,
    regex,
    rule,
)

# Loaders whose file is a pickle, with the position and keywords of its path.
_LOADERS: dict[str, tuple[int, tuple[str, ...]]] = {
    **{f"fastai.{part}load_learner": (0, ("fname",)) for part in ("", "learner.", "basics.", "vision.", "text.")},
    **{f"fastai.{part}.all.load_learner": (0, ("fname",)) for part in ("vision", "text", "tabular", "collab")},
    "fastcore.*.load_pickle": (0, ("fn",)),
    "flair.models.*.load": (0, ("model_path", "model")),
    "flair.nn.*.load": (0, ("model_path", "model")),
    "gensim.models.*.load": (0, ("fname", "fname_or_handle")),
    "gensim.*.Dictionary.load": (0, ("fname",)),
    "gensim.similarities.*.load": (0, ("fname",)),
    "gensim.utils.unpickle": (0, ("fname",)),
    "statsmodels.*.load_pickle": (0, ("fname",)),
    "statsmodels.api.load": (0, ("fname",)),
    "statsmodels.*Results.load": (0, ("fname",)),
    "statsmodels.*ResultsWrapper.load": (0, ("fname",)),
    "stable_baselines3.*.load": (0, ("path",)),
    "sb3_contrib.*.load": (0, ("path",)),
    "stable_baselines.*.load": (0, ("load_path",)),
    "pycaret.*.load_model": (0, ("model_name",)),
    "pycaret.*.load_experiment": (0, ("path_or_file",)),
    "bertopic.BERTopic.load": (0, ("path",)),
    "top2vec.Top2Vec.load": (0, ("path",)),
    "autogluon.*Predictor.load": (0, ("path",)),
    "surprise.dump.load": (0, ("file_name",)),
    "snorkel.labeling.*.load": (0, ("source",)),
    "paddle.load": (0, ("path",)),
    "*.pickleFile": (0, ("name",)),
    "ray.rllib.*.from_checkpoint": (0, ("checkpoint", "path")),
    "darts.models.*.load": (0, ("path",)),
    "sktime.*.load": (0, ("serial",)),
    "tsai.*.load_learner": (0, ("fname",)),
    "d3rlpy.load_learnable": (0, ("fname",)),
    "ludwig.api.LudwigModel.load": (0, ("model_dir",)),
    "gluonts.*.Predictor.deserialize": (0, ("path",)),
}
# Loaders that may unpickle: only a file from elsewhere is worth a word.
_MAY_UNPICKLE: dict[str, tuple[int, tuple[str, ...]]] = {
    "spacy.load": (0, ("name",)),
    "nltk.data.load": (0, ("resource_url",)),
    "pandas.read_hdf": (0, ("path_or_buf",)),
    "allennlp.predictors.*.from_path": (0, ("archive_path",)),
    "allennlp.*.load_archive": (0, ("archive_file",)),
    "stanza.Pipeline": (1, ("dir",)),
    "whisper.load_model": (0, ("name",)),
    "timm.create_model": (-1, ("checkpoint_path",)),
    "speechbrain.*.from_hparams": (-1, ("source",)),
    "detectron2.checkpoint.DetectionCheckpointer().load": (0, ("path",)),
    "mmcv.runner.load_checkpoint": (1, ("filename",)),
    "mmengine.runner.load_checkpoint": (1, ("filename",)),
    "fairseq.checkpoint_utils.load_model_ensemble": (0, ("filenames",)),
    "fairseq.checkpoint_utils.load_model_ensemble_and_task": (0, ("filenames",)),
    "nemo.*.restore_from": (0, ("restore_path",)),
}
_GENSIM_NAMES = "gensim.downloader."
_OFFICIAL = regex(r"(?:yolo|rtdetr|sam|mobile_sam|FastSAM|fastsam)[\w.-]{0,40}\.pt\Z")
_TRAINED = regex(r"(?:\./)?runs/")
_HUB_NAME = regex(r"(?!evaluate-\w+/)[\w.-]+/[\w.-]+\Z")


@rule(
    id="pickle-backed-model-load",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Model loaded by a library that unpickles it",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=(
        *(
            "fastai",
            "fastcore",
            "flair",
            "gensim",
            "statsmodels",
            "stable_baselines",
            "sb3_contrib",
            "pycaret",
            "bertopic",
        ),
        *("top2vec", "autogluon", "surprise", "snorkel", "paddle", "rllib", "darts", "sktime", "tsai"),
        *("spacy", "nltk", "read_hdf", "allennlp", "stanza", "whisper", "timm", "speechbrain"),
        *("detectron2", "load_checkpoint", "pickleFile", "ultralytics", "load_from_checkpoint", "evaluate"),
        *("d3rlpy", "ludwig", "gluonts", "fairseq", "nemo"),
    ),
    bad=[
        "from fastai.vision.all import *\nlearn = «load_learner('export.pkl')»",
        "from fastai.learner import load_learner\nfrom huggingface_hub import hf_hub_download as get\n"
        "path = «get('org/m', 'export.pkl')»\n# %%\nlearn = «load_learner(path)»",
        "from flair.models import SequenceTagger\ntagger = «SequenceTagger.load('models/best-model.pt')»",
        "from gensim.models import Word2Vec\nw = «Word2Vec.load('w2v.model')»",
        "import gensim\nlda = «gensim.models.ldamodel.LdaModel.load(path)»",
        "from gensim.models import KeyedVectors as KV\nkv = «KV.load('vectors.kv', mmap='r')»",
        "import statsmodels.api as sm\nres = «sm.load('results.pickle')»",
        "from stable_baselines3 import PPO\nmodel = «PPO.load('agent.zip', env=env)»",
        "from stable_baselines3 import PPO\n«model.save('agent')»\n# %%\nmodel = «PPO.load('agent')»",
        Example(
            "import pytorch_lightning as pl\nclass Net(pl.LightningModule): ...\n# %%\n"
            "m = «Net.load_from_checkpoint(path)»",
            fixed="import pytorch_lightning as pl\nclass Net(pl.LightningModule): ...\n# %%\n"
            "m = Net.load_from_checkpoint(path, weights_only=True)",
        ),
        "import lightning as L\nfrom own import Net\nm = «Net.load_from_checkpoint('https://data.tool.dev/m.ckpt')»",
        "m = «Net.load_from_checkpoint('https://data.tool.dev/m.ckpt')»",
        "rows = «sc.pickleFile('hdfs://cluster/rows')».collect()",
        "from ultralytics import YOLO\nm = «YOLO('best.pt')»",
        "from ultralytics import YOLO\n«!gdown --id 1abc -O w.pt»\nm = «YOLO('w.pt')»",
        "import spacy\n«!wget https://data.tool.dev/m.zip»\n«!unzip m.zip»\n# %%\nnlp = «spacy.load('m/')»",
        "import pandas as pd\ndf = «pd.read_hdf('https://data.tool.dev/a.h5')»",
        "import evaluate\nm = «evaluate.load('someone/metric')»",
        "from pycaret.classification import load_model\nm = «load_model('final')»",
        "import d3rlpy as d\nagent = «d.load_learnable('agent.d3')»",
        "import paddle\nstate = «paddle.load('m.pdparams')»",
    ],
    ok=[
        "import spacy\nnlp = spacy.load('en_core_web_sm')",
        "from ultralytics import YOLO\nm = YOLO('yolov8n.pt')",
        "from ultralytics import YOLO\nm = YOLO('yolo11n.yaml')",
        "from ultralytics import YOLO\nm = YOLO('m.onnx')",
        "from ultralytics import YOLO\nm = YOLO(path)",
        "import gensim.downloader as api\nw = api.load('glove-wiki-gigaword-50')",
        "from gensim.models import KeyedVectors\nkv = KeyedVectors.load_word2vec_format('v.bin', binary=True)",
        "import nltk\nt = nltk.data.load('tokenizers/punkt/english.pickle')",
        "from flair.models import SequenceTagger\ntagger = SequenceTagger.load('ner')",
        "import pytorch_lightning as pl\nm = Net.load_from_checkpoint(path, weights_only=True)",
        "import evaluate\nm = evaluate.load('accuracy')",
        "import statsmodels.api as sm\ndata = sm.datasets.longley.load()",
        "import pandas as pd\ndf = pd.read_hdf('a.h5')",
        "def load_learner(p): ...\nload_learner('export.pkl')  # fastai",
        "from datasets import load_from_disk\nd = load_from_disk('d')  # gensim",
    ],
)
def pickle_backed_model_load(code: Code) -> Iterator[Match]:
    """These loaders use pickle inside, so a file from elsewhere runs code in the kernel although nothing here says so.

    Load only files that you made or whose hash you know, and take safetensors, ONNX or the library's own text format
    where there is one."""
    for call in code.calls(*_LOADERS):
        path = _path(call, _LOADERS)
        if not call.name.startswith(_GENSIM_NAMES) and not _is_a_name(call, path):
            yield load_match(code, call, path, unknown=Severity.MEDIUM)
    for call in code.calls(*_MAY_UNPICKLE):
        path = _path(call, _MAY_UNPICKLE)
        if code.origin(path).is_from_elsewhere:
            yield load_match(code, call, path, unknown=Severity.LOW, fetched=Severity.HIGH)
    yield from _lightning(code)
    for call in code.calls("ultralytics.YOLO", "ultralytics.RTDETR", "ultralytics.SAM", "ultralytics.*.YOLO"):
        path = call.argument(0, "model")
        text = path.constant if path is not None else None
        known = isinstance(text, str) and (_OFFICIAL.match(text) or _TRAINED.match(text) or not text.endswith(".pt"))
        if code.origin(path).kind != "unknown" or (isinstance(text, str) and not known):
            yield load_match(code, call, path, unknown=Severity.MEDIUM)
    for call in code.calls("evaluate.load"):
        name = call.argument(0, "path")
        if name is not None and isinstance(name.constant, str) and _HUB_NAME.match(name.constant):
            yield Match(call.span, "Runs the code of a metric that somebody put on the Hub", Severity.LOW)


def _lightning(code: Code) -> Iterator[Match]:
    """Checkpoints of Lightning, which are PyTorch files with more in them than weights."""
    for call in code.calls("*.load_from_checkpoint"):
        given = call.keywords.get("weights_only")
        if (given is None and call.has_unknown_kwargs) or (given is not None and not given.is_false()):
            continue
        # an older one hands the keyword on to the model
        is_old = code.is_before("lightning", 2, 6) or code.is_before("pytorch-lightning", 2, 6)
        edits = call.set_keyword("weights_only", "True")
        fix = offer("Set weights_only=True (Lightning 2.6 or newer)", Applicability.REVIEW, edits)
        if is_old:
            fix = (Proposal("Install Lightning 2.6 or newer, and set weights_only=True", Applicability.MANUAL),)
        yield load_match(code, call, call.argument(0, "checkpoint_path"), unknown=Severity.MEDIUM, proposals=fix)


def _path(call: Call, loaders: dict[str, tuple[int, tuple[str, ...]]]) -> Value | None:
    """The argument with the path: that of the loader by its full name, else the first one."""
    position, keywords = loaders.get(call.name) or next(
        (pick for name, pick in loaders.items() if "*" in name and _fits(call.name, name)), (0, ())
    )
    return call.argument(position, *keywords)


def _fits(name: str, pattern: str) -> bool:
    head, _, tail = pattern.partition("*")
    return name.startswith(head) and name.endswith(tail)


def _is_a_name(call: Call, path: Value | None) -> bool:
    """Whether a model is asked for by the name that its library knows it by (``SequenceTagger.load("ner")``)."""
    text = path.constant if path is not None else None
    return (
        call.name.startswith("flair.") and isinstance(text, str) and "." not in text and not text.startswith(("/", "~"))
    )
