"""Safe ways of loading that a crafted file gets around in older versions."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Call, Code, Confidence, Example, Frozen, Match, Severity, regex, rule
from . import keras_versions
from .versions import named, upgrade

_TORCH = ("torch.load", "torch.serialization.load")
_LIGHTNING = "*.load_from_checkpoint"
_KERAS_FILE = regex(r"\.keras[\"']?\)*\Z")


class _Loader(Frozen, frozen=True):
    """A package with a weakness in its safe way of loading: the version without it, and what tells of it."""

    package: str
    title: str
    to: str
    why: str


_KNOWN = {
    "torch": _Loader("torch", "torch", "2.10.0", "weights_only=True can be tricked (CVE-2026-24747)"),
    "keras": _Loader("keras", "Keras", "3.14.0", "safe mode can be tricked (CVE-2025-1550, CVE-2026-1462)"),
    "lightning": _Loader("lightning", "Lightning", "2.6.6", "a checkpoint can name code to run"),
    "pytorch-lightning": _Loader("pytorch-lightning", "Lightning", "2.6.6", "a checkpoint can name code to run"),
}


@rule(
    id="outdated-model-loader",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Safe loading that this version does not keep to",
    cwe=[1395, 502],
    owasp=["ML06"],
    atlas=["AML.T0010.001"],
    screen=("torch", "keras", "load_from_checkpoint"),
    bad=[
        Example(
            "%pip install torch==2.7.1\n# %%\nimport torch\na = «torch.load(path)»\nb = «torch.load(other)»",
            fixed="%pip install torch==2.10.0\n# %%\nimport torch\na = torch.load(path)\nb = torch.load(other)",
        ),
        "import torch\nm = «torch.load(path, weights_only=True)»\n# %% [environment]\ntorch==2.9.1+cu126",
        "from keras.models import load_model\nm = «load_model('m.keras')»\n# %% [environment]\nkeras==3.10.0",
        "from tensorflow import keras\nm = «keras.models.load_model(f'{d}/m.keras')»\n# %%\n"
        "n = «keras.models.load_model('n.keras')»\n# %% [environment]\ntensorflow==2.18.0\nkeras==3.8.0",
        "import lightning as L\nm = «Net.load_from_checkpoint(p, weights_only=True)»\n# %% [environment]\n"
        "lightning==2.5.0",
    ],
    ok=[
        "import torch\nm = torch.load(path, weights_only=True)",
        "import torch\nm = torch.load(path)\n# %% [environment]\ntorch==2.10.0",
        "import torch\nm = torch.load(path, weights_only=True)\n# %% [environment]\ntorch==2.5.1",
        "%pip install torch>=2.6\n# %%\nimport torch\nm = torch.load(path)",
        "import keras\nm = keras.models.load_model('m.keras')\n# %% [environment]\nkeras==3.14.1",
        "import keras\nm = keras.models.load_model(path)\n# %% [environment]\nkeras==3.8.0",
        "import lightning as L\nm = Net.load_from_checkpoint(p, weights_only=True)\n# %% [environment]\n"
        "lightning==2.6.6",
        "import torch\ntorch.save(m, 'm.pt')\n# %%\nm = torch.load('m.pt')\n# %% [environment]\ntorch==2.7.0",
    ],
)
def outdated_model_loader(code: Code) -> Iterator[Match]:
    """Loading weights only, or in safe mode, is meant to run no code, but in this version of the library a crafted file
    gets around it.

    Install the newer version that the finding names, and load nothing from strangers until then."""
    if any(True for _ in _loads(code)):
        yield from code.remember(_outdated).get(code.cell.source_pointer, ())


def _outdated(cells: tuple[Code, ...]) -> dict[str, list[Match]]:
    """One finding for each library, where the notebook first loads with it; the other places are related."""
    found: dict[str, list[tuple[Code, Call]]] = {}
    for code in cells:
        for call, package in _loads(code):
            if code.origin(call.argument(0)).kind != "written":
                found.setdefault(package, []).append((code, call))
    matches: dict[str, list[Match]] = {}
    for package, loads in found.items():
        code, first = loads[0]
        loader = _KNOWN[package]
        message = f"{named(code, package, loader.title)}: {loader.why}; take {loader.to} or newer"
        others = tuple(call.place for _, call in loads[1:])
        fixes = upgrade(code, package, loader.title, loader.to)
        is_fetched = any(one.origin(call.argument(0)).is_from_elsewhere for one, call in loads)
        severity = Severity.MEDIUM if is_fetched and package != "torch" else None  # torch's is hard to make use of
        match = Match(first.span, message, severity, related=others, proposals=fixes)
        matches.setdefault(code.cell.source_pointer, []).append(match)
    return matches


def _loads(code: Code) -> Iterator[tuple[Call, str]]:
    """The calls that load in a way that is safe but for the version, each with the package that is to blame."""
    for call in code.calls(*_TORCH):
        if code.is_before("torch", 2, 10) and code.is_before("torch", 2, 6) is False:
            yield call, "torch"
    for call in code.calls(*keras_versions.NAMES):
        path = call.argument(0, "filepath")
        written = "" if path is None else path.text or code.cell.source[slice(*path.span)]
        if _KERAS_FILE.search(written) and not call.name.startswith("tf_keras.") and _is_old_keras(code):
            yield call, "keras"
    for call in code.calls(_LIGHTNING):
        for package in ("lightning", "pytorch-lightning"):
            if code.is_before(package, 2, 6, 6) and code.uses_module("lightning", "pytorch_lightning"):
                yield call, package
                break


def _is_old_keras(code: Code) -> bool:
    """Whether it is a Keras 3 from before the fixes. Keras 2 gets none; what it loads is found by other rules."""
    return bool(code.is_before("keras", 3, 14)) and code.is_before("keras", 3) is False
