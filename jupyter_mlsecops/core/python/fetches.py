"""What fetches files, what moves them and what writes them: functions by qualified name."""

from __future__ import annotations

from ..regex import regex
from ..shell import runners

_VERBS = ("get", "post", "put", "request", "stream")
_CLIENTS = (
    *("requests", "requests.Session()", "requests.session()", "requests.sessions.Session()"),
    *("httpx", "httpx.Client()", "httpx.AsyncClient()", "aiohttp.ClientSession()", "urllib3", "urllib3.PoolManager()"),
    *("cloudscraper.create_scraper()", "requests_html.HTMLSession()"),
)
_OPENERS = ("build_opener", "URLopener", "FancyURLopener")
_URLLIB = ("urllib.request.", "six.moves.urllib.request.", "urllib.", "urllib2.")
_KERAS = ("keras.utils.", "tensorflow.keras.utils.", "tf_keras.utils.", "keras.utils.data_utils.")
_KERAS_GET_FILE = tuple(f"{module}get_file" for module in (*_KERAS, "tensorflow.keras.utils.data_utils."))
_STORES = (
    *("gcsfs.GCSFileSystem()", "s3fs.S3FileSystem()", "adlfs.AzureBlobFileSystem()", "huggingface_hub.HfFileSystem()"),
    *("fsspec.filesystem()", "fsspec.get_filesystem_class()()", "pyarrow.fs.S3FileSystem()"),
)
_READS = ("open", "cat", "cat_file", "read_bytes", "open_input_stream", "open_input_file")
_UNTAR = ("data.external", "data.all", "vision.all", "text.all", "tabular.all", "collab")
# Functions whose result is what they fetched, or where it is.
FETCHES = frozenset(
    (
        *(f"{client}.{verb}" for client in _CLIENTS for verb in _VERBS),
        *(f"{module}{name}" for module in _URLLIB for name in ("urlopen", "urlretrieve")),
        *(f"urllib.request.{opener}().{verb}" for opener in _OPENERS for verb in ("open", "retrieve")),
        *(f"http.client.HTTP{letter}Connection().getresponse" for letter in ("", "S")),
        *("wget.download", "gdown.download", "gdown.cached_download", "gdown.download_folder"),
        *("huggingface_hub.hf_hub_download", "huggingface_hub.snapshot_download", "huggingface_hub.cached_download"),
        *("huggingface_hub.file_download.hf_hub_download", "huggingface_hub.utils.cached_download"),
        *("modelscope.snapshot_download", "modelscope.hub.snapshot_download.snapshot_download"),
        *("modelscope.hub.file_download.model_file_download", "huggingface_hub.from_pretrained_keras"),
        *("torch.hub.load_state_dict_from_url", "torch.hub.download_url_to_file", "torch.utils.model_zoo.load_url"),
        *("torchvision.datasets.utils.download_url", "torchvision.datasets.utils.download_and_extract_archive"),
        *_KERAS_GET_FILE,
        *("kagglehub.model_download", "kagglehub.dataset_download", "kagglehub.competition_download"),
        *("kagglehub.notebook_output_download", "opendatasets.download", "cached_path.cached_path"),
        *("transformers.utils.cached_file", "transformers.utils.hub.cached_file", "tensorflow_hub.resolve"),
        *("transformers.file_utils.cached_path", "astropy.utils.data.download_file", "fastdownload.download_url"),
        *("pooch.retrieve", "pooch.create().fetch", "pooch.Pooch().fetch", "dvc.api.open", "dvc.api.read"),
        *("wandb.restore", "mlflow.artifacts.download_artifacts"),
        *(f"fastai.{module}.untar_data" for module in _UNTAR),
        *(f"{store}.{verb}" for store in _STORES for verb in _READS),
    )
)
# The same by the last parts of a name, whatever object it is called on.
FETCHES_OF_ANY = regex(
    r".*\.(?:download_as_bytes|download_as_string|download_blob|download_to_memory|hf_hub_download|snapshot_download"
    r"|get_blob_to_bytes|use_artifact\(\)\.download|artifact\(\)\.download|boto3\.client\(\)\.get_object|download_artifacts)"
    r"|boto3\..*\.get_object|azureml\..*\.download|boto3\..*Object\(\)\.get"
)
# What comes over the network into this program without a file or a URL that is written here.
RECEIVES = regex(
    r"socket\.(?:socket|create_connection)\(\)(?:\.accept\(\)\[\])?\.(?:recv\w*|makefile)"
    r"|(?:flask|quart|bottle)\.request\.(?:data|files|form|json|args|values|body|get_data|get_json|stream|cookies)"
    r"|redis\.(?:Redis|StrictRedis|from_url)(?:\.from_url)?\(\)\.(?:get|hget|lpop|rpop|blpop|brpop|mget|lindex)"
    r"|zmq\.(?:asyncio\.)?Context(?:\.instance)?\(\)\.socket\(\)\.recv\w*|kafka\.KafkaConsumer\(\)(?:\[\])?\.\w+"
    r"|websockets?\.\w+\(\)\.recv|paho\.mqtt\..*\.payload|multiprocessing\.connection\.\w+\(\).*\.recv\w*"
)
UPLOADS = regex(
    r"google\.colab\.files\.(?:upload|upload_file)|(?:ipywidgets\.(?:widgets\.)?)?FileUpload\(\)\.(?:value|data)"
    r"|streamlit\.(?:sidebar\.)?file_uploader|panel\.widgets\.FileInput\(\)\.value|gradio\.UploadButton\(\)\.value"
)
# Fetches that write a file: the position and the keywords of its path, or of the folder that it is put in.
_Target = tuple[int, tuple[str, ...]]
FETCHED_TO: dict[str, _Target] = {
    **{f"{module}urlretrieve": (1, ("filename",)) for module in _URLLIB},
    "urllib.request.URLopener().retrieve": (1, ("filename",)),
    "wget.download": (1, ("out",)),
    "gdown.download": (1, ("output",)),
    "gdown.cached_download": (1, ("path",)),
    "gdown.download_folder": (1, ("output",)),
    "torch.hub.download_url_to_file": (1, ("dst",)),
    **{name: (0, ("fname",)) for name in _KERAS_GET_FILE},
    "pooch.retrieve": (2, ("fname",)),
    "huggingface_hub.hf_hub_download": (-1, ("local_dir",)),
    "huggingface_hub.snapshot_download": (-1, ("local_dir",)),
    "modelscope.snapshot_download": (-1, ("local_dir",)),
    "torchvision.datasets.utils.download_and_extract_archive": (1, ("extract_root", "download_root")),
    "torchvision.datasets.utils.download_url": (1, ("root",)),
    "mlflow.artifacts.download_artifacts": (-1, ("dst_path",)),
    **{f"{store}.{name}": (1, ("lpath",)) for store in _STORES for name in ("get", "get_file", "download")},
}
FETCHED_TO_BY_LAST: dict[str, _Target] = {
    "download_to_filename": (0, ("filename",)),
    "download_to_file": (0, ("file_obj",)),
    "get_blob_to_path": (2, ("file_path",)),
    "dataset_download_files": (1, ("path",)),
    "dataset_download_file": (2, ("path",)),
    "competition_download_files": (1, ("path",)),
    "competition_download_file": (2, ("path",)),
    "competition_download_cli": (2, ("path",)),
    "dataset_download_cli": (2, ("path",)),
}
# ``download_file`` of boto3 and of Azure ML: the path comes last.
LAST_ARGUMENT = {
    "download_file": ("Filename", "output_file_path", "file_path", "local_path", "destination", "filename"),
    "download_fileobj": ("Fileobj",),
}
# Where such a function keeps the file where no path is given: named as its URL, which is this argument.
NAMED_AS_URL: dict[str, str] = {
    "wget.download": "url",
    "gdown.download": "",
    "opendatasets.download": "dataset_id_or_url",
}
# Keywords that tie a download to what was checked once: a hash, or the commit of a repository.
CHECKS = ("known_hash", "file_hash", "md5_hash", "check_hash", "md5", "sha256", "hash_prefix")
COMMIT = regex(r"[0-9a-f]{40}")
# Functions that unpack: the position and keywords of the folder. The archive is the object, or the first argument.
UNPACKS: dict[str, _Target] = {
    "extractall": (0, ("path", "targetdir")),
    "extract": (1, ("path", "targetdir")),
    "shutil.unpack_archive": (1, ("extract_dir",)),
    "patoolib.extract_archive": (-1, ("outdir",)),
    "pyunpack.Archive().extractall": (0, ("directory",)),
    "setuptools.archive_util.unpack_archive": (1, ("extract_dir",)),
}
ARCHIVES = regex(
    r"(?:tarfile\.(?:open|TarFile(?:\.open)?)|zipfile\.ZipFile|py7zr\.SevenZipFile|rarfile\.RarFile|pyunpack\.Archive"
    r"|\?|tarfile\.TarFile\.gzopen)\(\)\.(?:extractall|extract)"
)
COPIES = frozenset(
    (
        *(
            "shutil.copy",
            "shutil.copy2",
            "shutil.copyfile",
            "shutil.move",
            "shutil.copytree",
            "os.rename",
            "os.replace",
        ),
        *("os.link", "os.symlink", "os.renames", "distutils.dir_util.copy_tree"),
    )
)
RUNS = frozenset((*runners.ALL, "sh.bash"))
# Writers by the last part of their name: the position and keyword of the path.
WRITERS: dict[str, _Target] = {
    "dump": (1, ("file", "filename", "fp")),
    "save": (-1, ("f", "file", "path", "filepath", "fname", "file_name")),
    "savez": (0, ("file",)),
    "savez_compressed": (0, ("file",)),
    "to_pickle": (0, ("path", "filepath_or_buffer")),
    "save_model": (-1, ("path", "filepath", "fname", "output_dir")),
    "save_weights": (0, ("filepath",)),
    "save_pretrained": (0, ("save_directory",)),
    "save_checkpoint": (0, ("filepath",)),
    "save_local": (0, ("folder_path",)),
    "dump_session": (0, ("filename",)),
    "dump_module": (0, ("filename",)),
    "to_disk": (0, ("path",)),
    "export": (0, ("fname",)),
    "save_pickle": (0, ("fname",)),
    "ModelCheckpoint": (0, ("filepath", "dirpath")),
    "save_state": (0, ("output_dir",)),
    "save_to_disk": (0, ("dataset_path",)),
    "to_csv": (0, ("path_or_buf", "path")),
    "to_parquet": (0, ("path",)),
    "to_feather": (0, ("path",)),
    "to_excel": (0, ("excel_writer",)),
    "to_hdf": (0, ("path_or_buf",)),
    "to_file": (0, ("filename",)),
    "to_netcdf": (0, ("path",)),
    "savetxt": (0, ("fname",)),
    "savemat": (0, ("file_name",)),
    "tofile": (0, ("fid",)),
    "write_csv": (0, ("file",)),
    "write_parquet": (0, ("file",)),
    "write_table": (1, ("where",)),
}
# The path of these comes second: the object that is written comes first.
SECOND = regex(
    r"torch\.(?:jit\.)?save|pandas\.(?:io\.pickle\.)?to_pickle|mlflow\..*\.save_model|(?:.*\.)?keras\..*save_model"
    r"|tensorflow\.saved_model\.save|lightgbm\.save|paddle\.save|jax\.numpy\.save|accelerate\.utils\.save"
)
# Databases that are made anew where the flag is "n".
MAKES_ANEW = ("shelve.open", "dbm.open", "dbm.dumb.open", "dbm.gnu.open", "dbm.ndbm.open")
DUMPS = ("dumps", "to_json", "save_raw", "to_bytes")
# Attributes that hold the path of a file that training wrote.
WRITTEN_PATHS = ("best_model_path", "last_model_path")
# Functions that hand a file on: what is behind the first argument is what is behind the result.
OPENERS = regex(
    r"(?:(?:io|gzip|bz2|lzma|codecs|fsspec|os|builtins|aiofiles|zstandard|pathlib\.Path)\.|smart_open\.|tarfile\.(?:TarFile\.)?"
    r"|tensorflow\.io\.gfile\.)?(?:open|fdopen|GFile|smart_open)|io\.(?:BytesIO|BufferedReader)|zipfile\.(?:ZipFile|Path)"
    r"|(?:gzip\.GzipFile|bz2\.BZ2File|lzma\.LZMAFile)|bytes|bytearray|base64\.\w+code|binascii\.\w+"
    r"|(?:zlib|gzip|bz2|lzma|zstandard|lz4\.frame|blosc|snappy)\.(?:(?:de)?compress|Zstd(?:De)?[cC]ompressor\(\)\.(?:de)?compress)"
    r"|memoryview|next|sorted|list|iter|enumerate|reversed|glob\.i?glob|os\.(?:listdir|scandir|walk)|tqdm(?:\.\w+)*\.tqdm"
    r"|mmap\.mmap|json\.loads?|max|min|builtins\.\w+|random\.choice|natsort\.natsorted|tarfile\.TarFile|copy\.(?:deep)?copy"
    r"|h5py\.File|numpy\.(?:load|fromfile|frombuffer|asarray|array)|omegaconf\.OmegaConf\.(?:load|create|merge)|yaml\.\w*load"
    r"|codecs\.(?:decode|getreader\(\))|urllib\.parse\.unquote|requests\.utils\.unquote|anyio\.open_file|zipfile\.ZipFile"
)
FIRST_KEYWORDS = ("file", "filename", "name", "fileobj", "path", "filepath", "fp")
# Functions that make a path of parts: what is fetched may be behind a part, but the part alone is not the file.
BUILDERS = regex(r"os\.path\.\w+|os\.fspath|pathlib\.\w+|str|repr|posixpath\.\w+")
TEXT_METHODS = frozenset(
    (
        *("format", "join", "split", "rsplit", "strip", "lstrip", "rstrip", "replace", "lower", "upper", "joinpath"),
        *("partition", "rpartition", "with_suffix", "with_name", "with_stem", "removesuffix", "removeprefix", "keys"),
        *("format_map", "title", "ljust", "rjust", "zfill", "encode", "relative_to", "as_posix", "resolve", "absolute"),
    )
)
