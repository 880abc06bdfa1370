"""What a person decided about names in pickles by looking at their source; read by ``pickle_allowlist.py``."""

from __future__ import annotations

from typing import Any

# Functions, by hand: why each is harmless, and which arguments it calls or makes instances of. Never one that
# interprets bytes, resolves names, or opens anything.
REVIEWED: dict[str, dict[str, Any]] = {
    "copyreg._reconstructor": {"calls": [0, 1], "why": "makes an empty instance of a class"},
    "_codecs.encode": {"why": "turns text into bytes; how protocol 2 writes bytes"},
    "array._array_reconstructor": {"calls": [0], "why": "makes an array of numbers"},
    "numpy.core.multiarray._reconstruct": {"calls": [0], "allocates": [1], "why": "makes an empty array"},
    "numpy._core.multiarray._reconstruct": {"calls": [0], "allocates": [1], "why": "makes an empty array"},
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
    **{
        f"numpy.{name}": {"why": "computes on an array"}
        for name in (
            "mean median sum prod min max amin amax std var nanmean nanmedian nansum nanprod nanmin nanmax nanstd "
            "nanvar argmax argmin nanargmax nanargmin cumsum cumprod diff round around clip ptp any all average "
            "count_nonzero argsort sort percentile quantile nanpercentile nanquantile zeros_like ones_like ravel "
            "transpose squeeze nan_to_num real imag angle isclose allclose array_equal size ndim shape"
        ).split()
    },
    "zoneinfo.ZoneInfo._unpickle": {"why": "looks a time zone up by its name"},
    **{
        f"{module}.{name}": {"why": "computes a value from values"}
        for module in ("builtins", "__builtin__")
        for name in "abs all any hash len max min round sorted sum".split()
    },
    **{
        f"{module}.{name}": {"why": "computes on a tensor"}
        for module, names in {
            "torch": "relu sigmoid softmax tanh log_softmax selu celu",
            "torch._C._nn": "gelu silu mish leaky_relu elu hardsigmoid hardswish hardtanh softplus log_sigmoid relu6",
            "torch.nn.functional": (
                "celu dropout elu gelu glu hardsigmoid hardswish hardtanh leaky_relu log_softmax logsigmoid mish "
                "normalize relu relu6 selu sigmoid silu softmax softplus softsign tanh tanhshrink threshold"
            ),
        }.items()
        for name in names.split()
    },
    "pytz._UTC": {"why": "answers the one time zone of that name"},
    "pytz._p": {"why": "looks a time zone up by its name"},
    "re._compile": {"why": "compiles a regular expression"},
    "hdbscan.dist_metrics.newObj": {"calls": [0], "why": "makes an empty instance"},
    "gensim.utils.call_on_class_only": {"why": "raises an error"},
    "gensim.utils.identity": {"why": "answers what it is given"},
    "gensim.utils.qsize": {"why": "asks a queue for its size"},
    "gensim.models.tfidfmodel.df2idf": {"why": "computes a number"},
    "gensim.models.phrases.original_scorer": {"why": "computes a number"},
    "gensim.models.phrases.npmi_scorer": {"why": "computes a number"},
    **{
        f"optuna.samplers._tpe.sampler.{name}": {"why": "computes numbers from numbers"}
        for name in ("default_weights", "default_gamma", "hyperopt_default_gamma")
    },
    **{
        f"pyarrow.lib.{name}": {"why": "makes a part of a table of plain values"}
        for name in (
            "schema field type_for_alias chunked_array py_buffer list_ large_list struct timestamp dictionary "
            "_reconstruct_table _reconstruct_record_batch _restore_array"
        ).split()
    },
    "shapely.io.from_wkb": {"why": "reads a shape, which is coordinates"},
    **{
        f"sklearn.{module}.newObj": {"calls": [0], "why": "makes an empty instance"}
        for module in (
            "metrics._dist_metrics neighbors._dist_metrics neighbors.dist_metrics neighbors._ball_tree "
            "neighbors.ball_tree neighbors._kd_tree neighbors.kd_tree"
        ).split()
    },
    **{
        f"_loss.__pyx_unpickle_Cy{name}": {"calls": [0], "why": "makes an empty instance"}
        for name in (
            "AbsoluteError ExponentialLoss HalfBinomialLoss HalfGammaLoss HalfMultinomialLoss HalfPoissonLoss "
            "HalfSquaredError HalfTweedieLoss HalfTweedieLossIdentity HuberLoss PinballLoss"
        ).split()
    },
    "pandas.core.internals.blocks.new_block": {"bound": True, "why": "makes a block over an array"},
    "pandas.core.internals.blocks.make_block": {"why": "makes a block over an array"},
    "pandas._libs.tslibs.period.__pyx_unpickle_PeriodMixin": {"calls": [0], "why": "makes an empty instance"},
    "pandas._libs.sparse.__pyx_unpickle_SparseIndex": {"calls": [0], "why": "makes an empty instance"},
    "scipy.interpolate.interpolate.interp1d._call_linear": {"why": "evaluates at points"},
    **{
        f"scipy.interpolate.interpolate.interp1d._call_{name}": {"why": "evaluates at points"}
        for name in "linear_np nearest spline nan_spline previousnext".split()
    },
    "logging.getLogger": {"why": "looks a log up by its name"},
    "dateutil.tz._tzfile._unpickle": {"why": "looks a time zone up by its name"},
    "pendulum.tz.timezone.Timezone._unpickle": {"why": "looks a time zone up by its name"},
    "dateutil.tz.tz.gettz": {"why": "looks a time zone up by its name"},
    "astropy.units.core._recreate_irreducible_unit": {"calls": [0], "why": "makes a unit by its name"},
    "pyarrow.lib.map_": {"why": "makes a part of a table of plain values"},
    "pyarrow.lib.decimal128": {"why": "makes a part of a table of plain values"},
    "pyarrow.lib.decimal256": {"why": "makes a part of a table of plain values"},
    "kmodes.util.dissim.matching_dissim": {"why": "computes on arrays"},
    "kmodes.util.dissim.euclidean_dissim": {"why": "computes on arrays"},
    "lifelines.utils.qth_survival_time": {"why": "computes a number"},
    "sklearn.metrics._scorer._passthrough_scorer": {"why": "asks the estimator for its own score"},
    "gpytorch.utils.transforms.inv_softplus": {"why": "computes on a tensor"},
    "torchmetrics.utilities.data.dim_zero_sum": {"why": "computes on a tensor"},
    "torchmetrics.utilities.data.dim_zero_mean": {"why": "computes on a tensor"},
    "torchmetrics.utilities.data.dim_zero_max": {"why": "computes on a tensor"},
    "torchmetrics.utilities.data.dim_zero_min": {"why": "computes on a tensor"},
    "torchmetrics.utilities.data.dim_zero_cat": {"why": "computes on tensors"},
    "torchmetrics.metric.jit_distributed_available": {"why": "asks whether processes work together"},
    "skorch.utils.to_numpy": {"why": "makes an array of a tensor"},
    "matplotlib.cbook._exception_printer": {"why": "prints an error"},
    "matplotlib.backend_bases._key_handler": {"why": "handles a key that somebody presses"},
    "matplotlib.backend_bases._mouse_handler": {"why": "handles a mouse"},
    **{
        f"matplotlib.{place}.{name}": {"why": "changes a part of a picture"}
        for place in ("axes._axes.Axes", "projections.polar.PolarAxes", "axes._subplots.AxesSubplot")
        for name in ("_remove_legend", "_unit_change_handler")
    },
    **{
        f"bidict.{name}._from_other": {"why": "fills a mapping with the items of another one"}
        for name in ("bidict", "frozenbidict", "OrderedBidict")
    },
    "urllib.parse.ParseResult": {"kind": "class", "why": "holds the parts of an address"},
    "urllib.parse.SplitResult": {"kind": "class", "why": "holds the parts of an address"},
    "urllib.parse.DefragResult": {"kind": "class", "why": "holds the parts of an address"},
    "urlparse.ParseResult": {"kind": "class", "why": "holds the parts of an address"},
    "urlparse.SplitResult": {"kind": "class", "why": "holds the parts of an address"},
}
# Functions that estimators hold as parameters and that compute a figure from arrays: by module, and by their last word.
FIGURES = ("sklearn.metrics.", "sklearn.feature_selection.")
FIGURE_WORDS = "score error loss classif regression chi2".split()
# Not those that take a function to call.
TAKES_FUNCTION = {"metric", "scoring", "func", "estimator", "score_func"}
# Classes that open, resolve or run something when they are made or given a state, whatever their source looks like.
REFUSED = {
    "functools.partial": "calls what it holds",
    "builtins.type": "makes classes",
    "builtins.SystemExit": "ends the process where it is raised",
    "exceptions.SystemExit": "ends the process where it is raised",
    "numpy.vectorize": "calls what it holds",
    "numpy.memmap": "opens and makes files",
    "numpy.ufunc": "resolves names",
    "numpy._core._ufunc_reconstruct": "resolves names",
    "joblib.numpy_pickle_compat.NDArrayWrapper": "opens files",
    "joblib.numpy_pickle_compat.ZNDArrayWrapper": "opens files",
    "builtins.object.__reduce_ex__": "answers names of the file's choice",
}
# Classes whose source looks as if it did harm, and does not: looked at by a person, with the reason.
CLEARED = {
    **{
        f"pandas.core.arrays.{name}": "compares with the method of its own that an operator's name stands for"
        for name in (
            "boolean.BooleanArray floating.FloatingArray integer.IntegerArray masked.BaseMaskedArray "
            "numeric.NumericArray string_.StringArray"
        ).split()
    },
    "pandas.core.frame.DataFrame": "calls what it holds without arguments, and that is listed itself",
    "pandas.core.series.Series": "calls what it holds without arguments, and that is listed itself",
    "polars.dataframe.frame.DataFrame": "reads Arrow's own format, which holds values alone",
    "polars.series.series.Series": "reads Arrow's own format, which holds values alone",
    "omegaconf.dictconfig.DictConfig": "resolves texts with what the process has registered",
    "omegaconf.listconfig.ListConfig": "resolves texts with what the process has registered",
    "pynndescent.pynndescent_.NNDescent": "calls a search function that it has just made itself",
    "umap.umap_.UMAP": "calls a search function that it has just made itself",
}
