"""Gradient-boosting models that are loaded from pickles."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, Value, load_match, rule

_LOADERS = (
    "xgboost.*.load_model",
    "xgboost.Booster",
    "xgboost.core.Booster",
    "lightgbm.Booster",
    "lightgbm.basic.Booster",
    "catboost.*.load_model",
)
_PICKLES = (".pkl", ".pickle", ".p", ".joblib", ".sav", ".dump", ".pck")


@rule(
    id="unsafe-boosting-model-load",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Boosting model loaded from a pickle",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("xgboost", "lightgbm", "catboost"),
    bad=[
        "import xgboost as xgb\nbst = xgb.Booster()\n«bst.load_model('model.pkl')»",
        "from xgboost import XGBClassifier\nPATH = 'clf.pickle'\n# %%\nclf = XGBClassifier()\n«clf.load_model(PATH)»",
        "import lightgbm as lgb\nbst = «lgb.Booster(model_file='model.pkl')»",
        "from catboost import CatBoostClassifier as C\n«C().load_model('m.joblib')»",
        "import xgboost as xgb\n«!wget https://data.tool.dev/m.pkl»\n# %%\nbst = «xgb.Booster(model_file='m.pkl')»",
    ],
    ok=[
        "import xgboost as xgb\nbst = xgb.Booster()\nbst.load_model('model.json')",
        "import xgboost as xgb\nbst = xgb.Booster()\nbst.load_model('model.ubj')",
        "import lightgbm as lgb\nbst = lgb.Booster(model_file='model.txt')",
        "from catboost import CatBoostClassifier as C\nC().load_model('m.cbm')",
        "import xgboost as xgb\nbst = xgb.Booster()\nbst.load_model(path)",
        "import xgboost\nclass Own:\n    def load_model(self, p): ...\nOwn().load_model('m.pkl')",
    ],
)
def unsafe_boosting_model_load(code: Code) -> Iterator[Match]:
    """A boosting model that was saved as a pickle runs code when it is loaded. The formats of the libraries themselves
    hold trees and numbers only.

    Save with save_model("m.json") or .ubj (XGBoost), .txt (LightGBM) or .cbm (CatBoost) and load that file."""
    for call in code.calls(*_LOADERS):
        is_method = call.name.endswith("load_model")
        path = call.argument(0 if is_method else (1 if call.name.startswith("xgboost") else -1), "fname", "model_file")
        if path is not None and _is_pickle(path):
            yield load_match(code, call, path, unknown=Severity.MEDIUM, fetched=Severity.HIGH)


def _is_pickle(path: Value) -> bool:
    return isinstance(path.constant, str) and path.constant.lower().endswith(_PICKLES)
