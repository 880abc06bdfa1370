"""GGUF models from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Proposal, Severity, load_match, rule
from .versions import named, not_known, upgrade, with_words

# Before this release the chat template in a file was rendered without a sandbox (CVE-2024-34359).
_SANDBOXED = (0, 2, 72)
_PACKAGE = "llama-cpp-python"


@rule(
    id="untrusted-gguf-load",
    on=Code,
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    title="GGUF model from elsewhere loaded",
    cwe=[94, 1336],
    owasp=["LLM03"],
    atlas=["AML.T0010.003"],
    screen=("llama_cpp",),
    bad=[
        "from llama_cpp import Llama\n«!wget https://data.tool.dev/m.gguf»\n"
        "# %%\nllm = «Llama(model_path='m.gguf', n_ctx=512)»",
        "from huggingface_hub import hf_hub_download\nfrom llama_cpp import Llama\n"
        "path = «hf_hub_download('org/m', 'm.gguf')»\n# %%\nllm = «Llama(path)»",
        "from llama_cpp import Llama\nllm = «Llama.from_pretrained(repo_id='org/m', filename='*q8_0.gguf')»",
        "from llama_cpp import Llama\nllm = «Llama(model_path=path)»\n# %% [environment]\nllama_cpp_python==0.2.60",
        "%pip install llama-cpp-python==0.2.60\n# %%\nfrom llama_cpp import Llama\nllm = «Llama(model_path=path)»",
    ],
    ok=[
        "from llama_cpp import Llama\nllm = Llama(model_path='./m.gguf')",
        "%pip install llama-cpp-python==0.3.2\n# %%\nfrom llama_cpp import Llama\nllm = Llama(model_path=path)",
        "class Llama: ...\nLlama(model_path='m.gguf')  # llama_cpp",
    ],
)
def untrusted_gguf_load(code: Code) -> Iterator[Match]:
    """A GGUF file brings a chat template, which is a program, and is parsed by native code. Before llama-cpp-python
    0.2.72 the template could run any Python.

    Check the hash of the file, and use llama-cpp-python 0.2.72 or newer."""
    old = code.is_before(_PACKAGE, *_SANDBOXED)
    unknown, fetched = (Severity.MEDIUM, Severity.HIGH) if old else (Severity.LOW, Severity.LOW)
    for call in code.calls("llama_cpp.Llama", "llama_cpp.llama.Llama"):
        path = call.argument(0, "model_path")
        if old or code.origin(path).is_from_elsewhere:
            match = load_match(code, call, path, unknown=unknown, fetched=fetched, proposals=_fixes(code, old))
            yield with_words(match, _words(code, old)) if old is not False else match
    for call in code.calls("llama_cpp.Llama.from_pretrained", "llama_cpp.llama.Llama.from_pretrained"):
        match = Match(
            call.span, "GGUF model downloaded by a name that can change", fetched, proposals=_fixes(code, old)
        )
        yield with_words(match, _words(code, old)) if old is not False else match


def _words(code: Code, old: bool | None) -> str:
    """What the version has to do with it."""
    if old is None:
        return f"{not_known(_PACKAGE)}, and before 0.2.72 the chat template can run any Python"
    return f"the chat template can run any Python in {named(code, _PACKAGE, _PACKAGE)} (CVE-2024-34359)"


def _fixes(code: Code, old: bool | None) -> tuple[Proposal, ...]:
    return upgrade(code, _PACKAGE, _PACKAGE, "0.2.72") if old else ()
