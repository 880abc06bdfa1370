"""Writes the list of names that pickles of a library hold: exact pairs, from the real library.

    python scripts/pickle_allowlist.py LIBRARY...     in an environment that has them; all that it has, if none is named

Objects of each library are made, fitted on little data where they are estimators, pickled in several ways, and the
names in those pickles are read with our own reader. What such a name is decides whether it is listed:

- a class of the library, unless one of the methods that loading runs calls something that executes, imports or opens;
- a function only if it stands in REVIEWED, with the reason, and with the arguments that it calls or instantiates;
- anything else is not listed and printed.

Names that are listed already stay: run it for several versions of a library, one after the other.
"""

from __future__ import annotations

import ast
import collections
import importlib
import importlib.metadata
import importlib.util
import inspect
import io
import json
import pickle
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "jupyter_mlsecops" / "formats" / "pickles" / "lists" / "allowed.json"
sys.path.insert(0, str(ROOT))

from jupyter_mlsecops.formats.pickles import JOBLIB, Context, Kind, read  # noqa: E402

# Functions, by hand: why each is harmless, and which arguments it calls or makes instances of. Never one that
# interprets bytes, resolves names, or opens anything.
REVIEWED: dict[str, dict[str, Any]] = {
    "copyreg._reconstructor": {"calls": [0, 1], "why": "makes an empty instance of a class"},
    "copy_reg._reconstructor": {"calls": [0, 1], "why": "makes an empty instance of a class"},
    "_codecs.encode": {"why": "turns text into bytes; how protocol 2 writes bytes"},
    "array._array_reconstructor": {"calls": [0], "why": "makes an array of numbers"},
    "numpy.core.multiarray._reconstruct": {"calls": [0], "why": "makes an empty array"},
    "numpy._core.multiarray._reconstruct": {"calls": [0], "why": "makes an empty array"},
    "numpy.core.multiarray.scalar": {"why": "makes a scalar of a data type"},
    "numpy._core.multiarray.scalar": {"why": "makes a scalar of a data type"},
    "numpy.core.numeric._frombuffer": {"why": "an array over a buffer"},
    "numpy._core.numeric._frombuffer": {"why": "an array over a buffer"},
    "numpy.ma.core._mareconstruct": {"calls": [0, 1], "why": "makes an empty masked array"},
    "numpy.random._pickle.__randomstate_ctor": {"calls": [0, 1], "why": "makes a random generator"},
    "numpy.random._pickle.__generator_ctor": {"calls": [0, 1], "why": "makes a random generator"},
    "numpy.random._pickle.__bit_generator_ctor": {"calls": [0], "why": "makes a bit generator"},
    "pandas.core.indexes.base._new_Index": {"calls": [0], "why": "makes an index"},
    "pandas.core.indexes.datetimes._new_DatetimeIndex": {"calls": [0], "why": "makes an index"},
    "pandas.core.indexes.period._new_PeriodIndex": {"calls": [0], "why": "makes an index"},
    "pandas._libs.internals._unpickle_block": {"why": "makes a block over an array"},
    "pandas._libs.tslibs.timestamps._unpickle_timestamp": {"why": "makes a timestamp"},
    "pandas._libs.tslibs.timedeltas._timedelta_unpickle": {"why": "makes a time span"},
    "pandas._libs.tslibs.period._unpickle_period": {"why": "makes a period"},
    "pandas._libs.tslibs.nattype._nat_unpickle": {"why": "answers the one missing time"},
    "pandas._libs.arrays.__pyx_unpickle_NDArrayBacked": {"calls": [0], "why": "makes an empty array"},
    "pandas.core.indexes.timedeltas._new_TimedeltaIndex": {"calls": [0], "why": "makes an index"},
    "pandas.core.indexes.interval._new_IntervalIndex": {"calls": [0], "why": "makes an index"},
    "lightgbm.basic.Booster": {"kind": "class", "why": "reads models in its own text format, with JSON in it"},
    "pandas.NA": {"why": "a constant"},
    "pandas._libs.missing.NA": {"why": "a constant"},
    "pandas._libs.tslibs.nattype.__nat_unpickle": {"why": "answers the one missing time"},
    "builtins.Ellipsis": {"why": "a constant"},
    "builtins.NotImplemented": {"why": "a constant"},
    "numpy.random.bit_generator.__pyx_unpickle_SeedSequence": {"calls": [0], "why": "makes an empty instance"},
    "scipy._lib.array_api_compat.numpy._aliases.asarray": {"why": "makes an array"},
    "sklearn.cluster._kmeans._kmeans_single_lloyd": {"why": "computes on arrays"},
    "sklearn.cluster._kmeans._kmeans_single_elkan": {"why": "computes on arrays"},
    **{
        f"sklearn._loss._loss.__pyx_unpickle_Cy{name}": {"calls": [0], "why": "makes an empty instance"}
        for name in (
            "AbsoluteError ExponentialLoss HalfBinomialLoss HalfGammaLoss HalfMultinomialLoss HalfPoissonLoss "
            "HalfSquaredError HalfTweedieLoss HalfTweedieLossIdentity HuberLoss PinballLoss"
        ).split()
    },
    **{
        f"scipy.interpolate._interpolate.interp1d._call_{name}": {"why": "evaluates at points"}
        for name in "linear linear_np nearest spline nan_spline previousnext".split()
    },
    **{f"numpy.{name}": {"why": "computes on an array"} for name in "mean median sum prod min max std var".split()},
    "sklearn.metrics._dist_metrics.newObj": {"calls": [0], "why": "makes an empty instance"},
    "sklearn.neighbors._ball_tree.newObj": {"calls": [0], "why": "makes an empty instance"},
    "sklearn.neighbors._kd_tree.newObj": {"calls": [0], "why": "makes an empty instance"},
}
# Functions that estimators hold as parameters and that compute a figure from arrays: by module, and by their last word.
FIGURES = ("sklearn.metrics.", "sklearn.feature_selection.")
_FIGURE_WORDS = "score error loss classif regression chi2".split()
# Not those that take a function to call.
_TAKES_FUNCTION = {"metric", "scoring", "func", "estimator", "score_func"}
# From torch's own list for weights_only, which is as strict as this one; the wheel is too large to make objects of it.
TORCH: dict[str, dict[str, Any]] = {
    **{
        f"torch._utils.{name}": {"kind": "function", "why": "makes a tensor over a storage"}
        for name in (
            "_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_parameter_with_state "
            "_rebuild_qtensor _rebuild_sparse_tensor _rebuild_meta_tensor_no_storage _rebuild_nested_tensor "
            "_rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor"
        ).split()
    },
    **{
        f"torch.{name}{kind}": {"kind": "class"}
        for kind in ("Storage", "Tensor")
        for name in (
            "Float Double Half BFloat16 Char Byte Short Int Long Bool ComplexFloat ComplexDouble "
            "QInt8 QUInt8 QInt32 QUInt4x2 QUInt2x4"
        ).split()
        if kind == "Storage" or not name.startswith(("Q", "Complex"))
    },
    **{
        f"torch.{name}": {"kind": "constant"}
        for name in (
            "float16 float32 float64 bfloat16 complex32 complex64 complex128 int8 int16 int32 int64 uint8 uint16 "
            "uint32 uint64 bool qint8 quint8 qint32 quint4x2 quint2x4 float8_e5m2 float8_e4m3fn float8_e5m2fnuz "
            "float8_e4m3fnuz"
        ).split()
    },
    **{f"torch.{name}": {"kind": "class"} for name in ("Size", "Tensor", "device")},
    "torch.nn.parameter.Parameter": {"kind": "class"},
    "torch.storage.UntypedStorage": {"kind": "class"},
    "torch.storage.TypedStorage": {"kind": "class"},
    "torch.serialization._get_layout": {"kind": "function", "why": "looks a layout up in a table"},
}
# Classes that open, resolve or run something when they are made or given a state, whatever their source looks like.
REFUSED = {
    "functools.partial": "calls what it holds",
    "numpy.memmap": "opens and makes files",
    "numpy.ufunc": "resolves names",
    "numpy._core._ufunc_reconstruct": "resolves names",
    "joblib.numpy_pickle_compat.NDArrayWrapper": "opens files",
    "joblib.numpy_pickle_compat.ZNDArrayWrapper": "opens files",
    "statsmodels.base.data.ModelData": "evaluates formulas",
    "statsmodels.base.data.PandasData": "evaluates formulas",
}
_RUNS = frozenset("exec eval compile execfile open __import__".split())
_RUNS_OF = frozenset("import_module system popen Popen check_output load loads load_module urlopen urlretrieve".split())
# What loading a pickle may run of a class, with arguments and a state of the file's choice.
_LOADING = ("__init__", "__new__", "__setstate__", "__setattr__", "__del__")


