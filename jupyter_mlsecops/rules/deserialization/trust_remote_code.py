"""Models that bring code of their own."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, offer, rule

_NESTED = ("model_kwargs", "tokenizer_kwargs", "config_kwargs", "processor_kwargs", "model_args", "tokenizer_args")


@rule(
    id="trust-remote-code",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Code of a downloaded model is trusted",
    cwe=[94, 829],
    owasp=["ML06", "LLM03"],
    atlas=["AML.T0010.003"],
    screen=("trust_remote_code",),
    bad=[
        Example(
            "from transformers import AutoModel\nm = «AutoModel.from_pretrained('org/m', trust_remote_code=True)»",
            fixed="from transformers import AutoModel\nm = AutoModel.from_pretrained('org/m', trust_remote_code=False)",
        ),
        "from transformers import pipeline\np = «pipeline('text-generation', model=name, trust_remote_code=True)»",
        "from datasets import load_dataset\nd = «load_dataset('org/d', trust_remote_code=True)»",
        "opts = {'trust_remote_code': True}\n# %%\nm = «AutoModel.from_pretrained(name, **opts)»",
        "from sentence_transformers import SentenceTransformer as ST\nm = «ST('org/m', trust_remote_code=True)»",
        "trust = True\nllm = «LLM(model=name, trust_remote_code=trust)»",
        "e = «HuggingFaceEmbeddings(model_name=n, model_kwargs={'trust_remote_code': True})»",
    ],
    ok=[
        "m = AutoModel.from_pretrained('org/m', trust_remote_code=False)",
        "m = AutoModel.from_pretrained('org/m')  # no trust_remote_code=True",
        "def load(n, trust_remote_code=False):\n    return M.from_pretrained(n, trust_remote_code=trust_remote_code)",
    ],
)
def trust_remote_code(code: Code) -> Iterator[Match]:
    """With trust_remote_code the Python files in the model's repository are downloaded and run in this kernel.

    Leave it off. If the model needs it, read that code and pin revision and code_revision to the commit you read."""
    for call in code.keyword("trust_remote_code", *_NESTED):
        flag = call.keywords.get("trust_remote_code")
        if flag is not None:
            if flag.is_true():
                edits = call.set_keyword("trust_remote_code", "False")
                yield Match(call.span, proposals=offer("Set trust_remote_code=False", Applicability.REVIEW, edits))
            continue
        for name in _NESTED:
            inner = call.keywords[name].entries.get("trust_remote_code") if name in call.keywords else None
            if inner is not None and inner.is_true():
                yield Match(call.span)
                break
