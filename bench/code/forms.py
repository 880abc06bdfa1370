"""Every call of a table in every written form: one small notebook for each.

``CALLS`` are unsafe, ``CLEAN`` look alike. A row is a rule, a module, what is called in it, and the arguments as they
are written, positional and by keyword. A form is a notebook in percent format with words for these: ``@module``,
``@head`` (what is imported from it), ``@name`` (what is called), ``@rest`` (what follows the head), ``@args``,
``@keywords``, ``@all`` of them, ``@comma`` between them, ``@bound`` (the keywords after a comma), ``@key``, ``@value``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .seeds import Seed, seed

Row = tuple[str, str, str, str, str]
CALLS: list[Row] = [
    ("unsafe-pickle-load", "pickle", "load", 'open("m.pkl", "rb")', ""),
    ("unsafe-pickle-load", "pickle", "loads", "payload", 'encoding="latin1"'),
    ("unsafe-pickle-load", "_pickle", "loads", "payload", ""),
    ("unsafe-dill-load", "dill", "load", 'open("m.dill", "rb")', ""),
    ("unsafe-dill-load, unsafe-pickle-load", "cloudpickle", "loads", "payload", ""),
    ("unsafe-joblib-load", "joblib", "load", '"m.joblib"', ""),
    ("unsafe-shelve-open", "shelve", "open", '"cache.db"', ""),
    ("unsafe-marshal-load", "marshal", "loads", "payload", ""),
    ("unsafe-jsonpickle-decode", "jsonpickle", "decode", "payload", ""),
    ("unsafe-pandas-read-pickle", "pandas", "read_pickle", '"frame.pkl"', ""),
    ("unsafe-numpy-load", "numpy", "load", '"a.npy"', "allow_pickle=True"),
    ("unsafe-torch-load", "torch", "load", '"m.pt"', "weights_only=False"),
    ("untrusted-torch-hub-load", "torch.hub", "load", '"example-org/net", "tiny"', "trust_repo=True"),
    ("unsafe-torch-package-load", "torch.package", "PackageImporter", '"m.pt"', ""),
    ("unsafe-keras-load", "keras.models", "load_model", '"m.keras"', "safe_mode=False"),
    ("unsafe-keras-load", "tensorflow.keras.models", "load_model", '"m.h5"', "compile=False"),
    ("keras-unsafe-deserialization-enabled", "keras.config", "enable_unsafe_deserialization", "", ""),
    ("unsafe-mlflow-load", "mlflow.pyfunc", "load_model", '"models:/churn@champion"', ""),
    ("skops-trust-all", "skops.io", "load", '"m.skops"', "trusted=True"),
    ("unsafe-yaml-load", "yaml", "load", 'open("c.yml")', "Loader=yaml.UnsafeLoader"),
    ("unsafe-yaml-full-load", "yaml", "unsafe_load", 'open("c.yml")', ""),
    ("unsafe-ruamel-yaml", "ruamel.yaml", "YAML", "", 'typ="unsafe"'),
    ("trust-remote-code", "transformers", "AutoModel.from_pretrained", '"example-org/m"', "trust_remote_code=True"),
    ("trust-remote-code", "transformers", "pipeline", '"text-generation", "example-org/m"', "trust_remote_code=True"),
    ("trust-remote-code", "datasets", "load_dataset", '"example-org/d"', "trust_remote_code=True"),
    (
        "langchain-dangerous-load",
        "langchain_community.vectorstores",
        "FAISS.load_local",
        '"i", emb',
        "allow_dangerous_deserialization=True",
    ),
    (
        "pickled-transformers-weights",
        "transformers",
        "AutoModel.from_pretrained",
        '"example-org/m"',
        "use_safetensors=False",
    ),
    ("unpinned-hub-download", "huggingface_hub", "snapshot_download", '"example-org/m"', 'revision="main"'),
    ("unpinned-hub-download", "transformers", "AutoTokenizer.from_pretrained", '"example-org/m"', ""),
    ("dynamic-eval-exec", "builtins", "eval", "payload", ""),
    ("subprocess-shell-true", "subprocess", "run", 'f"ls {payload}"', "shell=True"),
    ("subprocess-shell-true", "subprocess", "getoutput", '"ls " + payload', ""),
    ("dynamic-os-system", "os", "system", 'f"ls {payload}"', ""),
    ("dynamic-os-system", "os", "popen", '"ls %s" % payload', ""),
    ("pandas-expression-injection", "pandas", "eval", 'f"df.a + {payload}"', ""),
    ("sql-string-building", "pandas", "read_sql", "f\"select * from t where a = '{payload}'\"", "con=engine"),
    ("llm-code-execution-tool", "langchain_experimental.tools", "PythonREPLTool", "", ""),
    ("tls-verify-off", "requests", "get", '"https://data.example.org/a"', "verify=False"),
    ("tls-verify-off", "httpx", "Client", "", "verify=False"),
    ("unverified-ssl-context", "ssl", "_create_unverified_context", "", ""),
    ("plain-http-data", "pandas", "read_csv", '"http://data.example.org/a.csv"', ""),
    ("plain-http-data", "urllib.request", "urlretrieve", '"http://data.example.org/a.gz", "a.gz"', ""),
    ("plain-ftp-telnet", "ftplib", "FTP", '"ftp.example.org"', ""),
    ("bind-all-interfaces", "uvicorn", "run", "app", 'host="0.0.0.0"'),
    ("insecure-temp-file", "tempfile", "mktemp", "", 'suffix=".csv"'),
    ("loose-file-permissions", "os", "chmod", '"out", 0o777', ""),
    ("unsafe-archive-unpack", "shutil", "unpack_archive", '"a.tar.gz", "data"', ""),
    ("file-download-without-hash", "keras.utils", "get_file", '"a.zip"', 'origin="https://data.example.org/a.zip"'),
    ("environment-printed", "pprint", "pprint", "dict(__import__('os').environ)", ""),
    ("weak-hash", "hashlib", "md5", "payload", ""),
    ("jwt-signature-unverified", "jwt", "decode", "payload", 'options={"verify_signature": False}'),
]

CLEAN: list[Row] = [
    ("unsafe-pickle-load", "json", "load", 'open("m.json")', ""),
    ("unsafe-pickle-load", "pickle", "dumps", "payload", "protocol=5"),
    ("unsafe-pickle-load", "ourlib.store", "load", 'open("m.pkl", "rb")', ""),
    ("unsafe-joblib-load", "joblib", "dump", '[1], "m.joblib"', "compress=3"),
    ("unsafe-joblib-load", "ourlib", "load", '"m.joblib"', ""),
    ("unsafe-pandas-read-pickle", "pandas", "read_parquet", '"frame.parquet"', ""),
    ("unsafe-numpy-load", "numpy", "load", '"a.npy"', "allow_pickle=False"),
    ("unsafe-numpy-load", "numpy", "load", '"a.npy"', ""),
    ("unsafe-numpy-load", "ourlib.arrays", "load", '"a.npy"', "allow_pickle=True"),
    ("unsafe-torch-load", "torch", "load", '"m.pt"', "weights_only=True"),
    ("unsafe-torch-load", "torch.jit", "load", '"m.pt"', ""),
    ("unsafe-torch-load", "safetensors.torch", "load_file", '"m.safetensors"', 'device="cpu"'),
    ("untrusted-torch-hub-load", "torch.hub", "load", '"./net", "tiny"', 'source="local"'),
    ("unsafe-keras-load", "keras.models", "load_model", '"m.keras"', "safe_mode=True"),
    ("skops-trust-all", "skops.io", "load", '"m.skops"', 'trusted=["numpy.float64"]'),
    ("unsafe-yaml-load", "yaml", "safe_load", 'open("c.yml")', ""),
    ("unsafe-yaml-load", "yaml", "load", 'open("c.yml")', "Loader=yaml.SafeLoader"),
    ("unsafe-ruamel-yaml", "ruamel.yaml", "YAML", "", 'typ="safe"'),
    ("trust-remote-code", "transformers", "AutoModel.from_pretrained", '"example-org/m"', "trust_remote_code=False"),
    ("trust-remote-code", "ourlib.models", "build", '"m"', "trust_remote_code=False"),
    ("unpinned-hub-download", "transformers", "AutoModel.from_pretrained", '"./m"', ""),
    ("dynamic-eval-exec", "ast", "literal_eval", "payload", ""),
    ("dynamic-eval-exec", "ourlib", "metrics.eval", "payload", ""),
    ("subprocess-shell-true", "subprocess", "run", '["ls", payload]', "check=True"),
    ("subprocess-shell-true", "subprocess", "check_output", '["git", "log"]', "shell=False"),
    ("dynamic-os-system", "os", "system", '"nvidia-smi"', ""),
    ("dynamic-os-system", "platform", "system", "", ""),
    ("pandas-expression-injection", "pandas", "eval", '"df.a + df.b"', 'engine="numexpr"'),
    ("sql-string-building", "pandas", "read_sql", '"select * from t where a = ?", engine', "params=(1,)"),
    ("tls-verify-off", "requests", "get", '"https://data.example.org/a"', "verify=True"),
    ("tls-verify-off", "ourlib.checks", "run", '"https://data.example.org/a"', "verify=False"),
    ("unverified-ssl-context", "ssl", "create_default_context", "", ""),
    ("plain-http-data", "pandas", "read_csv", '"http://localhost:8000/a.csv"', ""),
    ("plain-http-data", "pandas", "read_csv", '"https://data.example.org/a.csv"', ""),
    ("plain-ftp-telnet", "ftplib", "FTP_TLS", '"ftp.example.org"', ""),
    ("bind-all-interfaces", "uvicorn", "run", "app", 'host="127.0.0.1"'),
    ("web-debug-mode", "ourlib.jobs", "run", "", "debug=True"),
    ("insecure-temp-file", "tempfile", "mkstemp", "", 'suffix=".csv"'),
    ("loose-file-permissions", "os", "chmod", '"out", 0o755', ""),
    ("unsafe-archive-unpack", "shutil", "unpack_archive", '"a.tar.gz", "data"', 'filter="data"'),
    ("weak-hash", "hashlib", "sha256", "payload", ""),
    ("weak-random-secret", "secrets", "token_hex", "16", ""),
    ("jwt-signature-unverified", "jwt", "decode", "payload, key", 'algorithms=["HS256"]'),
]

FORMS = {
    "direct": "# %%\nimport @module\n# %%\nx = «@module.@name(@all)»",
    "alias": "# %%\nimport @module as lib\n# %%\nx = «lib.@name(@all)»",
    "from": "# %%\nfrom @module import @head\n# %%\nx = «@name(@all)»",
    "rename": "# %%\nfrom @module import @head as tool\n# %%\nx = «tool@rest(@all)»",
    "star": "# %%\nfrom @module import *\n# %%\nx = «@name(@all)»",
    "assigned": "# %%\nimport @module\nwork = @module.@name\n# %%\nx = «work(@all)»",
    "two hops": "# %%\nimport @module as a\nb = a\n# %%\nwork = b.@name\n# %%\nx = «work(@all)»",
    "later import": "# %%\ndef use(payload):\n    return «tool@rest(@all)»\n# %%\nfrom @module import @head as tool",
    "import in function": "# %%\ndef use(payload):\n    from @module import @head as do\n    return «do@rest(@all)»",
    "method": "# %%\nimport @module as lib\nclass Job:\n    def run(self, payload):\n        return «lib.@name(@all)»",
    "attribute": "# %%\nimport @module as lib\nclass Job:\n    def __init__(self):\n        self.do = lib.@name\n"
    "    def run(self, payload):\n        return «self.do(@all)»",
    "lambda": "# %%\nimport @module as lib\nwork = lambda payload: «lib.@name(@all)»",
    "comprehension": "# %%\nimport @module as lib\nxs = [«lib.@name(@all)» for payload in items]",
    "%%time": "# %%\nimport @module as lib\n# %%\n%%time\nx = «lib.@name(@all)»",
    "%time": "# %%\nimport @module as lib\n# %%\n%time x = «lib.@name(@all)»",
    "after magics": "# %%\n%matplotlib inline\n!ls -la\nimport @module as lib\n?len\nx = «lib.@name(@all)»",
    "syntax error": "# %%\nimport @module as lib\n# %%\nx = «lib.@name(@all)»\nprint 'done', x",
    "prose": "# %%\nimport @module as lib\n# %%\nThis loads what we need:\nx = «lib.@name(@all)»",
    "partial": "# %%\nimport functools\nimport @module as lib\n# %%\nwork = functools.partial(lib.@name@bound)\n"
    "x = «work(@args)»",
    "getattr": "# %%\nimport @module as lib\n# %%\nx = «getattr(lib, '@head')@rest(@all)»",
    "importlib": "# %%\nimport importlib\nlib = importlib.import_module('@module')\n# %%\nx = «lib.@name(@all)»",
    "__import__": "# %%\nx = «__import__('@module', fromlist=['x']).@name(@all)»",
    "try import": "# %%\ntry:\n    from @module import @head as tool\nexcept ImportError:\n    tool = None\n"
    "# %%\nx = «tool@rest(@all)»",
    "with": "# %%\nimport @module as lib\nwith «lib.@name(@all)» as x:\n    print(x)",
    "multi-line": "# %%\nimport @module as lib\n# %%\nx = (\n    «lib.@name(\n        @all\n    )»\n)",
    "walrus": "# %%\nimport @module as lib\nif (x := «lib.@name(@all)») is not None:\n    print(x)",
    "written module": "# %%\n%%writefile a.py\nimport @module as lib\ndef run(payload):\n    return «lib.@name(@all)»",
    "keyword dict": "# %%\nimport @module as lib\nmore = dict(@keywords)\n# %%\nx = «lib.@name(@args@comma**more)»",
    "keyword constant": "# %%\nFLAG = @value\n# %%\nimport @module as lib\nx = «lib.@name(@args@comma@key=FLAG)»",
}
_NEEDS_KEYWORDS = {"keyword dict", "keyword constant"}
_PREFACE = "# %%\nimport yaml, input_source\npayload = input_source.read()\n"
_WORD = re.compile(r"@(module|head|rest|name|args|all|keywords|comma|bound|key|value)\b")


def every(calls: list[Row], prefix: str = "") -> Iterator[Seed]:
    """A seed for every call of ``CALLS`` or ``CLEAN`` in every form that it can take; their names have the prefix."""
    for number, (rule, module, name, args, keywords) in enumerate(calls):
        head, dot, rest = name.partition(".")
        key, _, value = keywords.partition("=")
        words = {
            "module": module,
            "head": head,
            "rest": dot + rest,
            "name": name,
            "args": args,
            "all": ", ".join(part for part in (args, keywords) if part),
            "keywords": keywords,
            "comma": ", " if args else "",
            "bound": f", {keywords}" if keywords else "",
            "key": key,
            "value": value,
        }
        for form, text in FORMS.items():
            if form in _NEEDS_KEYWORDS and not keywords:
                continue
            body = _PREFACE + _WORD.sub(lambda found, words=words: words[found[1]], text)
            yield seed(f"{prefix}{number}-{head}-{form} | {rule} | {form}\n{body}", "forms")