def pairs_of(thing: Any) -> Iterator[tuple[str, str]]:
    """The names in an object's pickles."""
    dumps: list[tuple[Callable[[], bytes], Context]] = [
        (lambda p=p: pickle.dumps(thing, p), Context()) for p in (0, 2, 4, 5)
    ]
    if importlib.util.find_spec("joblib"):
        dumps.append((lambda: _joblib(thing), JOBLIB))
    for dump, context in dumps:
        try:
            data = dump()
        except Exception:
            continue
        for fact in read(data, context=context).facts:
            if fact.kind is Kind.GLOBAL:
                yield from ((pair.module, pair.name) for pair in fact.pairs)


def _joblib(thing: Any) -> bytes:
    import joblib

    file = io.BytesIO()
    joblib.dump(thing, file)
    return file.getvalue()


def standard() -> Iterator[Any]:
    import array
    import datetime
    import decimal
    import fractions
    import ipaddress
    import pathlib
    import random
    import statistics
    import types
    import uuid

    yield from (
        set(),
        frozenset(),
        bytearray(b"x"),
        complex(1, 2),
        slice(1),
        range(3),
        object(),
        Ellipsis,
        NotImplemented,
    )
    yield from (int, float, str, bytes, bool, list, dict, tuple, set, frozenset, object, complex, type(None), bytearray)
    yield from (collections.OrderedDict(a=1), collections.Counter("a"), collections.deque([1]), collections.ChainMap())
    yield from (
        collections.defaultdict(list),
        collections.UserDict(),
        collections.UserList(),
        collections.UserString(""),
    )
    yield from (
        datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
        datetime.date(2020, 1, 1),
        datetime.time(1),
    )
    yield from (datetime.timedelta(1), datetime.timezone(datetime.timedelta(hours=1)))
    yield from (
        decimal.Decimal(1),
        decimal.Context(),
        fractions.Fraction(1, 2),
        uuid.UUID(int=1),
        array.array("d", [1]),
    )
    yield from (pathlib.PurePosixPath("a"), pathlib.PureWindowsPath("a"), pathlib.PosixPath("a"))
    yield from (random.Random(1), statistics.NormalDist(), types.SimpleNamespace(a=1), b"bytes")
    yield from (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("::1"))
    yield from (kind("x") for kind in (ValueError, KeyError, TypeError, RuntimeError, IndexError, AttributeError))


