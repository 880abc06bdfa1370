"""Model files that do something when they are loaded."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Confidence, Match, ModelFile, Proposal, Severity, rule
from .judging import about, accepted, judge, signer_of, told


@rule(
    id="unsafe-model-file",
    on=ModelFile,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Model file that attacks who loads it",
    cwe=(502, 506),
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.003", "AML.T0011.000"],
    bad=[
        "# %% [model «m.pkl»]\nglobal os system\ntext echo harmless\ncall",
        "# %% [model «m.pt»]\nglobal builtins eval\ntext 1\ncall",
        "# %% [model «m.joblib»]\nglobal collections OrderedDict\ncall\ncall",
        "# %% [model «m.pkl»]\nglobal collections OrderedDict\nstate",
        "# %% [model «m.pkl»]\nglobal acme_models.nets torch.os.system\ntext echo harmless\ncall",
    ],
    ok=[
        "# %% [model m.pkl]\nglobal collections OrderedDict\ncall",
        "# %% [model m.pkl]\ntext os.system",
        "# %% [model m.pkl]\nglobal acme_models.nets Net\ncall",
    ],
)
def unsafe_model_file(model: ModelFile) -> Iterator[Match]:
    """Loading this file runs something that has no business in a model: it starts programs, runs code or changes other
    modules.

    Do not load it. If somebody did, take the machine for compromised and change every credential on it; get the model
    anew from its author, as safetensors if there is one."""
    found = judge(model).critical
    if found:
        yield Match(None, f"Loading it {told(found)}", about=about(model, found))


@rule(
    id="unreviewed-model-file",
    on=ModelFile,
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    title="Model file with names that nobody looked at",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    bad=[
        "# %% [model «m.pkl»]\nglobal acme_models.nets Net\ncall",
        "# %% [model «m.pkl»]\nextension 7",
        "# %% [model «m.pkl»]\nglobal acme_models.nets Net.Inner\ncall",
    ],
    ok=[
        "# %% [model m.pkl]\nglobal collections OrderedDict\ncall",
        "# %% [model m.pkl]\ntext acme_models.nets.Net",
    ],
)
def unreviewed_model_file(model: ModelFile) -> Iterator[Match]:
    """Loading this file imports and runs code that is on no list of what honest model files hold. It may be a class of
    your own, or something that nobody has thought of yet.

    Look at the names. If they are right, accept them for this very file under known-models in the policy, or save the
    model as safetensors or skops."""
    found = judge(model).review
    if found:
        names = sorted({deed.name for deed in found if deed.name})
        pins: tuple[Proposal, ...] = ()
        if names and model.digest and all(deed.name for deed in found):
            pins = (Proposal("Accept these names for this file in the policy, with a reason", Applicability.MANUAL),)
        reason = accepted(model, found)
        signer = signer_of(model)
        message = f"Loading it {told(found)}" + (f"; {signer} signed it" if signer else "")
        severity = Severity.INFO if signer else None
        yield Match(None, message, severity, about=about(model, found), accepted=reason, proposals=pins)
