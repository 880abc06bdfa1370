"""Names in pickles that are listed whatever their source looks like, and as what; read by ``pickle_allowlist.py``."""

from __future__ import annotations

from typing import Any

# Distributions of scipy, by the modules that versions of it have them in: their states hold a text that is run, which
# is harmless as long as it is the one that scipy writes.
DISTRIBUTIONS = [
    *(
        f"_continuous_distns.{name}_gen"
        for name in (
            "alpha anglit arcsine argus beta betaprime bradford burr burr12 cauchy chi chi2 cosine crystalball dgamma "
            "dweibull erlang expon exponnorm exponpow exponweib f fatiguelife fisk foldcauchy foldnorm gamma "
            "gausshyper genexpon genextreme gengamma genhalflogistic genhyperbolic geninvgauss genlogistic gennorm "
            "genpareto gilbrat gibrat gompertz gumbel_l gumbel_r halfcauchy halfgennorm halflogistic halfnorm "
            "hypsecant invgamma invgauss invweibull irwinhall jf_skew_t johnsonsb johnsonsu kappa3 kappa4 ksone kstwo "
            "kstwobign landau laplace laplace_asymmetric levy levy_l loggamma logistic loglaplace lognorm lomax "
            "loguniform maxwell mielke moyal nakagami ncf nct ncx2 norm norminvgauss pareto pearson3 powerlaw "
            "powerlognorm powernorm rayleigh rdist recipinvgauss reciprocal rel_breitwigner rice semicircular "
            "skewcauchy skewnorm studentized_range t trapezoid trapz triang truncexpon truncnorm truncpareto "
            "truncweibull_min tukeylambda uniform vonmises wald weibull_max weibull_min wrapcauchy"
        ).split()
    ),
    *(
        f"_discrete_distns.{name}_gen"
        for name in (
            "bernoulli betabinom betanbinom binom boltzmann dlaplace geom hypergeom logser nbinom nchypergeom_fisher "
            "nchypergeom_wallenius nhypergeom planck poisson poisson_binom randint skellam yulesimon zipf zipfian"
        ).split()
    ),
    "_distn_infrastructure.rv_sample",
    "_distn_infrastructure.rv_histogram",
    "_continuous_distns.rv_histogram",
]
# From torch's own list for weights_only, which is as strict as this one, and what stands beside it in archives of
# TorchScript.
GIVEN: dict[str, dict[str, Any]] = {
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
    "torch._tensor._rebuild_from_type_v2": {
        "kind": "function",
        "calls": [0, 1],
        "why": "makes a tensor, and an instance of a listed class of it",
    },
    **{
        f"torch.jit._pickle.{name}": {"kind": "function", "why": "answers what it is given"}
        for name in (
            "build_intlist build_doublelist build_boollist build_tensorlist build_tensor_from_id restore_type_tag"
        ).split()
    },
    "joblib.numpy_pickle.NumpyArrayWrapper": {"kind": "class"},
    "sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper": {"kind": "class"},
    "lightgbm.basic.Booster": {"kind": "instance", "why": "reads models in its own text format, with JSON in it"},
    "PIL.Image.Image": {"kind": "instance", "why": "takes the bytes of its pixels"},
    **{f"bidict.{name}": {"kind": "class"} for name in ("bidict", "frozenbidict", "OrderedBidict")},
    **{
        f"enum.{name}": {"kind": "instance", "why": "called, it makes a class"}
        for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")
    },
    "numpy.char.chararray": {"kind": "class"},
    **{
        f"sklearn.{module}.{name}Distance": {"kind": "class"}
        for module in ("metrics._dist_metrics", "neighbors._dist_metrics", "neighbors.dist_metrics")
        for name in (
            "BrayCurtis Canberra Chebyshev Dice Euclidean Hamming Haversine Jaccard Kulsinski Mahalanobis Manhattan "
            "Matching Minkowski RogersTanimoto RussellRao SEuclidean SokalMichener SokalSneath WMinkowski"
        ).split()
    },
    **{
        f"_loss.Cy{name}": {"kind": "class"}
        for name in (
            "AbsoluteError ExponentialLoss HalfBinomialLoss HalfGammaLoss HalfMultinomialLoss HalfPoissonLoss "
            "HalfSquaredError HalfTweedieLoss HalfTweedieLossIdentity HuberLoss PinballLoss"
        ).split()
    },
    **{
        f"pandas.{name}": {"kind": "class"}
        for name in (
            "arrays.ArrowStringArray arrays.ArrowExtensionArray ArrowDtype api.typing.DataFrameGroupBy "
            "api.typing.SeriesGroupBy core.indexes.frozen.FrozenNDArray _libs.tslibs.timestamps.Timestamp "
            "_libs.tslibs.timedeltas.Timedelta _libs.tslibs.period.Period"
        ).split()
    },
    **{
        f"{module}.{name}": {"kind": "instance", "why": "holds what a server sent"}
        for module in ("http.cookiejar", "cookielib")
        for name in ("DefaultCookiePolicy", "CookieJar", "Cookie")
    },
    "scipy.spatial.ckdtree.cKDTree": {"kind": "instance"},
    "scipy.spatial._ckdtree.cKDTree": {"kind": "instance"},
    "scipy.spatial.kdtree.KDTree": {"kind": "instance"},
    "scipy.spatial.transform.rotation.Rotation": {"kind": "instance"},
    "rdkit.Chem.rdchem.Mol": {"kind": "class", "why": "reads a molecule, which is atoms and bonds"},
    "rdkit.DataStructs.cDataStructs.ExplicitBitVect": {"kind": "class", "why": "reads bits"},
    "rdkit.DataStructs.cDataStructs.SparseBitVect": {"kind": "class", "why": "reads bits"},
    "numpy.core.defchararray.chararray": {"kind": "class"},
    **{
        f"typing.{name}": {"kind": "constant"}
        for name in (
            "Any Callable DefaultDict Deque Dict FrozenSet Generic Iterable Iterator List Mapping Optional "
            "OrderedDict Sequence Set Tuple Type Union"
        ).split()
    },
    **{
        f"statsmodels.base.data.{name}": {
            "kind": "instance",
            "unless": ["restore_design_info"],
            "why": "evaluates the formula that its state holds, if the state says so",
        }
        for name in ("ModelData", "PandasData", "PatsyData")
    },
    **{
        f"scipy.stats.{name}": {
            "kind": "instance",
            "unless": ["_parse_arg_template"],
            "why": "runs the text that its state holds, which is not the one that scipy writes",
        }
        for name in DISTRIBUTIONS
    },
}
