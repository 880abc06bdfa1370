"""Models loaded by MLflow."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import regex

from ...sdk import Code, Confidence, Match, Severity, load_match, rule

_FIXED = regex(r"runs:/|models:/[^/]+/\d+\Z|models:/m-[0-9a-f]{32}\Z")


@rule(
    id="unsafe-mlflow-load",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="MLflow model loaded by a name that can change",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    screen=("mlflow",),
    bad=[
        "import mlflow\nm = «mlflow.pyfunc.load_model('models:/churn/latest')»",
        "import mlflow.sklearn\nm = «mlflow.sklearn.load_model('models:/churn@champion')»",
        "from mlflow.pytorch import load_model\nm = «load_model('models:/churn/Production')»",
        "import mlflow\nm = «mlflow.pyfunc.load_model('https://data.tool.dev/m')»",
    ],
    ok=[
        "import mlflow\nm = mlflow.pyfunc.load_model('models:/churn/3')",
        "import mlflow\nm = mlflow.sklearn.load_model(f'runs:/{run.info.run_id}/model')",
        "import mlflow\nm = mlflow.sklearn.load_model(uri)",
    ],
)
def unsafe_mlflow_load(code: Code) -> Iterator[Match]:
    """MLflow models are pickles, and a stage, alias or "latest" can point to another one tomorrow.

    Load a numbered version (models:/name/3) that you have checked."""
    for call in code.calls("mlflow.*.load_model", "mlflow.pyfunc.spark_udf"):
        uri = call.argument(1 if call.name.endswith("spark_udf") else 0, "model_uri")
        if uri is None or _FIXED.match(uri.text):
            continue
        if uri.text.startswith("http") or (uri.text.startswith("models:/") and uri.constant):
            yield load_match(code, call, uri, unknown=Severity.MEDIUM, fetched=Severity.HIGH)
