"""The lists of names: what stands on them, what never may, and how names are looked up."""

from __future__ import annotations

import pickle
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import datetime, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from jupyter_mlsecops.formats.pickles import Kind, Pair, read
from jupyter_mlsecops.formats.pickles.lists import allowed, harmful
from jupyter_mlsecops.formats.pickles.lists.allowed import _entries, table


def pair(full: str) -> Pair:
    module, _, name = full.rpartition(".")
    return Pair(module, name)


@pytest.mark.parametrize(
    "thing",
    [
        OrderedDict(a=1),
        Counter("a"),
        deque([1]),
        defaultdict(list),
        datetime(2020, 1, 1, tzinfo=timezone.utc),
        Decimal(1),
        Fraction(1, 2),
        UUID(int=1),
        {1, 2},
        frozenset([1]),
        bytearray(b"x"),
        range(3),
        complex(1, 2),
        b"bytes",
    ],
    ids=lambda thing: type(thing).__name__,
)
@pytest.mark.parametrize("protocol", range(6))
def test_names_in_pickles_of_plain_things_are_listed(thing: Any, protocol: int) -> None:
    reading = read(pickle.dumps(thing, protocol))
    resolved = [fact.pairs for fact in reading.facts if fact.kind is Kind.GLOBAL]
    assert [pairs for pairs in resolved if not all(map(allowed, pairs))] == []


@pytest.mark.parametrize(
    ("full", "calls"),
    [
        ("copyreg._reconstructor", (0, 1)),
        ("collections.defaultdict", (0,)),
        ("numpy._core.multiarray._reconstruct", (0,)),
        ("numpy.core.multiarray._reconstruct", (0,)),
        ("numpy.random._pickle.__randomstate_ctor", (0, 1)),
        ("pandas.core.indexes.base._new_Index", (0,)),
    ],
)
def test_what_calls_its_arguments_says_so(full: str, calls: tuple[int, ...]) -> None:
    entry = allowed(pair(full))
    assert entry is not None and entry.calls == calls


@pytest.mark.parametrize(
    "full",
    [
        "sklearn.ensemble._forest.RandomForestClassifier",
        "sklearn.tree._tree.Tree",
        "sklearn.pipeline.Pipeline",
        "pandas.DataFrame",
        "pandas.core.frame.DataFrame",
        "scipy.sparse._csr.csr_matrix",
        "xgboost.core.Booster",
        "lightgbm.basic.Booster",
        "torch._utils._rebuild_tensor_v2",
        "torch.FloatStorage",
        "numpy.float64",
    ],
)
def test_names_of_libraries_are_listed(full: str) -> None:
    assert allowed(pair(full)) is not None


@pytest.mark.parametrize(
    "full",
    [
        "os.system",
        "builtins.eval",
        "builtins.getattr",
        "builtins.type",
        "functools.partial",
        "numpy.load",
        "numpy.memmap",
        "numpy._core._ufunc_reconstruct",
        "numpy.core._ufunc_reconstruct",
        "torch.storage._load_from_bytes",
        "polars.lazyframe.frame.LazyFrame",
        "nltk.corpus.util.LazyCorpusLoader",
        "matplotlib.colors.LinearSegmentedColormap",
        "optuna._imports._LazyImport",
        "builtins.iter",
        "pandas.core.frame.DataFrame.eval",
        "pandas.read_pickle",
        "joblib.load",
        "pickle.loads",
        "sympy.core.sympify.sympify",
        "sklearn.ensemble._forest.RandomForestClassifier.fit",
        "sklearn.pipeline",
    ],
)
def test_these_are_never_listed(full: str) -> None:
    assert allowed(pair(full)) is None


