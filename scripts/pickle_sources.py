"""The libraries whose names are listed; read by ``pickle_allowlist.py``."""

from __future__ import annotations

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
    "scipy": (
        "scipy",
        tuple(f"scipy.{part}" for part in "sparse stats interpolate spatial optimize signal integrate cluster".split()),
    ),
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
    "torchvision": (
        "torchvision",
        ("torchvision.models", "torchvision.ops", "torchvision.transforms", "torchvision.datasets.vision"),
    ),
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
    "formulaic": ("formulaic", ("formulaic",)),
    "prophet": ("prophet", ("prophet",)),
    "xarray": ("xarray", ("xarray.core", "xarray.coding", "xarray.indexes", "xarray.namedarray")),
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
                "_enums gridspec artist axes axis backend_bases cbook cm collections container dates colors figure "
                "font_manager layout_engine legend lines markers offsetbox patches path projections scale spines "
                "table text textpath ticker tight_layout transforms tri widgets"
            ).split()
        ),
    ),
    "plotly": ("plotly", ("plotly.graph_objs._figure", "plotly.basedatatypes")),
    "skimage": ("scikit-image", ("skimage.transform", "skimage.feature", "skimage.measure")),
    "shapely": ("shapely", ("shapely.geometry",)),
    "astropy": (
        "astropy",
        tuple(
            f"astropy.{part}"
            for part in "units table time coordinates utils modeling nddata wcs io.fits.header".split()
        ),
    ),
    "dask": ("dask", ("dask.dataframe", "dask.array.core")),
    "deap": ("deap", ("deap",)),
    "tokenizers": ("tokenizers", ("tokenizers",)),
    "PIL": ("pillow", ("PIL.Image",)),
    "slicer": ("slicer", ("slicer",)),
    "pytz": ("pytz", ("pytz",)),
    "dateutil": ("python-dateutil", ("dateutil.tz", "dateutil.relativedelta", "dateutil.rrule")),
    "yaml": ("PyYAML", ()),
    "wandb": ("wandb", ()),
    # Each of these as a whole: what its classes do when they are loaded is read like any other's.
    **{
        root: (library or root, (root,))
        for root, _, library in (
            each.partition("=")
            for each in (
                "sktime skbase=scikit-base darts=u8darts arch pmdarima river surprise=scikit-surprise implicit "
                "sklearn_pandas=sklearn-pandas gplearn kmodes mapie flaml imodels miceforest econml causalml pgmpy "
                "numpyro factor_analyzer=factor-analyzer boruta=Boruta skorch pytorch_tabnet=pytorch-tabnet "
                "gpytorch linear_operator=linear-operator pyro=pyro-ppl kornia gymnasium "
                "stable_baselines3=stable-baselines3 sb3_contrib=sb3-contrib einops efficientnet_pytorch geopandas "
                "pyproj anndata nibabel bs4=beautifulsoup4 textblob trimesh albumentations wordcloud tsfresh stumpy "
                "ruptures yellowbrick eli5 skmultilearn=scikit-multilearn vaderSentiment sortedcontainers bidict "
                "frozendict intervaltree easydict ml_collections=ml-collections addict munch arrow pendulum "
                "uncertainties pint=Pint skbio=scikit-bio prince open_clip=open_clip_torch botorch tensordict "
                "chemprop patsy sklearn_crfsuite=sklearn-crfsuite igraph tsai gluonts neuralforecast=neuralforecast "
                "utilsforecast pytorch_forecasting=pytorch-forecasting "
                "pytorch_metric_learning=pytorch-metric-learning facenet_pytorch=facenet-pytorch "
                "segment_anything=segment-anything-py captum x_transformers=x-transformers vit_pytorch=vit-pytorch "
                "lightly setfit bertopic recbole stanza flair fastai fastcore e3nn torchdiffeq lion_pytorch "
                "pyswarms pymoo emcee kneed ngboost pycaret imageio pyts alibi_detect=alibi-detect rasterio affine "
                "osmnx folium h3 mne pydicom SimpleITK nilearn sunpy photutils metpy MDAnalysis biotite scanpy pymc "
                "pytensor arviz bayes_opt=bayesian-optimization dowhy"
            ).split()
        )
    },
    **{
        root: (library, tuple(f"{root}.{part}" for part in parts.split()))
        for root, library, parts in (
            ("monai", "monai", "networks losses metrics transforms data.meta_tensor"),
            ("ase", "ase", "atoms atom cell constraints symbols calculators.singlepoint geometry"),
            ("pymatgen", "pymatgen", "core entries analysis electronic_structure symmetry"),
            ("Bio", "biopython", "Seq SeqRecord SeqFeature Align Phylo PDB motifs"),
            ("requests", "requests", "cookies models structures"),
            ("speechbrain", "speechbrain", "nnet lobes processing dataio.encoder"),
            ("diffusers", "diffusers", "models schedulers configuration_utils"),
            ("datasets", "datasets", "features info splits"),
            ("torchaudio", "torchaudio", "models transforms"),
            ("deepchem", "deepchem", "feat data splits trans"),
            ("sympy", "sympy", ""),
            ("box", "python-box", "box box_list config_box shorthand_box"),
            ("attr", "attrs", "_make"),
            ("cv2", "opencv-python", ""),
            ("rdkit", "rdkit", ""),
            ("_loss", "scikit-learn", ""),
            ("numba", "numba", ""),
            ("tblib", "tblib", ""),
        )
    },
}
