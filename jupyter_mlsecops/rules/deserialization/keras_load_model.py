"""Loading Keras models that may hold code."""

from __future__ import annotations

from collections.abc import Iterator
from re import IGNORECASE

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Severity,
    Value,
    load_match,
    offer,
    regex,
    replace,
    rule,
)
from .conversions import to_keras
from .keras_versions import MODULES, NAMES, ROOTS, runs_lambdas
from .versions import named, not_known, upgrade, with_words

_CONFIGS = tuple(
    f"{root}.{module}.model_from_{form}" for root in ROOTS for module in MODULES for form in ("json", "yaml", "config")
)
# The path may be put together; what it ends in is written in the cell.
_HDF5 = regex(r"""\.(?:h5|hdf5|hdf)["']\)*\Z""", IGNORECASE)
_NAMED = regex(r"\.(?:h5|hdf5)\b", IGNORECASE)
_LAST = regex(r"""\.(?:keras|h5|hdf5|hdf)["']?\)*\Z""", IGNORECASE)


@rule(
    id="unsafe-keras-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Keras model loaded without safe mode",
    cwe=[502, 94],
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("load_model", "keras", "model_from_"),
    bad=[
        Example(
            "import keras\nm = «keras.models.load_model('m.keras', safe_mode=False)»",
            fixed="import keras\nm = keras.models.load_model('m.keras', safe_mode=True)",
        ),
        Example(
            "from tensorflow.keras.models import load_model\nm = «load_model('m.h5')»",
            fixed="from tensorflow.keras.models import load_model\n"
            "# Once, where nothing is at stake, for this runs what the old file says (Keras 3.14 or newer):\n"
            "#     load_model('m.h5').save('m.keras')\n"
            "m = load_model('m.keras')",
        ),
        "import tensorflow as tf\nm = «tf.keras.models.load_model(f'{folder}/m.keras', safe_mode=False)»",
        "from tensorflow import keras\npath = 'weights/best.hdf5'\n# %%\nm = «keras.models.load_model(path)»",
        "from tensorflow.keras.models import load_model\nm = «load_model(f'{folder}/best.h5')»",
        "import os\nfrom keras.models import load_model\n"
        "m = «load_model(os.path.join(folder, 'best.hdf5'), compile=False)»",
        "import wget\nname = «wget.download('https://data.tool.dev/net.h5')»\n# %%\nfrom tensorflow import keras\n"
        "m = «keras.models.load_model(name)»",
        "from keras.models import load_model\nfrom huggingface_hub import snapshot_download\n"
        "d = «snapshot_download('org/m')»\n# %%\nm = «load_model(d)»",
        "from keras.models import model_from_json\nm = «model_from_json(open('m.json').read())»",
        "from keras.models import model_from_yaml\nm = «model_from_yaml(text)»",
        "import requests\nfrom tensorflow.keras.models import model_from_json\n"
        "m = «model_from_json(requests.get(url).text)»",
        "from keras.models import load_model\nkw = {'safe_mode': False}\nm = «load_model(p, **kw)»",
        Example(
            "%pip install keras==3.8.0\n# %%\nimport keras\nm = «keras.models.load_model('m.h5')»",
            fixed="%pip install keras==3.14.0\n# %%\nimport keras\nm = keras.models.load_model('m.h5')",
        ),
        "from tensorflow import keras\nm = «keras.models.load_model('m.h5')»\n# %% [environment]\ntensorflow==2.15.1",
        "import tf_keras\nm = «tf_keras.models.load_model('m.h5')»\n# %% [environment]\nkeras==3.14.0",
        "from tensorflow import keras\n«m.save('m.h5')»\n# %%\nm = «keras.models.load_model('m.h5')»",
        Example(
            "from keras import layers\nlayer = «layers.deserialize(config, safe_mode=False)»",
            fixed="from keras import layers\nlayer = layers.deserialize(config, safe_mode=True)",
        ),
        "from keras.src.saving import serialization_lib as s\nwith «s.SafeModeScope(False)»:\n    m = build(config)",
    ],
    ok=[
        "import keras\nm = keras.models.load_model('m.keras')",
        "import keras\nm.load_weights('m.h5')",
        "def load_model(p): ...\nload_model('m.h5')  # keras",
        "from keras.models import load_model\nm = load_model(path)",
        "from keras.models import load_model\nm = load_model('m.keras', custom_objects={'f1': f1})",
        "import keras\nm = keras.models.load_model('m.h5')\n# %% [environment]\nkeras==3.14.0",
        "import keras\nlayer = keras.layers.deserialize(config, safe_mode=True)",
        "from own import load\nload('m', safe_mode=False)  # not of keras",
        "%pip install 'keras>=3.12'\n# %%\nfrom keras.models import load_model\nm = load_model('m.h5')",
        "import mlflow\nmlflow.keras.load_model('runs:/1/m')",
    ],
)
def unsafe_keras_load(code: Code) -> Iterator[Match]:
    """A Keras model can hold Lambda layers, which are code. Without safe mode, and in an HDF5 file before Keras 3.11.3,
    loading the model runs them.

    Save the model as .keras and load it with safe mode on, in Keras 3.14 or newer."""
    for call in code.calls(*NAMES):
        path, safe_mode = call.argument(0, "filepath"), call.argument(3, "safe_mode")
        if safe_mode is not None and safe_mode.may_be(False):
            edits = call.set_keyword("safe_mode", "True") if "safe_mode" in call.keywords else None
            yield load_match(code, call, path, proposals=offer("Set safe_mode=True", Applicability.REVIEW, edits))
        elif path is not None and _is_hdf5(code, path):
            yield from _hdf5(code, call, path)
        elif safe_mode is None and path is not None and _may_be_hdf5(code, call, path):
            yield load_match(code, call, path, unknown=Severity.LOW, fetched=Severity.MEDIUM)
    yield from _scoped(code)
    for call in code.calls(*_CONFIGS):
        text = call.argument(0, "json_string", "yaml_string", "config")
        by_yaml = call.name.endswith("yaml")
        unknown = Severity.MEDIUM if by_yaml else Severity.LOW
        yield load_match(code, call, text, unknown=unknown, fetched=Severity.HIGH)