def test_nothing_on_the_list_does_harm_or_reads_bytes() -> None:
    """The reader does not look into every payload: no listed function may."""
    words = (
        "loads",
        "load",
        "from_bytes",
        "frombytes",
        "unpickle_bytes",
        "eval",
        "exec",
        "import",
        "open",
        "read",
        "partial",
    )
    values = "urllib.parse", "requests.cookies", "requests.models", "requests.structures"  # of modules that do more
    for listed, entry in table():
        assert harmful(listed) is None or (listed.module in values and entry.kind in ("class", "instance")), listed
        if entry.kind not in ("class", "instance"):
            assert listed.name.rpartition(".")[2].lstrip("_").lower() not in words, listed
        if entry.kind == "function":
            assert entry.why, listed


def test_the_list_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        _entries("python", "collections")["system"] = None  # type: ignore[index]


@pytest.mark.parametrize(
    ("full", "family"),
    [
        ("os.system", "runs programs"),
        ("posix.system", "runs programs"),
        ("os.execv", "runs programs"),
        ("nt.spawnl", "runs programs"),
        ("subprocess.Popen", "runs programs"),
        ("builtins.eval", "runs code"),
        ("__builtin__.execfile", "runs code"),
        ("runpy._run_code", "runs code"),
        ("IPython.core.magics.execution.ExecutionMagics.run", "runs code"),
        ("builtins.getattr", "resolves names"),
        ("importlib.import_module", "resolves names"),
        ("numpy._core._ufunc_reconstruct", "resolves names"),
        ("pickle.loads", "loads other files"),
        ("torch.load", "loads other files"),
        ("ctypes.CDLL", "loads native code"),
        ("pip.main", "installs packages"),
        ("requests.get", "uses the network"),
        ("shutil.rmtree", "changes files"),
        ("builtins.open", "changes files"),
        ("os.kill", "changes the process"),
        ("picklescan.scanner._unsafe_globals", "meddles with scanners"),
        ("jupyter_mlsecops.formats.pickles.lists.allowed.table", "meddles with scanners"),
    ],
)
def test_families(full: str, family: str) -> None:
    assert harmful(pair(full)) == family


@pytest.mark.parametrize(
    ("module", "name", "family"),
    [
        ("logging", "os.system", "runs programs"),
        ("innocent", "sub.os.system", "runs programs"),
        ("os", "system.__call__", "runs programs"),
        ("os\r", "system", "runs programs"),
        ("logging", "Logger.manager", None),
        ("my.package", "Model.Inner", None),
        ("os.path", "join", None),
        ("collections", "OrderedDict", None),
        ("code.model", "Net", None),
        ("test", "MyModel", None),
        ("operator", "itemgetter", None),
        ("osmnx", "system", None),
    ],
)
def test_dotted_names_and_names_that_only_look_alike(module: str, name: str, family: str | None) -> None:
    assert harmful(Pair(module, name)) == family


@pytest.mark.parametrize(
    ("full", "kind"),
    [
        ("sklearn.pipeline.Pipeline", "instance"),
        ("torch.nn.modules.linear.Linear", "instance"),
        ("transformers.models.bert.modeling_bert.BertModel", "instance"),
        ("transformers.trainer_utils.IntervalStrategy", "class"),
        ("sklearn.tree._tree.Tree", "class"),
        ("collections.OrderedDict", "class"),
        ("numpy.add", "ufunc"),
        ("torch.float32", "constant"),
        ("zoneinfo.ZoneInfo._unpickle", "function"),
    ],
)
def test_what_a_name_is_listed_as(full: str, kind: str) -> None:
    module, _, name = full.rpartition(".")
    if module.endswith("ZoneInfo"):
        module, name = "zoneinfo", "ZoneInfo._unpickle"
    entry = allowed(Pair(module, name))
    assert entry is not None and entry.kind == kind


def test_a_name_of_very_many_parts_costs_nothing() -> None:
    """Each part would be asked for as a module, with all that follow."""
    long = Pair(".".join(["a"] * 50_000), ".".join(["b"] * 50_000))
    assert harmful(long) == "has more parts than any honest one"


@pytest.mark.parametrize("module", ["../names/python", "names", "", "sklearn/..", "python", "\0", "a" * 5000])
def test_modules_with_names_of_files(module: str) -> None:
    """What a file calls a module is never taken for a path."""
    assert allowed(Pair(module, "OrderedDict")) is None
