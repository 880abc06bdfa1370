"""Later honest files: scikit-learn and boosted trees."""

from __future__ import annotations

from typing import Any

from .samples import data
from .shelf import Shelf


def of_later_scikit_learn(shelf: Shelf) -> None:
    """What stands in any version of it, from 0.20 on."""
    import numpy as np
    from sklearn import (
        cluster,
        covariance,
        decomposition,
        discriminant_analysis,
        ensemble,
        feature_extraction,
        gaussian_process,
        impute,
        isotonic,
        linear_model,
        manifold,
        metrics,
        model_selection,
        naive_bayes,
        neighbors,
        neural_network,
        pipeline,
        preprocessing,
        random_projection,
        svm,
        tree,
    )

    x, y, z, texts = data()
    kernels = gaussian_process.kernels
    grid = model_selection.GridSearchCV(
        pipeline.Pipeline([("scale", preprocessing.StandardScaler()), ("model", svm.SVC(probability=True))]),
        {"model__C": [0.5, 1.0]},
        cv=model_selection.StratifiedKFold(2),
        scoring=metrics.make_scorer(metrics.f1_score),
    )
    things: dict[str, Any] = {
        "later_forest": lambda: ensemble.RandomForestRegressor(3).fit(x, z),
        "later_boosting": lambda: ensemble.GradientBoostingClassifier(n_estimators=3).fit(x, y),
        "later_isolation": lambda: ensemble.IsolationForest(n_estimators=3).fit(x),
        "later_grid": lambda: grid.fit(x, y),
        "later_process": lambda: gaussian_process.GaussianProcessRegressor(
            kernels.ConstantKernel() * kernels.RBF() + kernels.WhiteKernel()
        ).fit(x, z),
        "later_lasso": lambda: linear_model.LassoLarsIC().fit(x, z),
        "later_huber": lambda: linear_model.HuberRegressor().fit(x, z),
        "later_sgd": lambda: linear_model.SGDClassifier(loss="hinge").fit(x, y),
        "later_logistic": lambda: linear_model.LogisticRegressionCV(cv=2).fit(x, y),
        "later_perceptron": lambda: neural_network.MLPClassifier((4,), max_iter=5).fit(x, y),
        "later_neighbours": lambda: neighbors.KNeighborsClassifier(algorithm="ball_tree").fit(x, y),
        "later_density": lambda: neighbors.KernelDensity().fit(x),
        "later_bayes": lambda: naive_bayes.ComplementNB().fit(np.abs(x), y),
        "later_discriminant": lambda: discriminant_analysis.QuadraticDiscriminantAnalysis().fit(x, y),
        "later_dbscan": lambda: cluster.DBSCAN().fit(x),
        "later_means": lambda: cluster.MiniBatchKMeans(2).fit(x),
        "later_birch": lambda: cluster.Birch(n_clusters=2).fit(x),
        "later_agglomeration": lambda: cluster.FeatureAgglomeration(2).fit(x),
        "later_nmf": lambda: decomposition.NMF(2, max_iter=5).fit(np.abs(x)),
        "later_lda": lambda: decomposition.LatentDirichletAllocation(2, max_iter=2).fit(np.abs(x)),
        "later_tsne": lambda: manifold.TSNE(perplexity=5).fit(x),
        "later_impute": lambda: impute.SimpleImputer(strategy="median").fit(x),
        "later_isotonic": lambda: isotonic.IsotonicRegression().fit(x[:, 0], z),
        "later_covariance": lambda: covariance.EllipticEnvelope().fit(x),
        "later_projection": lambda: random_projection.GaussianRandomProjection(2).fit(x),
        "later_words": lambda: pipeline.make_pipeline(
            feature_extraction.text.TfidfVectorizer(ngram_range=(1, 2)), linear_model.LogisticRegression()
        ).fit(texts, [k % 2 for k in range(len(texts))]),
        "later_hashes": lambda: feature_extraction.text.HashingVectorizer(n_features=16),
        "later_fields": lambda: feature_extraction.DictVectorizer().fit([{"a": 1}, {"b": 2}]),
        "later_bins": lambda: preprocessing.KBinsDiscretizer(3, encode="ordinal").fit(x),
        "later_powers": lambda: preprocessing.PowerTransformer().fit(x),
        "later_labels": lambda: {c: preprocessing.LabelEncoder().fit(["u", "v"]) for c in "ab"},
        "later_one_hot": lambda: preprocessing.OneHotEncoder().fit([["u", 1], ["v", 2]]),
        "later_function": lambda: preprocessing.FunctionTransformer(np.log1p).fit(np.abs(x)),
        "later_report": lambda: metrics.classification_report(y, y, output_dict=True),
        "later_tree": lambda: tree.ExtraTreeRegressor(max_depth=2).fit(x, z),
        "later_nu": lambda: svm.NuSVR().fit(x, z),
        "later_one_class": lambda: svm.OneClassSVM().fit(x),
        "later_votes": lambda: ensemble.VotingClassifier(
            [("a", naive_bayes.GaussianNB()), ("b", tree.DecisionTreeClassifier(max_depth=2))]
        ).fit(x, y),
        "later_adaptive": lambda: ensemble.AdaBoostRegressor(n_estimators=2).fit(x, z),
        "later_bagging": lambda: ensemble.BaggingClassifier(n_estimators=2).fit(x, y),
        "later_folds": lambda: list(model_selection.KFold(2).split(x)),
        "later_random_search": lambda: model_selection.RandomizedSearchCV(
            tree.DecisionTreeClassifier(), {"max_depth": [1, 2]}, n_iter=2, cv=2
        ).fit(x, y),
    }
    shelf.mixed(things)


def of_later_boosters(shelf: Shelf) -> None:
    x, y, z, _ = data()

    def xgb() -> dict[str, Any]:
        import xgboost

        return {
            "later_xgb_ranker": lambda: xgboost.XGBRanker(n_estimators=2).fit(x, y, group=[40, 40]),
            "later_xgb_forest": lambda: xgboost.XGBRFClassifier(n_estimators=2).fit(x, y),
            "later_xgb_many": lambda: [xgboost.XGBRegressor(n_estimators=2, max_depth=2).fit(x, z) for _ in range(2)],
            "later_xgb_booster": lambda: xgboost.train({"max_depth": 2}, xgboost.DMatrix(x, y), 2),
        }

    def lgb() -> dict[str, Any]:
        import lightgbm

        return {
            "later_lgb_classifier": lambda: lightgbm.LGBMClassifier(n_estimators=2).fit(x, y),
            "later_lgb_ranker": lambda: lightgbm.LGBMRanker(n_estimators=2).fit(x, y, group=[40, 40]),
            "later_lgb_cv": lambda: lightgbm.cv({"verbose": -1}, lightgbm.Dataset(x, z), 2, nfold=2, stratified=False),
        }

    def cat() -> dict[str, Any]:
        import catboost

        return {
            "later_cat_classifier": lambda: catboost.CatBoostClassifier(iterations=2, verbose=0).fit(x, y),
            "later_cat_regressor": lambda: catboost.CatBoostRegressor(iterations=2, verbose=0).fit(x, z),
        }

    for things in (xgb, lgb, cat):
        try:
            shelf.mixed(things())
        except ImportError:
            continue
