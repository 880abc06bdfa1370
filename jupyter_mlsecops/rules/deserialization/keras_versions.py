"""Which Keras a notebook runs with: the package, the one that TensorFlow brings, or the old one beside it."""

from __future__ import annotations

from ...sdk import Call, Code

ROOTS = (
    "keras",
    "tensorflow.keras",
    "tf_keras",
    "tensorflow.python.keras",
    "tensorflow.compat.v1.keras",
    "tensorflow.compat.v2.keras",
)
MODULES = ("models", "saving", "saving.save", "engine.saving", "saving.legacy.save", "saving.saving_api")
NAMES = tuple(f"{root}.{module}.load_model" for root in ROOTS for module in MODULES)

_HDF5_IS_SAFE = (3, 11, 3)


def is_before(code: Code, call: Call, *bound: int) -> bool | None:
    """Whether the Keras 3 that a call of ``NAMES`` reaches is older than ``bound``; None where that is not known.

    TensorFlow has Keras 2 inside before 2.16, and so has tf_keras: older than any Keras 3.
    """
    if call.name.startswith("tf_keras."):
        return True
    if call.name.startswith("tensorflow.") and code.is_before("tensorflow", 2, 16):
        return True
    return code.is_before("keras", *bound)


def runs_lambdas(code: Code, call: Call) -> bool | None:
    """Whether the code of Lambda layers in an HDF5 file is run, safe mode or not; None where that is not known."""
    return is_before(code, call, *_HDF5_IS_SAFE)
