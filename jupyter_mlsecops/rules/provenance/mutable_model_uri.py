"""Addresses of models and data sets that mean another file tomorrow."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Call, Code, Confidence, Match, Place, Severity, regex, rule
from .reach import is_inside, merged

_REGISTRY = regex(r"models:/[^/@\s]{1,200}(?:/(?:latest|production|staging|none|archived)|@[\w.-]{1,100})", 0)
_MOVES = regex(r"(?:/(?:latest|Production|Staging)|@[\w{}.-]{1,60})[\"']")
_STORE = regex(
    r"(?:s3a?|gs|gcs|abfss?|wasbs?|azureml|dbfs|hdfs|az|oss|r2)://?\S{1,300}[/_.-]latest(?:[/_.-]\S{0,200})?",
    0,
)
_VERSION = regex(r":v\d{1,9}\Z|:[0-9a-f]{16,64}\Z")
_HUB = regex(r"https?://(?:www\.)?(?:tfhub\.dev|kaggle\.com/models)/\S{1,300}")
_ENDS_IN_NUMBER = regex(r"/\d{1,6}/?(?:\?.*)?\Z")
_DATASET_VERSION = regex(r"/versions/\d{1,6}\Z")
_WRITES = ("save", "upload", "to_", "put", "log_", "dump", "write", "copy_to", "set_registered_model_alias", "export")
_ARTIFACTS = (
    *("*.use_artifact", "*.use_model", "wandb.Api().artifact", "wandb.Api().artifact_version", "wandb.use_artifact"),
)
_TF_HUB = ("tensorflow_hub.load", "tensorflow_hub.KerasLayer", "tensorflow_hub.resolve", "tensorflow_hub.Module")
_MODELSCOPE = (
    *("modelscope.snapshot_download", "modelscope.hub.snapshot_download.snapshot_download"),
    *("modelscope.*.from_pretrained", "modelscope.msdatasets.MsDataset.load"),
)


@rule(
    id="mutable-model-uri",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    profile="strict",
    title="Model or data set named without a version",
    cwe=494,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.003"],
    screen=(
        *("models:/", "latest", "use_artifact", "use_model", ".artifact(", "tensorflow_hub", "kagglehub", "modelscope"),
        *("fetch_openml", "tfhub.dev", "kaggle.com/models"),
    ),
    bad=[
        "import mlflow\nm = mlflow.pyfunc.load_model(«'models:/churn/latest'»)\n# %%\n"
        "n = mlflow.sklearn.load_model(«'models:/churn@champion'»)",
        "URI = «'models:/churn/Production'»\n# %%\nimport mlflow\nm = mlflow.pyfunc.load_model(URI)",
        "import mlflow\nm = «mlflow.pyfunc.load_model(f'models:/{name}/latest')»",
        "import wandb\nrun = wandb.init()\na = «run.use_artifact('team/p/model:latest', type='model')»",
        "import wandb\na = «wandb.Api().artifact('team/p/model')»",
        "import pandas as pd\ndf = pd.read_parquet(«'s3://bucket/features/latest/part.parquet'»)",
        "!ls\nimport fsspec, torch\nm = torch.load(fsspec.open(«'gs://bucket/model_latest.pt'»))",
        "import tensorflow_hub as hub\nm = «hub.load('https://tfhub.dev/google/universal-sentence-encoder')»",
        "import tensorflow_hub as hub\n"
        "l = «hub.KerasLayer('https://www.kaggle.com/models/google/bert/tensorFlow2/en-uncased')»",
        "import kagglehub as kh\np = «kh.model_download('google/bert/tensorFlow2/en-uncased')»",
        "from kagglehub import dataset_download\np = «dataset_download('owner/housing')»",
        "from modelscope import snapshot_download\np = «snapshot_download('org/m')»",
        "from sklearn.datasets import fetch_openml\nx = «fetch_openml('adult', as_frame=True)»",
    ],
    ok=[
        "import mlflow\nm = mlflow.pyfunc.load_model('models:/churn/7')",
        "import mlflow\nm = mlflow.pyfunc.load_model(f'models:/churn/{version}')",
        "import mlflow\nm = mlflow.pyfunc.load_model('runs:/0a1b/model')",
        "import wandb\na = wandb.init().use_artifact('team/p/model:v3')",
        "import wandb\na = wandb.init().use_artifact(name)",
        "import pandas as pd\ndf.to_parquet('s3://bucket/features/latest/part.parquet')",
        "import pandas as pd\ndf = pd.read_parquet('s3://bucket/features/2024-05-01/part.parquet')",
        "import tensorflow_hub as hub\nm = hub.load('https://tfhub.dev/google/universal-sentence-encoder/4')",
        "import kagglehub\np = kagglehub.model_download('google/bert/tensorFlow2/en-uncased/2')",
        "import kagglehub\np = kagglehub.dataset_download('owner/housing/versions/3')",
        "from sklearn.datasets import fetch_openml\nx = fetch_openml('adult', version=2)",
        "from sklearn.datasets import fetch_openml\nx = fetch_openml(data_id=1590)",
        "latest = 'the latest model'  # models:/churn/latest",
        "# %% [markdown]\nmodels:/churn/latest",
        "checkpoint = 'runs/latest.ckpt'",
    ],
)
def mutable_model_uri(code: Code) -> Iterator[Match]:
    """Whoever may move the name decides which file this notebook loads tomorrow, and no result can be repeated.

    Write the version you have tried: `models:/name/7`, `artifact:v3`, `…/4` behind an address of TF Hub or Kaggle, a
    folder with a date instead of `latest`."""
    places = code.remember(_mutable)
    if places and places[0].pointer == code.cell.source_pointer:
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield Match(places[0].span, f"Named without a version{more}", related=places[1:])


def _mutable(cells: tuple[Code, ...]) -> tuple[Place, ...]:
    return tuple(place for code in cells for place in _of_cell(code))


def _of_cell(code: Code) -> list[Place]:
    named = [text for text in code.strings() if _is_mutable(text.value.lower())]
    found: list[Place] = []
    if named:
        writes = merged(c.span for c in code.calls("*") if c.name.rpartition(".")[2].startswith(_WRITES))
        found += (Place(code.cell.source_pointer, text.span) for text in named if not is_inside(text.span, writes))
    found += (call.place for call in _calls(code))
    return sorted(found, key=lambda place: place.span or (0, 0))


def _is_mutable(text: str) -> bool:
    return bool(_REGISTRY.fullmatch(text.replace("models://", "models:/")) or _STORE.fullmatch(text))


def _calls(code: Code) -> Iterator[Call]:
    for call in code.calls("mlflow.*.load_model", "mlflow.*.spark_udf", "mlflow.*.download_artifacts"):
        uri = call.argument(0, "model_uri", "artifact_uri")
        is_made = uri is not None and uri.text.startswith("models:/") and code.text[uri.span.start] in "fF"
        if uri is not None and is_made and _MOVES.search(code.text, uri.span.start, uri.span.end):
            yield call
    for call in code.calls(*_ARTIFACTS):
        name = _name(call, "artifact_or_name", "name")
        if name and code.uses_module("wandb") and not _VERSION.search(name) and not name.endswith(":"):
            yield call
    for call in code.calls(*_TF_HUB):
        name = _name(call, "handle")
        if _HUB.match(name) and not _ENDS_IN_NUMBER.search(name):
            yield call
    for call in code.calls("kagglehub.model_download"):
        name = _name(call, "handle")
        if name.count("/") == 3:
            yield call
    for call in code.calls("kagglehub.dataset_download", "kagglehub.load_dataset", "kagglehub.dataset_load"):
        handle = call.argument(0 if call.name.endswith("download") else 1, "handle")
        text = handle.constant if handle is not None else None
        if isinstance(text, str) and text.count("/") == 1 and not _DATASET_VERSION.search(text):
            yield call
    for call in code.calls(*_MODELSCOPE):
        name = _name(call, "model_id", "model_id_or_path", "pretrained_model_name_or_path", "dataset_name")
        is_local = name.startswith((".", "/", "~"))
        if name and not is_local and "revision" not in call.keywords and not call.has_unknown_kwargs:
            yield call
    for call in code.calls("sklearn.datasets.fetch_openml"):
        told = len(call.args) > 1 or bool({"version", "data_id"} & call.keywords.keys())
        if _name(call, "name") and not told and not call.has_unknown_kwargs:
            yield call


def _name(call: Call, *keywords: str) -> str:
    value = call.argument(0, *keywords)
    return value.constant if value is not None and isinstance(value.constant, str) else ""
