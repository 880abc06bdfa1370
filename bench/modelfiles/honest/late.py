"""Honest files of kinds that were thought of after the list of names was built."""

from __future__ import annotations

from typing import Any

from .samples import data
from .shelf import Shelf


def of_late_scikit_learn(shelf: Shelf) -> None:
    import pandas as pd
    from sklearn import (
        calibration,
        compose,
        cross_decomposition,
        ensemble,
        feature_extraction,
        feature_selection,
        kernel_ridge,
        linear_model,
        mixture,
        model_selection,
        multiclass,
        neighbors,
        pipeline,
        preprocessing,
        semi_supervised,
        svm,
        tree,
    )

    x, y, z, texts = data()
    ridge, trees = linear_model.Ridge(), tree.DecisionTreeClassifier(max_depth=2)
    frame = pd.DataFrame({"a": x[:, 0], "b": ["u", "v"] * 40, "c": pd.date_range("2024", periods=80)})
    selected = compose.make_column_transformer(
        (
            preprocessing.OneHotEncoder(handle_unknown="ignore"),
            compose.make_column_selector(dtype_include=["object", "string"]),
        ),
        (preprocessing.StandardScaler(), ["a"]),
    )
    things: dict[str, Any] = {
        "late_one_vs_rest": lambda: multiclass.OneVsRestClassifier(svm.LinearSVC()).fit(x, y),
        "late_elimination": lambda: feature_selection.RFE(ridge, n_features_to_select=2).fit(x, z),
        "late_bayesian_mixture": lambda: mixture.BayesianGaussianMixture(2).fit(x),
        "late_propagation": lambda: semi_supervised.LabelPropagation().fit(x, y),
        "late_pls": lambda: cross_decomposition.PLSRegression().fit(x, z),
        "late_kernel_ridge": lambda: kernel_ridge.KernelRidge().fit(x, z),
        "late_radius": lambda: neighbors.RadiusNeighborsRegressor(5).fit(x, z),
        "late_stacked": lambda: ensemble.StackingRegressor([("a", ridge)], linear_model.LassoCV(), cv=2).fit(x, z),
        "late_columns": lambda: pipeline.make_pipeline(selected, ensemble.RandomForestClassifier(3)).fit(frame, y),
        "late_models": lambda: {"ridge": ridge.fit(x, z), "tree": trees.fit(x, y), "features": list("abcde")},
        "late_folds": lambda: [tree.DecisionTreeRegressor(max_depth=2).fit(x[k::3], z[k::3]) for k in range(3)],
        "late_pair": lambda: (preprocessing.MinMaxScaler().fit(x), linear_model.ElasticNet().fit(x, z), 0.5),
        "late_scores": lambda: model_selection.cross_validate(ridge, x, z, cv=3, return_estimator=True),
        "late_halving": lambda: model_selection.GridSearchCV(
            pipeline.Pipeline([("v", feature_extraction.text.CountVectorizer(stop_words="english")), ("m", svm.SVC())]),
            {"m__C": [1, 2]}, cv=2, scoring="accuracy",
        ).fit(texts[:40], y[:40]),
        "late_calibrated": lambda: calibration.CalibratedClassifierCV(trees, method="isotonic", cv=2).fit(x, y),
        "late_splits": lambda: model_selection.train_test_split(frame, y),
    }  # fmt: skip
    shelf.each(things, shelf.pickle)
    shelf.each({f"{name}_joblib": make for name, make in list(things.items())[8:12]}, shelf.joblib)


