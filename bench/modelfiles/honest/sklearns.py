"""scikit-learn itself: its estimators and what is put together from them."""

from __future__ import annotations

import inspect
from typing import Any

from .samples import data
from .shelf import Shelf

_ESTIMATORS = (
    "AdaBoostClassifier AgglomerativeClustering BaggingRegressor BayesianRidge BernoulliNB Binarizer Birch "
    "CalibratedClassifierCV ComplementNB CountVectorizer DBSCAN DecisionTreeClassifier DecisionTreeRegressor "
    "DictVectorizer DummyClassifier ElasticNetCV EllipticEnvelope ExtraTreesRegressor FactorAnalysis FastICA "
    "FeatureHasher FunctionTransformer GaussianMixture GaussianNB GaussianProcessRegressor GradientBoostingClassifier "
    "GradientBoostingRegressor HashingVectorizer HistGradientBoostingClassifier HistGradientBoostingRegressor "
    "HuberRegressor IncrementalPCA IsolationForest IsotonicRegression Isomap KBinsDiscretizer KMeans "
    "KNeighborsClassifier KNNImputer KernelPCA LabelBinarizer LabelEncoder Lasso LatentDirichletAllocation "
    "LinearDiscriminantAnalysis LinearRegression LinearSVC LocalOutlierFactor LogisticRegression LogisticRegressionCV "
    "MLPClassifier MLPRegressor MaxAbsScaler MinMaxScaler MiniBatchKMeans MultinomialNB NMF NearestNeighbors Nystroem "
    "OneClassSVM OneHotEncoder OrdinalEncoder PCA PassiveAggressiveClassifier Perceptron PolynomialFeatures "
    "PowerTransformer QuadraticDiscriminantAnalysis QuantileTransformer RANSACRegressor RandomForestClassifier "
    "RandomForestRegressor RandomTreesEmbedding RidgeCV RobustScaler SGDClassifier SVC SVR SelectKBest "
    "SimpleImputer SpectralClustering SplineTransformer StandardScaler TSNE TargetEncoder TfidfTransformer "
    "TfidfVectorizer TheilSenRegressor TruncatedSVD VarianceThreshold"
).split()


def fitted(kind: Any) -> Any:
    """An instance that is fitted to the first kind of data that it takes."""
    x, y, z, texts = data()
    options = {"max_iter": 20} if kind.__name__.startswith("MLP") else {}
    model = kind(**options)
    if isinstance(inspect.getattr_static(kind, "fit", None), type(None)):
        return model
    for given in ((x, y), (x, z), (x[:, 0], z), (texts,), ([{"a": 1}],), (y,)):
        try:
            return model.fit(*given)
        except Exception:
            model = kind(**options)
    return model


def of_scikit_learn(shelf: Shelf) -> None:
    import sklearn
    from sklearn.utils import all_estimators

    sklearn.set_config(print_changed_only=True)
    known = dict(all_estimators())
    for number, name in enumerate(_ESTIMATORS):
        if name not in known:
            continue
        model = fitted(known[name])
        if number % 3 == 0:
            shelf.joblib(name, model)
        elif number % 3 == 1:
            shelf.pickle(name, model)
        else:
            shelf.joblib(name, model, compress=("zlib", "gzip", "bz2", "lzma", "xz")[number % 5])
    _composed(shelf)


def _composed(shelf: Shelf) -> None:
    import numpy as np
    from sklearn import compose, ensemble, linear_model, model_selection, multioutput, pipeline, preprocessing, svm

    x, y, z, texts = data()
    forest = ensemble.RandomForestClassifier(4)
    numbers = pipeline.make_pipeline(preprocessing.StandardScaler(), linear_model.LogisticRegression())
    columns = compose.ColumnTransformer(
        [("scaled", preprocessing.StandardScaler(), [0, 1]), ("log", preprocessing.FunctionTransformer(np.log1p), [2])]
    )
    things = {
        "pipeline": lambda: numbers.fit(x, y),
        "columns": lambda: pipeline.make_pipeline(columns, forest).fit(x, y),
        "grid_search": lambda: model_selection.GridSearchCV(forest, {"max_depth": [2, 3]}, cv=2).fit(x, y),
        "random_search": lambda: model_selection.RandomizedSearchCV(
            svm.SVC(), {"C": [0.1, 1.0, 10.0]}, n_iter=2, cv=2, scoring="f1"
        ).fit(x, y),
        "stacking": lambda: ensemble.StackingClassifier([("a", forest), ("b", numbers)], cv=2).fit(x, y),
        "voting": lambda: ensemble.VotingRegressor(
            [("a", linear_model.Ridge()), ("b", ensemble.ExtraTreesRegressor(3))]
        ).fit(x, z),
        "multi_output": lambda: multioutput.MultiOutputRegressor(linear_model.Ridge()).fit(x, x[:, :2]),
        "target": lambda: compose.TransformedTargetRegressor(
            linear_model.Ridge(), func=np.log, inverse_func=np.exp
        ).fit(x, z + 1),
        "union": lambda: pipeline.make_union(preprocessing.MinMaxScaler(), preprocessing.StandardScaler()).fit(x),
    }
    shelf.each(things, shelf.joblib)
    for protocol in (0, 2, 4):
        shelf.pickle(f"forest_protocol_{protocol}", forest.fit(x, y), protocol)
        shelf.joblib(f"pipeline_protocol_{protocol}", numbers.fit(x, y), protocol=protocol)


def of_skops(shelf: Shelf) -> None:
    import skops.io
    from sklearn.utils import all_estimators

    known = dict(all_estimators())
    for name in ("LogisticRegression", "RandomForestClassifier", "StandardScaler", "SVC", "KMeans", "TfidfVectorizer"):
        model = fitted(known[name])
        shelf.save(f"{name}.skops", lambda path, model=model: skops.io.dump(model, path))
