"""Libraries that keep to scikit-learn's interface, or stand beside it: boosters, statistics, search, explanation."""

from __future__ import annotations

from .samples import data
from .shelf import Shelf


def of_imbalanced_learn(shelf: Shelf) -> None:
    from imblearn import ensemble, over_sampling, pipeline, under_sampling
    from sklearn.linear_model import LogisticRegression

    x, y, _, _ = data()
    shelf.joblib("smote", over_sampling.SMOTE())
    shelf.joblib("balanced_forest", ensemble.BalancedRandomForestClassifier(3).fit(x, y))
    shelf.pickle("easy_ensemble", ensemble.EasyEnsembleClassifier(2).fit(x, y))
    made = pipeline.make_pipeline(under_sampling.RandomUnderSampler(), LogisticRegression())
    shelf.pickle("pipeline", made.fit(x, y))


def of_category_encoders(shelf: Shelf) -> None:
    import category_encoders as ce
    import pandas as pd

    frame = pd.DataFrame({"a": ["x", "y", "z", "x"] * 5, "b": range(20)})
    y = [0, 1] * 10
    for name in ("OrdinalEncoder", "TargetEncoder", "OneHotEncoder", "BinaryEncoder", "CatBoostEncoder", "WOEEncoder"):
        shelf.pickle(name, getattr(ce, name)(cols=["a"]).fit(frame, y))


def of_xgboost(shelf: Shelf) -> None:
    import xgboost

    x, y, z, _ = data()
    classifier = xgboost.XGBClassifier(n_estimators=3).fit(x, y)
    shelf.pickle("XGBClassifier", classifier)
    shelf.joblib("XGBRegressor", xgboost.XGBRegressor(n_estimators=3).fit(x, z))
    shelf.pickle("XGBRFClassifier", xgboost.XGBRFClassifier(n_estimators=3).fit(x, y))
    booster = xgboost.train({"max_depth": 2}, xgboost.DMatrix(x, z), 3)
    shelf.pickle("Booster", booster)
    shelf.save("booster.json", booster.save_model)
    shelf.save("booster.ubj", booster.save_model)
    shelf.joblib("callbacks", classifier.get_booster(), compress=3)


def of_lightgbm(shelf: Shelf) -> None:
    import lightgbm

    x, y, z, _ = data()
    shelf.pickle("LGBMClassifier", lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(x, y))
    shelf.joblib("LGBMRegressor", lightgbm.LGBMRegressor(n_estimators=3, verbose=-1).fit(x, z))
    shelf.pickle("LGBMRanker", lightgbm.LGBMRanker(n_estimators=2, verbose=-1).fit(x, y, group=[40, 40]))
    booster = lightgbm.train({"verbose": -1}, lightgbm.Dataset(x, z), 3)
    shelf.pickle("Booster", booster)
    shelf.save("booster.txt", booster.save_model)


def of_catboost(shelf: Shelf) -> None:
    import catboost

    x, y, z, _ = data()
    options = {"iterations": 3, "verbose": 0, "allow_writing_files": False}
    classifier = catboost.CatBoostClassifier(**options).fit(x, y)
    shelf.pickle("CatBoostClassifier", classifier)
    shelf.joblib("CatBoostRegressor", catboost.CatBoostRegressor(**options).fit(x, z))
    shelf.pickle("CatBoost", catboost.CatBoost({"loss_function": "RMSE", **options}).fit(x, z))
    shelf.save("model.cbm", classifier.save_model)
    shelf.save("model.json", lambda path: classifier.save_model(path, format="json"))


def of_statsmodels(shelf: Shelf) -> None:
    import numpy as np
    import statsmodels.api as sm

    x, y, z, _ = data()
    x = sm.add_constant(x)
    series = np.cumsum(z - z.mean())
    shelf.each(
        {
            "OLS": lambda: sm.OLS(z, x).fit(),
            "WLS": lambda: sm.WLS(z, x).fit(),
            "GLM": lambda: sm.GLM(y, x, family=sm.families.Binomial()).fit(),
            "Logit": lambda: sm.Logit(y, x[:, [0, 3]]).fit(disp=0),
            "Poisson": lambda: sm.Poisson((z * 3).astype(int), x).fit(disp=0),
            "RLM": lambda: sm.RLM(z, x).fit(),
            "QuantReg": lambda: sm.QuantReg(z, x).fit(),
            "ARIMA": lambda: sm.tsa.ARIMA(series, order=(1, 1, 1)).fit(),
            "SARIMAX": lambda: sm.tsa.SARIMAX(series, order=(1, 0, 0)).fit(disp=0),
            "ExponentialSmoothing": lambda: sm.tsa.ExponentialSmoothing(series, trend="add").fit(),
            "VAR": lambda: sm.tsa.VAR(np.c_[series, z]).fit(1),
        },
        lambda name, model: shelf.save(f"{name}.pickle", model.save),
    )


