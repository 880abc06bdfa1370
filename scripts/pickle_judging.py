"""Whether a name that was seen in a pickle may be listed, as what, or why not; asked by ``pickle_allowlist.py``."""

from __future__ import annotations

import ast
import collections
import enum
import functools
import importlib
import importlib.util
import inspect
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jupyter_mlsecops.formats.pickles import Pair
from jupyter_mlsecops.formats.pickles.python2 import renamed
from scripts.pickle_classes import LOADED, RUNS, RUNS_OF, Library
from scripts.pickle_given import GIVEN
from scripts.pickle_names import Entry
from scripts.pickle_reviewed import (
    CLEARED,
    FIGURE_WORDS,
    FIGURES,
    REFUSED,
    REVIEWED,
    TAKES_FUNCTION,
)
from scripts.pickle_sources import SOURCES

STANDARD = "python"


def judged(module: str, name: str, called: bool) -> tuple[str, Entry | str] | None:
    """The file of a name and its entry, or why it is not listed; None for a name of no library that is listed."""
    full = f"{module}.{name}"
    if (new := renamed(Pair(module, name))) != (module, name):
        return judged(*new, called)  # a name of Python 2 is as good as what it is read as
    root = module.partition(".")[0]
    if root in sys.stdlib_module_names or root in ("copy_reg", "__builtin__"):
        root = STANDARD
    elif root not in SOURCES:
        return None
    if full in REFUSED:
        return root, REFUSED[full]
    if full in REVIEWED or full in GIVEN:
        return root, {"kind": "function", **REVIEWED.get(full, {}), **GIVEN.get(full, {})}
    try:
        found = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except Exception:
        return root, "is not there under that name"
    if root in ("numpy", "scipy") and type(found).__name__ == "ufunc":
        return root, {"kind": "ufunc"}
    figure = full.startswith(FIGURES) and name.rpartition("_")[2] in FIGURE_WORDS and inspect.isfunction(found)
    if figure and not TAKES_FUNCTION & set(inspect.signature(found).parameters):
        return root, {"kind": "function", "why": "computes a figure from arrays"}
    if type(found).__module__ == "torch" and type(found).__name__ in ("dtype", "layout", "memory_format", "qscheme"):
        return root, {"kind": "constant"}
    if not isinstance(found, type):
        return root, "is no class, and not reviewed"
    if full not in CLEARED and (runs := _runs(found, LOADED)):
        return root, f"runs {runs}"
    source = _source(root) if root != STANDARD else None
    if (
        full not in CLEARED
        and source is not None
        and (other := source.judged(found.__module__, found.__qualname__))
        and other.why_not
    ):
        return root, other.why_not
    called = (called or issubclass(found, (enum.Enum, BaseException))) and not _runs(found, ("__init__",))
    entry: Entry = {"kind": "class" if called or root == STANDARD else "instance"}
    if found in (bytearray, bytes, range):
        entry["allocates"] = [0, 1] if found is range else [0]
    if found is collections.defaultdict:
        entry["calls"] = [0]
    return root, entry


@functools.cache
def _source(root: str) -> Library | None:
    """The source of a library that is installed here."""
    spec = importlib.util.find_spec(root)
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return Library(Path(places[0]), root) if places else None


def _runs(kind: type, methods: Iterable[str]) -> str:
    """What some methods of a class call of what executes, imports or opens; "" if nothing can be seen.

    Followed through the methods of the same class and the functions of the same module.
    """
    seen: set[Any] = set()
    open_ends = [(method, inspect.getattr_static(kind, method, None)) for method in methods]
    while open_ends:
        way, function = open_ends.pop()
        function = inspect.unwrap(getattr(function, "__func__", function)) if function is not None else None
        if function in seen or way.count(" > ") > 6:
            continue
        seen.add(function)
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        except (OSError, TypeError, SyntaxError):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name):
                name = node.func.id
                follow = getattr(function, "__globals__", {}).get(name)
                if name in RUNS and not callable(follow):
                    return f"{way} > {name}"
                if inspect.isfunction(follow) and follow.__module__ == function.__module__:
                    open_ends.append((f"{way} > {name}", follow))
            elif isinstance(node.func, ast.Attribute):
                name = node.func.attr
                if name in RUNS_OF:
                    return f"{way} > {name}"
                if isinstance(node.func.value, ast.Name) and node.func.value.id in ("self", "cls"):
                    open_ends.append((f"{way} > {name}", inspect.getattr_static(kind, name, None)))
                elif isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "super":
                    for base in kind.__mro__[1:]:
                        open_ends.append((f"{way} > super {name}", vars(base).get(name)))
    return ""
