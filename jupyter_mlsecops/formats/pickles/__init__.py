"""Pickles, read as both unpicklers of CPython read them, without making, importing or calling anything.

``read`` turns bytes into a ``Reading``: facts with their places, and one ending for every stream. It knows no policy:
every name that is resolved is a fact, whether it is harmless or not. What is over budget or broken says so; the facts
found before it stay.
"""

from __future__ import annotations

from .budget import OUT_OF_TIME, PATIENT, Budget, Limits, OverBudget
from .facts import BOUND, HELD, MISREAD, OF_VALUES, Argument, End, Ending, Fact, Kind, Opaque, Pair, Reading
from .lazy import LAZY
from .loaders import JOBLIB
from .reader import read
from .source import Source
from .state import STREAM, TELLING, Context, Malformed
from .values import Blob, Call, Frozen, Global, Grown, Unknown, items_of

__all__ = [
    "OUT_OF_TIME",
    "BOUND",
    "HELD",
    "JOBLIB",
    "LAZY",
    "MISREAD",
    "OF_VALUES",
    "PATIENT",
    "STREAM",
    "TELLING",
    "Argument",
    "Blob",
    "Budget",
    "Call",
    "Context",
    "End",
    "Ending",
    "Fact",
    "Frozen",
    "Global",
    "Grown",
    "Kind",
    "Limits",
    "Malformed",
    "Opaque",
    "OverBudget",
    "Pair",
    "Reading",
    "Source",
    "Unknown",
    "items_of",
    "read",
]