def _scoped(code: Code) -> Iterator[Match]:
    """Other functions of Keras that build what a configuration says, and blocks in which all of them do."""
    for call in code.keyword("safe_mode"):
        is_other = call.name not in NAMES and not call.name.endswith(".SafeModeScope")
        if is_other and call.name.startswith(ROOTS) and call.keywords["safe_mode"].may_be(False):
            edits = call.set_keyword("safe_mode", "True")
            yield Match(call.span, proposals=offer("Set safe_mode=True", Applicability.REVIEW, edits))
    for call in code.calls("keras.*.SafeModeScope", "tensorflow.keras.*.SafeModeScope", "tf_keras.*.SafeModeScope"):
        told = call.argument(0, "safe_mode")
        if told is not None and told.is_false():
            yield Match(call.span)


def _hdf5(code: Code, call: Call, path: Value) -> Iterator[Match]:
    """A model in an HDF5 file, whatever safe_mode says."""
    old = runs_lambdas(code, call)
    if old is False:
        return
    unknown = Severity.HIGH if old else Severity.MEDIUM
    match = load_match(code, call, path, unknown=unknown, proposals=to_keras(code, call))
    if old is None:
        yield with_words(match, f"{not_known('Keras')}, and before 3.11.3 safe mode does not hold for HDF5 files")
    elif call.name.startswith("tf_keras."):
        yield with_words(match, "tf_keras knows no safe mode for HDF5 files")
    else:
        fixes = upgrade(code, "keras", "Keras", "3.14.0")
        match = replace(match, proposals=(*fixes, *match.proposals))
        yield with_words(match, f"{named(code, 'keras', 'Keras')} knows no safe mode for HDF5 files (CVE-2025-9905)")


def _is_hdf5(code: Code, path: Value) -> bool:
    """Whether a file is HDF5 by its name, as far as that is known or written."""
    if isinstance(path.constant, str):
        return path.constant.lower().endswith((".h5", ".hdf5", ".hdf"))
    if _HDF5.search(code.cell.source[slice(*path.span)]):
        return True
    fetched = code.origin(path).place
    if fetched is None or fetched.span is None:
        return False
    source = next((one.cell.source for one in code.cells if one.cell.source_pointer == fetched.pointer), "")
    return _NAMED.search(source[slice(*fetched.span)]) is not None


def _may_be_hdf5(code: Code, call: Call, path: Value) -> bool:
    """Whether a file or folder comes from elsewhere and its name does not tell what is in it."""
    if runs_lambdas(code, call) is False:
        return False
    written = path.constant if isinstance(path.constant, str) else code.cell.source[slice(*path.span)]
    return _LAST.search(written) is None and code.origin(path).is_from_elsewhere
