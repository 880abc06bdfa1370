"""Later honest files: libraries that keep to scikit-learn's interface."""

from __future__ import annotations

from typing import Any

from .samples import data, fitted_to
from .shelf import Shelf


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
            "later_als": lambda: fitted_to(
                AlternatingLeastSquares(2, iterations=1, use_gpu=False), csr_matrix(np.eye(6))
            )
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
    shelf.groups((*kin, *more, interpret, imodels, ngboost, miceforest, feature_engine))
