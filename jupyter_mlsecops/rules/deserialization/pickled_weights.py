"""Model weights taken as pickles although a safe format is there."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule


@rule(
    id="pickled-transformers-weights",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Weights loaded as a pickle instead of safetensors",
    cwe=502,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.003"],
    screen=("use_safetensors",),
    bad=[
        Example(
            "m = «AutoModel.from_pretrained('org/m', use_safetensors=False)»",
            fixed="m = AutoModel.from_pretrained('org/m', use_safetensors=True)",
        ),
    ],
    ok=["m = AutoModel.from_pretrained('org/m', use_safetensors=True)", "m = AutoModel.from_pretrained('org/m')"],
)
def pickled_weights(code: Code) -> Iterator[Match]:
    """With use_safetensors=False the weights come as a pickle, which can run code when it is loaded.

    Use the safetensors file, which holds numbers only."""
    for call in code.keyword("use_safetensors"):
        if call.keywords["use_safetensors"].is_false():
            edits = call.set_keyword("use_safetensors", "True")
            yield Match(call.span, proposals=offer("Set use_safetensors=True", Applicability.REVIEW, edits))
