"""Models loaded by MLflow."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, regex, rule

_CHANGES = regex(r"""(?:@[\w-]+|/(?:latest|Production|Staging|Archived|None))["']\Z""")
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
        "import mlflow\n«!git clone https://host.tool.dev/o/models»\nm = «mlflow.sklearn.load_model('models/churn')»",
        "import mlflow\nm = «mlflow.pyfunc.load_model('models:/churn/3')»",
        "import mlflow\nm = «mlflow.sklearn.load_model(f'runs:/{run.info.run_id}/model')»",
        "import mlflow.pyfunc as pf\nm = «pf.load_model(model_uri=f'models:/{name}@champion')»",
        "import mlflow\nm = «mlflow.sklearn.load_model(uri)»",
        "import mlflow\nm = «mlflow.pyfunc.load_model('https://data.tool.dev/m')»",
    ],
    ok=[
        "import mlflow\nmlflow.sklearn.log_model(m, 'model')",
        "import mlflow\nmlflow.set_tracking_uri(uri)\nprint('mlflow.sklearn.load_model(uri)')",
    ],
)
def unsafe_mlflow_load(code: Code) -> Iterator[Match]:
    """MLflow models are pickles, and a stage, alias or "latest" can point to another one tomorrow.

    Load a numbered version (models:/name/3) that you have checked."""
    for call in code.calls("mlflow.*.load_model", "mlflow.pyfunc.spark_udf"):
        uri = call.argument(1 if call.name.endswith("spark_udf") else 0, "model_uri")
        if uri is None:
            continue
        written = code.cell.source[slice(*uri.span)] if uri.kind in ("fstring", "concat") else ""
        by_name = uri.text.startswith("models:/") and not _FIXED.match(uri.text)
        if (by_name and (uri.constant or _CHANGES.search(written))) or code.origin(uri).is_from_elsewhere:
            yield load_match(code, call, uri, unknown=Severity.MEDIUM, fetched=Severity.HIGH)
        else:
            yield Match(call.span, "An MLflow model is a pickle", Severity.INFO)
