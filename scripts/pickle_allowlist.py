"""Writes the list of names that pickles of a library hold: exact pairs, from the real library.

    python scripts/pickle_allowlist.py LIBRARY...     in an environment that has them; all that it has, if none is named

Objects of each library are made, fitted on little data where they are estimators, pickled in several ways, and the
names in those pickles are read with our own reader. What such a name is decides whether it is listed:

- a class of the library, unless one of the methods that loading runs calls something that executes, imports or opens;
- a function only if it stands in ``pickle_reviewed.py``, with the reason and with the arguments that it calls;
- anything else is not listed and printed.

Names that are listed already stay: run it for several versions of a library, one after the other.
"""

from __future__ import annotations

import ast
import collections
import importlib
import importlib.metadata
import importlib.util
import inspect
import io
import json
import os
import pickle
import sys
import tempfile
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "jupyter_mlsecops" / "formats" / "pickles" / "lists" / "allowed.json"
sys.path.insert(0, str(ROOT))

from jupyter_mlsecops.formats.pickles import JOBLIB, Context, Kind, Pair, read  # noqa: E402
from jupyter_mlsecops.formats.pickles.python2 import renamed  # noqa: E402
from scripts.pickle_objects import LIBRARIES  # noqa: E402
from scripts.pickle_reviewed import FIGURE_WORDS, FIGURES, REFUSED, REVIEWED, TAKES_FUNCTION, TORCH  # noqa: E402

_RUNS = frozenset("exec eval compile execfile open __import__".split())
_RUNS_OF = frozenset("import_module system popen Popen check_output load loads load_module urlopen urlretrieve".split())
# What loading a pickle may run of a class, with arguments and a state of the file's choice.
_LOADING = ("__init__", "__new__", "__setstate__", "__setattr__", "__del__")


def pairs_of(thing: Any) -> Iterator[tuple[str, str]]:
    """The names in an object's pickles."""
    dumps: list[tuple[Callable[[], bytes], Context]] = [
        (lambda p=p: pickle.dumps(thing, p), Context()) for p in (0, 2, 4, 5)
    ]
    if importlib.util.find_spec("joblib"):
        dumps.append((lambda: _joblib(thing), JOBLIB))
    for dump, context in dumps:
        try:
            data = dump()
        except Exception:
            continue
        for fact in read(data, context=context).facts:
            if fact.kind is Kind.GLOBAL:
                yield from ((pair.module, pair.name) for pair in fact.pairs)


def _joblib(thing: Any) -> bytes:
    import joblib

    file = io.BytesIO()
    joblib.dump(thing, file)
    return file.getvalue()


def judged(module: str, name: str) -> tuple[str, dict[str, Any] | str] | None:
    """The library of a name and its entry, or why it is not listed; None for a name of no library here."""
    full = f"{module}.{name}"
    if (new := renamed(Pair(module, name))) != (module, name):
        return judged(*new)  # a name of Python 2 is as good as what it is read as
    try:
        found = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except Exception:
        found = None
    root = module.partition(".")[0]
    library = next((key for key, (_, _, roots) in LIBRARIES.items() if root in roots), "")
    if not library:
        library = "python" if root in sys.stdlib_module_names or full in REVIEWED else ""
    if not library:
        return None
    if full in REFUSED:
        return library, REFUSED[full]
    if full in REVIEWED:
        return library, {"kind": "function", **REVIEWED[full]}
    if found is None:
        return library, "is not there under that name"
    if library == "numpy" and type(found).__name__ == "ufunc":
        return library, {"kind": "ufunc"}
    figure = full.startswith(FIGURES) and name.rpartition("_")[2] in FIGURE_WORDS and inspect.isfunction(found)
    if figure and not TAKES_FUNCTION & set(inspect.signature(found).parameters):
        return library, {"kind": "function", "why": "computes a figure from arrays"}
    if not isinstance(found, type):
        return library, "is no class, and not reviewed"
    if runs := _runs(found):
        return library, f"runs {runs}"
    entry: dict[str, Any] = {"kind": "class"}
    if found in (bytearray, bytes, range):
        entry["allocates"] = [0, 1] if found is range else [0]
    if found is collections.defaultdict:
        entry["calls"] = [0]
    return library, entry


def _runs(kind: type) -> str:
    """What the methods that loading runs call of what executes, imports or opens; "" if nothing can be seen.

    Followed through the methods of the same class and the functions of the same module.
    """
    seen: set[Any] = set()
    open_ends = [(method, inspect.getattr_static(kind, method, None)) for method in _LOADING]
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
                if name in _RUNS and not callable(follow):
                    return f"{way} > {name}"
                if inspect.isfunction(follow) and follow.__module__ == function.__module__:
                    open_ends.append((f"{way} > {name}", follow))
            elif isinstance(node.func, ast.Attribute):
                name = node.func.attr
                if name in _RUNS_OF:
                    return f"{way} > {name}"
                if isinstance(node.func.value, ast.Name) and node.func.value.id in ("self", "cls"):
                    open_ends.append((f"{way} > {name}", inspect.getattr_static(kind, name, None)))
                elif isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "super":
                    for base in kind.__mro__[1:]:
                        open_ends.append((f"{way} > super {name}", vars(base).get(name)))
    return ""


def _lines(listed: dict[str, Any]) -> str:
    """JSON with a line for each module, which is how a change is read best."""
    parts = []
    for library, entry in sorted(listed.items()):
        names = sorted(entry["names"].items())
        modules = [f"   {json.dumps(module)}: {json.dumps(found, sort_keys=True)}" for module, found in names]
        versions = json.dumps(entry["versions"])
        parts.append(f' {json.dumps(library)}: {{\n  "versions": {versions},\n  "names": {{\n')
        parts[-1] += ",\n".join(modules) + "\n  }\n }"
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(wanted: list[str]) -> int:
    warnings.simplefilter("ignore")
    os.chdir(tempfile.mkdtemp())  # some libraries write logs where they are
    listed: dict[str, Any] = json.loads(TARGET.read_text()) if TARGET.exists() else {}
    left_out: dict[str, str] = {}
    for library, (module, objects, _) in LIBRARIES.items():
        if (wanted and library not in wanted) or (module and not importlib.util.find_spec(module)):
            continue
        version = importlib.metadata.version(library) if module and library != "xgboost" else ""
        if library == "xgboost":
            version = importlib.import_module("xgboost").__version__
        version = version or ".".join(map(str, sys.version_info[:2]))
        entry = listed.setdefault(library, {"versions": [], "names": {}})
        entry["versions"] = sorted({*entry["versions"], version})
        found: set[tuple[str, str]] = set()
        for thing in objects():
            found.update(pairs_of(thing))
        for pair in sorted(found):
            answer = judged(*pair)
            if answer is None:
                continue
            owner, value = answer
            if isinstance(value, str):
                left_out[".".join(pair)] = value
            else:
                names = listed.setdefault(owner, {"versions": [], "names": {}})["names"]
                names.setdefault(pair[0], {})[pair[1]] = value
        print(f"{library} {version}: {sum(map(len, entry['names'].values()))} names", file=sys.stderr)
    for full, why in sorted(left_out.items()):
        print(f"not listed: {full}: {why}", file=sys.stderr)
    torch = listed["torch"] = {"versions": [], "names": {}}
    for full, value in TORCH.items():
        module, _, name = full.rpartition(".")
        torch["names"].setdefault(module, {})[name] = value
    TARGET.write_text(_lines(listed))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
