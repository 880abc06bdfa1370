"""Loading Keras models that may hold code."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, load_match, offer, rule

_ROOTS = (
    "keras",
    "tensorflow.keras",
    "tf_keras",
    "tensorflow.python.keras",
    "tensorflow.compat.v1.keras",
    "tensorflow.compat.v2.keras",
)
_NAMES = tuple(f"{root}.{module}.load_model" for root in _ROOTS for module in ("models", "saving"))


@rule(
    id="unsafe-keras-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Keras model loaded without safe mode",
    cwe=[502, 94],
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("load_model", "keras"),
    bad=[
        Example(
            "import keras\nm = «keras.models.load_model('m.keras', safe_mode=False)»",
            fixed="import keras\nm = keras.models.load_model('m.keras', safe_mode=True)",
        ),
        "from tensorflow.keras.models import load_model\nm = «load_model('m.h5')»",
        "import tensorflow as tf\nm = «tf.keras.models.load_model(f'{folder}/m.keras', safe_mode=False)»",
        "from tensorflow import keras\npath = 'weights/best.hdf5'\n# %%\nm = «keras.models.load_model(path)»",
        "from tensorflow import keras\n«m.save('m.h5')»\n# %%\nm = «keras.models.load_model('m.h5')»",
    ],
    ok=[
        "import keras\nm = keras.models.load_model('m.keras')",
        "import keras\nm.load_weights('m.h5')",
        "def load_model(p): ...\nload_model('m.h5')  # keras",
        "import mlflow\nmlflow.keras.load_model('runs:/1/m')",
    ],
)
def unsafe_keras_load(code: Code) -> Iterator[Match]:
    """A Keras model can hold Lambda layers, which are code. Without safe mode, and always in an HDF5 file, loading the
    model runs them.

    Save the model as .keras and load it with safe mode on, in Keras 3.13.1 or newer."""
    for call in code.calls(*_NAMES):
        path, safe_mode = call.argument(0, "filepath"), call.argument(3, "safe_mode")
        if safe_mode is not None and safe_mode.is_false():
            edits = call.set_keyword("safe_mode", "True") if "safe_mode" in call.keywords else None
            yield load_match(code, call, path, proposals=offer("Set safe_mode=True", Applicability.REVIEW, edits))
        elif path is not None and isinstance(path.constant, str) and path.constant.lower().endswith((".h5", ".hdf5")):
            yield load_match(code, call, path, unknown=Severity.MEDIUM, fetched=Severity.HIGH)
