"""Writes the list of names that pickles of libraries hold: exact pairs, from the real libraries.

    python scripts/pickle_allowlist.py objects [LIBRARY...]      in an environment that has them; else all that it has
    python scripts/pickle_allowlist.py files FOLDER              the same for files that bench/modelfiles has written
    python scripts/pickle_allowlist.py classes SITE [ROOT...]    from source: SITE is a folder of packages
    python scripts/pickle_allowlist.py again SITE [ROOT...]      take off what would not be listed from this source

``objects`` makes objects of each library, fitted on little data where they are estimators, pickles them in several ways
and reads the names in those pickles with our own reader; half of the estimators are left out, so that the list can be
tried on them. ``classes`` reads the library's source and adds its classes, as ``pickle_classes.py`` says. What a name
is decides whether it is listed:

- a class of the library, unless one of the methods that loading runs calls something that executes, imports or opens;
  as one that may be called only where an honest pickle calls it, else as one of which objects are made without a call;
- a function only if it stands in ``pickle_reviewed.py`` or ``pickle_given.py``, with the reason and with the arguments
  that it calls;
- anything else is not listed and printed.

Names that are listed already stay: run it for several versions of a library, one after the other. ``again`` asks the
same of classes that are listed already: one that loading may harm in any version of its library is taken off.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import io
import os
import pickle
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.modelfiles.split import held_out_path  # noqa: E402
from jupyter_mlsecops.formats.pickles import JOBLIB, MISREAD, Context, Fact, Kind, Pair, read  # noqa: E402
from scripts.pickle_classes import Library  # noqa: E402
from scripts.pickle_given import GIVEN  # noqa: E402
from scripts.pickle_judging import STANDARD, judged  # noqa: E402
from scripts.pickle_names import Names  # noqa: E402
from scripts.pickle_objects import LIBRARIES  # noqa: E402
from scripts.pickle_reviewed import CLEARED, REFUSED, REVIEWED  # noqa: E402
from scripts.pickle_sources import SOURCES  # noqa: E402

_CALLS = ("REDUCE", "INST", "OBJ")
_HOLDERS = tuple(
    "zoneinfo.ZoneInfo scipy.interpolate._interpolate.interp1d scipy.interpolate.interpolate.interp1d "
    "pendulum.tz.timezone.Timezone matplotlib.axes._axes.Axes matplotlib.projections.polar.PolarAxes "
    "matplotlib.axes._subplots.AxesSubplot bidict.bidict bidict.frozenbidict bidict.OrderedBidict".split()
)  # classes with methods that were looked at


def pairs_of(thing: Any) -> Iterator[tuple[Pair, bool]]:
    """The names in an object's pickles, and whether they are called."""
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
        yield from named(read(data, context=context).facts)


def named(facts: Iterable[object]) -> Iterator[tuple[Pair, bool]]:
    """The names that facts are about, and whether they are called."""
    for fact in facts:
        if isinstance(fact, Fact) and fact.kind in (Kind.GLOBAL, Kind.CALL) and fact.detail != MISREAD:
            for pair in fact.pairs:
                yield pair, fact.kind is Kind.CALL and (fact.opcode in _CALLS or bool(fact.arguments))


def _joblib(thing: Any) -> bytes:
    import joblib

    file = io.BytesIO()
    joblib.dump(thing, file)
    return file.getvalue()


def add(names: Names, found: dict[Pair, bool]) -> None:
    """List what may be listed of the names that were seen; print the others."""
    for pair, called in sorted(found.items()):
        answer = judged(*pair, called)
        if answer is None:
            print(f"not listed: {pair}: of a library that is not in SOURCES", file=sys.stderr)
        elif isinstance(answer[1], str):
            print(f"not listed: {pair}: {answer[1]}", file=sys.stderr)
        else:
            names.add(answer[0], _library(answer[0]), *pair, answer[1])


def objects(names: Names, wanted: list[str]) -> None:
    """List the names in pickles of objects that are made here."""
    os.chdir(tempfile.mkdtemp())  # some libraries write logs where they are
    for library, (module, make) in LIBRARIES.items():
        if (wanted and library not in wanted) or (module and not importlib.util.find_spec(module)):
            continue
        version = importlib.import_module(module).__version__ if module else ".".join(map(str, sys.version_info[:2]))
        names.version(module or STANDARD, library, version)
        found: dict[Pair, bool] = {}
        for thing in make():
            for pair, called in pairs_of(thing):
                found[pair] = found.get(pair, False) or called
        add(names, found)


