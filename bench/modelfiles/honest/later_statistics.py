"""Later honest files: statistical models: regressions, time series, Bayesian ones."""

from __future__ import annotations

from typing import Any

from .samples import fitted_to
from .shelf import Shelf


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
            "later_seasonal": lambda: fitted_to(NaiveSeasonal(12), values),
            "later_regression": lambda: fitted_to(LinearRegressionModel(lags=4), values),
            "later_forest": lambda: fitted_to(RandomForest(lags=4, n_estimators=2), values),
            "later_smoothing": lambda: fitted_to(ExponentialSmoothing(), values),
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

    shelf.groups((sktime, pmdarima, darts, others, tslearn))


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

    shelf.groups((arviz, numpyro, pgmpy, emcee, bayes_opt, econml, factors))
