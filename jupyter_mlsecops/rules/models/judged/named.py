"""Names that files of skops, MLflow and Keras ask their loaders to import."""

from __future__ import annotations

from ....formats.fact import Fact
from ....formats.pickles import Pair
from ....formats.pickles.lists import allowed, harmful
from ..deed import Tier, cut
from .standard_library import MODULES

_BUILTIN = frozenset(
    "bool bytes bytearray complex dict float frozenset int list map range set slice str tuple type NoneType".split()
)
_OPERATORS = frozenset(
    "abs add and_ concat contains eq floordiv ge gt inv invert itemgetter le lshift lt matmul mod mul ne neg not_ or_ "
    "pos pow rshift sub truediv xor".split()
)
# Libraries whose classes configurations of NeMo make.
_CONFIGURED = frozenset("nemo torch torchmetrics pytorch_lightning lightning transformers omegaconf".split())
# Classes for which skops has loaders of its own.
_NUMPY = frozenset(
    "numpy.random.mtrand.RandomState numpy.random._generator.Generator numpy.random._pcg64.PCG64 "
    "numpy.random._pcg64.PCG64DXSM numpy.random._philox.Philox numpy.random._sfc64.SFC64 numpy.random._mt19937.MT19937 "
    "numpy.ndarray numpy.ma.MaskedArray numpy.dtype".split()
)
_UFUNCS = ("numpy", "scipy.special", "scipy.special._ufuncs")
_NUMPY_HARM = frozenset("load loads fromfile save savez savetxt loadtxt genfromtxt memmap open_memmap".split())


def is_harmful(module: str, name: str) -> str:
    """What a name is known to do, in words that go on from "which"; empty where nothing is known."""
    known = harmful(Pair(module, name))
    if known:
        return known
    return "is of the standard library, not of a model" if module.partition(".")[0] in MODULES else ""


def mlflow_loader(fact: Fact, format: str) -> tuple[Tier, str]:
    """The module with which MLflow loads a model."""
    module = fact.what
    if module == "mlflow" or module.startswith("mlflow."):
        return Tier.NOTE, ""
    known = is_harmful(module, "_load_pyfunc") or is_harmful(*_split(module))
    if known:
        return Tier.CRITICAL, f"imports {cut(module)} to load it, which {known}"
    return Tier.REVIEW, f"imports {cut(module)} to load it, which is no module of MLflow"


def target(fact: Fact, format: str) -> tuple[Tier, str]:
    """What a configuration has called when its model is restored."""
    module, name = _split(fact.what)
    known = is_harmful(module, name)
    if known:
        return Tier.CRITICAL, f"calls {cut(fact.what)}, which {known}"
    if fact.what.partition(".")[0] in _CONFIGURED and name[:1].isupper():
        return Tier.NOTE, ""
    return Tier.REVIEW, f"calls {cut(fact.what)}, which is no class of the libraries of its kind"


def skops_class(fact: Fact, format: str) -> tuple[Tier, str]:
    """A class of which skops makes an object."""
    module, name = _split(fact.what)
    if fact.what in _NUMPY or _is_listed(module, name):
        return Tier.NOTE, ""
    known = harmful(Pair(module, name))
    if known:
        return Tier.CRITICAL, f"makes an object of {cut(fact.what)}, which {known}"
    return Tier.REVIEW, f"makes an object of {cut(fact.what)}, which is on no list of names that were looked at"


def skops_callable(fact: Fact, format: str) -> tuple[Tier, str]:
    """A function, method or operator that skops resolves."""
    module, name = _split(fact.what)
    if _is_listed(module, name) or (module in ("operator", "_operator") and name in _OPERATORS):
        return Tier.NOTE, ""
    if module in _UFUNCS and name.isidentifier() and not name.startswith("_") and name not in _NUMPY_HARM:
        known = harmful(Pair(module, name))
        if not known:
            return Tier.NOTE, ""
    known = harmful(Pair(module, name))
    which = known or "is on no list of names that were looked at"
    return Tier.CRITICAL, f"resolves {cut(fact.what)} ({fact.detail}), which {which}"


def _is_listed(module: str, name: str) -> bool:
    return allowed(Pair(module, name)) is not None or (module == "builtins" and name in _BUILTIN)


def _split(path: str) -> tuple[str, str]:
    module, _, name = path.rpartition(".")
    return module, name
