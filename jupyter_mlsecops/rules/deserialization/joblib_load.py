"""Loading joblib files."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Example, Match, Severity, load_match, rule
from .conversions import to_skops

_NAMES = (
    "joblib.load",
    "sklearn.externals.joblib.load",
    "sklearn.utils._joblib.load",
    "joblib.numpy_pickle.load",
    "joblib.numpy_pickle_compat.load_compatibility",
)


@rule(
    id="unsafe-joblib-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="joblib file loaded",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("joblib",),
    bad=[
        Example(
            "import joblib\nclf = «joblib.load('clf.joblib', mmap_mode='r')»",
            fixed="import skops.io\nimport joblib\n"
            "# Once, where nothing is at stake, for this runs what the old file says (skops 0.13 or newer):\n"
            "#     skops.io.dump(joblib.load('clf.joblib'), 'clf.skops')\n"
            "clf = skops.io.load('clf.skops', trusted=[])",
        ),
        "from joblib import load\nclf = «load(path)»",
        "from sklearn.externals import joblib\nclf = «joblib.load(path)»",
        "import joblib\n«joblib.dump(clf, 'clf.joblib')»\n# %%\nclf = «joblib.load('clf.joblib')»",
        "from huggingface_hub import hf_hub_download\nimport joblib\n"
        "path = «hf_hub_download('org/clf', 'clf.joblib')»\n# %%\nclf = «joblib.load(path)»",
        "import joblib, requests, io\nclf = «joblib.load(io.BytesIO(requests.get(URL).content))»",
        "import joblib, tarfile\n«!aws s3 cp s3://bucket/model.tar.gz .»\n# %%\n"
        "«tarfile.open('model.tar.gz').extractall('model')»\n"
        "# %%\nclf = «joblib.load('model/clf.joblib')»",
        "from pathlib import Path\nimport joblib\n"
        "for path in Path('models').glob('*.joblib'):\n    «joblib.load(path)»",
    ],
    ok=[
        "import joblib\njoblib.dump(clf, 'clf.joblib')",
        "import skops.io as sio\nclf = sio.load('clf.skops', trusted=names)",
        "from joblib import Parallel, delayed\nout = Parallel(2)(delayed(load)(p) for p in paths)",
    ],
)
def unsafe_joblib_load(code: Code) -> Iterator[Match]:
    """A joblib file is a pickle: loading it runs whatever its author put in.

    Keep scikit-learn models with skops and look at skops.io.get_untrusted_types before you load one, or load only
    files whose hash you know."""
    for call in code.calls(*_NAMES):
        fixes = to_skops(code, call, takes_path=True)
        yield load_match(code, call, call.argument(0, "filename"), proposals=fixes)
