"""Honest files of libraries of models, thought of when the list of names had been made and mended once."""

from __future__ import annotations

from typing import Any

from .shelf import Shelf
from .sklearns import data


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


def of_later_statsmodels(shelf: Shelf) -> None:
    import numpy as np
    import statsmodels.api as sm

    rng = np.random.RandomState(0)
    x, y = sm.add_constant(rng.rand(60, 2)), rng.rand(60)
    things: dict[str, Any] = {
        "later_gls": lambda: sm.GLS(y, x).fit(),
        "later_probit": lambda: sm.Probit((y > 0.5) * 1, x).fit(disp=0),
        "later_negative": lambda: sm.NegativeBinomial((y * 9).astype(int), x).fit(disp=0),
        "later_gamma": lambda: sm.GLM(y + 1, x, family=sm.families.Gamma(sm.families.links.Log())).fit(),
        "later_mixed": lambda: sm.MixedLM(y, x, groups=np.arange(60) % 6).fit(),
        "later_quantile": lambda: sm.QuantReg(y, x).fit(),
        "later_seasonal": lambda: sm.tsa.statespace.SARIMAX(y, order=(1, 0, 0), seasonal_order=(1, 0, 0, 4)).fit(
            disp=0
        ),
        "later_smoothing": lambda: sm.tsa.ExponentialSmoothing(y + 1, trend="add").fit(),
        "later_decomposed": lambda: sm.tsa.seasonal_decompose(y, period=6),
        "later_vectors": lambda: sm.tsa.VAR(rng.rand(60, 2)).fit(1),
        "later_multinomial": lambda: sm.MNLogit((y * 3).astype(int), x).fit(disp=0),
        "later_density": lambda: sm.nonparametric.KDEUnivariate(y).fit(),
        "later_equations": lambda: sm.GEE(y, x, groups=np.arange(60) % 6).fit(),
    }
    shelf.mixed(things)


def of_later_time_series(shelf: Shelf) -> None:
    import numpy as np
    import pandas as pd

    series = pd.Series(
        10 + np.sin(np.arange(48.0)) + np.random.RandomState(0).rand(48),
        index=pd.period_range("2020-01", periods=48, freq="M"),
    )
    frame = np.random.RandomState(0).rand(12, 1, 20)

    def sktime() -> dict[str, Any]:
        from sklearn.linear_model import Ridge
        from sktime.classification.dummy import DummyClassifier
        from sktime.forecasting.compose import TransformedTargetForecaster, make_reduction
        from sktime.forecasting.exp_smoothing import ExponentialSmoothing
        from sktime.forecasting.naive import NaiveForecaster
        from sktime.forecasting.theta import ThetaForecaster
        from sktime.forecasting.trend import PolynomialTrendForecaster
        from sktime.transformations.series.detrend import Detrender
        from sktime.transformations.series.lag import Lag

        return {
            "later_naive": lambda: NaiveForecaster(strategy="last", sp=12).fit(series, fh=[1, 2]),
            "later_theta": lambda: ThetaForecaster(sp=12).fit(series, fh=[1]),
            "later_smooth": lambda: ExponentialSmoothing(trend="add").fit(series, fh=[1]),
            "later_trend": lambda: PolynomialTrendForecaster(degree=1).fit(series, fh=[1]),
            "later_reduced": lambda: make_reduction(Ridge(), window_length=4).fit(series, fh=[1]),
            "later_pipe": lambda: TransformedTargetForecaster(
                [("detrend", Detrender()), ("forecast", NaiveForecaster())]
            ).fit(series, fh=[1]),
            "later_lag": lambda: Lag([1, 2]).fit(series),
            "later_dummy": lambda: DummyClassifier().fit(frame, np.arange(12) % 2),
        }

    def pmdarima() -> dict[str, Any]:
        import pmdarima

        return {
            "later_auto": lambda: pmdarima.auto_arima(series.to_numpy(), max_p=1, max_q=1, seasonal=False),
            "later_arima": lambda: pmdarima.ARIMA((1, 0, 0)).fit(series.to_numpy()),
        }

    def darts() -> dict[str, Any]:
        from darts import TimeSeries
        from darts.dataprocessing.transformers import Scaler
        from darts.models import ExponentialSmoothing, LinearRegressionModel, NaiveSeasonal, RandomForest

        values = TimeSeries.from_series(series.to_timestamp())
        return {
            "later_series": lambda: values,
            "later_seasonal": lambda: _fitted(NaiveSeasonal(12), values),
            "later_regression": lambda: _fitted(LinearRegressionModel(lags=4), values),
            "later_forest": lambda: _fitted(RandomForest(lags=4, n_estimators=2), values),
            "later_smoothing": lambda: _fitted(ExponentialSmoothing(), values),
            "later_scaler": lambda: Scaler().fit(values),
        }

    def others() -> dict[str, Any]:
        from arch import arch_model

        return {"later_garch": lambda: arch_model(series.to_numpy()).fit(disp="off")}

    def tslearn() -> dict[str, Any]:
        from tslearn.clustering import KShape, TimeSeriesKMeans

        return {
            "later_kmeans": lambda: TimeSeriesKMeans(2, metric="dtw", max_iter=2).fit(frame.transpose(0, 2, 1)),
            "later_shape": lambda: KShape(2, max_iter=2).fit(frame.transpose(0, 2, 1)),
        }

    for things in (sktime, pmdarima, darts, others, tslearn):
        try:
            shelf.mixed({f"{name}_{things.__name__}": make for name, make in things().items()})
        except ImportError:
            continue


