"""Keras told to load code without asking."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_NAMES = tuple(
    f"{root}.{module}.enable_unsafe_deserialization"
    for root in (
        "keras",
        "tensorflow.keras",
        "tf_keras",
        "keras.src",
        "tensorflow.python.keras",
        "tensorflow.compat.v1.keras",
    )
    for module in ("config", "saving", "saving.serialization_lib", "utils")
)


@rule(
    id="keras-unsafe-deserialization-enabled",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Keras safe mode switched off for every model",
    cwe=[693, 502],
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("enable_unsafe_deserialization",),
    bad=[
        Example(
            "import keras\n«keras.config.enable_unsafe_deserialization()»\nm = keras.Sequential()",
            fixed="import keras\nm = keras.Sequential()",
        ),
        "import tensorflow as tf\nif x:\n    «tf.keras.config.enable_unsafe_deserialization()»",
        "from keras.config import enable_unsafe_deserialization\n«enable_unsafe_deserialization()»",
    ],
    ok=[
        "def enable_unsafe_deserialization(): ...\nenable_unsafe_deserialization()",
        "'enable_unsafe_deserialization()'",
    ],
)
def keras_unsafe_switch(code: Code) -> Iterator[Match]:
    """This lets every Keras model that is loaded afterwards run its Lambda layers, which are code.

    Delete the line, and load the one model you trust with safe_mode=False if it needs that."""
    for call in code.calls(*_NAMES):
        yield Match(call.span, proposals=offer("Delete the statement", Applicability.SAFE, call.drop_statement()))
