"""What a person decided about names in pickles; read by ``pickle_allowlist.py``."""

from __future__ import annotations

from typing import Any

# Functions, by hand: why each is harmless, and which arguments it calls or makes instances of. Never one that
# interprets bytes, resolves names, or opens anything.
REVIEWED: dict[str, dict[str, Any]] = {
    "copyreg._reconstructor": {"calls": [0, 1], "why": "makes an empty instance of a class"},
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
FIGURE_WORDS = "score error loss classif regression chi2".split()
# Not those that take a function to call.
TAKES_FUNCTION = {"metric", "scoring", "func", "estimator", "score_func"}
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
    "builtins.type": "makes classes",
    "numpy.vectorize": "calls what it holds",
    "numpy.memmap": "opens and makes files",
    "numpy.ufunc": "resolves names",
    "numpy._core._ufunc_reconstruct": "resolves names",
    "joblib.numpy_pickle_compat.NDArrayWrapper": "opens files",
    "joblib.numpy_pickle_compat.ZNDArrayWrapper": "opens files",
    "statsmodels.base.data.ModelData": "evaluates formulas",
    "statsmodels.base.data.PandasData": "evaluates formulas",
}
