"""Which objects are made of each library, and which module has to be there; pickled by ``pickle_allowlist.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scripts.pickle_estimators import catboost_, lightgbm_, sklearn_, statsmodels_, xgboost_
from scripts.pickle_values import numpy_, pandas_, scipy_, standard

LIBRARIES: dict[str, tuple[str, Callable[[], Iterator[Any]]]] = {
    "python": ("", standard),
    "numpy": ("numpy", numpy_),
    "scipy": ("scipy", scipy_),
    "pandas": ("pandas", pandas_),
    "scikit-learn": ("sklearn", sklearn_),
    "xgboost": ("xgboost", xgboost_),
    "lightgbm": ("lightgbm", lightgbm_),
    "catboost": ("catboost", catboost_),
    "statsmodels": ("statsmodels", statsmodels_),
    "joblib": ("joblib", lambda: iter(())),
}
