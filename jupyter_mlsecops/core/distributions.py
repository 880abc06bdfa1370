"""Which distribution brings a module, and what a conda package is called on the Python package index.

A module of the same name as a distribution is often another one's (``dotenv``, ``slugify``), so nothing is guessed:
what is not in the tables is not known.
"""

from __future__ import annotations

from functools import lru_cache

from .distributionnames import CONDA, MODULES, SAME
from .environment import canonical

_DEEPEST = 8  # parts of a module name that are looked at
# conda packages that are something else than the distribution of the same name
_OTHERS = frozenset(
    "blosc brotli docker flatbuffers git graphviz h3 igraph julia lmdb redis snappy wget xxhash zstd".split()
)


def of_module(module: str) -> tuple[str, str]:
    """The longest part of a dotted module name that one distribution brings, and that distribution by canonical name.

    ``google.cloud.storage.blob`` gives ``google.cloud.storage`` and ``google-cloud-storage``; both are empty where none
    is known.
    """
    modules = _modules()
    parts = module.split(".")[:_DEEPEST]
    for end in range(len(parts), 0, -1):
        name = modules.get(".".join(parts[:end]))
        if name is not None:
            return ".".join(parts[:end]), name
    name = canonical(parts[0])
    return (parts[0], name) if name in _known() and parts[0] not in namespaces() else ("", "")


@lru_cache(maxsize=1)
def namespaces() -> frozenset[str]:
    """The modules that distributions share, none of which brings them: ``google``, ``google.cloud``, ``azure``."""
    modules = _modules()
    parts = [module.split(".") for module in modules]
    outer = {".".join(each[:end]) for each in parts for end in range(1, len(each))}
    return frozenset(module for module in outer - modules.keys() if canonical(module) not in _known())


def of_conda(name: str) -> str:
    """The canonical name on the Python package index of a conda package; empty where none is known to be the same."""
    other = _conda().get(name.lower())
    return other or (canonical(name) if canonical(name) in _known() - _OTHERS else "")


@lru_cache(maxsize=1)
def _modules() -> dict[str, str]:
    return {module: canonical(name) for module, _, name in (pair.partition("=") for pair in MODULES.split())}


@lru_cache(maxsize=1)
def _conda() -> dict[str, str]:
    return {package: canonical(name) for package, _, name in (pair.partition("=") for pair in CONDA.split())}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset((*map(canonical, SAME.split()), *_modules().values(), *_conda().values()))
