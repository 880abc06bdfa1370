"""Cells that load a file which is not what it was when it was last assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...sdk import DATA_LOAD_SCREEN, LOAD_SCREEN, Altered, Confidence, Load, Match, ModelFile, Notebook, Severity, rule
from .judging import signer_of
from .loadedfiles import Loaded, firsts, loaded_data, loaded_models

_MONTHS = "January February March April May June July August September October November December".split()
_LINK = "link"  # the kind of what leads out of where files may be read
_SHOWN = 12  # hex digits of a digest
_INERT = ("gguf", "lightgbm", "npy", "npz", "onnx", "safetensors", "xgboost")  # no code of theirs runs by design


@rule(
    id="model-file-altered",
    on=Notebook,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    title="Model file that was altered since the last scan",
    cwe=345,
    owasp=["ML10"],
    atlas=["AML.T0010.003"],
    screen=LOAD_SCREEN,
    bad=[
        "import joblib\nm = «joblib.load('m.joblib')»\n"
        "# %% [model m.joblib]\nglobal collections OrderedDict\ncall\naltered 2026-11-03",
        "import torch\nm = «torch.load('m.pt', weights_only=True)»\n# %% [model m.pt]\ntext 1\naltered 2026-11-03",
        "import urllib.request as u, joblib\nu.urlretrieve('https://models.tool.dev/m.joblib', 'm.joblib')\n# %%\n"
        "m = «joblib.load('m.joblib')»\n# %% [model m.joblib]\ntext 1\naltered 2026-11-03",
        "import joblib\nm = «joblib.load('m.joblib')»\n# %% [model m.joblib]\ntext 1\naltered 2026-11-03 train.ipynb",
    ],
    ok=[
        "import joblib\nm = joblib.load('m.joblib')\n# %% [model m.joblib]\ntext 1",
        "import joblib\njoblib.dump(make(), 'm.joblib')\n# %%\nm = joblib.load('m.joblib')\n"
        "# %% [model m.joblib]\ntext 1\naltered 2026-11-03",
    ],
)
def model_file_altered(notebook: Notebook) -> Iterator[Match]:
    """Somebody or something changed this file after it was last looked at. A model that was exchanged runs what its new
    author wants, or answers as they want.

    Find out who changed it. If it is right, ignore the finding with a reason: that holds for this content only, and the
    next change is told again. Sign models that you make, and a change is told from an exchange."""
    for load, model, was in _altered(loaded_models(notebook)):
        severity, why = _judged(load, was, _worst(load, model))
        if signer := signer_of(model):
            severity, why = Severity.INFO, f"; {signer} signed what it is now"
        reasons = [one.reason for one in model.known if model.digest == f"sha256:{one.sha256}"]
        yield _match(load, model, was, severity, why, "; ".join(reasons))


@rule(
    id="data-file-altered",
    on=Notebook,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="Data file that was altered since the last scan",
    cwe=345,
    owasp=["ML02"],
    atlas=["AML.T0020"],
    screen=DATA_LOAD_SCREEN,
    bad=[
        "import pandas as pd\ndf = «pd.read_csv('data/d.csv')»\n# %% [data data/d.csv]\naltered 2026-11-03",
        "import json\nwith open('d.json') as f:\n    d = «json.load(f)»\n# %% [data d.json]\naltered 2026-11-03",
    ],
    ok=[
        "import pandas as pd\ndf = pd.read_csv('other.csv')\n# %% [data d.csv]\naltered 2026-11-03",
        "import pandas as pd\nmake().to_csv('d.csv')\n# %%\ndf = pd.read_csv('d.csv')\n"
        "# %% [data d.csv]\naltered 2026-11-03",
    ],
)
def data_file_altered(notebook: Notebook) -> Iterator[Match]:
    """Somebody or something changed this file after it was last looked at. Whoever can change what a model learns from
    can change what it learns.

    If the file is meant to change, say so in a comment on the line. Otherwise find out who changed it, and ignore the
    finding with a reason: that holds for this content only."""
    for load, file, was in _altered(loaded_data(notebook)):
        severity, why = _judged(load, was, Severity.LOW)
        yield _match(load, file, was, severity, why)


def _altered(loaded: Iterable[Loaded]) -> Iterator[tuple[Load, ModelFile, Altered]]:
    """Each file that was altered, with the first call that loads it, and which does not write it itself."""
    foreign = ((load, file) for load, file in loaded if load.origin.kind != "written")
    for load, file in firsts(foreign, lambda pair: pair[1].path):
        if file.altered is not None:
            yield load, file, file.altered


def _worst(load: Load, model: ModelFile) -> Severity:
    """How bad it is if nothing explains it: what a file can do to who loads it counts."""
    if model.kind in ("npy", "npz") and load.guard == "full":
        return Severity.LOW
    return Severity.MEDIUM if model.kind.startswith(_INERT) or load.guard != "none" else Severity.HIGH


def _judged(load: Load, was: Altered, worst: Severity) -> tuple[Severity, str]:
    """How bad it is, and what explains it, if something does."""
    origin = load.origin
    cell = f"cell {origin.cell}" if origin.cell is not None else "this notebook"
    if origin.is_checked:
        return Severity.INFO, f"; {cell} downloads it again and names its hash or commit"
    if origin.is_from_elsewhere:
        return Severity.LOW, f"; {cell} gets it anew"
    if was.writer:
        return Severity.LOW, f"; {was.writer} writes it"
    return worst, ""


def _match(load: Load, file: ModelFile, was: Altered, severity: Severity, why: str, accepted: str = "") -> Match:
    year, month, day = was.since.split("-")
    since = f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
    message = f"{file.path} was altered since {since}: it was {_told(was.size, was.digest)}"
    now = "a link to what lies elsewhere" if file.kind == _LINK else _told(file.size, file.digest)
    message += f", and is now {now}{why}"
    about = file.digest or f"{file.path}\n{file.size}"
    return Match(load.span, message, severity, related=(load.place,), about=about, accepted=accepted)


def _told(size: int, digest: str) -> str:
    shown = f", sha256 {digest.removeprefix('sha256:')[:_SHOWN]}" if digest else ""
    return f"{size:,} bytes{shown}"
