"""Cells that load a model file which does something when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import LOAD_SCREEN, Confidence, Frozen, Load, Match, ModelFile, Notebook, Severity, enumerated, rule
from .deed import Tier
from .judging import Judgement, about, accepted, judge, signer_of, told
from .loadedfiles import loaded_models

_NAMED = 2  # files of one call that a message names
# How bad a file is where its loader lets all, some or none of its code run.
_SEVERITY = {
    (Tier.CRITICAL, "none"): Severity.CRITICAL,
    (Tier.CRITICAL, "partial"): Severity.HIGH,
    (Tier.CRITICAL, "full"): Severity.MEDIUM,
    (Tier.REVIEW, "none"): Severity.MEDIUM,
    (Tier.REVIEW, "partial"): Severity.LOW,
    (Tier.REVIEW, "full"): Severity.INFO,
}
_GUARDED = {
    "none": "",
    "partial": "; the options of this call may keep it from that",
    "full": "; the options of this call keep it from that, another loader would not",
}


class _Loaded(Frozen, frozen=True):
    """A call, and the files that it loads, each judged, the worst first."""

    load: Load
    files: list[tuple[ModelFile, Judgement]]

    @property
    def tier(self) -> Tier:
        return self.files[0][1].tier


@rule(
    id="unsafe-model-loaded",
    on=Notebook,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Cell loads a model file that attacks who loads it",
    cwe=(502, 506),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.003", "AML.T0011.000"],
    screen=LOAD_SCREEN,
    bad=[
        "import joblib\nm = «joblib.load('m.joblib')»\n"
        "# %% [model m.joblib]\nglobal os system\ntext echo harmless\ncall",
        "import pickle\nfolder = 'models'\n# %%\nwith open(f'{folder}/m.pkl', 'rb') as f:\n    m = «pickle.load(f)»\n"
        "# %% [model models/m.pkl]\nglobal builtins eval\ntext 1\ncall",
        "import torch\nm = «torch.load('m.pt', weights_only=True)»\n"
        "# %% [model m.pt]\nglobal os system\ntext echo harmless\ncall\n# %% [environment]\ntorch==2.9.0",
        "import pandas as pd\ndef read(path):\n    return «pd.read_pickle(path)»\na, b = read('a.pkl'), read('b.pkl')\n"
        "# %% [model a.pkl]\ntext 1\n# %% [model b.pkl]\nglobal os system\ntext echo harmless\ncall",
    ],
    ok=[
        "import pickle\nm = pickle.load(open('m.pkl', 'rb'))\n# %% [model m.pkl]\nglobal collections OrderedDict\ncall",
        "import pickle\nm = pickle.load(open('other.pkl', 'rb'))\n# %% [model m.pkl]\nglobal os system\ncall",
        "import pickle\nm = pickle.load(open('m.pkl', 'rb'))\n# %% [model m.pkl]\nglobal acme_models.nets Net\ncall",
        "import pickle\nm = pickle.load(open('m.pkl', 'rb'))",
    ],
)
def unsafe_model_loaded(notebook: Notebook) -> Iterator[Match]:
    """The file that this call loads was read without loading it: it starts programs, runs code or changes other
    modules, which no model needs.

    Do not run this cell. If somebody did, take the machine for compromised and change every credential on it; get the
    model anew from its author, as safetensors if there is one."""
    for loaded in _loaded(notebook):
        if loaded.tier is Tier.CRITICAL:
            yield _match(loaded, Confidence.HIGH)


@rule(
    id="unreviewed-model-loaded",
    on=Notebook,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Cell loads a model file with names that nobody looked at",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    screen=LOAD_SCREEN,
    bad=[
        "import joblib\nfor name in ('a', 'b'):\n    m = «joblib.load(f'{name}.joblib')»\n"
        "# %% [model b.joblib]\nglobal acme_models.nets Net\ncall",
        "from pathlib import Path\nimport pickle\nm = «pickle.loads((Path('models') / 'm.pkl').read_bytes())»\n"
        "# %% [model models/m.pkl]\nextension 7",
        "import torch\nm = «torch.load('m.pt', weights_only=False)»\n"
        "# %% [model m.pt]\nglobal acme_models.nets Net\ncall",
    ],
    ok=[
        "import joblib\nm = joblib.load('m.joblib')\n# %% [model m.joblib]\nglobal collections OrderedDict\ncall",
        "import joblib\nm = joblib.load('m.joblib')\n# %% [model m.joblib]\nglobal os system\ncall",
    ],
)
def unreviewed_model_loaded(notebook: Notebook) -> Iterator[Match]:
    """The file that this call loads was read without loading it: it runs code that is on no list of what honest model
    files hold, perhaps a class of your own.

    Look at the names. If they are right, accept them for this very file under known-models in the policy, or save the
    model as safetensors or skops."""
    for loaded in _loaded(notebook):
        gaps = [(model, gap) for model, _ in loaded.files for gap in model.gaps[:1]]
        if loaded.tier is Tier.REVIEW:
            yield _match(loaded, Confidence.LOW)
        elif loaded.tier is Tier.NOTE and gaps:
            model, gap = gaps[0]
            message = f"{model.path}, which is loaded here, was not assessed in full: {gap}"
            severity = Severity.INFO if loaded.load.guard == "full" else Severity.LOW
            yield Match(loaded.load.span, message, severity, related=(loaded.load.place,), about=model.path)


def _loaded(notebook: Notebook) -> Iterator[_Loaded]:
    """Every call of which a file is known, with all files that a loop or a function makes it load."""
    found: dict[tuple[str, object], tuple[Load, dict[int, ModelFile]]] = {}
    for load, model in loaded_models(notebook):
        _, files = found.setdefault((load.pointer, load.span), (load, {}))
        files[id(model)] = model
    for load, files in found.values():
        judged = [(model, judge(model)) for model in files.values()]
        yield _Loaded(load, sorted(judged, key=lambda pair: -pair[1].tier))


def _match(loaded: _Loaded, confidence: Confidence) -> Match:
    load, bad = loaded.load, [(model, one) for model, one in loaded.files if one.tier is loaded.tier]
    (model, worst), *rest = bad
    deeds = worst.critical or worst.review
    message = f"{model.path}, which is loaded here, {told(deeds)}{_GUARDED[load.guard]}"
    if rest:
        message += f"; likewise {enumerated((other.path for other, _ in rest[:_NAMED]), len(rest))}"
    severity = _SEVERITY[loaded.tier, load.guard]
    signers = [signer_of(one) if loaded.tier is Tier.REVIEW else "" for one, _ in bad]
    if all(signers):
        message += f"; {', '.join(dict.fromkeys(signers))} signed it"
        severity = Severity.INFO
    reasons = [accepted(one, judged.review) if loaded.tier is Tier.REVIEW else "" for one, judged in bad]
    return Match(
        load.span,
        message,
        severity,
        confidence,
        related=(load.place,),
        about="\n".join(about(one, judged.critical or judged.review) for one, judged in bad),
        accepted="; ".join(dict.fromkeys(reasons)) if all(reasons) else "",
    )
