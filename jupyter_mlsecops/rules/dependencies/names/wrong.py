"""Names that mean something else than those who type them think; chosen by hand, and looked up."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Frozen


class Wrong(Frozen, frozen=True):
    """What is wrong with a name. ``right`` is the package that is meant; empty where none is to be installed."""

    right: str
    because: str


_STAND_IN = "a stand-in that only points to {right}"
_ANOTHER = "another project; {right} is meant"
_RENAMED = "no longer kept under this name: now {right}"
_OWN = "part of Python itself"

_STAND_INS = {
    "bs4": "beautifulsoup4",
    "dotenv": "python-dotenv",
    "imblearn": "imbalanced-learn",
    "physicsnemo": "nvidia-physicsnemo",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "zmq": "pyzmq",
}
_OTHERS = {
    "attr": "attrs",
    "clip": "open-clip-torch",
    "crypto": "pycryptodome",
    "cv": "opencv-python",
    "docx": "python-docx",
    "ffmpeg": "ffmpeg-python",
    "fitz": "pymupdf",
    "gemini-api": "google-genai",
    "haiku": "dm-haiku",
    "huggingface": "huggingface-hub",
    "image": "pillow",
    "iris": "scitools-iris",
    "janitor": "pyjanitor",
    "jose": "python-jose",
    "lance": "pylance",
    "ldap": "python-ldap",
    "llama": "llama-cpp-python",
    "merlion": "salesforce-merlion",
    "modulus": "nvidia-physicsnemo",
    "parselmouth": "praat-parselmouth",
    "pydp": "python-dp",
    "pytorch": "torch",
    "pytorch-geometric": "torch-geometric",
    "rllib": "ray",
    "serial": "pyserial",
    "slugify": "python-slugify",
    "socketio": "python-socketio",
    "socks": "pysocks",
    "spark": "pyspark",
    "sparknlp": "spark-nlp",
    "surprise": "scikit-surprise",
    "tabula": "tabula-py",
    "tdc": "pytdc",
    "telegram": "python-telegram-bot",
    "torch-vision": "torchvision",
    "usb": "pyusb",
    "weaviate": "weaviate-client",
    "websocket": "websocket-client",
    "whisper": "openai-whisper",
}
_OLD = {
    "beautifulsoup": "beautifulsoup4",
    "cudf": "cudf-cu12",
    "cugraph": "cugraph-cu12",
    "cuml": "cuml-cu12",
    "duckduckgo-search": "ddgs",
    "faiss": "faiss-cpu",
    "fbprophet": "prophet",
    "hub": "deeplake",
    "kafka": "kafka-python",
    "mysql-python": "mysqlclient",
    "neptune-client": "neptune",
    "nlp": "datasets",
    "nvidia-ml-py3": "nvidia-ml-py",
    "pandas-profiling": "ydata-profiling",
    "pdfminer": "pdfminer-six",
    "pinecone-client": "pinecone",
    "pycrypto": "pycryptodome",
    "pypdf2": "pypdf",
    "rdkit-pypi": "rdkit",
    "retworkx": "rustworkx",
    "tensorflow-gpu": "tensorflow",
    "tf-nightly-gpu": "tf-nightly",
}
_WITHOUT_ONE = {
    "apex": "another project; the one of NVIDIA is built from its repository",
    "bark": "not by its authors, whose model is installed from their repository",
    "google-cloud": "no longer kept: each service has a package, such as google-cloud-storage",
    "mamba": "another project; the conda tool is no package of the index",
}
_PARTS_OF_PYTHON = frozenset(
    """
    argparse asyncio base64 collections contextlib copy csv ctypes dataclasses decimal email enum functools glob hashlib
    html http inspect io itertools json logging math multiprocessing operator os pathlib pickle platform queue random re
    secrets shutil socket sqlite3 ssl statistics string subprocess sys tempfile threading time tkinter traceback typing
    unittest urllib urllib2 uuid warnings xml zipfile zlib
    """.split()
)

WRONG: dict[str, Wrong] = {
    **{name: Wrong(right, _STAND_IN.format(right=right)) for name, right in _STAND_INS.items()},
    **{name: Wrong(right, _ANOTHER.format(right=right)) for name, right in _OTHERS.items()},
    **{name: Wrong(right, _RENAMED.format(right=right)) for name, right in _OLD.items()},
    **{name: Wrong("", because) for name, because in _WITHOUT_ONE.items()},
    **{name: Wrong("", _OWN) for name in _PARTS_OF_PYTHON},
}
"""Names that exist, or are those of modules of Python, and are wrong all the same."""

NEVER_PUBLISHED: dict[str, str] = {
    "anthropic-claude": "anthropic",
    "anthropic-sdk": "anthropic",
    "azure-ml-sdk": "azureml-sdk",
    "azure-openai": "openai",
    "cuda": "cuda-python",
    "cudnn": "nvidia-cudnn-cu12",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "deepseek-api": "openai",
    "google-gemini": "google-genai",
    "google-gemini-api": "google-genai",
    "hf-hub": "huggingface-hub",
    "huggingface-cli": "huggingface-hub",
    "huggingface-datasets": "datasets",
    "huggingface-hub-cli": "huggingface-hub",
    "huggingface-transformers": "transformers",
    "ipython-notebook": "notebook",
    "ipywidget": "ipywidgets",
    "jax-cuda": "jax",
    "jax-gpu": "jax",
    "jaxlib-cuda": "jaxlib",
    "jupyter-lab": "jupyterlab",
    "jupyter-notebook": "notebook",
    "keras-gpu": "keras",
    "langchain-agents": "langchain",
    "langchain-chains": "langchain",
    "lgbm": "lightgbm",
    "lightgbm-gpu": "lightgbm",
    "llama-cpp": "llama-cpp-python",
    "llama-cpp-cuda": "llama-cpp-python",
    "matplotlib-pyplot": "matplotlib",
    "mistral-ai": "mistralai",
    "mistral-sdk": "mistralai",
    "mpl-toolkits": "matplotlib",
    "nltk-data": "nltk",
    "numpy-gpu": "cupy",
    "nvidia-cuda": "cuda-python",
    "open-clip": "open-clip-torch",
    "openai-api": "openai",
    "openai-gpt": "openai",
    "opencv": "opencv-python",
    "opencv-contrib": "opencv-contrib-python",
    "opencv-headless": "opencv-python-headless",
    "opencv-python-cuda": "opencv-python",
    "opencv2": "opencv-python",
    "pil": "pillow",
    "psycopg2-bin": "psycopg2-binary",
    "pyplot": "matplotlib",
    "pyspark-sql": "pyspark",
    "python-mysql": "pymysql",
    "python-opencv": "opencv-python",
    "pytorch-cuda": "torch",
    "pytorch-gpu": "torch",
    "scikit": "scikit-learn",
    "scikit-learn-gpu": "scikit-learn",
    "sentence-transformer": "sentence-transformers",
    "skopt": "scikit-optimize",
    "tensorflow-cuda": "tensorflow",
    "torch-audio": "torchaudio",
    "torch-cuda": "torch",
    "torch-gpu": "torch",
    "torchvision-gpu": "torchvision",
    "umap": "umap-learn",
    "vertex-ai": "google-cloud-aiplatform",
    "win32api": "pywin32",
    "xgb": "xgboost",
    "xgboost-gpu": "xgboost",
    "yaml": "pyyaml",
}
"""Names that sound right and that nobody had published when they were looked up, and the package that is meant.

Language models make up such names, and make up the same ones again."""