def _fitted(model: Any, values: Any) -> Any:
    model.fit(values)
    return model


def of_later_bayesian(shelf: Shelf) -> None:
    import numpy as np
    import pandas as pd

    def arviz() -> dict[str, Any]:
        import arviz

        return {"later_draws": lambda: arviz.from_dict({"mu": np.zeros((2, 10))})}

    def numpyro() -> dict[str, Any]:
        import numpyro.distributions as dist

        return {"later_normal": lambda: dist.Normal(0.0, 1.0)}

    def pgmpy() -> dict[str, Any]:
        from pgmpy.factors.discrete import TabularCPD
        from pgmpy.models import DiscreteBayesianNetwork

        def made() -> Any:
            net = DiscreteBayesianNetwork([("a", "b")])
            net.add_cpds(TabularCPD("a", 2, [[0.5], [0.5]]), TabularCPD("b", 2, [[0.5, 0.4], [0.5, 0.6]], ["a"], [2]))
            return net

        return {"later_network": made}

    def emcee() -> dict[str, Any]:
        import emcee

        return {"later_state": lambda: emcee.State(np.zeros((4, 2)))}

    def bayes_opt() -> dict[str, Any]:
        from bayes_opt import BayesianOptimization

        return {"later_space": lambda: BayesianOptimization(None, {"x": (0, 1)}).space.params}

    def econml() -> dict[str, Any]:
        from econml.dml import LinearDML

        x = np.random.RandomState(0).rand(60, 2)
        return {"later_effects": lambda: LinearDML(cv=2).fit(x[:, 0], x[:, 1], X=x)}

    def factors() -> dict[str, Any]:
        from factor_analyzer import FactorAnalyzer

        return {"later_factors": lambda: FactorAnalyzer(1).fit(pd.DataFrame(np.random.RandomState(0).rand(40, 4)))}

    for things in (arviz, numpyro, pgmpy, emcee, bayes_opt, econml, factors):
        try:
            shelf.mixed({f"{name}_{things.__name__}": make for name, make in things().items()})
        except ImportError:
            continue