def numpy_() -> Iterator[Any]:
    import numpy as np

    yield from (np.zeros(3), np.asfortranarray(np.ones((2, 2))), np.array(["a", None], dtype=object), np.matrix([[1]]))
    yield np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])
    yield np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])
    yield np.ma.masked_array([1, 2], mask=[0, 1])
    yield np.array(["2020-01-01"], dtype="M8[D]")
    yield np.poly1d([1, 2])
    yield np.ma.masked
    for code in "?bBhHiIlLqQefdgFDGSUVOMm":
        kind = np.dtype(code).type
        yield kind
        yield np.dtype(code)
        try:
            yield kind(1)
        except Exception:
            continue
    yield from (thing for thing in vars(np).values() if isinstance(thing, np.ufunc))
    yield from (np.mean, np.median, np.sum, np.prod, np.min, np.max, np.std, np.var)
    yield np.random.RandomState(1)
    yield from (np.random.Generator(kind(1)) for kind in (np.random.PCG64, np.random.MT19937, np.random.Philox))
    yield from (np.random.Generator(np.random.SFC64(1)), np.random.PCG64DXSM(1), np.random.SeedSequence(1))


def scipy_() -> Iterator[Any]:
    import numpy as np
    from scipy import interpolate, optimize, sparse, spatial, stats

    for kind in ("csr", "csc", "coo", "dok", "lil", "dia", "bsr"):
        yield getattr(sparse, f"{kind}_matrix")(np.eye(3))
        yield getattr(sparse, f"{kind}_array")(np.eye(3))
    x = np.linspace(0, 1, 8)
    yield from (interpolate.CubicSpline(x, x), interpolate.PchipInterpolator(x, x), interpolate.BSpline(x, x[:4], 3))
    yield from (
        interpolate.interp1d(x, x),
        interpolate.UnivariateSpline(x, x),
        interpolate.RegularGridInterpolator((x,), x),
    )
    yield from (spatial.KDTree(np.eye(3)), spatial.cKDTree(np.eye(3)), optimize.OptimizeResult(x=1))
    yield from (stats.norm(0, 1), stats.gaussian_kde(x), stats.multivariate_normal([0, 0]), stats.randint(1, 5))
    yield from (stats.expon(1), stats.uniform(1), stats.loguniform(1, 2), spatial.transform.Rotation.identity())
    yield from (interpolate.interp1d(x, x, kind=kind) for kind in ("nearest", "previous", "quadratic", "cubic"))


