"""Honest files as people make them when a project ends, written when the list was done; nothing was mended after."""

from __future__ import annotations

from typing import Any

from .samples import data
from .shelf import Shelf


def of_latest_bundles(shelf: Shelf) -> None:
    """A model with what it needs: the state of a project in one file."""
    import collections
    import datetime
    import decimal
    import pathlib
    import types
    import uuid

    import numpy as np
    import pandas as pd
    from sklearn import (
        calibration,
        compose,
        ensemble,
        feature_selection,
        impute,
        linear_model,
        metrics,
        model_selection,
        neighbors,
        pipeline,
        preprocessing,
        svm,
    )

    x, y, z, texts = data()
    frame = pd.DataFrame(
        {"age": x[:, 0], "pay": x[:, 1], "city": ["u", "v"] * 40, "day": pd.date_range("2024", periods=80)}
    )
    columns = compose.ColumnTransformer(
        [
            ("number", pipeline.make_pipeline(impute.SimpleImputer(), preprocessing.RobustScaler()), ["age", "pay"]),
            ("word", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["city"]),
        ]
    )
    whole = pipeline.Pipeline([("columns", columns), ("model", ensemble.GradientBoostingClassifier(n_estimators=3))])
    forest = ensemble.ExtraTreesClassifier(3).fit(x, y)
    rates = metrics.roc_curve(y, forest.predict_proba(x)[:, 1])
    things: dict[str, Any] = {
        "latest_whole": lambda: whole.fit(frame, y),
        "latest_bundle": lambda: {
            "model": forest,
            "columns": frame.columns,
            "created": datetime.datetime(2024, 1, 1),
            "version": "1.0",
            "classes": np.unique(y),
            "metrics": {"auc": np.float64(0.5), "curve": rates},
        },
        "latest_settings": lambda: types.SimpleNamespace(
            path=pathlib.Path("a"), rate=decimal.Decimal("0.1"), id=uuid.UUID(int=1)
        ),
        "latest_search": lambda: model_selection.RandomizedSearchCV(
            svm.SVC(), {"C": [0.1, 1.0], "kernel": ["rbf"]}, n_iter=2, cv=2, scoring="f1", random_state=1
        ).fit(x, y),
        "latest_results": lambda: pd.DataFrame(model_selection.cross_validate(linear_model.Ridge(), x, z, cv=3)),
        "latest_votes": lambda: ensemble.VotingRegressor([("a", linear_model.Lasso()), ("b", svm.SVR())]).fit(x, z),
        "latest_selected": lambda: feature_selection.SelectFromModel(forest, prefit=True),
        "latest_mutual": lambda: feature_selection.SelectKBest(feature_selection.mutual_info_classif, k=2).fit(x, y),
        "latest_neighbours": lambda: neighbors.NearestNeighbors(metric="cosine").fit(x),
        "latest_calibrated": lambda: calibration.CalibratedClassifierCV(svm.LinearSVC(), cv=2).fit(x, y),
        "latest_log": lambda: compose.TransformedTargetRegressor(
            linear_model.Ridge(), func=np.log1p, inverse_func=np.expm1
        ).fit(x, z),
        "latest_splits": lambda: model_selection.train_test_split(frame, y, test_size=0.5),
        "latest_folds": lambda: {fold: {"model": forest, "score": 0.5} for fold in range(2)},
        "latest_history": lambda: collections.defaultdict(list, loss=[0.5, 0.25], time=[datetime.timedelta(1)]),
        "latest_encoders": lambda: {name: preprocessing.LabelEncoder().fit(frame[name]) for name in ("city",)},
        "latest_table": lambda: frame.groupby("city").agg({"age": ["mean", "std"], "pay": "max"}),
        "latest_similar": lambda: metrics.pairwise.cosine_similarity(x),
        "latest_words": lambda: (sorted({word for text in texts for word in text.split()}), {"<pad>": 0}),
    }
    shelf.mixed(things)
    shelf.each(
        {f"{name}_plain": make for name, make in things.items()}, lambda name, thing: shelf.pickle(name, thing, 4)
    )


def of_latest_networks(shelf: Shelf) -> None:
    import torch
    from torch import nn

    net = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.SiLU(), nn.Dropout(0.1), nn.Linear(8, 2))
    optimizer = torch.optim.RMSprop(net.parameters())
    things: dict[str, Any] = {
        "latest_checkpoint": lambda: {
            "epoch": 3,
            "model_state_dict": net.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
            "scheduler": torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer).state_dict(),
            "history": {"loss": [0.5], "best": torch.tensor(0.5)},
        },
        "latest_net": lambda: net,
        "latest_parts": lambda: [nn.Conv3d(1, 2, 3), nn.GroupNorm(2, 4), nn.PixelShuffle(2), nn.Bilinear(2, 2, 2)],
        "latest_encoder": lambda: nn.Transformer(8, 2, 1, 1, 16),
        "latest_losses": lambda: [nn.SmoothL1Loss(), nn.KLDivLoss(), nn.TripletMarginLoss(), nn.CTCLoss()],
        "latest_loader": lambda: torch.utils.data.TensorDataset(torch.zeros(4, 2)),
        "latest_embedding": lambda: {"vectors": torch.rand(5, 3), "words": {"a": 0}},
        "latest_padding": lambda: nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(3, 4, 3), nn.Hardswish(), nn.Softmax(1)
        ),
    }
    shelf.torch(things, (".pt", ".pth"))


def of_latest_kin(shelf: Shelf) -> None:
    """Estimators of libraries near scikit-learn, all that they have."""
    import inspect
    from importlib import import_module

    import numpy as np

    x, y, z, _ = data()
    modules = (
        "imblearn.ensemble imblearn.under_sampling pyod.models.hbos pyod.models.copod category_encoders "
        "feature_engine.discretisation feature_engine.transformation mlxtend.cluster mlxtend.regressor sksurv.svm "
        "sktime.transformations.series.difference sktime.forecasting.croston interpret.glassbox "
        "river.linear_model river.tree imodels skmultilearn.problem_transform tslearn.neighbors hmmlearn.hmm lifelines "
        "statsmodels.tsa.holtwinters gplearn.genetic econml.dml ngboost skbio.stats.composition prince kmodes.kmodes "
        "networkx.classes xgboost lightgbm catboost implicit.als surprise"
    ).split()
    for module in modules:
        try:
            held = import_module(module)
        except Exception:
            continue
        for name, kind in inspect.getmembers(held, inspect.isclass):
            if not kind.__module__.startswith(module.split(".")[0]) or not hasattr(kind, "fit") or name.startswith("_"):
                continue
            for given in ((x, y), (np.abs(x) + 1, y), (x, z), (x,), None):
                try:
                    made = kind() if given is None else kind().fit(*given)
                except BaseException:
                    continue
                shelf.pickle(f"latest_{name}", made)
                break