def of_later_scikit_kin(shelf: Shelf) -> None:
    """Libraries whose estimators look like those of scikit-learn."""
    import numpy as np
    import pandas as pd

    x, y, z, texts = data()
    frame = pd.DataFrame({"a": x[:, 0], "b": ["u", "v"] * 40, "c": x[:, 1]})

    def imblearn() -> dict[str, Any]:
        from imblearn import combine, ensemble, over_sampling, pipeline, under_sampling
        from sklearn.tree import DecisionTreeClassifier

        return {
            "later_smote": lambda: over_sampling.SMOTE().fit(x, y),
            "later_borders": lambda: over_sampling.BorderlineSMOTE().fit(x, y),
            "later_combined": lambda: combine.SMOTEENN().fit(x, y),
            "later_balanced": lambda: ensemble.BalancedRandomForestClassifier(2).fit(x, y),
            "later_pipe": lambda: pipeline.Pipeline(
                [("u", under_sampling.RandomUnderSampler()), ("t", DecisionTreeClassifier())]
            ).fit(x, y),
        }

    def category_encoders() -> dict[str, Any]:
        import category_encoders as ce

        return {
            f"later_{name}": lambda name=name: getattr(ce, name)(cols=["b"]).fit(frame, y)
            for name in "TargetEncoder WOEEncoder OrdinalEncoder CountEncoder JamesSteinEncoder HashingEncoder".split()
        }

    def sklearn_pandas() -> dict[str, Any]:
        from sklearn.preprocessing import LabelBinarizer, StandardScaler
        from sklearn_pandas import DataFrameMapper

        return {
            "later_mapper": lambda: DataFrameMapper([(["a"], StandardScaler()), ("b", LabelBinarizer())]).fit(frame)
        }

    def mlxtend() -> dict[str, Any]:
        from mlxtend.classifier import EnsembleVoteClassifier, StackingClassifier
        from mlxtend.feature_selection import SequentialFeatureSelector
        from mlxtend.frequent_patterns import apriori
        from mlxtend.preprocessing import TransactionEncoder
        from sklearn.naive_bayes import GaussianNB

        baskets = TransactionEncoder().fit([["u", "v"], ["u"]])
        return {
            "later_vote": lambda: EnsembleVoteClassifier([GaussianNB(), GaussianNB()]).fit(x, y),
            "later_stack": lambda: StackingClassifier([GaussianNB()], GaussianNB()).fit(x, y),
            "later_selected": lambda: SequentialFeatureSelector(GaussianNB(), 2, cv=2).fit(x, y),
            "later_baskets": lambda: baskets,
            "later_rules": lambda: apriori(pd.DataFrame([[True, False], [True, True]], columns=["u", "v"]), 0.5, True),
        }

    def gplearn() -> dict[str, Any]:
        from gplearn.genetic import SymbolicRegressor

        return {"later_symbolic": lambda: SymbolicRegressor(10, generations=1).fit(x, z)}

    def kmodes() -> dict[str, Any]:
        from kmodes.kmodes import KModes
        from kmodes.kprototypes import KPrototypes

        return {
            "later_modes": lambda: KModes(2, n_init=1).fit(frame[["b"]]),
            "later_prototypes": lambda: KPrototypes(2, n_init=1).fit(frame.to_numpy(), categorical=[1]),
        }

    def sklearn_crfsuite() -> dict[str, Any]:
        import sklearn_crfsuite

        sentences = [[{"w": "u"}, {"w": "v"}]] * 4
        return {"later_crf": lambda: sklearn_crfsuite.CRF(max_iterations=3).fit(sentences, [["A", "B"]] * 4)}

    def implicit() -> dict[str, Any]:
        from implicit.als import AlternatingLeastSquares
        from scipy.sparse import csr_matrix

        return {
            "later_als": lambda: _fitted(AlternatingLeastSquares(2, iterations=1, use_gpu=False), csr_matrix(np.eye(6)))
        }

    def surprise() -> dict[str, Any]:
        from surprise import SVD, Dataset, KNNBasic, Reader

        ratings = pd.DataFrame({"u": [1, 1, 2, 2], "i": [1, 2, 1, 2], "r": [1, 2, 3, 4]})
        train = Dataset.load_from_df(ratings, Reader(rating_scale=(1, 5))).build_full_trainset()
        return {
            "later_svd": lambda: SVD(2, n_epochs=1).fit(train),
            "later_knn": lambda: KNNBasic(2, verbose=False).fit(train),
        }

    def mapie() -> dict[str, Any]:
        from mapie.regression import SplitConformalRegressor
        from sklearn.linear_model import Ridge

        return {"later_conformal": lambda: SplitConformalRegressor(Ridge().fit(x, z), prefit=True).conformalize(x, z)}

    def flaml() -> dict[str, Any]:
        from flaml import AutoML

        def made() -> Any:
            found = AutoML()
            found.fit(x, y, task="classification", time_budget=2, estimator_list=["rf"], verbose=0)
            return found

        return {"later_auto": made}

    def river() -> dict[str, Any]:
        from river import compose, linear_model, preprocessing, tree

        def learnt(model: Any) -> Any:
            for row, target in zip(x.tolist(), y.tolist()):  # noqa: B905 (Python 3.9 has no strict)
                model.learn_one(dict(enumerate(row)), int(target))
            return model

        return {
            "later_online": lambda: learnt(
                compose.Pipeline(preprocessing.StandardScaler(), linear_model.LogisticRegression())
            ),
            "later_hoeffding": lambda: learnt(tree.HoeffdingTreeClassifier()),
        }

    def umap() -> dict[str, Any]:
        import umap

        return {"later_umap": lambda: umap.UMAP(n_neighbors=5, n_epochs=2).fit(x)}

    def hdbscan() -> dict[str, Any]:
        import hdbscan

        return {"later_hdbscan": lambda: hdbscan.HDBSCAN(prediction_data=True).fit(x)}

    def pyod() -> dict[str, Any]:
        from pyod.models.ecod import ECOD
        from pyod.models.iforest import IForest
        from pyod.models.knn import KNN
        from pyod.models.lof import LOF

        return {f"later_{kind.__name__.lower()}": lambda kind=kind: kind().fit(x) for kind in (KNN, LOF, IForest, ECOD)}

    def boruta() -> dict[str, Any]:
        from boruta import BorutaPy
        from sklearn.ensemble import RandomForestClassifier

        return {
            "later_boruta": lambda: BorutaPy(RandomForestClassifier(3, max_depth=2), n_estimators=3, max_iter=3).fit(
                x, y
            )
        }

    def sksurv() -> dict[str, Any]:
        from sksurv.ensemble import RandomSurvivalForest
        from sksurv.linear_model import CoxnetSurvivalAnalysis
        from sksurv.util import Surv

        target = Surv.from_arrays(y.astype(bool), np.abs(z) + 1)
        return {
            "later_survival": lambda: RandomSurvivalForest(2).fit(x, target),
            "later_coxnet": lambda: CoxnetSurvivalAnalysis().fit(x, target),
        }

    def lifelines() -> dict[str, Any]:
        import lifelines

        table = pd.DataFrame({"t": np.abs(z) + 1, "e": y, "a": x[:, 0]})
        return {
            "later_kaplan": lambda: lifelines.KaplanMeierFitter().fit(table["t"], table["e"]),
            "later_cox": lambda: lifelines.CoxPHFitter().fit(table, "t", "e"),
            "later_weibull": lambda: lifelines.WeibullAFTFitter().fit(table, "t", "e"),
        }

    def optuna() -> dict[str, Any]:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)

        def study() -> Any:
            found = optuna.create_study(sampler=optuna.samplers.RandomSampler(1), pruner=optuna.pruners.MedianPruner())
            found.optimize(lambda trial: trial.suggest_float("x", 0, 1), 2)
            return found

        return {"later_study": study, "later_trials": lambda: study().trials}

    def skopt() -> dict[str, Any]:
        import skopt

        return {
            "later_space": lambda: skopt.space.Space([(0.0, 1.0), ("u", "v")]),
            "later_tuner": lambda: skopt.Optimizer([(0.0, 1.0)]),
        }

    def hyperopt() -> dict[str, Any]:
        from hyperopt import Trials, hp

        return {"later_trials": Trials, "later_search": lambda: {"x": hp.uniform("x", 0, 1)}}

    def shap() -> dict[str, Any]:
        import shap
        from sklearn.ensemble import RandomForestRegressor

        model = RandomForestRegressor(2).fit(x, z)
        return {
            "later_values": lambda: shap.TreeExplainer(model)(x[:4]),
            "later_tree": lambda: shap.TreeExplainer(model),
        }

    def interpret() -> dict[str, Any]:
        from interpret.glassbox import ExplainableBoostingClassifier

        return {"later_glass": lambda: ExplainableBoostingClassifier(max_rounds=2, outer_bags=1).fit(x, y)}

    def imodels() -> dict[str, Any]:
        import imodels

        return {"later_figs": lambda: imodels.FIGSClassifier(max_rules=3).fit(x, y)}

    def ngboost() -> dict[str, Any]:
        from ngboost import NGBRegressor

        return {"later_ngb": lambda: NGBRegressor(n_estimators=2, verbose=False).fit(x, z)}

    def miceforest() -> dict[str, Any]:
        import miceforest

        return {"later_mice": lambda: miceforest.ImputationKernel(pd.DataFrame(x, columns=list("abcde")[: x.shape[1]]))}

    def feature_engine() -> dict[str, Any]:
        from feature_engine import encoding, imputation, outliers, selection

        return {
            "later_rare": lambda: encoding.RareLabelEncoder(variables=["b"]).fit(frame),
            "later_median": lambda: imputation.MeanMedianImputer(variables=["a"]).fit(frame),
            "later_winsor": lambda: outliers.Winsorizer(variables=["a"]).fit(frame),
            "later_constant": lambda: selection.DropConstantFeatures().fit(frame),
        }

    kin = (imblearn, category_encoders, sklearn_pandas, mlxtend, gplearn, kmodes, sklearn_crfsuite, implicit, surprise)
    more = (mapie, flaml, river, umap, hdbscan, pyod, boruta, sksurv, lifelines, optuna, skopt, hyperopt, shap)
    for things in (*kin, *more, interpret, imodels, ngboost, miceforest, feature_engine):
        try:
            shelf.mixed({f"{name}_{things.__name__}": make for name, make in things().items()})
        except Exception as error:
            shelf.failed.append(f"{things.__name__}: {type(error).__name__}: {error}"[:160])