def pandas_() -> Iterator[Any]:
    import pandas as pd

    frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None], "c": [1.5, 2.5, None]})
    yield from (frame, frame["a"], frame.set_index("b"), frame.astype({"b": "category"}), frame.convert_dtypes())
    dates = pd.date_range("2020", periods=3)
    yield from (
        frame.set_index(dates),
        frame.set_index(dates.tz_localize("UTC")),
        dates.to_period("D"),
        dates - dates[0],
    )
    yield from (pd.MultiIndex.from_tuples([(1, "a"), (2, "b")]), pd.RangeIndex(3), pd.Index([1, 2]), pd.Index(["a"]))
    yield from (pd.CategoricalIndex(["a"]), pd.IntervalIndex.from_breaks([0, 1, 2]), pd.Categorical(["a"]))
    yield from (pd.Timestamp("2020"), pd.Timestamp("2020", tz="UTC"), pd.Timedelta(1), pd.Period("2020"), pd.NaT, pd.NA)
    yield from (pd.Interval(0, 1), pd.CategoricalDtype(["a"]), pd.DatetimeTZDtype(tz="UTC"), pd.StringDtype())
    yield from (
        pd.Series([1, None], dtype="Int64"),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([1.0], dtype="Float64"),
    )
    yield from (
        pd.arrays.SparseArray([0, 1]),
        frame.groupby("a").sum(),
        frame.describe(),
        pd.Series(pd.to_datetime(["2020"])),
    )
    for name in (
        "Day",
        "Hour",
        "Minute",
        "Second",
        "MonthEnd",
        "BusinessDay",
        "Week",
        "YearEnd",
        "MonthBegin",
        "QuarterEnd",
    ):
        yield getattr(pd.offsets, name)()


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


LIBRARIES: dict[str, tuple[str, Callable[[], Iterator[Any]], tuple[str, ...]]] = {
    "python": ("", standard, ()),
    "numpy": ("numpy", numpy_, ("numpy",)),
    "scipy": ("scipy", scipy_, ("scipy",)),
    "pandas": ("pandas", pandas_, ("pandas",)),
    "scikit-learn": ("sklearn", sklearn_, ("sklearn",)),
    "xgboost": ("xgboost", xgboost_, ("xgboost",)),
    "lightgbm": ("lightgbm", lightgbm_, ("lightgbm",)),
    "catboost": ("catboost", catboost_, ("catboost",)),
    "statsmodels": ("statsmodels", statsmodels_, ("statsmodels",)),
    "joblib": ("joblib", lambda: iter(()), ("joblib",)),
}


def judged(module: str, name: str) -> tuple[str, dict[str, Any] | str] | None:
    """The library of a name and its entry, or why it is not listed; None for a name of no library here."""
    full = f"{module}.{name}"
    try:
        found = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except Exception:
        found = None
    root = module.partition(".")[0]
    library = next((key for key, (_, _, roots) in LIBRARIES.items() if root in roots), "")
    if not library:
        library = "python" if root in sys.stdlib_module_names or full in REVIEWED else ""
    if not library:
        return None
    if full in REFUSED:
        return library, REFUSED[full]
    if full in REVIEWED:
        return library, {"kind": "function", **REVIEWED[full]}
    if found is None:
        return library, "is not there under that name"
    if library == "numpy" and type(found).__name__ == "ufunc":
        return library, {"kind": "ufunc"}
    figure = full.startswith(FIGURES) and name.rpartition("_")[2] in _FIGURE_WORDS and inspect.isfunction(found)
    if figure and not _TAKES_FUNCTION & set(inspect.signature(found).parameters):
        return library, {"kind": "function", "why": "computes a figure from arrays"}
    if not isinstance(found, type):
        return library, "is no class, and not reviewed"
    if runs := _runs(found):
        return library, f"runs {runs}"
    entry: dict[str, Any] = {"kind": "class"}
    if found in (bytearray, bytes, range):
        entry["allocates"] = [0]
    if found is collections.defaultdict:
        entry["calls"] = [0]
    return library, entry