def of_shap(shelf: Shelf) -> None:
    import shap
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.linear_model import Ridge

    x, _, z, _ = data()
    shelf.pickle("values", shap.TreeExplainer(RandomForestRegressor(3).fit(x, z))(x[:4]))
    shelf.pickle("linear", shap.LinearExplainer(Ridge().fit(x, z), x))
    shelf.joblib("tree", shap.TreeExplainer(RandomForestRegressor(3).fit(x, z)))


def of_hmmlearn(shelf: Shelf) -> None:
    from hmmlearn import hmm

    shelf.pickle("gaussian", hmm.GaussianHMM(2).fit(data()[0]))


def of_hdbscan(shelf: Shelf) -> None:
    import hdbscan

    shelf.joblib("clusters", hdbscan.HDBSCAN(min_cluster_size=3, prediction_data=True).fit(data()[0]))


def of_umap(shelf: Shelf) -> None:
    import umap

    shelf.joblib("map", umap.UMAP(n_neighbors=5, n_epochs=5).fit(data()[0]))


def of_lifelines(shelf: Shelf) -> None:
    import lifelines
    from lifelines.datasets import load_rossi

    shelf.pickle("kaplan_meier", lifelines.KaplanMeierFitter().fit([1, 2, 3, 4], [1, 0, 1, 1]))
    shelf.pickle("cox", lifelines.CoxPHFitter().fit(load_rossi(), "week", "arrest"))


def of_prophet(shelf: Shelf) -> None:
    import pandas as pd
    import prophet
    from prophet.serialize import model_to_json

    frame = pd.DataFrame({"ds": pd.date_range("2024", periods=60), "y": range(60)})
    model = prophet.Prophet().fit(frame)
    shelf.pickle("model", model)
    shelf.save("model.json", lambda path: path.write_text(model_to_json(model)))


def of_optuna(shelf: Shelf) -> None:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study()
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), 3)
    shelf.pickle("study", study)
    shelf.joblib("sampler", study.sampler)


def of_hyperopt(shelf: Shelf) -> None:
    import hyperopt

    trials = hyperopt.Trials()
    hyperopt.fmin(lambda x: x, hyperopt.hp.uniform("x", 0, 1), hyperopt.tpe.suggest, 2, trials, show_progressbar=False)
    shelf.pickle("trials", trials)


def of_scikit_optimize(shelf: Shelf) -> None:
    import skopt

    shelf.pickle("space", skopt.Space([(0.0, 1.0), ["a", "b"]]))


def of_ngboost(shelf: Shelf) -> None:
    import ngboost

    x, y, z, _ = data()
    shelf.pickle("regressor", ngboost.NGBRegressor(n_estimators=2, verbose=False).fit(x, z))
    shelf.pickle("classifier", ngboost.NGBClassifier(n_estimators=2, verbose=False).fit(x, y))


def of_interpret(shelf: Shelf) -> None:
    from interpret.glassbox import ExplainableBoostingClassifier

    x, y, _, _ = data()
    shelf.pickle("ebm", ExplainableBoostingClassifier(max_rounds=5, n_jobs=1).fit(x, y))


def of_feature_engine(shelf: Shelf) -> None:
    import pandas as pd
    from feature_engine import encoding, imputation

    frame = pd.DataFrame({"a": ["x", "y", None, "x"] * 5, "b": [1.0, None] * 10})
    shelf.joblib("imputer", imputation.MeanMedianImputer().fit(frame))
    shelf.pickle("encoder", encoding.OrdinalEncoder(encoding_method="arbitrary").fit(frame.dropna()))


def of_pyod(shelf: Shelf) -> None:
    from pyod.models import iforest, knn

    shelf.joblib("knn", knn.KNN().fit(data()[0]))
    shelf.joblib("forest", iforest.IForest(n_estimators=3).fit(data()[0]))


def of_mlxtend(shelf: Shelf) -> None:
    from mlxtend.classifier import EnsembleVoteClassifier
    from mlxtend.preprocessing import TransactionEncoder
    from sklearn.linear_model import LogisticRegression

    x, y, _, _ = data()
    shelf.pickle("basket", TransactionEncoder().fit([["a", "b"], ["a"]]))
    shelf.pickle("vote", EnsembleVoteClassifier([LogisticRegression()]).fit(x, y))


def of_tslearn(shelf: Shelf) -> None:
    from tslearn.clustering import TimeSeriesKMeans

    shelf.pickle("clusters", TimeSeriesKMeans(2, max_iter=2).fit(data()[0][:, :, None]))


def of_scikit_survival(shelf: Shelf) -> None:
    from sksurv.linear_model import CoxPHSurvivalAnalysis
    from sksurv.util import Surv

    x, y, z, _ = data()
    shelf.pickle("cox", CoxPHSurvivalAnalysis().fit(x, Surv.from_arrays(y.astype(bool), z)))
