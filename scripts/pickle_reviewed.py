"""What a person decided about names in pickles; read by ``pickle_allowlist.py``."""

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
        for name in "mean median sum prod min max amin amax std var".split()
    },
    "zoneinfo.ZoneInfo._unpickle": {"why": "looks a time zone up by its name"},
    **{
        f"builtins.{name}": {"why": "computes a value from values"}
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
    "sklearn.metrics._dist_metrics.newObj": {"calls": [0], "why": "makes an empty instance"},
    "sklearn.neighbors._ball_tree.newObj": {"calls": [0], "why": "makes an empty instance"},
    "sklearn.neighbors._kd_tree.newObj": {"calls": [0], "why": "makes an empty instance"},
}
# Functions that estimators hold as parameters and that compute a figure from arrays: by module, and by their last word.
FIGURES = ("sklearn.metrics.", "sklearn.feature_selection.")
FIGURE_WORDS = "score error loss classif regression chi2".split()
# Not those that take a function to call.
TAKES_FUNCTION = {"metric", "scoring", "func", "estimator", "score_func"}
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
    "numpy.char.chararray": {"kind": "class"},
    "numpy.core.defchararray.chararray": {"kind": "class"},
    **{
        f"typing.{name}": {"kind": "constant"}
        for name in (
            "Any Callable DefaultDict Deque Dict FrozenSet Generic Iterable Iterator List Mapping Optional OrderedDict "
            "Sequence Set Tuple Type Union"
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
    "builtins.object.__reduce_ex__": "answers names of the file's choice",
}

# The libraries, by their top-level module: what they are called, and the modules whose classes are listed from source.
# Of transformers those architectures that are saved whole most often; of torch what networks are made of.
_ARCHITECTURES = (
    "albert auto bart beit bert blip bloom camembert clip convnext deberta deberta_v2 deit detr distilbert electra "
    "encoder_decoder falcon gemma gemma2 gpt2 gpt_neo gpt_neox gptj layoutlm layoutlmv3 llama longformer marian mbart "
    "mistral mixtral mobilenet_v2 mobilevit mpnet mt5 opt pegasus phi phi3 qwen2 qwen3 resnet roberta sam segformer "
    "speech_to_text swin t5 trocr vision_encoder_decoder vit wav2vec2 whisper xlm_roberta xlnet yolos"
).split()
SOURCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "numpy": ("numpy", ("numpy.polynomial",)),
    "scipy": ("scipy", ("scipy.sparse", "scipy.stats", "scipy.interpolate", "scipy.spatial", "scipy.optimize")),
    "pandas": ("pandas", ("pandas.core", "pandas.tseries")),
    "sklearn": ("scikit-learn", ("sklearn",)),
    "joblib": ("joblib", ()),
    "xgboost": ("xgboost", ("xgboost",)),
    "lightgbm": ("lightgbm", ("lightgbm",)),
    "catboost": ("catboost", ("catboost",)),
    "_catboost": ("catboost", ()),
    "statsmodels": ("statsmodels", ("statsmodels",)),
    "imblearn": ("imbalanced-learn", ("imblearn",)),
    "category_encoders": ("category-encoders", ("category_encoders",)),
    "shap": ("shap", ("shap",)),
    "networkx": ("networkx", ("networkx",)),
    "torch": (
        "torch",
        (
            "torch.nn",
            "torch.optim",
            "torch.distributions",
            "torch.utils.data",
            "torch.ao.nn",
            "torch.ao.quantization",
            "torch.amp",
            "torch.cuda.amp",
            "torch._utils",
            "torch.utils.hooks",
        ),
    ),
    "torchvision": ("torchvision", ("torchvision.models", "torchvision.ops", "torchvision.transforms")),
    "torchmetrics": ("torchmetrics", ("torchmetrics",)),
    "pytorch_lightning": ("pytorch-lightning", ("pytorch_lightning",)),
    "lightning": ("lightning", ("lightning.pytorch", "lightning.fabric")),
    "lightning_fabric": ("lightning", ("lightning_fabric",)),
    "transformers": (
        "transformers",
        (
            *(f"transformers.models.{name}" for name in _ARCHITECTURES),
            "transformers.training_args",
            "transformers.trainer_utils",
            "transformers.trainer_callback",
            "transformers.activations",
            "transformers.cache_utils",
            "transformers.configuration_utils",
            "transformers.generation",
            "transformers.modeling_outputs",
            "transformers.modeling_utils",
            "transformers.pytorch_utils",
            "transformers.tokenization_utils",
            "transformers.tokenization_utils_base",
            "transformers.tokenization_utils_fast",
            "transformers.utils.generic",
        ),
    ),
    "accelerate": ("accelerate", ("accelerate.utils.dataclasses", "accelerate.state")),
    "peft": ("peft", ("peft.tuners", "peft.config", "peft.utils.peft_types", "peft.peft_model")),
    "sentence_transformers": ("sentence-transformers", ("sentence_transformers",)),
    "timm": ("timm", ("timm.models", "timm.layers")),
    "ultralytics": ("ultralytics", ("ultralytics.nn", "ultralytics.utils")),
    "torch_geometric": ("torch-geometric", ("torch_geometric.data", "torch_geometric.nn")),
    "segmentation_models_pytorch": ("segmentation-models-pytorch", ("segmentation_models_pytorch",)),
    "omegaconf": ("omegaconf", ("omegaconf",)),
    "spacy": ("spacy", ("spacy",)),
    "thinc": ("thinc", ("thinc",)),
    "gensim": ("gensim", ("gensim",)),
    "nltk": ("nltk", ("nltk",)),
    "hmmlearn": ("hmmlearn", ("hmmlearn",)),
    "hdbscan": ("hdbscan", ("hdbscan",)),
    "umap": ("umap-learn", ("umap",)),
    "pynndescent": ("pynndescent", ("pynndescent",)),
    "lifelines": ("lifelines", ("lifelines",)),
    "autograd_gamma": ("autograd-gamma", ()),
    "formulaic": ("formulaic", ()),
    "prophet": ("prophet", ("prophet",)),
    "xarray": ("xarray", ("xarray.core",)),
    "polars": ("polars", ("polars.dataframe", "polars.series", "polars.datatypes", "polars.lazyframe")),
    "pyarrow": ("pyarrow", ()),
    "keras": ("keras", ("keras",)),
    "keras_preprocessing": ("Keras-Preprocessing", ("keras_preprocessing",)),
    "tensorflow": ("tensorflow-cpu", ()),
    "optuna": ("optuna", ("optuna",)),
    "hyperopt": ("hyperopt", ("hyperopt",)),
    "skopt": ("scikit-optimize", ("skopt",)),
    "ngboost": ("ngboost", ("ngboost",)),
    "interpret": ("interpret-core", ("interpret",)),
    "feature_engine": ("feature-engine", ("feature_engine",)),
    "pyod": ("pyod", ("pyod",)),
    "mlxtend": ("mlxtend", ("mlxtend",)),
    "tslearn": ("tslearn", ("tslearn",)),
    "sksurv": ("scikit-survival", ("sksurv",)),
    "cmdstanpy": ("cmdstanpy", ("cmdstanpy.stanfit", "cmdstanpy.cmdstan_args")),
    "matplotlib": (
        "matplotlib",
        tuple(
            f"matplotlib.{part}"
            for part in (
                "_enums gridspec "
                "artist axes axis cbook collections colors figure font_manager layout_engine legend lines markers "
                "offsetbox patches path projections scale spines text ticker tight_layout transforms"
            ).split()
        ),
    ),
    "plotly": ("plotly", ("plotly.graph_objs._figure", "plotly.basedatatypes")),
    "skimage": ("scikit-image", ("skimage.transform", "skimage.feature")),
    "shapely": ("shapely", ()),
    "astropy": ("astropy", ("astropy.units", "astropy.table", "astropy.time", "astropy.coordinates")),
    "dask": ("dask", ()),
    "deap": ("deap", ("deap",)),
    "tokenizers": ("tokenizers", ("tokenizers",)),
    "PIL": ("pillow", ("PIL.Image",)),
    "slicer": ("slicer", ("slicer",)),
    "pytz": ("pytz", ("pytz",)),
    "dateutil": ("python-dateutil", ("dateutil.tz", "dateutil.relativedelta", "dateutil.rrule")),
    "yaml": ("PyYAML", ()),
    "wandb": ("wandb", ()),
}