def _runs(kind: type) -> str:
    """What the methods that loading runs call of what executes, imports or opens; "" if nothing can be seen.

    Followed through the methods of the same class and the functions of the same module.
    """
    seen: set[Any] = set()
    open_ends = [(method, inspect.getattr_static(kind, method, None)) for method in _LOADING]
    while open_ends:
        way, function = open_ends.pop()
        function = inspect.unwrap(getattr(function, "__func__", function)) if function is not None else None
        if function in seen or way.count(" > ") > 6:
            continue
        seen.add(function)
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        except (OSError, TypeError, SyntaxError):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name):
                name = node.func.id
                follow = getattr(function, "__globals__", {}).get(name)
                if name in _RUNS and not callable(follow):
                    return f"{way} > {name}"
                if inspect.isfunction(follow) and follow.__module__ == function.__module__:
                    open_ends.append((f"{way} > {name}", follow))
            elif isinstance(node.func, ast.Attribute):
                name = node.func.attr
                if name in _RUNS_OF:
                    return f"{way} > {name}"
                if isinstance(node.func.value, ast.Name) and node.func.value.id in ("self", "cls"):
                    open_ends.append((f"{way} > {name}", inspect.getattr_static(kind, name, None)))
                elif isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "super":
                    for base in kind.__mro__[1:]:
                        open_ends.append((f"{way} > super {name}", vars(base).get(name)))
    return ""


def _lines(listed: dict[str, Any]) -> str:
    """JSON with a line for each module, which is how a change is read best."""
    parts = []
    for library, entry in sorted(listed.items()):
        names = sorted(entry["names"].items())
        modules = [f"   {json.dumps(module)}: {json.dumps(found, sort_keys=True)}" for module, found in names]
        versions = json.dumps(entry["versions"])
        parts.append(f' {json.dumps(library)}: {{\n  "versions": {versions},\n  "names": {{\n')
        parts[-1] += ",\n".join(modules) + "\n  }\n }"
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(wanted: list[str]) -> int:
    warnings.simplefilter("ignore")
    listed: dict[str, Any] = json.loads(TARGET.read_text()) if TARGET.exists() else {}
    left_out: dict[str, str] = {}
    for library, (module, objects, _) in LIBRARIES.items():
        if (wanted and library not in wanted) or (module and not importlib.util.find_spec(module)):
            continue
        version = importlib.metadata.version(library) if module and library != "xgboost" else ""
        if library == "xgboost":
            version = importlib.import_module("xgboost").__version__
        version = version or ".".join(map(str, sys.version_info[:2]))
        entry = listed.setdefault(library, {"versions": [], "names": {}})
        entry["versions"] = sorted({*entry["versions"], version})
        found: set[tuple[str, str]] = set()
        for thing in objects():
            found.update(pairs_of(thing))
        for pair in sorted(found):
            answer = judged(*pair)
            if answer is None:
                continue
            owner, value = answer
            if isinstance(value, str):
                left_out[".".join(pair)] = value
            else:
                names = listed.setdefault(owner, {"versions": [], "names": {}})["names"]
                names.setdefault(pair[0], {})[pair[1]] = value
        print(f"{library} {version}: {sum(map(len, entry['names'].values()))} names", file=sys.stderr)
    for full, why in sorted(left_out.items()):
        print(f"not listed: {full}: {why}", file=sys.stderr)
    torch = listed["torch"] = {"versions": [], "names": {}}
    for full, value in TORCH.items():
        module, _, name = full.rpartition(".")
        torch["names"].setdefault(module, {})[name] = value
    TARGET.write_text(_lines(listed))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