def files(names: Names, folder: str) -> None:
    """List the names in files, but for the half that is held out."""
    from jupyter_mlsecops.formats import reading

    found: dict[Pair, bool] = {}
    whole = Path(folder).resolve()
    for path in sorted(whole.rglob("*")):
        if path.is_file() and not held_out_path(path.relative_to(whole)):
            with path.open("rb") as file:
                for pair, called in named(reading.read(file, path.name).facts):
                    found[pair] = found.get(pair, False) or called
    os.chdir(tempfile.mkdtemp())
    add(names, found)


def classes(names: Names, site: str, wanted: list[str]) -> None:
    """List the classes of the libraries in a folder of packages, from their source."""
    for root, (library, within) in SOURCES.items():
        folder = Path(site) / root
        if (wanted and root not in wanted) or not within or not folder.is_dir():
            continue
        names.version(root, library, _version(Path(site), library))
        for found in Library(folder, root).classes(within):
            full = f"{found.module}.{found.name}"
            if full in REFUSED or full in REVIEWED or full in GIVEN:
                continue
            if not found.why_not or full in CLEARED:
                names.add(root, library, found.module, found.name, {"kind": found.kind or "instance"})
            else:
                print(f"not listed: {full}: {found.why_not}", file=sys.stderr)


def again(names: Names, site: str, wanted: list[str]) -> None:
    """Take classes off the list that the source of their library says harm of; functions were looked at by a person."""
    for root in names.roots:
        folder = Path(site) / root
        if (wanted and root not in wanted) or not folder.is_dir():
            continue
        library = Library(folder, root)
        for module, held in names.roots[root]["names"].items():
            for name, entry in list(held.items()):
                full = f"{module}.{name}"
                if entry["kind"] not in ("class", "instance") or full in GIVEN or full in REVIEWED:
                    continue
                found = library.judged(module, name)
                why = REFUSED.get(full) or (found.why_not if found is not None and full not in CLEARED else "")
                if why:
                    print(f"taken off: {full}: {why}", file=sys.stderr)
                    del held[name]
                elif found is not None and entry["kind"] == "class" and found.kind == "instance":
                    why = library.calls_in(module, name)
                    if why:
                        print(f"no longer called: {full}: {why}", file=sys.stderr)
                        entry["kind"] = "instance"


def _split(full: str) -> tuple[str, str]:
    """The module and the name of what a person wrote down."""
    holder, _, name = full.rpartition(".")
    if holder in _HOLDERS:
        holder, _, klass = holder.rpartition(".")
        name = f"{klass}.{name}"
    return holder, name


def _version(site: Path, library: str) -> str:
    prefix = library.lower().replace("-", "_")
    found = [path.name for path in site.glob("*.dist-info") if path.name.lower().replace("-", "_").startswith(prefix)]
    return next((name.split("-")[1] for name in found if name.split("-")[0].lower() == prefix), "")


def _library(root: str) -> str:
    return SOURCES[root][0] if root in SOURCES else STANDARD


def main(arguments: list[str]) -> int:
    warnings.simplefilter("ignore")
    gc.disable()  # trees of source are many objects, and all of them stay
    names = Names()
    match arguments:
        case ["objects", *wanted]:
            objects(names, wanted)
        case ["files", folder]:
            files(names, folder)
        case ["classes", site, *wanted]:
            classes(names, site, wanted)
        case ["again", site, *wanted]:
            again(names, site, wanted)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    for full, entry in {**{name: {"kind": "function", **more} for name, more in REVIEWED.items()}, **GIVEN}.items():
        module, name = _split(full)
        root = module.partition(".")[0]
        root = root if root in SOURCES else STANDARD
        names.add(root, _library(root), module, name, entry)
    for held in names.roots.values():
        for module, listed in held["names"].items():
            held["names"][module] = {name: entry for name, entry in listed.items() if f"{module}.{name}" not in REFUSED}
    names.write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