def of_late_tables(shelf: Shelf) -> None:
    import argparse
    import datetime
    import random
    import types

    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"g": list("aabb"), "v": range(4), "t": pd.to_datetime(["2024-01-01"] * 4, utc=True)})
    things: dict[str, Any] = {
        "late_records": np.rec.array([(1, "a")], dtype=[("n", "i4"), ("s", "U3")]),
        "late_chars": np.char.array(["ab", "cd"]),
        "late_void": np.zeros(2, dtype="V4"),
        "late_spans": np.array([1, 2], "m8[s]"),
        "late_dictionary": {"x": rng.random((3, 4)).astype("f4"), "y": np.array(["u", None], object), "n": 3},
        "late_groups": {key: part for key, part in frame.groupby("g")},
        "late_lists": pd.Series([[1, 2], [3]], index=pd.Index(["u", "v"], name="k")),
        "late_offsets": [pd.tseries.offsets.BMonthEnd(2), pd.DateOffset(months=1), pd.Timedelta("1D")],
        "late_split_index": pd.MultiIndex.from_product([[1, 2], pd.period_range("2024", periods=2, freq="D")]),
        "late_bool": pd.array([True, None], dtype="boolean"),
        "late_namespace": argparse.Namespace(lr=0.1, path="x", layers=[1, 2]),
        "late_simple": types.SimpleNamespace(a=1, day=datetime.date(2024, 1, 1)),
        "late_random": {"python": random.getstate(), "numpy": np.random.get_state(), "bits": np.random.PCG64(1).state},
        "late_error": ValueError("a message"),
        "late_function": {"mean": np.mean, "sum": np.add, "len": len},
    }
    for name, thing in things.items():
        shelf.pickle(name, thing)
        shelf.joblib(f"{name}_joblib", thing)


def of_late_torch(shelf: Shelf) -> None:
    import argparse
    import collections
    import pathlib

    import numpy as np
    import torch
    from torch import nn

    net = nn.Sequential(nn.Conv1d(2, 3, 3), nn.InstanceNorm1d(3), nn.PReLU(), nn.AdaptiveAvgPool1d(1), nn.Flatten())
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    arguments = argparse.Namespace(lr=0.1, out=pathlib.PosixPath("runs/1"))
    best = collections.defaultdict(list, {"loss": [0.5]})
    things: dict[str, Any] = {
        "late_arguments": {"args": arguments, "state": net.state_dict(), "best": best, "rng": torch.get_rng_state()},
        "late_numpy": {
            "state": net.state_dict(),
            "score": np.float64(0.5),
            "seeds": np.arange(3),
            "epoch": np.int64(3),
        },
        "late_parallel": nn.DataParallel(net),
        "late_decoder": nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16), 1),
        "late_averaged": torch.optim.swa_utils.AveragedModel(net),
        "late_recurrent": nn.ModuleList([nn.GRU(3, 4), nn.RNN(3, 4), nn.LSTMCell(3, 4)]),
        "late_parameters": nn.ParameterDict({"a": nn.Parameter(torch.rand(2))}),
        "late_losses": [nn.CrossEntropyLoss(weight=torch.ones(2)), nn.MSELoss(), nn.BCEWithLogitsLoss()],
        "late_spectral": nn.utils.spectral_norm(nn.Linear(3, 3)),
        "late_cycle": torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=5).state_dict(),
        "late_scaler": torch.amp.GradScaler("cpu").state_dict(),
        "late_subset": torch.utils.data.random_split(torch.utils.data.TensorDataset(torch.rand(4, 2)), [3, 1])[0],
        "late_views": {"a": torch.arange(9)[::2], "b": torch.rand(3, 3).t(), "c": torch.rand(2).expand(3, 2)},
        "late_nested": torch.nested.nested_tensor([torch.rand(2), torch.rand(3)]),
        "late_float8": torch.zeros(4).to(torch.float8_e4m3fn),
        "late_optimizer": optimizer,
        "late_lazy": nn.LazyConv2d(3, 3),
        "late_quantized": torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(4, 4)), {nn.Linear}),
    }
    for number, (name, thing) in enumerate(things.items()):
        shelf.save(name + (".pt", ".pth", ".ckpt")[number % 3], lambda path, thing=thing: torch.save(thing, path))
    shelf.pickle("late_plain", things["late_views"])


def of_late_with_code(shelf: Shelf) -> None:
    """What everybody has and nobody can list: classes and functions of one's own."""
    import cloudpickle
    import dill
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    shelf.pickle("late_lambda", lambda x: x + 1, module=cloudpickle)
    shelf.pickle("late_dill", lambda x: x * 2, module=dill)
    shelf.pickle("late_step", make_pipeline(FunctionTransformer(lambda x: x)), module=cloudpickle)
