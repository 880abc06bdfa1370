"""Model weights taken as pickles although a safe format is there."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, Value, offer, rule

_PICKLES = (".ckpt", ".bin", ".pt", ".pth", ".pkl")


@rule(
    id="pickled-transformers-weights",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Weights loaded as a pickle instead of safetensors",
    cwe=502,
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.003"],
    screen=(
        "use_safetensors",
        "hf_hub_download",
        "from_single_file",
        "load_textual_inversion",
        "weight_name",
        "load_ckpt",
    ),
    bad=[
        Example(
            "m = «AutoModel.from_pretrained('org/m', use_safetensors=False)»",
            fixed="m = AutoModel.from_pretrained('org/m', use_safetensors=True)",
        ),
        "from diffusers import StableDiffusionPipeline as P\np = «P.from_single_file('model.ckpt')»",
        "from huggingface_hub import hf_hub_download\np = «hf_hub_download('org/m', 'pytorch_model.bin')»",
        "name = 'lora.bin'\n# %%\n«pipe.load_lora_weights('org/lora', weight_name=name)»",
        "from diffusers import DiffusionPipeline\npipe = DiffusionPipeline.from_pretrained('org/m')\n"
        "«pipe.load_textual_inversion('style.pt')»",
    ],
    ok=[
        "m = AutoModel.from_pretrained('org/m', use_safetensors=True)",
        "m = AutoModel.from_pretrained('org/m')",
        "from diffusers import StableDiffusionPipeline as P\np = P.from_single_file('model.safetensors')",
        "pipe.load_lora_weights('org/lora', weight_name='lora.safetensors')",
        "from huggingface_hub import hf_hub_download\np = hf_hub_download('org/m', filename='model.safetensors')",
        "def load(use_safetensors=False): ...  # m = f(use_safetensors)",
    ],
)
def pickled_weights(code: Code) -> Iterator[Match]:
    """With use_safetensors=False the weights come as a pickle, which can run code when it is loaded.

    Use the safetensors file, which holds numbers only."""
    for call in code.keyword("use_safetensors"):
        if call.keywords["use_safetensors"].may_be(False):
            edits = call.set_keyword("use_safetensors", "True")
            yield Match(call.span, proposals=offer("Set use_safetensors=True", Applicability.REVIEW, edits))
    for call in code.calls("diffusers.*.from_single_file", "diffusers.*.from_ckpt", "*.load_textual_inversion"):
        if _is_pickle(call.argument(0, "pretrained_model_link_or_path", "pretrained_model_name_or_path")):
            yield Match(call.span, "Weights that are a pickle by their name", Severity.MEDIUM)
    for call in code.calls("huggingface_hub.hf_hub_download", "huggingface_hub.*.hf_hub_download"):
        if _is_pickle(call.argument(1, "filename")):
            yield Match(call.span, "Downloads weights that are a pickle by their name", Severity.LOW)
    for call in code.keyword("weight_name"):
        if _is_pickle(call.keywords["weight_name"]):
            yield Match(call.span, "Weights that are a pickle by their name", Severity.LOW)


def _is_pickle(name: Value | None) -> bool:
    text = name.constant if name is not None else None
    return isinstance(text, str) and text.lower().endswith(_PICKLES)
