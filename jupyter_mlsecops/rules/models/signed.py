"""Model files beside which a signature lies."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import LOAD_SCREEN, Confidence, Load, Match, ModelFile, Notebook, Severity, Signature, rule
from .loadedfiles import firsts, loaded_models

_WRONG = {"wrong": Severity.HIGH, "added": Severity.MEDIUM}
_UNVERIFIED = ("unknown", "unassessed")
_SAYS = {
    "unknown": "is what was signed, nobody known here signed it",
    "unassessed": "has a signature that was not judged",
}


@rule(
    id="model-signature-wrong",
    on=ModelFile,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Model file that is not what was signed",
    cwe=(345, 347),
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    bad=["# %% [model «m.pkl»]\ntext 1\nsignature wrong", "# %% [model «m.pkl»]\ntext 1\nsignature added"],
    ok=["# %% [model m.pkl]\ntext 1\nsignature trusted ACME", "# %% [model m.pkl]\ntext 1\nsignature unknown"],
)
def model_signature_wrong(model: ModelFile) -> Iterator[Match]:
    """The author signed another file than this one, or somebody broke the signature. It may have been exchanged, or
    damaged on the way.

    Do not load it. Get the file and its signature anew from the author; if you made it, sign it again."""
    said = model.signature
    if said is not None and said.state in _WRONG:
        yield Match(None, f"{_short(said)} ({said.path})", _WRONG[said.state], about=_about(model, said))


@rule(
    id="loaded-model-signature-wrong",
    on=Notebook,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Cell loads a model file that is not what was signed",
    cwe=(345, 347),
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    screen=LOAD_SCREEN,
    bad=[
        "import joblib\nm = «joblib.load('m.joblib')»\n# %% [model m.joblib]\ntext 1\nsignature wrong",
        "import joblib\nm = «joblib.load('m.joblib')»\n# %% [model m.joblib]\ntext 1\nsignature added",
    ],
    ok=["import joblib\nm = joblib.load('m.joblib')\n# %% [model m.joblib]\ntext 1\nsignature trusted ACME"],
)
def loaded_model_signature_wrong(notebook: Notebook) -> Iterator[Match]:
    """The author signed another file than the one that is loaded here, or somebody broke the signature. It may have
    been exchanged, or damaged on the way.

    Do not run this cell. Get the file and its signature anew from the author; if you made it, sign it again."""
    for load, model, said in _signed(notebook):
        if said.state in _WRONG:
            yield _match(load, model, said, f"{model.path}: {_short(said)} ({said.path})", _WRONG[said.state])


@rule(
    id="model-signature-unverified",
    on=ModelFile,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    title="Model file whose signature nobody here vouches for",
    cwe=347,
    bad=["# %% [model «m.pkl»]\ntext 1\nsignature unknown", "# %% [model «m.pkl»]\ntext 1\nsignature unassessed"],
    ok=["# %% [model m.pkl]\ntext 1\nsignature trusted ACME", "# %% [model m.pkl]\ntext 1"],
)
def model_signature_unverified(model: ModelFile) -> Iterator[Match]:
    """A signature says who made a file only to those who know the key, or the identity.

    Put the author's public key, or their identity under Sigstore and its issuer, under model-signers in a policy
    outside of the folders that you scan."""
    said = model.signature
    if said is not None and said.state in _UNVERIFIED:
        yield Match(None, f"It {_SAYS[said.state]}. {said.why}", about=_about(model, said))


@rule(
    id="loaded-model-signature-unverified",
    on=Notebook,
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    title="Cell loads a model whose signature nobody vouches for",
    cwe=347,
    screen=LOAD_SCREEN,
    bad=["import joblib\nm = «joblib.load('m.joblib')»\n# %% [model m.joblib]\ntext 1\nsignature unknown"],
    ok=["import joblib\nm = joblib.load('m.joblib')\n# %% [model m.joblib]\ntext 1\nsignature trusted ACME"],
)
def loaded_model_signature_unverified(notebook: Notebook) -> Iterator[Match]:
    """A signature says who made a file only to those who know the key, or the identity.

    Put the author's public key, or their identity under Sigstore and its issuer, under model-signers in a policy
    outside of the folders that you scan."""
    for load, model, said in _signed(notebook):
        if said.state in _UNVERIFIED:
            yield _match(load, model, said, f"{model.path} {_SAYS[said.state]}. {said.why}", Severity.INFO)


def _signed(notebook: Notebook) -> Iterator[tuple[Load, ModelFile, Signature]]:
    """Each file beside which a signature lies, with the first call that loads it."""
    for load, model in firsts(loaded_models(notebook), lambda pair: pair[1].path):
        if model.signature is not None:
            yield load, model, model.signature


def _match(load: Load, model: ModelFile, said: Signature, message: str, severity: Severity) -> Match:
    return Match(load.span, message, severity, related=(load.place,), about=_about(model, said))


def _about(model: ModelFile, said: Signature) -> str:
    return f"{model.digest or model.path}\n{said.state}"


def _short(said: Signature) -> str:
    return said.why.rstrip(".")
