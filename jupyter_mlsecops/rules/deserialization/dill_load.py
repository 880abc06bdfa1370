"""Loading pickles with dill and cloudpickle."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, rule

_NAMES = (
    "dill.load",
    "dill.loads",
    "dill.load_session",
    "dill.load_module",
    "dill.load_module_asdict",
    "dill.Unpickler",
    "dill.session.load_session",
    "dill.session.load_module",
    "dill.temp.load",
    "dill.temp.loadIO",
    "cloudpickle.load",
    "cloudpickle.loads",
    "cloudpickle.cloudpickle.load",
    "cloudpickle.cloudpickle.loads",
    "ray.cloudpickle.load",
    "ray.cloudpickle.loads",
    "joblib.externals.cloudpickle.load",
    "joblib.externals.cloudpickle.loads",
    "pyspark.cloudpickle.load",
    "pyspark.cloudpickle.loads",
    "srsly.pickle_loads",
)


@rule(
    id="unsafe-dill-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="dill or cloudpickle file loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("dill", "cloudpickle", "pickle_loads"),
    aliases=("B301", "S301"),
    bad=[
        "import dill\nm = «dill.load(f)»",
        "import cloudpickle as cp\nm = «cp.loads(blob)»",
        "import dill\n«dill.load_session('work.db')»",
        "import srsly\nm = «srsly.pickle_loads(blob)»",
        "from dill import load\n# %%\nm = «load(f)»",
        "import dill, gdown\n«gdown.download(id=i, output='s.pkl')»\n# %%\n"
        "with open('s.pkl', 'rb') as f:\n    «dill.load(f)»",
        "import dill\n«dill.dump_session('work.db')»\n«dill.load_session('work.db')»",
    ],
    ok=["import dill\ndill.dump(m, f)", "from tool import dill_load\ndill_load(f)", "x = 'dill.load(f)'"],
)
def unsafe_dill_load(code: Code) -> Iterator[Match]:
    """dill and cloudpickle store functions and code, and loading such a file runs it. A file from elsewhere can take
    over the kernel.

    Keep weights as safetensors and tables as Parquet, and functions in a module that you import."""
    for call in code.calls(*_NAMES):
        yield load_match(code, call, call.argument(0, "file", "str", "filename", "data"))
