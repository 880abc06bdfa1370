"""Estimators of scikit-learn, of boosters and of statsmodels, fitted on little data."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

from bench.modelfiles.split import held_out


def sklearn_() -> Iterator[Any]:
    import numpy as np
    from sklearn import compose, datasets, ensemble, feature_selection, metrics, pipeline, preprocessing
    from sklearn.base import clone
    from sklearn.utils import Bunch, all_estimators

    x, y = datasets.make_classification(40, 6, random_state=0)
    positive = np.abs(x)
    texts = ["one two", "two three", "three four"] * 5
    yield Bunch(a=1)
    for place in (metrics, feature_selection):
        yield from (getattr(place, name) for name in place.__all__ if inspect.isfunction(getattr(place, name)))
    yield from (metrics.get_scorer(name) for name in metrics.get_scorer_names())
    inner = ensemble.RandomForestClassifier(2)
    needs = {"estimator": inner, "base_estimator": inner, "estimators": [("a", inner), ("b", clone(inner))]}
    for name, kind in all_estimators():
        if held_out("scikit-learn", name):
            continue
        arguments: dict[str, Any] = {}
        parameters = inspect.signature(kind.__init__).parameters
        arguments |= {
            key: clone(value) if key != "estimators" else value for key, value in needs.items() if key in parameters
        }
        if "transformers" in parameters:
            arguments["transformers"] = [("s", preprocessing.StandardScaler(), [0, 1])]
        if "transformer_list" in parameters:
            arguments["transformer_list"] = [("s", preprocessing.StandardScaler())]
        if "steps" in parameters:
            arguments["steps"] = [("s", preprocessing.StandardScaler()), ("m", inner)]
        if "param_grid" in parameters:
            arguments["param_grid"] = {"n_estimators": [1, 2]}
        if "param_distributions" in parameters:
            arguments |= {"param_distributions": {"n_estimators": [1, 2]}, "n_iter": 1}
        if name in ("RFECV", "SequentialFeatureSelector"):
            arguments["cv"] = 2
        try:
            made = kind(**arguments)
        except Exception:
            yield kind
            continue
        yield made
        for data, target in ((x, y), (positive, y), (x, x[:, :2]), (x[:, 0], y), (texts, None), (positive, x[:, 0])):
            try:
                yield clone(made).fit(data) if target is None else clone(made).fit(data, target)
                break
            except Exception:
                continue
    for loss in ("log_loss", "squared_error", "absolute_error", "poisson", "quantile", "gamma"):
        for boost in (ensemble.HistGradientBoostingRegressor, ensemble.HistGradientBoostingClassifier):
            try:
                extra = {"quantile": 0.5} if loss == "quantile" else {}
                yield boost(loss=loss, max_iter=2, **extra).fit(positive, y)
            except Exception:
                continue
    for metric in (
        "euclidean",
        "manhattan",
        "chebyshev",
        "minkowski",
        "haversine",
        "canberra",
        "braycurtis",
        "hamming",
    ):
        from sklearn.neighbors import KNeighborsClassifier

        for algorithm in ("ball_tree", "kd_tree"):
            try:
                yield KNeighborsClassifier(metric=metric, algorithm=algorithm).fit(x[:, :2], y)
            except Exception:
                continue
    yield pipeline.make_pipeline(compose.make_column_transformer((preprocessing.OneHotEncoder(), [0])), inner).fit(x, y)


def _boosted(module: str) -> Iterator[Any]:
    import numpy as np

    library = importlib.import_module(module)
    r = np.random.RandomState(0)
    x, y = r.rand(60, 3), (r.rand(60) > 0.5).astype(int)
    for name in dir(library):
        kind = getattr(library, name)
        if isinstance(kind, type) and hasattr(kind, "fit") and name[0].isupper():
            for options in ({"n_estimators": 2, "verbose": -1}, {"n_estimators": 2}, {"iterations": 2, "verbose": 0}):
                try:
                    yield kind(**options).fit(x, y)
                    break
                except Exception:
                    continue


def xgboost_() -> Iterator[Any]:
    import numpy as np
    import xgboost

    yield from _boosted("xgboost")
    yield xgboost.train({}, xgboost.DMatrix(np.eye(4), label=[0, 1, 0, 1]), 2)


def lightgbm_() -> Iterator[Any]:
    import lightgbm
    import numpy as np

    yield from _boosted("lightgbm")
    data = lightgbm.Dataset(np.random.RandomState(0).rand(50, 2), label=[0, 1] * 25, params={"verbose": -1})
    yield lightgbm.train({"verbose": -1, "objective": "binary"}, data, 2)


def catboost_() -> Iterator[Any]:
    yield from _boosted("catboost")


def statsmodels_() -> Iterator[Any]:
    import numpy as np
    import statsmodels.api as sm

    r = np.random.RandomState(0)
    x, y = sm.add_constant(r.rand(50, 2)), r.rand(50)
    yield from (sm.OLS(y, x).fit(), sm.WLS(y, x).fit(), sm.GLM(y, x).fit(), sm.Logit((y > 0.5) * 1, x).fit(disp=0))
    yield from (
        sm.RLM(y, x).fit(),
        sm.tsa.ARIMA(y, order=(1, 0, 0)).fit(),
        sm.Poisson((y * 5).astype(int), x).fit(disp=0),
    )
